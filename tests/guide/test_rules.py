"""Which questions make a plan, and how pieces lie."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fyrstod.core.pieces import PieceKind
from fyrstod.drafts.contents import OwnQuestion, Plan
from fyrstod.guide import rules, selectors
from fyrstod.guide.rules import Gap
from fyrstod.packs import shelf
from fyrstod.packs.schema import Factor, Question, Side
from tests.drafts.conftest import piece

PACK = shelf.current()
QUESTIONS = selectors.questions()
COMBINATIONS = list(
    itertools.product(
        [asker.id for asker in PACK.askers],
        [person.id for person in PACK.people],
        [step.id for step in PACK.steps],
    )
)

Choices = tuple[str, str, str]


def plan(choices: Choices) -> tuple[Question, ...]:
    return rules.plan(QUESTIONS, *choices)


def factor(side: Side, number: int = 0) -> Factor:
    return [item for item in PACK.factors if item.side is side][number]


# The plan


def test_there_are_a_hundred_and_fifty_plans() -> None:
    assert len(COMBINATIONS) == 150


def breaking(holds: Callable[[Choices, tuple[Question, ...]], bool]) -> list[Choices]:
    """The choices whose plan does not hold to a rule."""
    return [choices for choices in COMBINATIONS if not holds(choices, plan(choices))]


def test_a_plan_holds_twelve_to_twenty_different_questions() -> None:
    assert breaking(lambda _, found: 12 <= len({q.id for q in found}) == len(found) <= 20) == []


def test_a_plan_asks_only_what_suits_who_talks_with_whom_and_when() -> None:
    def suits(choices: Choices, found: tuple[Question, ...]) -> bool:
        asker, person, step = choices
        return all(
            person in question.people
            and step in question.steps
            and {asker, "any"} & set(question.askers)
            for question in found
        )

    assert breaking(suits) == []


def test_no_theme_gives_more_than_three_questions() -> None:
    def balanced(_: Choices, found: tuple[Question, ...]) -> bool:
        return max(Counter(question.theme for question in found).values()) <= 3

    assert breaking(balanced) == []


def test_every_theme_that_suits_is_in_the_plan() -> None:
    def whole(choices: Choices, found: tuple[Question, ...]) -> bool:
        suiting = {question.theme for question in rules.open_to(QUESTIONS, *choices)}
        return {question.theme for question in found} == suiting

    assert breaking(whole) == []


def test_at_least_a_third_begins_from_strengths() -> None:
    def strong(_: Choices, found: tuple[Question, ...]) -> bool:
        return sum(question.starts_from == "strengths" for question in found) * 3 >= len(found)

    assert breaking(strong) == []


def test_a_plan_opens_safely_from_a_strength_and_ends_with_safety() -> None:
    def framed(_: Choices, found: tuple[Question, ...]) -> bool:
        opening = (found[0].sensitivity, found[0].starts_from)
        return opening == ("safe", "strengths") and found[-1].theme == rules.SAFETY

    assert breaking(framed) == []


def test_a_plan_goes_from_safe_to_sensitive_and_from_strengths_to_worries() -> None:
    themes = [theme.id for theme in PACK.themes]

    def ordered(_: Choices, found: tuple[Question, ...]) -> bool:
        places = [
            (
                ("safe", "everyday", "personal", "sensitive").index(question.sensitivity),
                ("strengths", "everyday", "worry").index(question.starts_from),
                themes.index(question.theme),
            )
            for question in found
        ]
        return places == sorted(places)

    assert breaking(ordered) == []


def test_whatever_suits_about_violence_and_safety_is_in_the_plan() -> None:
    def safe(choices: Choices, found: tuple[Question, ...]) -> bool:
        suiting = [q for q in rules.open_to(QUESTIONS, *choices) if q.theme == rules.SAFETY]
        there = [question for question in found if question.theme == rules.SAFETY]
        return len(there) == min(len(suiting), rules.MOST_OF_A_THEME) > 0

    assert breaking(safe) == []


def test_the_same_choices_always_give_the_same_plan() -> None:
    choices = ("school", "teenager", "concern")

    assert plan(choices) == plan(choices)


def test_somebody_without_a_role_of_their_own_gets_only_what_anybody_may_ask() -> None:
    def open_to_anybody(choices: Choices, found: tuple[Question, ...]) -> bool:
        return choices[0] != "any" or all("any" in question.askers for question in found)

    assert breaking(open_to_anybody) == []


def test_what_is_made_for_the_asker_is_in_the_plan() -> None:
    def theirs(choices: Choices, found: tuple[Question, ...]) -> bool:
        made = [q for q in rules.open_to(QUESTIONS, *choices) if "any" not in q.askers]
        return set(made) <= set(found)

    assert breaking(theirs) == []


def test_a_theme_gives_a_fourth_question_only_when_the_others_have_no_more() -> None:
    family = [question for question in QUESTIONS if question.theme == "family"]
    health = [question for question in QUESTIONS if question.theme == "health-wellbeing"][:1]
    for_teenagers = ("any", "teenager", "concern")

    alone = rules.plan(family + health, *for_teenagers)

    assert set(alone) == set(rules.open_to(family + health, *for_teenagers))


def test_no_questions_make_an_empty_plan() -> None:
    assert rules.plan([], "any", "child", "concern") == ()


# What was picked and dropped

TEENAGER = Plan(asker="school", person="teenager", step="concern")
SUGGESTED = [question.id for question in plan(("school", "teenager", "concern"))]
OFFERED = [q.id for q in rules.open_to(QUESTIONS, "school", "teenager", "concern")]


def test_an_untouched_plan_holds_what_is_suggested() -> None:
    assert [question.id for question in rules.chosen(QUESTIONS, TEENAGER)] == SUGGESTED


@given(st.sets(st.sampled_from(OFFERED)))
def test_what_is_ticked_is_what_the_plan_holds_afterwards(ticked: set[str]) -> None:
    after = rules.with_ticked(QUESTIONS, TEENAGER, ticked)

    assert {question.id for question in rules.chosen(QUESTIONS, after)} == ticked


def test_ticks_that_the_plan_never_offered_are_not_kept() -> None:
    after = rules.with_ticked(QUESTIONS, TEENAGER, {*SUGGESTED, "made-up", "violence-guardian"})

    assert after == TEENAGER


def test_ticks_are_kept_while_the_choices_are_changed_and_changed_back() -> None:
    own = (OwnQuestion(id="1", text="Vad heter din hund?"),)
    kept = [question_id for question_id in OFFERED if question_id not in SUGGESTED]
    teenager = Plan(asker="school", person="teenager", step="concern", own=own)
    ticked = rules.with_ticked(QUESTIONS, teenager, kept)
    as_guardian = Plan(
        asker="school",
        person="guardian",
        step="concern",
        picked=ticked.picked,
        dropped=ticked.dropped,
        own=own,
    )

    seen_as_guardian = rules.with_ticked(QUESTIONS, as_guardian, set())
    back = Plan(
        asker="school",
        person="teenager",
        step="concern",
        picked=seen_as_guardian.picked,
        dropped=seen_as_guardian.dropped,
        own=seen_as_guardian.own,
    )

    assert {question.id for question in rules.chosen(QUESTIONS, back)} == set(kept)
    assert back.own == own


# Pieces


def test_a_piece_lies_under_every_factor_it_is_linked_to_on_both_sides() -> None:
    protective, risk = factor(Side.PROTECTIVE), factor(Side.RISK)
    both = piece(factors=(protective.id, risk.id))

    places = rules.picture([both], PACK.factors)

    found = {
        (side, item.factor.id, item.pieces)
        for place in places
        for side in Side
        for item in place.of(side)
    }
    assert found == {
        (Side.PROTECTIVE, protective.id, (both,)),
        (Side.RISK, risk.id, (both,)),
    }


def test_the_picture_shows_every_part_of_a_life_also_the_empty_ones() -> None:
    places = rules.picture([], PACK.factors)

    assert [place.level for place in places] == [level.id for level in PACK.levels]
    assert all(place.is_empty for place in places)


def test_a_piece_linked_to_nothing_the_pack_knows_has_no_place_yet() -> None:
    known = piece(factors=(factor(Side.RISK).id,))
    unknown, none = piece(factors=("no-longer-there",)), piece()

    assert rules.unlinked([known, unknown, none], PACK.factors) == (unknown, none)


def test_pieces_come_under_their_kind_by_date_with_the_undated_last() -> None:
    undated = piece("Utan datum.")
    month = piece("I november.", date="2026-11")
    day = piece("En dag i november.", date="2026-11-02")
    told = piece("Berättat.", kind=PieceKind.TOLD)

    kinds = rules.by_kind([undated, day, told, month])

    assert kinds == {
        PieceKind.SEEN: (month, day, undated),
        PieceKind.TOLD: (told,),
        PieceKind.INTERPRETED: (),
    }


COMPLETE = piece(
    date="2026-11", source="rasten", factors=(factor(Side.PROTECTIVE).id, factor(Side.RISK).id)
)


@pytest.mark.parametrize(
    ("pieces", "gaps"),
    [
        ([], [Gap.NOTHING_WRITTEN]),
        ([COMPLETE], []),
        (
            [piece(date="2026", factors=(factor(Side.RISK).id,))],
            [Gap.NOTHING_PROTECTIVE],
        ),
        (
            [piece(date="2026", factors=(factor(Side.PROTECTIVE).id,))],
            [Gap.NOTHING_WORRYING],
        ),
        ([COMPLETE, piece(date="2026")], [Gap.NOT_LINKED]),
        ([COMPLETE, piece(factors=COMPLETE.factors)], [Gap.NO_DATE]),
        (
            [piece(kind=PieceKind.TOLD, date="2026", factors=COMPLETE.factors)],
            [Gap.NOTHING_SEEN, Gap.NO_SOURCE],
        ),
        (
            [piece(kind=PieceKind.INTERPRETED, date="2026", factors=COMPLETE.factors)],
            [Gap.ONLY_INTERPRETED],
        ),
    ],
)
def test_what_has_not_been_looked_for_is_named_in_the_order_of_asking(
    pieces: list[object], gaps: list[Gap]
) -> None:
    assert list(rules.gaps(pieces, PACK.factors)) == gaps  # type: ignore[arg-type]  # of pieces


def test_every_part_of_a_life_leads_to_themes_that_the_pack_has() -> None:
    themes = {theme.id for theme in PACK.themes}

    assert set(rules.LEVEL_THEMES) == {level.id for level in PACK.levels}
    assert {name for names in rules.LEVEL_THEMES.values() for name in names} <= themes
