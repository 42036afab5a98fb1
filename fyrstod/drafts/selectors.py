"""What stands beside a piece while it is written or linked, in a draft as in a room."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from fyrstod.core.pieces import PieceKind
from fyrstod.packs import shelf
from fyrstod.packs.base import Named
from fyrstod.packs.schema import Factor, Prompt, Side

PROMPTS_IN_SIGHT = 2
"""Questions to oneself beside the text. More of them are not read while one writes."""


@dataclass(frozen=True, slots=True)
class Prompts:
    """Questions to oneself: those beside the text, and those for whoever wants more."""

    in_sight: Sequence[Prompt]
    more: Sequence[Prompt]


def prompts_for(kind: str) -> Prompts:
    """Those that suit a kind of piece; all of them while no kind is chosen."""
    suited = [p for p in shelf.current().prompts if kind not in set(PieceKind) or kind in p.kinds]
    return Prompts(suited[:PROMPTS_IN_SIGHT], suited[PROMPTS_IN_SIGHT:])


@dataclass(frozen=True, slots=True)
class TickLevel:
    """The factors of one level to tick, both sides beside each other."""

    level: Named
    sides: Sequence[tuple[Side, Sequence[Factor]]]
    is_ticked: bool


def factors_to_tick(linked: Collection[str], sides: Sequence[Side]) -> list[TickLevel]:
    """The factors of the pack in its order, with the two sides in the order given."""
    pack, found = shelf.current(), []
    for level in pack.levels:
        here = [factor for factor in pack.factors if factor.level == level.id]
        if here:
            both = [(side, [factor for factor in here if factor.side is side]) for side in sides]
            is_ticked = any(factor.id in linked for factor in here)
            found.append(TickLevel(level, both, is_ticked))
    return found


def links_after(ticked: Iterable[str], before: Iterable[str]) -> tuple[str, ...]:
    """The links of a piece once somebody has ticked.

    Links of another version of the pack are not on the page, so nobody took them away.
    """
    known = {factor.id for factor in shelf.current().factors}
    chosen = dict.fromkeys(name for name in ticked if name in known)
    return (*chosen, *(name for name in before if name not in known))
