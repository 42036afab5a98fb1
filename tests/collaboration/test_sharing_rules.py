"""What is asked before the law answers, and what a draft knows already."""

from __future__ import annotations

import dataclasses
import datetime

import pytest

from fyrstod.collaboration import sharing_rules as rules
from fyrstod.collaboration.sharing_rules import QUESTIONS
from fyrstod.drafts.contents import Contents, Plan, Sharing
from fyrstod.law import shelf as law
from fyrstod.law.situation import FACTS, Situation
from fyrstod.packs import shelf

DAY = datetime.date(2026, 11, 25)
PACK = shelf.current()
WHO, WHOM, AGE, MATTER, CONSENT, NAMED = QUESTIONS
EVERY_QUESTION = tuple(question.id for question in QUESTIONS)


def asked(name: str, **situation: object) -> set[str]:
    question = next(question for question in QUESTIONS if question.id == name)
    found = Situation(**situation)  # type: ignore[arg-type]  # a test names real facts
    return set(rules.facts_to_ask(question, found, law.current(), DAY))


def plan(asker: str, person: str = "teenager") -> Contents:
    return Contents(plan=Plan(asker=asker, person=person, step="concern"))


def test_there_are_six_questions_and_each_fact_is_asked_for_once() -> None:
    facts = [fact for question in QUESTIONS for fact in question.facts]

    assert len(QUESTIONS) == 6
    assert sorted(facts) == sorted(FACTS)
    assert [rules.question_of(fact) for fact in MATTER.facts] == [MATTER] * 6


def test_questions_come_one_after_the_other_and_none_twice() -> None:
    sharing = Sharing()
    order = []
    while following := rules.next_to_ask(sharing):
        order.append(following.id)
        sharing = rules.answered(sharing, following, {})

    assert tuple(order) == EVERY_QUESTION
    assert rules.before(WHO) is None
    assert rules.before(NAMED) is CONSENT


def test_the_home_is_asked_about_for_a_child_and_not_for_an_adult() -> None:
    assert "consent.guardian" in asked("consent", sender="school", age=15)
    assert "consent.guardian" not in asked("consent", sender="school", age=19)


def test_of_a_crime_only_that_is_asked_which_can_change_the_answer() -> None:
    school = asked("matter", sender="school", receiver="police", age=19)
    health = asked("matter", sender="health", receiver="police", age=19)

    assert "crime.prison_in_scale" in school
    assert "crime.minimum_months" not in school
    assert "crime.minimum_months" in health
    assert "school_related" not in health


def test_what_stands_on_a_page_does_not_depend_on_what_was_answered_there() -> None:
    before = asked("matter", sender="school", receiver="police")
    after = asked("matter", sender="school", receiver="police", matter="concern")

    assert before == after


@pytest.mark.parametrize(
    ("asker", "sender"),
    [("school", "school"), ("police", "police"), ("health", "health"), ("any", None)],
)
def test_a_plan_tells_where_somebody_works_where_it_is_known(
    asker: str, sender: str | None
) -> None:
    assert rules.known(plan(asker), DAY).get("from") == sender


@pytest.mark.parametrize("person", ["child", "teenager", "adult"])
def test_a_plan_for_an_age_group_tells_no_age(person: str) -> None:
    assert "age" not in rules.known(plan("school", person), DAY)


@pytest.mark.parametrize(
    ("written", "age"),
    [
        ("16", 16),
        (" 16 år ", 16),
        ("16 years old", 16),
        ("2010-11-25", 16),
        ("2010-11-26", 15),
        ("20101126", 15),
        ("Född 2011, fyller 16 i vår", None),
        ("2010", None),
        ("ungefär 16", None),
        ("130", None),
        ("2027-01-01", None),
        ("", None),
    ],
)
def test_a_report_tells_an_age_only_where_it_is_exact(written: str, age: int | None) -> None:
    contents = Contents(answers={"person_birth_year": written})

    assert rules.known(contents, DAY).get("age") == age


@pytest.mark.parametrize("answer", [["16"], {"a": 1}, 16, None])
def test_an_answer_of_another_shape_tells_nothing(answer: object) -> None:
    contents = Contents(
        answers={"person_birth_year": answer, "adult_consent": "perhaps", "report_about": "adult"}  # type: ignore[dict-item]  # what a file made by hand may hold
    )

    assert rules.known(contents, DAY) == {}


def test_an_adults_consent_is_known_from_a_report_on_an_adult_alone() -> None:
    answers = {"adult_consent": "refused", "report_about": "adult"}

    assert rules.known(Contents(answers={**answers}), DAY) == {"consent.person": "refused"}
    assert rules.known(Contents(answers={**answers, "report_about": "child"}), DAY) == {}


def test_what_is_filled_in_is_marked_until_somebody_has_looked_at_it() -> None:
    sharing = rules.filled_in(Sharing(), {"from": "school", "age": 16}, "police")

    assert list(rules.not_looked_at(sharing)) == ["from", "to", "age"]

    looked_at = rules.answered(sharing, AGE, {"age": 17})

    assert list(rules.not_looked_at(looked_at)) == ["from", "to"]
    assert looked_at.situation.age == 17


def test_what_somebody_answered_or_passed_over_is_not_filled_in() -> None:
    sharing = rules.answered(Sharing(), WHO, {"from": "health"})
    sharing = rules.answered(sharing, AGE, {})

    after = rules.filled_in(sharing, {"from": "school", "age": 16})

    assert (after.situation.sender, after.situation.age) == ("health", None)


def test_what_is_no_longer_known_goes_again() -> None:
    sharing = rules.filled_in(Sharing(), {"from": "school"}, "police")

    after = rules.filled_in(sharing, {})

    assert after.situation == Situation(receiver="police")


def test_another_receiver_is_asked_for_anew_and_the_same_is_not() -> None:
    sharing = rules.answered(Sharing(), WHOM, {"to": "police"})

    same = rules.filled_in(sharing, {}, "police")
    other = rules.filled_in(sharing, {}, "social-services")

    assert same == sharing
    assert other.situation.receiver == "social-services"
    assert "whom" not in other.asked


def test_passing_a_question_over_takes_its_answers_back() -> None:
    sharing = rules.answered(
        Sharing(), MATTER, {"matter": "suspected-crime", "crime.attempt": True}
    )

    after = rules.answered(sharing, MATTER, {})

    assert after.situation == Situation()
    assert after.asked == ("matter",)


@pytest.mark.parametrize(
    ("day", "standing"),
    [
        (datetime.date(2024, 12, 31), "to-come"),
        (datetime.date(2025, 1, 1), "holds"),
        (datetime.date(2025, 6, 30), "holds"),
        (datetime.date(2025, 7, 1), "past"),
    ],
)
def test_a_rule_holds_from_its_first_day_to_its_last(day: datetime.date, standing: str) -> None:
    card = dataclasses.replace(
        PACK.rules[0],
        valid_from=datetime.date(2025, 1, 1),
        valid_to=datetime.date(2025, 6, 30),
    )

    assert rules.standing(card, day) == standing


def test_a_rule_without_dates_holds() -> None:
    card = dataclasses.replace(PACK.rules[0], valid_from=None, valid_to=None)

    assert rules.standing(card, datetime.date(1900, 1, 1)) == "holds"
