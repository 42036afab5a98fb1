"""The self-assessment as parts hand it to each other."""

from __future__ import annotations

from fyrstod.core.assessments import Action, Answer, Assessment, Role, Scope, State

SOME_ID = "11111111-1111-4111-8111-111111111111"


def assessment(**given: object) -> Assessment:
    values: dict[str, object] = {"scope": Scope.MUNICIPALITY, "name": "Björkdala", "pack": "p 1"}
    return Assessment(**{**values, **given})  # type: ignore[arg-type]  # a test names real fields


def test_what_nobody_has_answered_has_an_empty_answer() -> None:
    given = Answer(about="mandate", state=State.PARTLY)

    held = assessment(answers=(given,))

    assert held.answer("mandate") == given
    assert held.answer("routine") == Answer(about="routine")


def test_an_action_is_found_by_its_id_alone() -> None:
    action = Action(id=SOME_ID, what="Utse en ersättare", about="mandate")

    held = assessment(actions=(action,))

    assert held.action(SOME_ID) == action
    assert held.action("mandate") is None


def test_a_role_is_named_by_the_pack_or_in_own_words_or_not_at_all() -> None:
    assert Role(id="coordinator")
    assert Role(words="Fältgruppens samordnare")
    assert not Role()
