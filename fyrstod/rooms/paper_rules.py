"""What goes which way between a draft and a room: no database, request or clock."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any, Final

from fyrstod.core.pieces import Piece, PieceKind
from fyrstod.drafts.contents import Contents, ReportId
from fyrstod.reports.rules import HOLDS_BACK, PROTECTED_DATA
from fyrstod.rooms.contents import MAX_LINE, Note, NoteKind, PaperKind, Person
from fyrstod.rooms.rules import About

REPORTS: Final[Mapping[ReportId, PaperKind]] = {
    "concern": PaperKind.CONCERN_REPORT,
    "police": PaperKind.POLICE_REPORT,
}
OF_A_DRAFT: Final = {
    NoteKind.SEEN: PieceKind.SEEN,
    NoteKind.TOLD: PieceKind.TOLD,
    NoteKind.INTERPRETED: PieceKind.INTERPRETED,
}
"""The kinds of piece that a draft knows too."""
GUARDIAN: Final = (
    "guardian_name",
    "guardian_relation",
    "guardian_phone",
    "guardian_address",
    "guardian_language",
)
"""What the concern report asks about each guardian, in the order it is read."""


def id_in(room_id: uuid.UUID, piece_id: str) -> uuid.UUID:
    """The id of a draft's piece in a room.

    The same every time, so that a draft moved twice is moved once; another in each room, so that
    no room learns of another.
    """
    return uuid.uuid5(room_id, piece_id)


def note_of(piece: Piece, pack: str) -> Note:
    return Note(
        kind=NoteKind(piece.kind),
        text=piece.text,
        date=piece.date,
        source=piece.source,
        factors=piece.factors,
        pack=pack,
    )


def piece_of(piece_id: uuid.UUID, note: Note) -> Piece | None:
    """A room's piece as a draft holds it; None for a kind that no report is made from."""
    if note.kind not in OF_A_DRAFT or note.gone:
        return None
    return Piece(
        id=str(piece_id),
        kind=OF_A_DRAFT[note.kind],
        text=note.text,
        date=note.date,
        source=note.source,
        factors=note.factors,
    )


def says(note: Note, piece: Piece) -> bool:
    """Whether a version of a room's piece says what a draft's piece says."""
    here = (note.kind, note.text, note.date, note.source, note.factors)
    return here == (NoteKind(piece.kind), piece.text, piece.date, piece.source, piece.factors)


def in_room(chosen: Mapping[Any, Mapping[str, bool]], ids: Mapping[str, str]) -> dict[Any, Any]:
    """Which pieces each report takes, by the ids that the pieces have in the room."""
    return {
        report: {ids.get(piece_id, piece_id): taken for piece_id, taken in pieces.items()}
        for report, pieces in chosen.items()
    }


def clashes(kept: Mapping[str, Any], coming: Mapping[str, Any]) -> list[str]:
    """The questions that are answered in both, and not alike."""
    return [name for name, value in coming.items() if kept.get(name) not in (None, "", [], value)]


def joined(kept: Mapping[str, Any], coming: Mapping[str, Any], *, replaces: bool) -> dict[str, Any]:
    """The answers of both; where they differ, those that come only if they take the place."""
    stays = frozenset() if replaces else frozenset(clashes(kept, coming))
    return {**kept, **{name: value for name, value in coming.items() if name not in stays}}


def person_in(answers: Mapping[str, Any]) -> Person:
    """Who the reports are about, as far as they were asked."""

    def line(name: str) -> str:
        value = answers.get(name)
        return value[:MAX_LINE] if isinstance(value, str) else ""

    protected = answers.get(PROTECTED_DATA) in HOLDS_BACK
    shown = [name for name in GUARDIAN if not (protected and name == "guardian_address")]
    rows = answers.get("guardians")
    guardians = [
        ", ".join(str(row[name]) for name in shown if row.get(name))
        for row in (rows if isinstance(rows, list) else ())
        if isinstance(row, dict)
    ]
    return Person(
        name=line("person_name"),
        number=line("person_identity_number"),
        address=line("person_address"),
        guardians="\n".join(guardians),
        protected=protected,
    )


def about_in(answers: Mapping[str, Any]) -> About | None:
    return {"child": About.CHILD, "adult": About.ADULT}.get(str(answers.get("report_about")))


def why_now_in(answers: Mapping[str, Any]) -> str:
    value = answers.get("worry_now")
    return value if isinstance(value, str) else ""


def whole(number: str) -> str:
    """Twelve digits as people write them."""
    return f"{number[:8]}-{number[8:]}" if number else ""


def goes_nowhere(contents: Contents) -> bool:
    """Whether a draft holds what no room takes: a plan, an assessment, a wish to tell."""
    return bool(contents.plan or contents.assessment or contents.sharing)
