"""Whether a rule card can be the ground that something is told on."""

from __future__ import annotations

import dataclasses
import datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some
from pydantic import TypeAdapter

from fyrstod.law.advice import Rulebook, advise, in_force
from fyrstod.law.grounds import (
    Choosable,
    Ground,
    Reason,
    Refused,
    Since,
    choices,
    choose,
    mark_of,
    since,
)
from fyrstod.law.situation import Situation
from fyrstod.packs.cards import Effect, Statute, Which
from fyrstod.packs.loader import load
from tests.law.real import PACK, ROOT, RULES
from tests.law.small import DAY, book, card, clause, prevails, words
from tests.law.test_properties import days, situations, steadily
from tests.packs.bjorkdala import bjorkdala

CARDS = {card.id: card for card in PACK.rules}

CHILD_AT_SCHOOL = Situation(
    sender="school",
    receiver="social-services",
    about="child",
    matter="child-harm",
    sender_role="staff",
    identified=True,
)
YOUNG_IN_CARE = Situation(
    sender="social-services",
    receiver="police",
    age=19,
    matter="risk-of-terror-crime",
    identified=True,
)
A_WORRY = Situation(
    sender="school", receiver="police", about="child", matter="concern", identified=True
)
UNNAMED = dataclasses.replace(A_WORRY, identified=False)


def chosen(rule: str, situation: Situation, day: datetime.date = DAY) -> Choosable:
    answer = choose(rule, situation, RULES, day)
    assert isinstance(answer, Choosable), answer
    return answer


def refused(rule: str, situation: Situation, day: datetime.date = DAY) -> Refused:
    answer = choose(rule, situation, RULES, day)
    assert isinstance(answer, Refused), answer
    return answer


CHOOSABLE = [
    ("sol-19-1", CHILD_AT_SCHOOL, Effect.MUST),
    ("osl-10-27", CHILD_AT_SCHOOL, Effect.MAY),
    ("osl-10-18a", YOUNG_IN_CARE, Effect.MAY),
    ("osl-10-18b", YOUNG_IN_CARE, Effect.MAY),
    ("ask-without-naming", UNNAMED, Effect.ASK_WITHOUT_NAMING),
    (
        "consent-adult-given",
        Situation(sender="health", receiver="police", about="adult", consent_person="given"),
        Effect.MAY,
    ),
    (
        "own-authority",
        Situation(sender="school", receiver="school", same_authority=True, identified=True),
        Effect.MAY,
    ),
    (
        "osl-26-9",
        Situation(sender="social-services", receiver="social-services", age=15, matter="concern"),
        Effect.MAY,
    ),
]


@pytest.mark.parametrize(("rule", "situation", "effect"), CHOOSABLE)
def test_a_card_that_opens_can_be_the_ground(
    rule: str, situation: Situation, effect: Effect
) -> None:
    answer = chosen(rule, situation)

    assert answer.card == CARDS[rule]
    assert answer.ground.effect is effect


REFUSED = [
    ("osl-99-9", CHILD_AT_SCHOOL, DAY, Reason.UNKNOWN),
    ("sol-20-1", CHILD_AT_SCHOOL, DAY, Reason.NOT_ON_TELLING),
    ("osl-5-1", CHILD_AT_SCHOOL, DAY, Reason.NOT_ON_TELLING),
    ("osl-23-2-school", CHILD_AT_SCHOOL, DAY, Reason.MAY_NOT),
    ("osl-26-1", YOUNG_IN_CARE, DAY, Reason.MAY_NOT),
    ("municipal-plan-no-ground", A_WORRY, DAY, Reason.MAY_NOT),
    ("osl-10-18b", YOUNG_IN_CARE, datetime.date(2025, 3, 31), Reason.NOT_YET),
    ("sol-2001-14-1", CHILD_AT_SCHOOL, datetime.date(2025, 7, 1), Reason.EXPIRED),
    ("osl-10-18b", dataclasses.replace(YOUNG_IN_CARE, sender="school"), DAY, Reason.OTHER_SENDER),
    ("pol-6", CHILD_AT_SCHOOL, DAY, Reason.OTHER_SENDER),
    ("sol-19-1", A_WORRY, DAY, Reason.OTHER_RECEIVER),
    (
        "osl-10-18b",
        dataclasses.replace(YOUNG_IN_CARE, receiver="health"),
        DAY,
        Reason.OTHER_RECEIVER,
    ),
    ("osl-10-27", dataclasses.replace(A_WORRY, receiver=None), DAY, Reason.OTHER_RECEIVER),
    ("consent-child", CHILD_AT_SCHOOL, DAY, Reason.NEEDS_A_YES),
    (
        "adult-report",
        dataclasses.replace(CHILD_AT_SCHOOL, about="adult", consent_person="given"),
        DAY,
        Reason.NEEDS_A_YES,
    ),
    ("ask-without-naming", A_WORRY, DAY, Reason.NAMES_SOMEBODY),
    (
        "ask-without-naming",
        dataclasses.replace(A_WORRY, identified=None),
        DAY,
        Reason.NAMES_SOMEBODY,
    ),
    ("sol-19-1", dataclasses.replace(CHILD_AT_SCHOOL, about="adult"), DAY, Reason.DOES_NOT_APPLY),
    ("osl-10-18a", dataclasses.replace(YOUNG_IN_CARE, age=21), DAY, Reason.DOES_NOT_APPLY),
    (
        "consent-adult-given",
        Situation(sender="health", receiver="police", about="adult", consent_person="refused"),
        DAY,
        Reason.DOES_NOT_APPLY,
    ),
]


@pytest.mark.parametrize(("rule", "situation", "day", "reason"), REFUSED)
def test_a_card_that_opens_nothing_here_and_now_cannot(
    rule: str, situation: Situation, day: datetime.date, reason: Reason
) -> None:
    assert refused(rule, situation, day).reason is reason


def test_every_effect_and_every_reason_is_tried() -> None:
    tried = {row[0] for row in (*CHOOSABLE, *REFUSED)}

    assert {card.effect for card in PACK.rules if card.id in tried} == set(Effect)
    assert {row[3] for row in REFUSED} == set(Reason) - {Reason.SET_ASIDE}


ONE_DAY = datetime.timedelta(days=1)


def test_a_card_can_be_the_ground_from_its_first_day() -> None:
    situation = dataclasses.replace(A_WORRY, matter="risk-of-crime")
    first = datetime.date(2025, 12, 1)

    assert refused("osl-10-15a", situation, first - ONE_DAY).reason is Reason.NOT_YET
    assert chosen("osl-10-15a", situation, first)


def test_a_card_can_be_the_ground_to_its_last_day() -> None:
    last = datetime.date(2025, 6, 30)

    assert chosen("sol-2001-14-1", CHILD_AT_SCHOOL, last)
    assert refused("sol-2001-14-1", CHILD_AT_SCHOOL, last + ONE_DAY).reason is Reason.EXPIRED


@pytest.mark.parametrize(
    ("rule", "situation", "says"),
    [
        ("sol-19-1", dataclasses.replace(CHILD_AT_SCHOOL, about="adult"), "turns 18"),
        ("osl-23-2-school", CHILD_AT_SCHOOL, "secrecy about pupils"),
        ("consent-child", CHILD_AT_SCHOOL, "the guardian or the child who says yes"),
    ],
)
def test_a_refusal_is_explained_in_the_words_of_the_pack(
    rule: str, situation: Situation, says: str
) -> None:
    why = refused(rule, situation).why

    assert why is not None
    assert says in why.en


def test_a_refusal_says_when_the_rule_held() -> None:
    answer = refused("sol-2001-14-1", CHILD_AT_SCHOOL)

    assert answer.why is not None
    assert "2025-06-30" in answer.why.en


def test_what_is_not_known_leaves_a_card_to_choose_with_what_must_be_found_out() -> None:
    of_age = dataclasses.replace(YOUNG_IN_CARE, age=None, about="young-adult")

    answer = chosen("osl-10-18a", of_age)

    assert [change.fact for change in answer.open] == ["age"]
    assert answer.conditions


def test_a_bar_that_must_be_weighed_first_comes_along() -> None:
    police = Situation(
        sender="police", receiver="social-services", age=19, matter="risk-of-terror-crime"
    )

    answer = chosen("osl-35-10c", police)

    assert [it.rule for it in answer.against] == ["osl-18-1"]


@pytest.mark.parametrize(
    ("rule", "expected"),
    [("consent-adult-given", True), ("consent-child-given", True), ("osl-10-27", False)],
)
def test_a_ground_that_rests_on_a_yes_says_so(rule: str, expected: bool) -> None:
    about: Any = "child" if rule == "consent-child-given" else "adult"
    situation = Situation(
        sender="school",
        receiver="police",
        about=about,
        matter="concern",
        consent_person="given",
    )

    assert chosen(rule, situation).rests_on_consent is expected


def test_a_yes_taken_back_takes_the_ground_with_it() -> None:
    agreed = Situation(sender="health", receiver="police", about="adult", consent_person="given")
    taken_back = dataclasses.replace(agreed, consent_person="refused")

    assert chosen("consent-adult-given", agreed)
    assert refused("consent-adult-given", taken_back).reason is Reason.DOES_NOT_APPLY


def test_a_card_that_another_leaves_without_effect_cannot_be_the_ground() -> None:
    over = prevails("closed", Which(rules=("bar",)), Which(rules=("opening",)))
    rules = book(
        card("opening"),
        card("bar", Effect.MAY_NOT),
        precedence=(dataclasses.replace(over, outcome="set-aside"),),
    )

    answer = choose("opening", Situation(), rules, DAY)

    assert answer == Refused(rule="opening", reason=Reason.SET_ASIDE, why=words("closed"))


def test_the_list_to_choose_from_is_what_can_be_chosen() -> None:
    found = choices(CHILD_AT_SCHOOL, RULES, DAY)

    assert found == tuple(
        answer
        for answer in (choose(it.card.id, CHILD_AT_SCHOOL, RULES, DAY) for it in found)
        if isinstance(answer, Choosable)
    )
    assert found[0].card.id == "sol-19-1"
    assert "consent-child" not in {it.card.id for it in found}


@steadily
@given(situations, days)
def test_nothing_can_be_chosen_that_bars_or_is_outside_its_days(
    situation: Situation, day: datetime.date
) -> None:
    advice = advise(situation, RULES, day)
    applying = {verdict.card.id for verdict in advice.verdicts}
    undecided = {rule for change in advice.would_change for rule in change.rules}

    for choice in choices(situation, RULES, day):
        assert choice.card.effect in {Effect.MUST, Effect.MAY, Effect.ASK_WITHOUT_NAMING}
        assert in_force(choice.card, day)
        assert choice.card.id in applying | undecided
        assert not choice.card.receivers or situation.receiver in choice.card.receivers


@steadily
@given(situations, days, some.sampled_from(sorted(CARDS)))
def test_a_card_is_in_the_list_exactly_when_it_can_be_chosen(
    situation: Situation, day: datetime.date, rule: str
) -> None:
    answer = choose(rule, situation, RULES, day)

    listed = {choice.card.id for choice in choices(situation, RULES, day)}
    assert (rule in listed) == isinstance(answer, Choosable)


def test_a_ground_keeps_what_the_card_said() -> None:
    ground = chosen("osl-10-18b", YOUNG_IN_CARE).ground

    assert ground == Ground(
        rule="osl-10-18b",
        edition="fyrstod 2026.2",
        effect=Effect.MAY,
        title=CARDS["osl-10-18b"].title,
        says=CARDS["osl-10-18b"].says,
        statute=Statute(sfs="2009:400", chapter=10, section="18 b"),
        valid_from=datetime.date(2025, 4, 1),
        mark=mark_of(CARDS["osl-10-18b"]),
    )


def test_a_ground_can_be_put_away_and_read_again() -> None:
    ground = chosen("osl-10-18b", YOUNG_IN_CARE).ground
    adapter = TypeAdapter(Ground)

    assert adapter.validate_json(adapter.dump_json(ground)) == ground


CHOSEN = card("chosen", when=(clause("matter", "concern"),))


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ({}, Since.SAME),
        ({"verified_on": DAY + datetime.timedelta(days=90)}, Since.SAME),
        ({"sources": ("study", "other")}, Since.SAME),
        ({"says": words("something else")}, Since.CHANGED),
        ({"effect": Effect.MUST}, Since.CHANGED),
        ({"effect": Effect.MAY_NOT}, Since.CHANGED),
        ({"when": (clause("matter", "child-harm"),)}, Since.CHANGED),
        ({"receivers": ("police",)}, Since.CHANGED),
        ({"valid_to": DAY}, Since.CHANGED),
        ({"only_when": words("on request")}, Since.CHANGED),
        ({"unclear": words("ask")}, Since.CHANGED),
        ({"verified": "unverified"}, Since.CHANGED),
        ({"urgent": True}, Since.CHANGED),
        ({"id": "another"}, Since.GONE),
    ],
)
def test_it_is_seen_whether_a_card_has_changed_since_it_was_chosen(
    now: dict[str, Any], expected: Since
) -> None:
    answer = choose("chosen", Situation(matter="concern"), book(CHOSEN), DAY)
    assert isinstance(answer, Choosable)

    later = book(dataclasses.replace(CHOSEN, **now))

    assert since(answer.ground, later) is expected


@steadily
@given(some.sampled_from(PACK.rules), some.sampled_from(PACK.rules))
def test_two_cards_have_one_mark_only_where_they_are_one(one: Any, other: Any) -> None:
    assert (mark_of(one) == mark_of(other)) == (one is other)


def test_a_ground_outlives_a_version_that_did_not_touch_its_card() -> None:
    again = Rulebook.of(load(ROOT / "content" / "fyrstod" / "2026.2"))

    assert since(chosen("osl-10-18b", YOUNG_IN_CARE).ground, again) is Since.SAME


def test_the_edition_names_the_overlay_too() -> None:
    assert Rulebook.of(bjorkdala()).edition == "fyrstod 2026.2 + bjorkdala 2026.1"
