"""Template words of the rooms."""

from __future__ import annotations

from django import template
from django.utils.translation import get_language

from fyrstod.collaboration.sharing_selectors import statute_of
from fyrstod.packs.cards import RuleCard
from fyrstod.rooms import end_selectors, words
from fyrstod.rooms.contents import Direction, Outcome, PaperKind
from fyrstod.rooms.rules import About, Status
from fyrstod.rooms.selectors import OpenConcern

register = template.Library()


@register.filter
def about_name(kind: str) -> str:
    """Whom a concern is about: `{{ concern.kind|about_name }}`."""
    return str(words.ABOUT[About(kind)])


@register.filter
def status_name(status: str) -> str:
    """How far the work has come: `{{ concern.status|status_name }}`."""
    return str(words.STATUS[Status(status)])


@register.filter
def outcome_name(outcome: Outcome | None) -> str:
    """What came of a concern: `{{ matter.outcome|outcome_name }}`; "" while it is open."""
    return str(words.OUTCOME[outcome]) if outcome else ""


@register.filter
def number(digits: str) -> str:
    """A personal identity number as people write it: `{{ person.number|number }}`."""
    return f"{digits[:8]}-{digits[8:]}" if digits else ""


@register.filter
def statute(card: RuleCard) -> str:
    """Where a rule stands, as lawyers write it: `{{ card|statute }}`."""
    return statute_of(card, get_language() or "sv")


@register.filter
def clock(opened: OpenConcern) -> end_selectors.Clock:
    """How a closed concern was sorted: `{% with clock=open|clock %}`."""
    return end_selectors.clock_of(opened)


@register.filter
def paper_name(kind: PaperKind) -> str:
    """What a paper is: `{{ paper.sheet.kind|paper_name }}`."""
    return str(words.PAPER[kind])


@register.filter
def direction_name(direction: Direction) -> str:
    """Whether a paper is made, sent or received: `{{ paper.sheet.direction|direction_name }}`."""
    return str(words.DIRECTION[direction])
