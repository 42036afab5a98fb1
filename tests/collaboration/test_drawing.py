"""A timeline is laid out as a drawing."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from django.utils import translation

from fyrstod.collaboration.drawing import LETTER, LINE, WIDTH, draw
from fyrstod.collaboration.selectors import lanes_of
from fyrstod.packs import shelf
from fyrstod.packs.together import Timeline
from tests.collaboration.made import timeline

NAMES = {None: "Du", "school": "Skolan", "police": "Polisen"}


def test_each_stop_lies_in_the_lane_of_the_one_who_acts() -> None:
    drawn = draw(timeline(None, "school", "police", "school"), NAMES, "sv")

    you, school, police = (lane.across for lane in drawn.lanes)
    assert [stop.across for stop in drawn.stops] == [you, school, police, school]
    assert [stop.number for stop in drawn.stops] == [1, 2, 3, 4]


def test_the_route_goes_through_every_stop_in_order() -> None:
    drawn = draw(timeline("school", "police", "school"), NAMES, "sv")

    ends = re.findall(r"(\d+) (\d+)(?=C|$)", drawn.route)
    assert ends == [(str(stop.across), str(stop.down)) for stop in drawn.stops]


def test_long_words_take_more_lines_and_push_what_follows_down() -> None:
    short = draw(timeline("school", "police", "school"), NAMES, "sv")

    long = draw(timeline("school", "police", "school", title="Du hör av dig " * 9), NAMES, "sv")

    assert len(long.stops[0].title) > 1
    assert long.height > short.height


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize("real", shelf.current().timelines, ids=lambda real: real.id)
def test_the_words_of_the_packs_timelines_neither_overlap_nor_leave_the_drawing(
    real: Timeline, language: str
) -> None:
    with translation.override(language):
        drawn = draw(real, lanes_of(real, language), language)

    lines = [line for stop in drawn.stops for line in (*stop.when, *stop.title)]
    assert all(after.down - before.down >= LINE for before, after in pairwise(lines))
    assert lines[-1].down < drawn.height
    widest = max(len(line.text) for line in lines)
    assert drawn.words_across + widest * LETTER <= WIDTH
