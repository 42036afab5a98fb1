"""Template words of the self-assessment."""

from __future__ import annotations

from dataclasses import dataclass

from django import template
from django.utils.translation import get_language

from fyrstod.collaboration import assessment_papers as papers
from fyrstod.collaboration.assessment import AreaStanding, Standing
from fyrstod.core.assessments import Round, State
from fyrstod.packs import shelf

register = template.Library()

_IN_A_ROW = 4
"""Lighthouses beside each other: as many as a small phone shows without shrinking them."""
_CELL = 80
_TALL = 126
_TALL_WITH_BEFORE = 186
_GROUND = 92
_BEFORE = 170
"""Unit: that of the drawing."""


@register.filter
def state_name(state: State | None) -> str:
    """How something stands, in the pack's words."""
    return papers.state_name(state, shelf.current(), get_language() or "sv")


@dataclass(frozen=True, slots=True)
class Light:
    standing: Standing
    x: int


@dataclass(frozen=True, slots=True)
class Row:
    """Lighthouses on one stretch of ground, and how far down it and last time's lie."""

    lights: tuple[Light, ...]
    ground: int
    before: int

    @property
    def left(self) -> int:
        return 4

    @property
    def length(self) -> int:
        return _CELL * len(self.lights) - 8


@dataclass(frozen=True, slots=True)
class Drawing:
    width: int
    height: int
    rows: tuple[Row, ...]

    @property
    def shown_width(self) -> int:
        """Unit: pixels, where the window has room for them."""
        return self.width * 6 // 5


@register.simple_tag
def lights(item: AreaStanding, last: Round | None) -> Drawing:
    """An area as a drawing, at most four lighthouses in a row."""
    tall = _TALL_WITH_BEFORE if last else _TALL
    rows: list[Row] = []
    for start in range(0, len(item.standings), _IN_A_ROW):
        here = item.standings[start : start + _IN_A_ROW]
        top = tall * len(rows)
        placed = tuple(Light(one, _CELL * place + _CELL // 2) for place, one in enumerate(here))
        rows.append(Row(placed, top + _GROUND, top + _BEFORE))
    widest = max(len(row.lights) for row in rows)
    return Drawing(_CELL * widest, tall * len(rows), tuple(rows))
