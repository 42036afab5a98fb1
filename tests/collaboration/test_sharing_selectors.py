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
from fyrstod.collaboration.sharing_selectors import Answer
from fyrstod.core.text import alphabetical
from fyrstod.drafts.contents import Sharing
from fyrstod.law.situation import Situation
from fyrstod.packs import shelf
from fyrstod.packs.cards import Clause, Effect, RuleCard, Statute

DAY = datetime.date(2026, 11, 25)
PACK = shelf.current()
EVERY_QUESTION = tuple(question.id for question in QUESTIONS)


def sharing(*, asked: tuple[str, ...] = EVERY_QUESTION, **facts: Any) -> Sharing:
    return Sharing(situation=Situation(**facts), asked=asked)


def answer(**facts: Any) -> Answer:
    return selectors.answer(sharing(**facts), "sv", DAY)


def card(rule_id: str) -> RuleCard:
    return next(card for card in PACK.rules if card.id == rule_id)


PUPIL = {"sender": "school", "receiver": "social-services", "age": 15, "matter": "child-harm"}


def test_groups_stand_in_the_order_of_their_effects_and_hold_what_a_sender_may_tell() -> None:
    groups = answer(**PUPIL).groups

    effects = [group.effect for group in groups]
    assert effects == [effect for effect in Effect if effect in effects]
    for group in groups:
        for told in group.told:
            assert (told.card.topic, told.card.acts) == ("disclosure", "sender")
            assert told.card.effect is group.effect


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
        assert found.groups[-1].effect is Effect.ASK_WITHOUT_NAMING


def test_where_nothing_is_known_there_is_neither_duty_nor_way() -> None:
    assert (answer().has_duty, answer().has_way) == (False, False)
    assert (answer(**PUPIL).has_duty, answer(**PUPIL).has_way) == (True, True)


def test_which_rule_comes_first_is_said_beside_both() -> None:
    found = answer(sender="school", receiver="police", age=19, matter="risk-of-crime")
    told = {item.card.id: item for group in found.groups for item in group.told}

    assert found.advice.prevails
    for it in found.advice.prevails:
        over = [pull for pull in told[it.rule].over if pull.why == it.why.sv]
        under = [pull for pull in told[it.over].under if pull.why == it.why.sv]
        assert it.over in [other.id for pull in over for other in pull.cards]
        assert it.rule in [other.id for pull in under for other in pull.cards]


def test_a_reason_is_told_once_for_each_card() -> None:
    found = answer(sender="school", receiver="police", age=19, matter="risk-of-crime")

    for group in found.groups:
        for told in group.told:
            for pulls in (told.over, told.under):
                assert len({pull.why for pull in pulls}) == len(pulls)


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


def test_a_word_without_a_title_is_shown_as_it_is() -> None:
    assert selectors.words_for("age", 17, "sv") == "17"
    assert selectors.words_for("identified", True, "sv") == "Ja"
