"""Template words of the guide."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable
from dataclasses import dataclass

from django import template
from django.urls import reverse
from django.utils.translation import get_language

from fyrstod.guide import rules, selectors
from fyrstod.packs import shelf
from fyrstod.packs.base import Named
from fyrstod.packs.schema import Factor, Side, Step

register = template.Library()


@register.filter
def all_sources(factor: Factor) -> tuple[str, ...]:
    """The ids of a factor's sources, those of its figures among them."""
    return (*factor.sources, *(figure.source for figure in factor.figures))


@register.filter
def people(ids: Iterable[str]) -> tuple[Named, ...]:
    wanted = set(ids)
    return tuple(person for person in shelf.current().people if person.id in wanted)


@register.filter
def askers(ids: Iterable[str]) -> tuple[Named, ...]:
    wanted = set(ids)
    return tuple(asker for asker in shelf.current().askers if asker.id in wanted)


@register.filter
def factor_names(ids: Iterable[str]) -> tuple[str, ...]:
    """The names of the factors a piece is linked to, protection first."""
    wanted = set(ids)
    found = [factor for factor in shelf.current().factors if factor.id in wanted]
    found.sort(key=lambda factor: factor.side is Side.RISK)
    return tuple(factor.label.in_language(get_language() or "sv") for factor in found)


@register.filter
def on_side(item: selectors.PlaceInPicture, side: Side) -> tuple[rules.Linked, ...]:
    return item.place.of(side)


_ADDRESSES = {
    "guide": ("guide:start",),
    "worry": ("guide:pieces",),
    "factors": ("guide:factors",),
    "advice": ("guide:advice",),
    "concern-report": ("reports:intro", "concern"),
    "police-report": ("reports:intro", "police"),
    "contacts": ("web:contacts",),
    "save": ("drafts:save",),
    "erase": ("drafts:erase",),
}


@register.filter
def address(target: str) -> str:
    """Where a next step of the pack leads: a page, or the emergency number."""
    if target == "emergency":
        return "tel:112"
    page, _colon, wanted = target.partition(":")
    if wanted and page == "advice":
        return reverse("guide:advice_topic", args=[wanted])
    if wanted:
        return reverse("guide:plan", args=[rules.ANYBODY, wanted, shelf.current().steps[0].id])
    name, *args = _ADDRESSES[target]
    return reverse(name, args=args)


@dataclass(frozen=True, slots=True)
class Stop:
    """A step on the map, and how far along it lies, in the drawing's own units."""

    number: int
    step: Step
    across: int
    down: int


@register.simple_tag
def map_stops() -> tuple[Stop, ...]:
    """The steps in order, for the map wherever it is included."""
    return tuple(
        Stop(number, step, across=200 * number - 100, down=96 * number - 48)
        for number, step in enumerate(shelf.current().steps, start=1)
    )


NAME_WIDTH = 13
"""Unit: characters of a line under a stop, so that names beside each other do not meet."""


@register.filter
def lines(text: str) -> list[str]:
    """A text in short lines, for drawings where lines do not break by themselves."""
    return textwrap.wrap(text, NAME_WIDTH, break_long_words=False, break_on_hyphens=False)
