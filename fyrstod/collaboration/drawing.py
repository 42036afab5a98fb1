"""A timeline as a drawing: one lane for each who acts, and a route that goes between them."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from fyrstod.packs.base import Id
from fyrstod.packs.together import Event, Timeline

WIDTH: Final = 800
"""Unit: the drawing's own, as everything below."""
LANE: Final = 150
MARGIN: Final = 75
GUTTER: Final = 60
"""From the last lane to the words."""
LINE: Final = 27
GAP: Final = 36
"""Between the words of one stop and of the next."""
LETTER: Final = 10.4
"""How wide a letter is, on average, with room to spare."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of words, and how far down its letters stand."""

    text: str
    down: int


@dataclass(frozen=True, slots=True)
class Lane:
    name: tuple[Line, ...]
    across: int


@dataclass(frozen=True, slots=True)
class Stop:
    number: int
    across: int
    down: int
    when: tuple[Line, ...]
    title: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Drawing:
    width: int
    height: int
    words_across: int
    leaders_to: int
    lanes_from: int
    lanes: tuple[Lane, ...]
    stops: tuple[Stop, ...]
    route: str


def draw(timeline: Timeline, names: Mapping[Id | None, str], language: str) -> Drawing:
    """Lay a timeline out. `names` are of those who act, as events say it, in order of the lanes."""
    lanes = tuple(
        Lane(_lines(_wrap(name, LANE), LINE), MARGIN + LANE * place)
        for place, name in enumerate(names.values())
    )
    across = dict(zip(names, (lane.across for lane in lanes), strict=True))
    words_across = lanes[-1].across + GUTTER
    lanes_from = LINE * max(len(lane.name) for lane in lanes) + GAP // 2
    stops = tuple(_stops(timeline.events, across, language, WIDTH - words_across, lanes_from + GAP))
    return Drawing(
        width=WIDTH,
        height=stops[-1].title[-1].down + GAP,
        words_across=words_across,
        leaders_to=words_across - LINE // 2,
        lanes_from=lanes_from,
        lanes=lanes,
        stops=stops,
        route=_route(stops),
    )


def _stops(
    events: Sequence[Event],
    across: Mapping[Id | None, int],
    language: str,
    width: int,
    top: int,
) -> Iterator[Stop]:
    for number, event in enumerate(events, start=1):
        when = _lines(_wrap(event.when.in_language(language), width), top + LINE // 2)
        title = _lines(_wrap(event.title.in_language(language), width), when[-1].down + LINE)
        yield Stop(number, across[event.agency], (when[0].down + title[-1].down) // 2, when, title)
        top = title[-1].down + GAP


def _wrap(text: str, width: int) -> list[str]:
    return textwrap.wrap(text, int(width / LETTER), break_long_words=False)


def _lines(texts: Sequence[str], down: int) -> tuple[Line, ...]:
    return tuple(Line(text, down + LINE * place) for place, text in enumerate(texts))


def _route(stops: Sequence[Stop]) -> str:
    """The path through the stops, as an SVG path's `d`."""
    here = stops[0]
    path = f"M{here.across} {here.down}"
    for stop in stops[1:]:
        middle = (here.down + stop.down) // 2
        path += f"C{here.across} {middle} {stop.across} {middle} {stop.across} {stop.down}"
        here = stop
    return path
