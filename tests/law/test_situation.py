"""What a situation may say."""

from __future__ import annotations

import dataclasses
from typing import get_args

import pytest

from fyrstod.law.situation import (
    ABOUT,
    ATTRIBUTES,
    MAX_AGE,
    MAX_MONTHS,
    BadSituation,
    Situation,
    parse,
    to_data,
)
from fyrstod.packs.cards import FACT_VALUES, NUMBERS, YES_NO, FactName

WHOLE = {
    "from": "school",
    "to": "police",
    "age": 19,
    "matter": "suspected-crime",
    "crime": {
        "category": "other",
        "minimum_months": 6,
        "prison_in_scale": True,
        "attempt": False,
    },
    "school_related": True,
    "sender_role": "head-teacher",
    "consent": {"person": "refused", "guardian": "not-applicable"},
    "identified": False,
}


def test_every_fact_of_a_pack_has_its_place() -> None:
    fields = {field.name for field in dataclasses.fields(Situation)}

    assert set(ATTRIBUTES) == set(get_args(FactName))
    assert {*ATTRIBUTES.values(), ABOUT} == fields


def test_every_fact_is_words_a_number_or_yes_and_no() -> None:
    kinds = [set(FACT_VALUES), set(NUMBERS), set(YES_NO)]

    assert set().union(*kinds) == set(get_args(FactName))
    assert sum(map(len, kinds)) == len(get_args(FactName))


def test_a_situation_is_read_and_written_the_same() -> None:
    situation = parse(WHOLE)

    assert situation.sender == "school"
    assert situation.crime_minimum_months == 6
    assert to_data(situation) == WHOLE


def test_what_is_left_out_or_null_is_not_known() -> None:
    nulls = {"age": None, "crime": None, "consent": {"person": None}}

    assert parse({}) == parse(nulls) == Situation()
    assert to_data(Situation()) == {}


def test_every_fault_is_told_with_its_field() -> None:
    with pytest.raises(BadSituation) as caught:
        parse({"from": "press", "age": 3.5, "crime": [], "colour": 1, "consent": {"friend": "x"}})

    assert {fault.field for fault in caught.value.faults} == {
        "from",
        "age",
        "crime",
        "colour",
        "consent.friend",
    }
    assert all(fault.reason.sv and fault.reason.en for fault in caught.value.faults)


@pytest.mark.parametrize("age", [-1, MAX_AGE + 1, 1.0, "19", True, [19]])
def test_an_age_is_a_whole_number_that_somebody_can_be(age: object) -> None:
    with pytest.raises(BadSituation):
        parse({"age": age})


@pytest.mark.parametrize("age", [0, 17, MAX_AGE])
def test_an_age_that_somebody_can_be_is_taken(age: int) -> None:
    assert parse({"age": age}).age == age


@pytest.mark.parametrize("months", [-1, MAX_MONTHS + 1, "6"])
def test_a_lowest_penalty_is_a_whole_number_of_months(months: object) -> None:
    with pytest.raises(BadSituation) as caught:
        parse({"crime": {"minimum_months": months}})

    assert [fault.field for fault in caught.value.faults] == ["crime.minimum_months"]


@pytest.mark.parametrize("value", ["yes", 1, 0, []])
def test_yes_and_no_are_true_and_false(value: object) -> None:
    with pytest.raises(BadSituation):
        parse({"identified": value})


@pytest.mark.parametrize("name", ["crime.minimum_months", "consent.person"])
def test_a_fact_in_a_group_has_no_name_outside_it(name: str) -> None:
    with pytest.raises(BadSituation):
        parse({name: 6})


@pytest.mark.parametrize("data", [None, [], "school", 7, {1: 2}])
def test_what_is_no_object_is_no_situation(data: object) -> None:
    with pytest.raises(BadSituation):
        parse(data)


def test_the_same_kind_twice_is_two_authorities_unless_it_is_said() -> None:
    two = Situation(sender="social-services", receiver="social-services")

    assert two.facts()["same_authority"] is False
    assert dataclasses.replace(two, same_authority=True).facts()["same_authority"] is True


def test_two_kinds_are_never_one_authority() -> None:
    said = Situation(sender="school", receiver="police", same_authority=True)

    assert said.facts()["same_authority"] is False


def test_it_is_not_known_whether_unknown_parties_are_one_authority() -> None:
    assert Situation(sender="school").facts()["same_authority"] is None


@pytest.mark.parametrize("about", ["child", "young-adult", "adult"])
def test_whom_it_is_about_is_read_and_written_the_same(about: str) -> None:
    situation = parse({"about": about})

    assert situation.about == about
    assert to_data(situation) == {"about": about}


@pytest.mark.parametrize("about", ["senior", 17, [], {}, True])
def test_whom_it_is_about_is_one_of_three(about: object) -> None:
    with pytest.raises(BadSituation) as caught:
        parse({"about": about})

    assert [fault.field for fault in caught.value.faults] == ["about"]


def test_whom_it_is_about_says_between_which_ages_they_are() -> None:
    assert Situation(about="child").facts()["age"] == range(18)
    assert Situation(about="adult").facts()["age"] == range(18, MAX_AGE + 1)


def test_an_age_says_more_than_whom_it_is_about() -> None:
    assert Situation(about="child", age=19).facts()["age"] == 19
