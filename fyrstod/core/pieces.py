"""The piece: one item of information, as parts hand it to each other."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class PieceKind(StrEnum):
    """Seen oneself, told by somebody, or interpreted: kept apart everywhere."""

    SEEN = "seen"
    TOLD = "told"
    INTERPRETED = "interpreted"


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """One dated item of information.

    `date` is "2026", "2026-11", "2026-11-23" or "" when nobody knows. `source`
    says who told it or where it was seen. `factors` are factor ids of the pack.
    """

    id: str
    kind: PieceKind
    text: str
    date: str = ""
    source: str = ""
    factors: tuple[str, ...] = ()
