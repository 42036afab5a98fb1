"""What can be read of a concern's papers, and of a draft beside it."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from fyrstod.core.pieces import Piece as DraftPiece
from fyrstod.drafts.contents import Contents
from fyrstod.people.models import Agency
from fyrstod.rooms import paper_rules, vault
from fyrstod.rooms.contents import Note
from fyrstod.rooms.models import Concern, Piece, PieceVersion
from fyrstod.rooms.paper_rules import id_in
from fyrstod.rooms.selectors import OpenPiece


@dataclass(frozen=True, slots=True)
class Match:
    """A draft's piece that is in the room already, as which row, and in which concern."""

    piece: DraftPiece
    row: Piece


def already_here(room: Agency, pieces: Iterable[DraftPiece]) -> dict[str, Match]:
    """The pieces of a draft that this room holds, by their id in the draft. One query."""
    by_row: dict[uuid.UUID, DraftPiece] = {}
    for piece in pieces:
        # A piece that a room filled in has the room's id; one that was moved, an id made of it.
        by_row |= {uuid.UUID(piece.id): piece, id_in(room.pk, piece.id): piece}
    found = Piece.objects.filter(
        municipality_id=room.municipality_id, concern__agency=room, pk__in=by_row
    ).select_related("concern")
    return {by_row[row.pk].id: Match(by_row[row.pk], row) for row in found}


@dataclass(frozen=True, slots=True)
class Moving:
    """What of a draft would come into a room, and what is there already."""

    contents: Contents
    new: tuple[DraftPiece, ...]
    here: tuple[Match, ...]

    @property
    def concerns(self) -> list[Concern]:
        """The concerns that hold some of it already, each once."""
        return list({match.row.concern_id: match.row.concern for match in self.here}.values())

    @property
    def leaves_rest(self) -> bool:
        return paper_rules.goes_nowhere(self.contents)

    @property
    def is_empty(self) -> bool:
        return not (self.contents.pieces or self.contents.answers)


def moving(room: Agency, contents: Contents) -> Moving:
    here = already_here(room, contents.pieces)
    return Moving(
        contents,
        tuple(piece for piece in contents.pieces if piece.id not in here),
        tuple(here.values()),
    )


def versions_by_piece(concern: Concern) -> dict[uuid.UUID, list[OpenPiece]]:
    """Everything each piece of a concern has said, the oldest first. One query and one key."""
    cipher = vault.cipher_of(concern)
    rows = (
        PieceVersion.objects.filter(municipality_id=concern.municipality_id, concern=concern)
        .select_related("piece__noted_by", "written_by")
        .order_by("number")
    )
    found: dict[uuid.UUID, list[OpenPiece]] = {}
    for row in rows:
        version = OpenPiece(
            row.piece, vault.unseal(cipher, row, Note), row.written_by, row.written_at
        )
        found.setdefault(row.piece_id, []).append(version)
    return found
