"""A question about sharing as a form."""

from __future__ import annotations

import pytest
from django.http import QueryDict
from django.utils import translation

from fyrstod.collaboration.sharing_forms import DayForm, FactField, SharingForm
from fyrstod.collaboration.sharing_rules import QUESTIONS
from fyrstod.law.situation import Situation
from fyrstod.packs import shelf
from fyrstod.packs.cards import FactName
from fyrstod.packs.schema import ShowIf
from tests.pages import as_read

FACTS = {fact.fact: fact for fact in shelf.current().facts}


def form(name: str, typed: str = "", **situation: object) -> SharingForm:
    """A question with every fact it has, filled in as a browser sends it."""
    facts = next(question.facts for question in QUESTIONS if question.id == name)
    known = Situation(**situation)  # type: ignore[arg-type]  # a test names real facts
    return SharingForm(facts, known, QueryDict(typed))


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize("name", [question.id for question in QUESTIONS])
def test_words_and_help_come_from_the_pack(name: str, language: str) -> None:
    with translation.override(language):
        shown = form(name, sender="school")
        text = as_read("".join(str(field) for field in shown))

        for fact, field in zip(shown.shown, shown, strict=True):
            assert field.label == FACTS[fact].question.in_language(language)
            assert isinstance(field.field, FactField)
            assert field.field.why == FACTS[fact].matters.in_language(language)
            for value in FACTS[fact].values:
                assert value.title.in_language(language) in text
                assert value.lead.in_language(language) in text


@pytest.mark.parametrize(
    ("name", "typed", "facts"),
    [
        (
            "who",
            "sender=school&sender_role=head-teacher",
            {"from": "school", "sender_role": "head-teacher"},
        ),
        ("who", "sender=school&sender_role=", {"from": "school", "sender_role": None}),
        ("age", "age=+17+", {"age": 17}),
        ("age", "", {"age": None}),
        ("named", "identified=no", {"identified": False}),
        ("named", "identified=yes", {"identified": True}),
        ("named", "", {"identified": None}),
    ],
)
def test_what_is_typed_becomes_facts(name: str, typed: str, facts: dict[FactName, object]) -> None:
    sent = form(name, typed)

    assert sent.is_valid()
    assert sent.typed() == facts


@pytest.mark.parametrize("age", ["-1", "121", "seventeen", "1.5", "1e2", "\u0661\u0667" * 9])
def test_an_age_that_cannot_be_is_refused_with_the_reason_and_kept(age: str) -> None:
    sent = form("age", f"age={age}")

    assert not sent.is_valid()
    assert sent["age"].value() == age


def test_a_hidden_character_is_taken_away_and_said() -> None:
    sent = form("age", "age=1\u202e7")

    assert sent.errors.as_data()["age"][0].code == "hidden"
    assert sent["age"].value() == "17"


@pytest.mark.parametrize(
    ("name", "typed"),
    [("who", "sender=bank"), ("named", "identified=perhaps"), ("matter", "matter=<b>")],
)
def test_an_unknown_value_is_refused_without_an_echo(name: str, typed: str) -> None:
    sent = form(name, typed)

    assert not sent.is_valid()
    (messages,) = sent.errors.values()
    assert messages == ["Välj ett av svaren, eller hoppa över frågan."]
    assert typed.partition("=")[2] not in "".join(map(str, sent))


def test_the_details_of_a_crime_count_only_where_there_is_one() -> None:
    details = "crime_category=terror&crime_attempt=yes&school_related=no&crime_minimum_months=12"

    risk = form("matter", f"matter=risk-of-crime&{details}")
    crime = form("matter", f"matter=suspected-crime&{details}")

    assert risk.is_valid()
    assert risk.typed() == {"matter": "risk-of-crime"}
    assert crime.is_valid()
    assert crime.typed()["crime.category"] == "terror"
    assert crime.typed()["crime.minimum_months"] == 12
    assert crime.typed()["school_related"] is False


def test_two_are_one_authority_only_where_both_are_of_the_same_kind() -> None:
    other = form("whom", "receiver=police&same_authority=yes", sender="school")
    same = form("whom", "receiver=school&same_authority=yes", sender="school")

    assert other.is_valid()
    assert other.typed() == {"to": "police"}
    assert same.is_valid()
    assert same.typed() == {"to": "school", "same_authority": True}


def test_one_authority_is_no_question_before_it_is_known_where_the_sender_works() -> None:
    assert form("whom").shown == ("to",)


def test_what_hangs_on_an_answer_says_which_where_no_script_hides_it() -> None:
    field = form("whom", sender="school")["same_authority"]

    title = next(value.title.sv for value in FACTS["to"].values if value.id == "school")
    assert title in field.help_text
    assert isinstance(field.field, FactField)
    assert field.field.show_if == ShowIf(field="receiver", is_one_of=("school",))


@pytest.mark.parametrize(("value", "shown"), [(True, "yes"), (False, "no"), (None, None)])
def test_what_was_answered_is_chosen_when_the_page_comes_back(
    value: bool | None, shown: str | None
) -> None:
    facts = QUESTIONS[-1].facts

    assert SharingForm(facts, Situation(identified=value))["identified"].value() == shown


def test_a_day_is_a_whole_day_that_has_been() -> None:
    assert DayForm({"day": "2026-02-30"}).errors
    assert DayForm({"day": "2026-11"}).errors
    assert DayForm({"day": "9999-01-01"}).errors
    today = DayForm({"day": ""})
    assert today.is_valid()
    assert today.chosen() is None
