"""How cards are read against a situation, on cards of the tests' own."""

from __future__ import annotations

import dataclasses
import datetime
from typing import Any

import pytest

from fyrstod.law.advice import Prevails, advise, pulls_apart
from fyrstod.law.situation import Situation
from fyrstod.packs.cards import Clause, Effect, Judge, Which
from tests.law.small import (
    DAY,
    applying,
    asked,
    book,
    card,
    clause,
    missed,
    open_facts,
    prevails,
    words,
)

BELOW_21 = Clause(fact="age", below=21)
NAMED = clause("identified", True)
UNNAMED = clause("identified", False)
OPENS = prevails(
    "opens",
    Which(effects=(Effect.MUST, Effect.MAY, Effect.WITH_CONSENT)),
    Which(effects=(Effect.MAY_NOT,)),
)


def test_a_card_without_conditions_applies_to_everybody() -> None:
    advice = asked(card("any"))

    assert applying(advice) == ["any"]
    assert not advice.would_change
    assert not advice.does_not_apply


@pytest.mark.parametrize(("age", "applies"), [(20, True), (21, False)])
def test_a_condition_on_a_number_has_a_sharp_edge(age: int, applies: bool) -> None:
    advice = asked(card("young", when=(BELOW_21,)), age=age)

    assert applying(advice) == (["young"] if applies else [])


def test_a_number_may_have_a_floor_and_a_roof() -> None:
    between = card("between", when=(Clause(fact="age", at_least=15, below=18),))

    found = [age for age in range(12, 21) if applying(asked(between, age=age))]

    assert found == [15, 16, 17]


def test_a_card_that_asks_for_what_is_not_known_is_no_verdict_but_is_named() -> None:
    advice = asked(card("young", when=(BELOW_21,)))

    assert applying(advice) == []
    assert open_facts(advice) == {"age": ("young",)}
    assert advice.would_change[0].why == words("age matters")


def test_a_card_that_is_out_for_another_reason_asks_for_nothing() -> None:
    young = card("young", senders=("health",), when=(BELOW_21,))

    advice = asked(young, sender="school")

    assert applying(advice) == []
    assert open_facts(advice) == {}


def test_senders_and_receivers_are_conditions_too() -> None:
    told = card("told", senders=("school",), receivers=("police",))

    assert applying(asked(told, sender="school", receiver="police")) == ["told"]
    assert applying(asked(told, sender="police", receiver="school")) == []
    assert open_facts(asked(told, sender="school")) == {"to": ("told",)}


def test_a_word_may_be_barred() -> None:
    others = card("others", when=(Clause(fact="matter", is_none_of=("concern",)),))

    assert applying(asked(others, matter="child-harm")) == ["others"]
    assert applying(asked(others, matter="concern")) == []
    assert open_facts(asked(others)) == {"matter": ("others",)}


def test_one_of_the_alternatives_is_enough() -> None:
    either = card(
        "either",
        alternatives=(
            (clause("crime.attempt", False), Clause(fact="crime.minimum_months", at_least=6)),
            (Clause(fact="crime.minimum_months", at_least=12),),
        ),
    )

    assert applying(asked(either, crime_minimum_months=12)) == ["either"]
    assert applying(asked(either, crime_minimum_months=6, crime_attempt=False)) == ["either"]
    assert applying(asked(either, crime_minimum_months=6, crime_attempt=True)) == []
    assert applying(asked(either, crime_minimum_months=5)) == []


def test_alternatives_ask_only_for_what_would_decide_them() -> None:
    either = card(
        "either",
        alternatives=(
            (clause("crime.attempt", False), Clause(fact="crime.minimum_months", at_least=6)),
            (Clause(fact="crime.minimum_months", at_least=12),),
        ),
    )

    assert open_facts(asked(either, crime_minimum_months=6)) == {"crime.attempt": ("either",)}
    assert set(open_facts(asked(either))) == {"crime.attempt", "crime.minimum_months"}


def test_what_lifts_a_rule_is_never_assumed() -> None:
    secret = card("secret", Effect.MAY_NOT, unless=(UNNAMED,))

    unknown, unnamed, named = (asked(secret, identified=value) for value in (None, False, True))

    assert (applying(unknown), open_facts(unknown)) == (["secret"], {"identified": ("secret",)})
    assert (applying(unnamed), open_facts(unnamed)) == ([], {})
    assert (applying(named), open_facts(named)) == (["secret"], {})


FROM = datetime.date(2025, 12, 1)
"""Before `DAY`, on which the small cards were read."""
TO = datetime.date(2028, 6, 30)
DAY_BEFORE = datetime.timedelta(days=1)


@pytest.mark.parametrize(
    ("day", "applies"),
    [(FROM - DAY_BEFORE, False), (FROM, True), (TO, True), (TO + DAY_BEFORE, False)],
)
def test_a_card_applies_from_its_first_day_to_its_last(day: datetime.date, applies: bool) -> None:
    dated = card("dated", valid_from=FROM, valid_to=TO)

    advice = asked(dated, on=day)

    assert applying(advice) == (["dated"] if applies else [])
    assert [item.card.id for item in advice.does_not_apply] == ([] if applies else ["dated"])


def test_a_card_that_would_apply_on_another_day_says_when() -> None:
    dated = card("dated", valid_from=FROM, valid_to=TO)

    before = asked(dated, on=FROM - DAY_BEFORE).does_not_apply[0].why
    after = asked(dated, on=TO + DAY_BEFORE).does_not_apply[0].why

    assert ("2025-12-01" in before.sv, "2025-12-01" in before.en) == (True, True)
    assert ("2028-06-30" in after.sv, "2028-06-30" in after.en) == (True, True)


def test_nobody_expects_a_rule_that_was_still_to_come_when_it_was_read() -> None:
    to_come = card("to-come", valid_from=DAY + datetime.timedelta(days=500))

    assert not asked(to_come).does_not_apply


def test_a_card_outside_its_days_asks_for_nothing() -> None:
    advice = asked(card("dated", valid_from=FROM, when=(BELOW_21,)), on=FROM - DAY_BEFORE)

    assert not advice.verdicts
    assert not advice.would_change
    assert not advice.does_not_apply


def test_an_expected_card_says_the_first_reason_that_fits() -> None:
    young = card(
        "young",
        when=(BELOW_21,),
        missed=(
            missed("a school is not health", clause("from", "school")),
            missed("too old", Clause(fact="age", at_least=21)),
        ),
    )

    school = asked(young, sender="school", age=30)
    other = asked(young, sender="police", age=30)

    assert [item.why for item in school.does_not_apply] == [words("a school is not health")]
    assert [item.why for item in other.does_not_apply] == [words("too old")]


def test_no_reason_is_given_for_a_card_that_nobody_expects() -> None:
    young = card("young", when=(BELOW_21,), missed=(missed("too old", clause("from", "school")),))

    assert not asked(young, sender="police", age=30).does_not_apply


def test_a_card_that_may_yet_apply_is_not_said_not_to() -> None:
    young = card("young", when=(BELOW_21,), missed=(missed("a school", clause("from", "school")),))

    assert not asked(young, sender="school").does_not_apply


def test_what_is_left_to_judge_depends_on_the_situation() -> None:
    judged = card(
        "judged",
        judge=(
            Judge(text=words("always")),
            Judge(text=words("named"), when=(NAMED,)),
        ),
    )

    def left(identified: bool | None) -> list[str]:
        (verdict,) = asked(judged, identified=identified).verdicts
        return [text.sv for text in verdict.conditions]

    assert left(True) == ["always", "named"]
    assert left(False) == ["always"]
    assert left(None) == ["always", "named"], "what may matter is said"


def test_verdicts_stand_by_effect_and_then_as_in_the_pack() -> None:
    cards = [
        card("ask", Effect.ASK_WITHOUT_NAMING),
        card("bar", Effect.MAY_NOT),
        card("may-1"),
        card("consent", Effect.WITH_CONSENT),
        card("may-2"),
        card("must", Effect.MUST),
    ]

    assert applying(asked(*cards)) == ["must", "may-1", "may-2", "consent", "bar", "ask"]


def test_facts_that_would_change_the_answer_stand_in_the_order_of_the_questions() -> None:
    advice = asked(
        card("named", when=(NAMED,)),
        card("young", when=(BELOW_21,)),
        card("told", receivers=("police",)),
    )

    assert list(open_facts(advice)) == ["to", "age", "identified"]


def test_a_bar_that_meets_a_permission_yields_for_the_reason_of_the_pack() -> None:
    rules = book(card("may"), card("bar", Effect.MAY_NOT), precedence=(OPENS,))

    advice = advise(Situation(), rules, DAY)

    assert advice.prevails == (
        Prevails(rule="may", over="bar", outcome="weighed", why=words("opens")),
    )


def test_what_is_left_of_a_card_that_gives_way_is_said_as_the_pack_says_it() -> None:
    lifts = dataclasses.replace(OPENS, outcome="set-aside")
    rules = book(card("may"), card("bar", Effect.MAY_NOT), precedence=(lifts,))

    (found,) = advise(Situation(), rules, DAY).prevails

    assert found.outcome == "set-aside"


def test_the_first_precedence_that_fits_a_pair_counts() -> None:
    stands = prevails("stands", Which(rules=("bar",)), Which(rules=("may",)))
    rules = book(
        card("may"),
        card("must", Effect.MUST),
        card("bar", Effect.MAY_NOT),
        precedence=(stands, OPENS),
    )

    found = {(item.rule, item.over) for item in advise(Situation(), rules, DAY).prevails}

    assert found == {("bar", "may"), ("must", "bar")}


@pytest.mark.parametrize(
    "more", [{"topic": "records"}, {"topic": "procedure"}, {"acts": "receiver"}]
)
def test_only_rules_on_telling_pull_apart(more: dict[str, Any]) -> None:
    bar = card("bar", Effect.MAY_NOT)

    assert pulls_apart(bar, card("may"))
    assert not pulls_apart(bar, card("may", **more))
    assert not pulls_apart(card("bar", Effect.MAY_NOT, **more), card("may"))


def test_asking_without_naming_pulls_apart_from_nothing() -> None:
    assert not pulls_apart(card("bar", Effect.MAY_NOT), card("ask", Effect.ASK_WITHOUT_NAMING))


CHILD = card(
    "child",
    Effect.MUST,
    senders=("school",),
    receivers=("social-services",),
    when=(clause("matter", "child-harm"),),
    while_open=words("report harm to a child"),
)


@pytest.mark.parametrize(
    ("facts", "still_open"),
    [
        ({}, True),
        ({"sender": "school", "receiver": "police"}, True),
        ({"matter": "child-harm"}, True),
        ({"matter": "concern"}, False),
        ({"sender": "police"}, False),
        ({"sender": "school", "receiver": "social-services", "matter": "child-harm"}, False),
    ],
)
def test_what_holds_before_enough_is_known_is_said_until_it_is_known(
    facts: dict[str, Any], still_open: bool
) -> None:
    assert asked(CHILD, **facts).still_open == ((CHILD,) if still_open else ())


def test_a_duty_towards_one_stands_where_another_is_told() -> None:
    advice = asked(CHILD, sender="school", receiver="police", matter="child-harm")

    assert advice.still_open == (CHILD,)


def test_what_holds_is_said_on_the_days_of_its_card_alone() -> None:
    late = dataclasses.replace(CHILD, valid_from=DAY)

    assert asked(late).still_open == (late,)
    assert asked(late, on=DAY - DAY_BEFORE).still_open == ()


def test_a_card_without_words_for_it_is_not_said_before_it_applies() -> None:
    assert asked(card("young", when=(BELOW_21,))).still_open == ()


@pytest.mark.parametrize(
    ("about", "known", "asks"),
    [("child", True, []), ("young-adult", None, ["age"]), ("adult", None, ["age"])],
)
def test_an_age_is_asked_for_where_the_law_turns_within_what_is_known(
    about: Any, known: bool | None, asks: list[str]
) -> None:
    advice = asked(card("young", when=(BELOW_21,)), about=about)

    assert applying(advice) == (["young"] if known else [])
    assert list(open_facts(advice)) == asks


def test_a_card_for_those_under_age_says_nothing_of_who_is_of_age() -> None:
    advice = asked(card("child", when=(Clause(fact="age", below=18),)), about="adult")

    assert applying(advice) == []
    assert open_facts(advice) == {}


def test_a_condition_within_what_is_known_is_neither_true_nor_false() -> None:
    narrow = Clause(fact="age", at_least=12, below=15)

    assert list(open_facts(asked(card("narrow", when=(narrow,)), about="child"))) == ["age"]
