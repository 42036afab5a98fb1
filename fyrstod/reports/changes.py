"""What has changed in a report since its document was last made. No database, request or clock."""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from fyrstod.core.pieces import Piece
from fyrstod.drafts.contents import Contents, Made
from fyrstod.drafts.fields import fingerprint
from fyrstod.packs.schema import ReportField
from fyrstod.reports import selectors
from fyrstod.reports.rules import Filled

How = Literal["added", "changed", "removed"]


@dataclass(frozen=True, slots=True)
class Change:
    """An answer or a piece. Both are None for a piece that is gone: its text is not kept."""

    how: How
    field: ReportField | None = None
    piece: Piece | None = None


@dataclass(frozen=True, slots=True)
class SinceMade:
    made: Made
    changes: tuple[Change, ...]


def made_now(filled: Filled, contents: Contents, reference: str, at: datetime.datetime) -> Made:
    """How a report stands at the moment its document is made."""
    return Made(
        at=at,
        reference=reference,
        answers={name: fingerprint(value) for name, value in filled.given.items()},
        pieces={
            piece.id: _mark_of(piece, filled)
            for piece in selectors.pieces_for(filled.report, contents)
        },
    )


def since_made(filled: Filled, contents: Contents) -> SinceMade | None:
    """What has changed in what a report prints, in its order; None where it was never made."""
    made = contents.made.get(filled.report.id)
    if made is None:
        return None
    now = made_now(filled, contents, made.reference, made.at)
    return SinceMade(made, (*_answers(filled, made, now), *_pieces(contents, made, now)))


def _answers(filled: Filled, made: Made, now: Made) -> Iterator[Change]:
    for field in filled.report.all_fields():
        if how := _how(made.answers.get(field.id), now.answers.get(field.id)):
            yield Change(how, field=field)


def _pieces(contents: Contents, made: Made, now: Made) -> Iterator[Change]:
    for piece in contents.pieces:
        if piece.id in now.pieces and (
            how := _how(made.pieces.get(piece.id), now.pieces[piece.id])
        ):
            yield Change(how, piece=piece)
    for piece_id in made.pieces:
        if piece_id not in now.pieces:
            yield Change("removed", piece=contents.piece(piece_id))


def _how(before: str | None, now: str | None) -> How | None:
    if before == now:
        return None
    if before is None:
        return "added"
    return "changed" if now else "removed"


def _mark_of(piece: Piece, filled: Filled) -> str:
    """Of what the report prints: the police are never told of factors."""
    factors = piece.factors if filled.report.id == "concern" else ()
    return fingerprint(dataclasses.replace(piece, factors=factors))
