"""The law's answer as a page lays it out."""

from __future__ import annotations

import dataclasses
import datetime
from itertools import pairwise
from typing import Any

import pytest
from django.http import Http404

from fyrstod.collaboration import sharing_selectors as selectors
from fyrstod.collaboration.sharing_rules import QUESTIONS, standing
from fyrstod.collaboration.sharing_selectors import Answer, Kind
from fyrstod.core.text import alphabetical
from fyrstod.drafts.contents import Sharing
from fyrstod.law.situation import Situation, parse
from fyrstod.packs import shelf
from fyrstod.packs.cards import Clause, RuleCard, Statute
from tests.law.real import SITUATIONS

DAY = datetime.date(2026, 11, 25)
PACK = shelf.current()
EVERY_QUESTION = tuple(question.id for question in QUESTIONS)


def sharing(*, asked: tuple[str, ...] = EVERY_QUESTION, **facts: Any) -> Sharing:
    return Sharing(situation=Situation(**facts), asked=asked)


def answer(**facts: Any) -> Answer:
    return selectors.answer(sharing(**facts), "sv", DAY)


def answer_to(situation: Situation) -> Answer:
    return selectors.answer(Sharing(situation=situation), "sv", DAY)


def card(rule_id: str) -> RuleCard:
    return next(card for card in PACK.rules if card.id == rule_id)


PUPIL = {"sender": "school", "receiver": "social-services", "age": 15, "matter": "child-harm"}


def kinds(found: Answer) -> dict[str, str]:
    return {told.card.id: str(told.kind) for group in found.groups for told in group.told}


def test_groups_stand_in_the_order_of_their_kinds_and_hold_what_a_sender_may_tell() -> None:
    groups = answer(**PUPIL).groups

    found = [group.kind for group in groups]
    assert found == [kind for kind in Kind if kind in found]
    for group in groups:
        for told in group.told:
            assert (told.card.topic, told.card.acts) == ("disclosure", "sender")
            assert told.kind is group.kind


def test_every_verdict_stands_in_one_place() -> None:
    found = answer(**PUPIL)

    placed = [told.card.id for group in found.groups for told in group.told]
    placed += [
        t.card.id for part in (found.receivers, found.procedure, found.records) for t in part
    ]
    assert sorted(placed) == sorted(verdict.card.id for verdict in found.advice.verdicts)
    assert all(told.card.acts == "receiver" for told in found.receivers)


def test_asking_without_a_name_is_open_whatever_is_known() -> None:
    for found in (answer(), answer(**PUPIL), answer(sender="health", receiver="police")):
        assert found.groups[-1].kind is Kind.ASK_WITHOUT_NAMING


def test_where_nothing_is_known_there_is_neither_duty_nor_way() -> None:
    assert (answer().has_duty, answer().has_way) == (False, False)
    assert (answer(**PUPIL).has_duty, answer(**PUPIL).has_way) == (True, True)


def test_a_duty_that_waits_for_something_or_is_in_doubt_is_held_apart_from_one_that_does_not() -> (
    None
):
    plain = answer(sender="school", receiver="police", age=15, matter="concern")
    harm = kinds(answer(**PUPIL))

    assert kinds(plain)["u170-4"] == kinds(plain)["u170-6"] == "must-when"
    assert not plain.has_duty
    assert plain.has_duty_when
    assert (harm["sol-19-1"], harm["sol-20-6"]) == ("must", "must-when")


def test_every_duty_that_holds_already_is_certain() -> None:
    found = [
        told.card
        for row in SITUATIONS
        for group in answer_to(parse(row["given"])).groups
        for told in group.told
        if group.kind is Kind.MUST
    ]

    assert {some.id for some in found} >= {"sol-19-1", "skoll-6a-10"}
    for some in found:
        assert (some.only_when, some.unclear) == (None, None)
        assert some.verified != "unverified"


@pytest.mark.parametrize("age", [25, 16])
def test_a_yes_leaves_the_secrecy_that_protects_the_person_without_effect(age: int) -> None:
    risk = {"sender": "school", "receiver": "police", "age": age, "matter": "risk-of-crime"}

    asked, given = answer(**risk), answer(**risk, consent_person="given")

    assert kinds(asked)["osl-23-2-school"] == "may-not"
    assert kinds(given)["osl-23-2-school"] == "set-aside"
    assert asked.lifted == ()
    assert len(given.lifted) == 1
    assert "osl-23-2-school" not in [t.card.id for group in given.beside for t in group.told]


def test_a_yes_and_a_no_leave_secrecy_standing() -> None:
    found = answer(
        sender="school",
        receiver="police",
        age=16,
        matter="risk-of-crime",
        consent_person="given",
        consent_guardian="refused",
    )

    assert kinds(found)["osl-23-2-school"] == "may-not"


def test_a_no_closes_the_way_of_asking_and_opens_nothing() -> None:
    found = answer(
        sender="school",
        receiver="social-services",
        age=25,
        matter="concern",
        consent_person="refused",
    )

    assert kinds(found)["adult-report"] == "set-aside"
    assert not found.has_way


@pytest.mark.parametrize(
    ("facts", "opens"),
    [
        ({"matter": "concern"}, False),
        ({"matter": "risk-of-crime"}, False),
        ({"matter": "suspected-crime", "crime_prison_in_scale": True}, True),
        ({"matter": "risk-of-crime", "consent_person": "given"}, True),
    ],
)
def test_a_way_is_open_where_a_certain_rule_opens_it(facts: dict[str, Any], opens: bool) -> None:
    assert answer(sender="school", receiver="police", age=25, **facts).has_way is opens


def test_danger_and_a_duty_that_holds_come_before_all_and_the_rest_stands_beside() -> None:
    danger = answer(sender="school", receiver="police", age=16, matter="acute-danger")
    harm = answer(**PUPIL)

    assert [t.card.id for group in danger.before_all for t in group.told] == ["call-112"]
    assert [t.card.id for group in harm.before_all for t in group.told] == ["sol-19-1"]
    for found in (danger, harm):
        told = [group.kind for group in (*found.before_all, *found.beside)]
        assert told == [group.kind for group in found.groups if group.kind is not Kind.SET_ASIDE]


@pytest.mark.parametrize(
    ("facts", "missing"),
    [
        ({}, "who"),
        ({"sender": "school"}, "whom"),
        ({"sender": "school", "receiver": "police"}, "matter"),
        ({"sender": "school", "receiver": "police", "matter": "concern"}, None),
    ],
)
def test_too_little_is_known_until_it_is_said_who_tells_whom_of_what(
    facts: dict[str, Any], missing: str | None
) -> None:
    question = selectors.missing_question(sharing(**facts))

    assert (question.id if question else None) == missing
    assert answer(**facts).too_little is bool(missing)


def test_danger_and_harm_to_a_child_are_spoken_of_where_nothing_is_known() -> None:
    assert [some.id for some in answer().advice.still_open] == ["call-112", "sol-19-1"]


def test_each_reason_why_a_rule_comes_first_is_told_once_and_only_of_a_conflict() -> None:
    found = answer(sender="school", receiver="police", age=19, matter="risk-of-crime")

    reasons = [it.why for it in found.weighed]
    pairs = {
        (first.id, then.id, it.why)
        for it in found.weighed
        for first in it.first
        for then in it.then
    }
    assert len(reasons) == len(set(reasons))
    for it in found.advice.prevails:
        assert ((it.rule, it.over, it.why.sv) in pairs) is (it.outcome != "both-hold")


def test_what_is_without_effect_is_in_no_other_conflict_and_closes_nothing() -> None:
    found = answer(
        sender="school",
        receiver="police",
        age=25,
        matter="risk-of-crime",
        consent_person="given",
    )

    conflicts = [
        [card.id for card in it.first]
        for it in found.weighed
        if "osl-23-2-school" in [card.id for card in (*it.first, *it.then)]
    ]
    assert conflicts == [["consent-adult-given"]]
    closed = [told.card.id for group in found.groups for told in group.told if told.closed]
    assert closed == ["osl-23-2-school"]


@pytest.mark.parametrize(
    ("facts", "parties"),
    [
        ({}, "Inte besvarat: vem som berättar och för vem"),
        ({"sender": "school"}, "Kommunal skola → mottagare inte vald"),
        ({"receiver": "police"}, "avsändare inte vald → Polisen"),
        ({"sender": "school", "receiver": "police"}, "Kommunal skola → Polisen"),
    ],
)
def test_who_tells_whom_is_told_in_words(facts: dict[str, Any], parties: str) -> None:
    assert selectors.parties(sharing(**facts), "sv") == parties


def test_an_open_fact_leads_to_the_question_that_asks_for_it() -> None:
    found = answer(sender="health", receiver="police", age=35, matter="suspected-crime")

    places = {item.fact.fact: item.question.id for item in found.open}
    assert places["crime.minimum_months"] == "matter"
    assert places["consent.person"] == "consent"


def test_what_was_said_names_each_question_and_what_was_filled_in() -> None:
    found = selectors.said(sharing(asked=("whom",), **PUPIL), "sv", DAY)

    assert [item.question.id for item in found] == list(EVERY_QUESTION)
    assert [item.filled_in for item in found] == [True, False, True, True, False, False]
    assert found[-1].value == "Inte känt"


def test_a_detail_is_shown_once_it_was_answered() -> None:
    crime: dict[str, Any] = {
        "sender": "school",
        "receiver": "police",
        "matter": "suspected-crime",
    }

    short = selectors.said(sharing(**crime), "en", DAY)
    longer = selectors.said(sharing(**crime, crime_prison_in_scale=True), "en", DAY)

    assert [item.fact.fact for item in longer if item not in short] == ["crime.prison_in_scale"]


@pytest.mark.parametrize(
    ("receiver", "agency"),
    [
        ("social-services", "social-services"),
        ("police", "police"),
        ("pupil-welfare", "school"),
        ("other-municipal", None),
        (None, None),
    ],
)
def test_whom_one_calls_follows_from_the_receiver(receiver: str | None, agency: str | None) -> None:
    found = selectors.receiver_of(sharing(receiver=receiver))

    assert (found.id if found else None) == agency
    contacts = [contact.id for contact in selectors.contacts_of(found)]
    assert contacts == list(found.contacts if found else ())


@pytest.mark.parametrize(
    ("statute", "sv", "en"),
    [
        (
            {"sfs": "2009:400", "chapter": 10, "section": "15 a"},
            "10 kap. 15 a § OSL (2009:400)",
            "chapter 10, section 15 a of OSL (2009:400)",
        ),
        (
            {"sfs": "2009:400", "chapter": 23, "section": "1–2"},
            "23 kap. 1–2 §§ OSL (2009:400)",
            "chapter 23, sections 1–2 of OSL (2009:400)",
        ),
        (
            {"sfs": "2025:170", "section": "4"},
            "4 § lagen (2025:170)",
            "section 4 of the Act (2025:170)",
        ),
    ],
)
def test_a_statute_is_cited_as_lawyers_do(statute: dict[str, Any], sv: str, en: str) -> None:
    some = dataclasses.replace(card("osl-10-15a"), statute=Statute(**statute))

    assert selectors.statute_of(some, "sv") == sv
    assert selectors.statute_of(some, "en") == en


@pytest.mark.parametrize("language", ["sv", "en"])
def test_every_card_with_a_statute_can_be_cited_and_no_other(language: str) -> None:
    for some in PACK.rules:
        cited = selectors.statute_of(some, language)
        assert bool(cited) is (some.statute is not None)


def test_every_rule_is_on_the_shelves_once_and_in_order() -> None:
    shelves = selectors.every_rule("sv", DAY)

    ids = [some.id for shelf_ in shelves for some in shelf_.cards]
    assert sorted(ids) == sorted(some.id for some in PACK.rules)
    for shelf_ in shelves:
        places = [
            (standing(some, DAY) != "holds", alphabetical(some.title.sv)) for some in shelf_.cards
        ]
        assert all(first <= then for first, then in pairwise(places))


@pytest.mark.parametrize(
    ("clause", "wants"),
    [
        (Clause(fact="age", below=18), "under 18"),
        (Clause(fact="age", at_least=18), "18 eller mer"),
        (Clause(fact="age", at_least=18, below=21), "från 18 till, men inte med, 21"),
        (Clause(fact="identified", is_one_of=(False,)), "Nej"),
        (
            Clause(fact="matter", is_one_of=("concern", "acute-danger")),
            "Oro, utan misstanke eller Fara just nu",
        ),
        (Clause(fact="matter", is_none_of=("concern",)), "inte Oro, utan misstanke"),
    ],
)
def test_a_condition_is_told_in_words(clause: Clause, wants: str) -> None:
    (found,) = selectors.conditions_of((clause,), "sv")

    assert found.wants == wants


def test_an_unknown_question_is_not_found() -> None:
    with pytest.raises(Http404):
        selectors.question_or_404("income")


def test_an_answer_is_told_so_that_it_can_be_read_without_its_question() -> None:
    assert selectors.words_for("age", 17, "sv") == "17 år"
    assert selectors.words_for("consent.person", "refused", "sv") == "Nekat"
    assert selectors.words_for("matter", "acute-danger", "sv") == "Fara just nu"


def test_a_word_without_a_title_is_shown_as_it_is() -> None:
    assert selectors.words_for("crime.minimum_months", 6, "sv") == "6"
    assert selectors.words_for("identified", True, "sv") == "Ja"
