"""What a concern fills in of the reports: never over what a writer has changed.

No database, request or clock. A mark is the fingerprint of what the concern knew when it last
filled a question in, also where that was nothing: an answer that no longer fits its mark is the
writer's own.
"""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal

from fyrstod.core.pieces import Piece
from fyrstod.drafts.contents import Contents, Origin
from fyrstod.drafts.fields import fingerprint
from fyrstod.packs.facts import ONE_EACH, RoomFact
from fyrstod.packs.schema import Report, ReportField
from fyrstod.reports import rules
from fyrstod.reports.rules import HOLDS_BACK, Value
from fyrstod.rooms.paper_facts import Facts
from fyrstod.rooms.paper_rules import id_in

WRITER: Final[RoomFact] = "writer.name"
OF_THE_RECORD: Final = ("identity.", "writer.")
"""Facts that the room is surer of than an answer that nobody in the room has seen filled in."""
FOLLOWED: Final = ("writer.", "identity.protected")
"""Facts that a change in the room carries into the answer, also over what a writer wrote."""

How = Literal["added", "changed", "removed", "kept"]
"""`kept`: the concern has changed, and what the writer wrote of it stands."""


@dataclass(frozen=True, slots=True)
class News:
    """What a concern has got since it filled a draft. Exactly one of the two is given."""

    how: How
    field: ReportField | None = None
    piece: Piece | None = None


@dataclass(frozen=True, slots=True)
class Filling:
    """A draft as the concern fills it now, and what of it is new."""

    contents: Contents
    news: tuple[News, ...] = ()
    filled: tuple[ReportField, ...] = ()
    left_out: tuple[ReportField, ...] = ()
    too_long: tuple[ReportField, ...] = ()


def filling(
    contents: Contents,
    marks: Mapping[str, str],
    facts: Facts,
    pieces: tuple[Piece, ...],
    *,
    origin: Origin,
    reports: tuple[Report, ...],
) -> Filling:
    """Fill a draft in, or bring into it what is new. `origin` says where from."""
    fields = _taking(reports)
    values = {name: _value(field, facts.known) for name, field in fields.items()}
    kept = _of_this_writer(contents.answers, marks, fields, values, reports)
    answers = dict(kept)
    news: list[News] = []
    for name, field in fields.items():
        before, value = kept.get(name) or None, values[name]
        after = value if _fills(field, before, value, marks.get(name)) else before
        answers[name] = after
        if name in marks and marks[name] != fingerprint(value) and before != value:
            news.append(News(_how(before, after), field=field))
    there, of_pieces = _pieces(contents, origin, pieces)
    left_out = tuple(f for f in fields.values() if _fact(f) in facts.held_back)
    after_all = dataclasses.replace(
        contents,
        pieces=there,
        answers={name: value for name, value in answers.items() if value},
        room=dataclasses.replace(
            origin,
            filled={name: fingerprint(value) for name, value in values.items()},
            left_out=tuple(field.id for field in left_out),
            pieces={piece.id: fingerprint(piece) for piece in pieces},
        ),
    )
    return Filling(
        after_all,
        (*news, *of_pieces),
        tuple(f for name, f in fields.items() if values[name] and answers[name] == values[name]),
        left_out,
        tuple(f for name, f in fields.items() if _fact(f) in facts.known and not values[name]),
    )


def _taking(reports: Iterable[Report]) -> dict[str, ReportField]:
    """The questions that a concern fills in, in the order of the reports."""
    return {f.id: f for report in reports for f in report.all_fields() if _fact(f)}


def _fact(field: ReportField) -> RoomFact | None:
    """What a question takes; a group, what one of its fields takes."""
    inner = (part.filled_from for part in field.fields if part.filled_from)
    return field.filled_from or next(inner, None)


def _value(field: ReportField, known: Mapping[RoomFact, str]) -> Value | None:
    """What is filled in: whole or not at all, so that nothing is cut short unseen."""
    fact = _fact(field)
    raw: object = known.get(fact, "") if fact else ""
    if fact in ONE_EACH:
        taker = next(part.id for part in field.fields if part.filled_from)
        lines = (line.strip() for line in str(raw).splitlines())
        raw = [{taker: line} for line in lines if line]
    try:
        return rules.check(field, raw, datetime.date.max) or None
    except rules.BadAnswer:
        return None


def _of_this_writer(
    answers: Mapping[str, Any],
    marks: Mapping[str, str],
    fields: Mapping[str, ReportField],
    values: Mapping[str, Value | None],
    reports: Iterable[Report],
) -> Mapping[str, Any]:
    """The answers without what another writer said of themselves, on the page of the name."""
    named = next((name for name, field in fields.items() if _fact(field) == WRITER), None)
    if named is None or answers.get(named) is None:
        return answers
    if marks.get(named, fingerprint(answers[named])) == fingerprint(values[named]):
        return answers
    theirs = {
        field.id
        for report in reports
        for section in report.sections
        if any(field.id == named for field in section.fields)
        for field in section.fields
        if _fact(field) is None
    }
    return {name: value for name, value in answers.items() if name not in theirs}


def _fills(field: ReportField, before: Any, value: Value | None, mark: str | None) -> bool:
    """Whether what the concern knows is the answer, and not what stands there."""
    fact = str(_fact(field))
    if fact == "identity.protected" and value in HOLDS_BACK and before in HOLDS_BACK:
        return False
    if mark is None:
        return before is None or (value is not None and fact.startswith(OF_THE_RECORD))
    if mark == fingerprint(before):
        return True
    return value is not None and mark != fingerprint(value) and fact.startswith(FOLLOWED)


def _pieces(
    contents: Contents, origin: Origin, pieces: tuple[Piece, ...]
) -> tuple[tuple[Piece, ...], list[News]]:
    """The pieces of a draft with what is new in the room. One taken out of a draft stays out."""
    here, marks = {piece.id: piece for piece in pieces}, origin.pieces
    news: list[News] = []
    after: list[Piece] = []
    for piece in contents.pieces:
        now, mark = here.get(piece.id), marks.get(piece.id)
        if mark is None or (now and fingerprint(now) == mark) or now == piece:
            after.append(piece)
        elif fingerprint(piece) != mark:
            after.append(piece)
            news.append(News("kept", piece=piece))
        elif now:
            after.append(now)
            news.append(News("changed", piece=now))
        else:
            news.append(News("removed", piece=piece))
    # One that was written in the draft and has been kept in the room is there under another id.
    kept = {str(id_in(origin.room_id, piece.id)) for piece in contents.pieces}
    known = {piece.id for piece in contents.pieces} | marks.keys() | kept
    for piece in pieces:
        if piece.id not in known:
            after.append(piece)
            news.append(News("added", piece=piece))
    return tuple(after), news


def _how(before: Any, after: Any) -> How:
    if before == after:
        return "kept"
    if not before:
        return "added"
    return "changed" if after else "removed"


def marks_after(
    marks: Mapping[str, str], contents: Contents, *, came_from_here: bool
) -> dict[str, str]:
    """The marks of a concern's answers when a draft has come in.

    What a draft from elsewhere answers was never filled in here, so it has none.
    """
    if came_from_here and contents.room:
        return dict(contents.room.filled)
    return {name: mark for name, mark in marks.items() if name not in contents.answers}
