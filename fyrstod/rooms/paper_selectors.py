"""What can be read of a concern's papers, and of a draft beside it."""

from __future__ import annotations

import dataclasses
import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils import translation

from fyrstod.core.pieces import Piece as DraftPiece
from fyrstod.drafts.contents import Contents, Origin
from fyrstod.drafts.fields import fingerprint
from fyrstod.packs import shelf
from fyrstod.people.models import Agency, User
from fyrstod.rooms import paper_facts, paper_filling, paper_rules, vault
from fyrstod.rooms.contents import Note
from fyrstod.rooms.models import Concern, Piece, PieceVersion
from fyrstod.rooms.paper_filling import Filling
from fyrstod.rooms.paper_rules import id_in
from fyrstod.rooms.selectors import OpenConcern, OpenPiece


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


def comes_from(contents: Contents, concern: Concern) -> bool:
    """Whether a concern has filled a draft."""
    origin = contents.room
    return origin is not None and (origin.room_id, origin.reference) == (
        concern.agency_id,
        concern.reference,
    )


def filling_of(opened: OpenConcern, *, writer: User, there: Contents | None = None) -> Filling:
    """A draft of both reports filled with a concern, or `there` with what is new since."""
    concern, matter = opened.concern, opened.matter
    pieces = (paper_rules.piece_of(piece.row.pk, piece.note) for piece in opened.here)
    new = Contents(pack=matter.pack, answers=matter.answers, chosen=matter.chosen)
    origin = Origin(
        room_id=concern.agency_id,
        reference=concern.reference,
        answers=fingerprint(matter.answers),
        language="en" if translation.get_language() == "en" else "sv",
    )
    known = there.room if there else None
    with translation.override((known or origin).language):
        facts = paper_facts.facts_of(opened, writer=writer)
    found = paper_filling.filling(
        there or new,
        known.filled if known else matter.filled,
        facts,
        tuple(piece for piece in pieces if piece),
        origin=known or origin,
        reports=shelf.current().reports,
    )
    # To a draft that begins now nothing is news.
    return found if there else dataclasses.replace(found, news=())


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
