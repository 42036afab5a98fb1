"""A concern's pieces as its pages show them: on two sides, in time, and in whose voice.

Factors stand in the order of the pack and pieces in the order of time: nothing is sorted by how
much there is of it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from fyrstod.packs import shelf
from fyrstod.packs.schema import Factor, Side
from fyrstod.rooms import piece_drawing, words
from fyrstod.rooms.contents import NoteKind, Voice
from fyrstod.rooms.selectors import OpenConcern, OpenPiece

TOLD_OF = (NoteKind.SEEN, NoteKind.TOLD, NoteKind.INTERPRETED)
"""The kinds of piece that may be linked to factors."""


@dataclass(frozen=True, slots=True)
class FactorName:
    """A factor of the pack in use; None for one that is no longer there."""

    id: str
    label: str
    factor: Factor | None


def names_of(ids: Iterable[str], language: str) -> list[FactorName]:
    """Factors by id. One that is gone keeps the name it had in the version before, or its id."""
    now = {factor.id: factor for factor in shelf.current().factors}
    before = shelf.earlier()
    then = {factor.id: factor for factor in before.factors} if before else {}
    return [
        FactorName(
            name,
            found.label.in_language(language) if (found := now.get(name, then.get(name))) else name,
            now.get(name),
        )
        for name in ids
    ]


@dataclass(frozen=True, slots=True)
class Linked:
    """A factor and the pieces somebody linked to it."""

    name: FactorName
    pieces: tuple[OpenPiece, ...]


@dataclass(frozen=True, slots=True)
class Answered:
    """What was not known, and the piece that tells it now; None where that is taken away."""

    asked: OpenPiece
    answer: OpenPiece | None


@dataclass(frozen=True, slots=True)
class Sides:
    """`older` are links to factors that the pack in use does not have."""

    protects: tuple[Linked, ...]
    worries: tuple[Linked, ...]
    older: tuple[Linked, ...]
    unlinked: tuple[OpenPiece, ...]
    unknown: tuple[OpenPiece, ...]
    answered: tuple[Answered, ...]
    picture: piece_drawing.Picture

    @property
    def is_empty(self) -> bool:
        return not (self.protects or self.worries or self.older or self.unknown)


def sides_of(opened: OpenConcern, language: str) -> Sides:
    pieces = opened.of_kind(*TOLD_OF)
    here = [factor.id for factor in shelf.current().factors]
    gone = sorted({name for piece in pieces for name in piece.note.factors} - set(here))
    linked = [
        Linked(name, found)
        for name in names_of([*here, *gone], language)
        if (found := tuple(piece for piece in pieces if name.id in piece.note.factors))
    ]
    protects = tuple(it for it in linked if _is_on(it, Side.PROTECTIVE))
    worries = tuple(it for it in linked if _is_on(it, Side.RISK))
    unknown = opened.of_kind(NoteKind.UNKNOWN)
    there = {piece.id: piece for piece in opened.here}
    return Sides(
        protects=protects,
        worries=worries,
        older=tuple(it for it in linked if it.name.factor is None),
        unlinked=tuple(piece for piece in pieces if not piece.note.factors),
        unknown=unknown,
        answered=tuple(
            Answered(piece, there.get(piece.note.answered_by))
            for piece in opened.pieces
            if piece.note.answered_by
        ),
        picture=piece_drawing.picture(
            (_("What protects"), [it.name.label for it in protects] or [_("Nothing linked")]),
            (_("What worries"), [it.name.label for it in worries] or [_("Nothing linked")]),
            (_("What is unknown"), [_first_words(it) for it in unknown] or [_("Nothing written")]),
        ),
    )


def _is_on(linked: Linked, side: Side) -> bool:
    return linked.name.factor is not None and linked.name.factor.side is side


MAX_WORDS = 90
"""Unit: characters of a text that a drawing shows; the list beside it has all of it."""


def _first_words(piece: OpenPiece) -> str:
    text = " ".join(piece.note.text.split())
    return text if len(text) <= MAX_WORDS else f"{text[:MAX_WORDS].rstrip()} …"


@dataclass(frozen=True, slots=True)
class Story:
    """Pieces in the order of time. `away` are those taken away, which can be brought back."""

    pieces: tuple[OpenPiece, ...]
    away: tuple[OpenPiece, ...]
    drawing: piece_drawing.Timeline | None


def story_of(opened: OpenConcern) -> Story:
    pieces = opened.of_kind(*TOLD_OF)
    return Story(
        pieces=pieces,
        away=tuple(
            piece
            for piece in opened.pieces
            if piece.note.gone and not piece.note.answered_by and piece.note.kind in words.NOTE
        ),
        drawing=piece_drawing.timeline(
            [
                piece_drawing.Moment(
                    str(words.NOTE[piece.note.kind]), piece.note.date, piece.is_corrected
                )
                for piece in pieces
            ],
            [str(words.NOTE[kind]) for kind in TOLD_OF],
        ),
    )


@dataclass(frozen=True, slots=True)
class Heard:
    """One voice: their own view, and what they were told."""

    voice: Voice
    views: tuple[OpenPiece, ...]
    told: tuple[OpenPiece, ...]


def voices_of(opened: OpenConcern) -> list[Heard]:
    """The person and the guardians, also where nothing is written of them yet."""
    return [
        Heard(
            voice,
            tuple(it for it in opened.of_kind(NoteKind.VIEW) if it.note.voice is voice),
            tuple(it for it in opened.of_kind(NoteKind.INFORMED) if it.note.voice is voice),
        )
        for voice in Voice
    ]
