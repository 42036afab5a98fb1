"""What can be read of the pack for the guide."""

from __future__ import annotations

import pytest
from django.http import Http404

from fyrstod.drafts.contents import Contents, Plan
from fyrstod.guide import selectors
from fyrstod.packs import shelf
from fyrstod.packs.schema import Side
from tests.drafts.conftest import piece

PACK = shelf.current()


def test_a_choice_the_pack_does_not_know_is_not_found() -> None:
    with pytest.raises(Http404):
        selectors.choices_or_404("school", "teenager", "made-up")


def test_a_plan_saved_under_choices_that_are_no_more_has_none() -> None:
    old = Plan(asker="prison", person="teenager", step="concern")

    assert selectors.choices_of(old) is None
    assert selectors.choices_of(None) is None


def test_plans_in_brief_say_the_same_as_the_plans() -> None:
    brief = selectors.plans_in_brief()

    assert len(brief["plans"]) == len(PACK.askers) * len(PACK.people) * len(PACK.steps)
    for choices, places in brief["plans"].items():
        wanted = selectors.suggested(selectors.choices_or_404(*choices.split("/")))
        found = [brief["questions"][place] for place in places]
        assert found == [(f"question-{q.id}", q.sensitivity) for q in wanted], choices


def test_every_question_lies_in_exactly_one_phase_and_one_theme() -> None:
    every = selectors.questions()

    in_phases = [q.id for phase in selectors.phases(every) for q in phase.questions]
    in_themes = [q.id for theme in selectors.themes(every) for q in theme.questions]

    assert sorted(in_phases) == sorted(in_themes) == sorted(q.id for q in PACK.questions)


def test_what_is_suggested_and_what_is_not_are_all_that_may_be_asked() -> None:
    choices = selectors.choices_or_404("school", "teenager", "concern")

    suggested = {question.id for question in selectors.suggested(choices)}
    others = {question.id for question in selectors.not_suggested(choices)}

    assert not suggested & others
    assert suggested | others == {
        question.id
        for question in PACK.questions
        if "teenager" in question.people
        and "concern" in question.steps
        and {"any", "school"} & set(question.askers)
    }


def test_advice_made_for_others_is_left_out() -> None:
    choices = selectors.choices_or_404("school", "child", "concern")

    found = selectors.advice_for(choices, "before", "during", "after", "special")

    assert all("child" in advice.people for advice in found if advice.people)
    assert all("school" in advice.askers for advice in found if advice.askers)


def test_a_step_leads_to_what_happens_after_the_reports_that_are_written_in_it() -> None:
    for step in PACK.steps:
        found = {timeline.id for timeline in selectors.timelines_for(step)}

        assert found == {name for name in ("concern", "police") if f"{name}-report" in step.tools}


def test_every_piece_of_advice_has_its_moment() -> None:
    found = [advice for _moment, group in selectors.advice_by_moment() for advice in group]

    assert sorted(advice.id for advice in found) == sorted(advice.id for advice in PACK.advice)


@pytest.mark.parametrize(
    ("lens", "order"),
    [("care", (Side.PROTECTIVE, Side.RISK)), ("security", (Side.RISK, Side.PROTECTIVE))],
)
def test_the_lens_says_which_side_is_read_first(lens: str, order: tuple[Side, Side]) -> None:
    assert selectors.sides(lens) == order  # type: ignore[arg-type]  # the two that there are


@pytest.mark.parametrize("language", ["sv", "en"])
def test_a_factor_is_found_by_words_of_its_name_in_any_letters(language: str) -> None:
    for factor in PACK.factors:
        words = factor.label.in_language(language)
        assert factor in selectors.find_factors(words.upper(), language), words


def test_every_word_must_be_there() -> None:
    name = PACK.factors[0].label.sv

    assert selectors.find_factors(f"{name} ordetsominteränågonstans", "sv") == ()


def test_factors_keep_their_side_under_their_level() -> None:
    groups = selectors.factor_levels(PACK.factors)

    assert {f.id for group in groups for f in group.protective} == {
        f.id for f in PACK.factors if f.side is Side.PROTECTIVE
    }
    assert {f.id for group in groups for f in group.risk} == {
        f.id for f in PACK.factors if f.side is Side.RISK
    }
    assert all(f.level == group.level.id for group in groups for f in group.protective + group.risk)


def test_each_part_of_the_picture_leads_to_questions_about_it() -> None:
    places = selectors.picture(Contents(pieces=(piece(),)))

    assert [place.level for place in places] == list(PACK.levels)
    assert all(place.themes for place in places)


def test_no_factor_has_an_id_that_is_a_word_of_the_site() -> None:
    words = {"search", "protective", "risk", "level"}

    assert words.isdisjoint(factor.id for factor in PACK.factors)


def test_what_follows_the_last_is_nothing() -> None:
    assert selectors.after(PACK.steps, PACK.steps[0]) == PACK.steps[1]
    assert selectors.after(PACK.steps, PACK.steps[-1]) is None
