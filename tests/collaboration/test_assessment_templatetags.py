"""The drawing of an area, and states in words."""

from __future__ import annotations

import pytest

from fyrstod.collaboration import assessment as rules
from fyrstod.collaboration.assessment import AreaStanding, Standing
from fyrstod.collaboration.templatetags.assessment import lights, state_name
from fyrstod.core.assessments import Round, State
from fyrstod.packs.schema import Pack
from tests.collaboration.answered import answer, assessment


def area_of(pack: Pack, count: int) -> AreaStanding:
    (first, *_others) = rules.areas(pack, assessment())
    standing = first.standings[0]
    standings = tuple(
        Standing(number, standing.recommendation, answer("decision"), None)
        for number in range(1, count + 1)
    )
    return AreaStanding(first.area, standings)


@pytest.mark.parametrize(("count", "rows"), [(1, [1]), (4, [4]), (5, [4, 1]), (9, [4, 4, 1])])
def test_at_most_four_lighthouses_stand_beside_each_other(
    pack: Pack, count: int, rows: list[int]
) -> None:
    drawing = lights(area_of(pack, count), None)

    assert [len(row.lights) for row in drawing.rows] == rows


@pytest.mark.parametrize("last", [None, Round(day="2025-11-20", pack="p 1", states={})])
def test_everything_drawn_lies_inside_the_drawing(pack: Pack, last: Round | None) -> None:
    drawing = lights(area_of(pack, 6), last)

    for row in drawing.rows:
        assert row.left + row.length <= drawing.width
        assert max(row.ground, row.before if last else 0) < drawing.height
        assert all(30 <= light.x <= drawing.width - 30 for light in row.lights)


def test_rows_do_not_touch(pack: Pack) -> None:
    first, second = lights(area_of(pack, 6), None).rows

    assert second.ground - first.ground > 75 + 24


def test_a_state_is_said_in_the_words_of_the_pack(pack: Pack) -> None:
    assert state_name(State.NOT_YET) == "Inte än"
    assert state_name(None) == "Inte besvarat än"
