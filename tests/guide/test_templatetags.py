"""Template words of the guide."""

from __future__ import annotations

from itertools import pairwise

import pytest

from fyrstod.guide.templatetags import guide
from fyrstod.packs import shelf
from fyrstod.packs.schema import TARGET_PAGES, Side

TARGETS = sorted({*TARGET_PAGES, *(step.target for step in shelf.current().next_steps)})


@pytest.mark.parametrize("target", TARGETS)
def test_every_target_a_pack_may_name_leads_somewhere(target: str) -> None:
    assert guide.address(target).startswith(("/", "tel:112"))


def test_a_topic_of_advice_and_a_plan_for_a_person_are_targets() -> None:
    assert guide.address("advice:with-guardians") == "/sv/advice/with-guardians/"
    assert guide.address("plan:guardian") == "/sv/guide/plan/any/guardian/concern/"


def test_the_names_of_factors_come_with_protection_first() -> None:
    factors = shelf.current().factors
    risk = next(factor for factor in factors if factor.side is Side.RISK)
    protective = next(factor for factor in factors if factor.side is Side.PROTECTIVE)

    names = guide.factor_names((risk.id, protective.id, "no-longer-there"))

    assert names == (protective.label.sv, risk.label.sv)


def test_the_stops_of_the_map_lie_in_the_order_of_the_steps_at_even_distance() -> None:
    stops = guide.map_stops()

    assert [stop.step for stop in stops] == list(shelf.current().steps)
    assert len({after.across - before.across for before, after in pairwise(stops)}) == 1
    assert len({after.down - before.down for before, after in pairwise(stops)}) == 1


@pytest.mark.parametrize("language", ["sv", "en"])
def test_a_name_under_a_stop_takes_two_lines_at_most_and_loses_no_word(language: str) -> None:
    names = [step.title.in_language(language) for step in shelf.current().steps]

    for name in names:
        assert " ".join(guide.lines(name)) == name
        assert len(guide.lines(name)) <= 2
