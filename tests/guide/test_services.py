"""What can be done with a plan and a worry in a draft."""

from __future__ import annotations

import uuid

import pytest

from fyrstod.drafts import services as drafts
from fyrstod.drafts.contents import MAX_OWN_QUESTIONS, Contents, OwnQuestion, Plan
from fyrstod.drafts.services import OpenDraft
from fyrstod.guide import selectors, services
from fyrstod.guide.services import NoPlan, PlanChangedElsewhere, TooManyOwnQuestions
from fyrstod.packs import shelf
from tests.drafts.conftest import held, piece

pytestmark = pytest.mark.django_db

SCHOOL = selectors.choices_or_404("school", "teenager", "concern")
POLICE = selectors.choices_or_404("police", "guardian", "assessment")


def own(text: str = "Vad heter din hund?") -> OwnQuestion:
    return OwnQuestion(id=str(uuid.uuid4()), text=text)


def plan_of(draft: OpenDraft) -> Plan:
    plan = held(draft).plan
    assert plan is not None
    return plan


def chosen(draft: OpenDraft) -> set[str]:
    return {question.id for question in selectors.chosen(plan_of(draft))}


@pytest.fixture
def draft() -> OpenDraft:
    return drafts.start(services.new_contents(SCHOOL))


def test_a_new_draft_remembers_the_pack_it_was_begun_under() -> None:
    about = shelf.current().about

    assert services.new_contents() == Contents(pack=f"{about.id} {about.version}")


def test_changing_the_choices_keeps_own_questions_pieces_and_answers(draft: OpenDraft) -> None:
    question, written = own(), piece()
    services.add_own(draft.ticket, question)
    drafts.change(draft.ticket, lambda contents: contents.with_piece(written))

    services.choose(draft.ticket, POLICE)

    assert (plan_of(draft).asker, plan_of(draft).person) == ("police", "guardian")
    assert plan_of(draft).own == (question,)
    assert held(draft).pieces == (written,)


def test_what_is_ticked_is_kept_and_what_is_not_is_dropped(draft: OpenDraft) -> None:
    extra = selectors.not_suggested(SCHOOL)[0].id
    ticked = {*list(chosen(draft))[:3], extra}

    services.tick(draft.ticket, ticked, services.mark_of(plan_of(draft)))

    assert chosen(draft) == ticked


def test_ticks_from_a_tab_that_has_not_seen_the_latest_plan_are_not_saved(
    draft: OpenDraft,
) -> None:
    seen_by_both = services.mark_of(plan_of(draft))
    first, other = list(chosen(draft))[:2]
    services.tick(draft.ticket, {first}, seen_by_both)

    with pytest.raises(PlanChangedElsewhere) as caught:
        services.tick(draft.ticket, {other}, seen_by_both)

    assert chosen(draft) == {first}
    assert caught.value.draft.contents == held(draft)


def test_ticks_of_another_plan_than_the_one_saved_now_are_not_saved(draft: OpenDraft) -> None:
    seen = services.mark_of(plan_of(draft))
    ticked = list(chosen(draft))[:1]
    services.choose(draft.ticket, POLICE)

    with pytest.raises(PlanChangedElsewhere):
        services.tick(draft.ticket, ticked, seen)


def test_the_same_ticks_twice_are_no_conflict(draft: OpenDraft) -> None:
    seen = services.mark_of(plan_of(draft))
    ticked = set(list(chosen(draft))[:2])

    services.tick(draft.ticket, ticked, seen)
    services.tick(draft.ticket, ticked, seen)

    assert chosen(draft) == ticked


def test_an_own_question_in_one_tab_does_not_stop_ticks_in_another(draft: OpenDraft) -> None:
    seen = services.mark_of(plan_of(draft))
    question = own()
    services.add_own(draft.ticket, question)

    services.tick(draft.ticket, set(), seen)

    assert chosen(draft) == set()
    assert plan_of(draft).own == (question,)


def test_ticks_for_a_plan_that_is_no_more_change_nothing() -> None:
    draft = drafts.start(Contents())

    services.tick(draft.ticket, {"strengths-good-at"}, "")

    assert held(draft) == Contents()


def test_a_question_with_the_same_id_is_added_once(draft: OpenDraft) -> None:
    question = own()

    services.add_own(draft.ticket, question)
    services.add_own(draft.ticket, question)

    assert plan_of(draft).own == (question,)


def test_there_is_a_limit_to_own_questions_and_it_says_so(draft: OpenDraft) -> None:
    for _ in range(MAX_OWN_QUESTIONS):
        services.add_own(draft.ticket, own())

    with pytest.raises(TooManyOwnQuestions, match=str(MAX_OWN_QUESTIONS)):
        services.add_own(draft.ticket, own())

    assert len(plan_of(draft).own) == MAX_OWN_QUESTIONS


def test_an_own_question_needs_a_plan_to_be_in() -> None:
    draft = drafts.start(Contents())

    with pytest.raises(NoPlan):
        services.add_own(draft.ticket, own())


def test_removing_an_own_question_leaves_the_others(draft: OpenDraft) -> None:
    first, second = own("En?"), own("Två?")
    services.add_own(draft.ticket, first)
    services.add_own(draft.ticket, second)

    services.remove_own(draft.ticket, first.id)
    services.remove_own(draft.ticket, first.id)

    assert plan_of(draft).own == (second,)


def test_turning_the_lens_changes_nothing_else() -> None:
    contents = Contents(pieces=(piece(), piece()), answers={"person_name": "Milo"})
    draft = drafts.start(contents)

    services.turn_lens(draft.ticket, "security")
    assert held(draft).lens == "security"

    services.turn_lens(draft.ticket, "care")
    assert held(draft) == contents
