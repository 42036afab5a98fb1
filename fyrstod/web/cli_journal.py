"""What `fyrstod journal` does, once Django is set up: follow, hand out, set aside."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator

from django.db import DatabaseError, transaction

from fyrstod.journal import services
from fyrstod.journal.rules import End, head_in
from fyrstod.web.stop import Stop
from fyrstod.web.streams import read_bytes

MAX_BYTES = 2**31
"""Unit: bytes of a file with heads; a whole exported journal may be given."""


def verify(*, municipality: str | None, room: str | None, head: str | None) -> str:
    """One line when every chain is whole. Raises Stop with one for each that is not."""
    kept = _heads(head) if head else {}
    try:
        asked = _rooms(municipality, room, kept)
        verdicts = {
            ids: services.verify(municipality_id=ids[0], room_id=ids[1], kept=kept.get(ids))
            for ids in asked
        }
    except DatabaseError as problem:
        raise Stop(f"the database cannot be used: {problem}") from None
    broken = [
        f"municipality {ids[0]}: room {ids[1]}: entry {verdict.number} {verdict.reason}"
        for ids, verdict in verdicts.items()
        if not verdict.whole
    ]
    if broken:
        raise Stop(*broken)
    entries = sum(verdict.entries for verdict in verdicts.values())
    return f"The journal is whole: {_counted(len(asked), 'room')}, {_counted(entries, 'entry')}."


def export(*, municipality: str | None, room: str | None) -> Iterator[str]:
    """The lines of every chosen room. Raises Stop."""
    try:
        for municipality_id, room_id in _rooms(municipality, room, {}):
            yield from services.export(
                municipality_id=municipality_id, room_id=room_id, who=None, role="operator"
            )
    except services.BrokenChain as problem:
        raise Stop(problem.for_operators) from None
    except DatabaseError as problem:
        raise Stop(f"the database cannot be used: {problem}") from None


def set_aside(*, room: str, write: Callable[[str], object]) -> None:
    """Give `write` what stands after the end of a room's chain, and take it out. Raises Stop.

    It is taken out only once all of it is written.
    """
    try:
        with transaction.atomic():
            lines = [
                line
                for municipality_id, room_id in _rooms(None, room, {})
                for line in services.set_aside(municipality_id=municipality_id, room_id=room_id)
            ]
            write("".join(lines))
    except DatabaseError as problem:
        raise Stop(f"the database cannot be used: {problem}") from None
    if not lines:
        raise Stop("--room: nothing stands after the end of its journal")


def _counted(count: int, what: str) -> str:
    if count == 1:
        return f"1 {what}"
    return f"{count} entries" if what == "entry" else f"{count} {what}s"


def _rooms(
    municipality: str | None, room: str | None, kept: dict[tuple[uuid.UUID, uuid.UUID], End]
) -> list[tuple[uuid.UUID, uuid.UUID]]:
    """The rooms asked for: those that have a journal, and those that had one by a kept head."""
    wanted = _id("--municipality", municipality)
    room_id = _id("--room", room)
    known = {*services.rooms(municipality_id=wanted), *kept}
    found = sorted(
        ids
        for ids in known
        if (wanted is None or ids[0] == wanted) and (room_id is None or ids[1] == room_id)
    )
    if not found and (wanted or room_id):
        raise Stop(f"{'--room' if room_id else '--municipality'}: it has no journal")
    return found


def _id(option: str, given: str | None) -> uuid.UUID | None:
    if given is None:
        return None
    try:
        return uuid.UUID(given)
    except ValueError:
        raise Stop(f"{option}: give an id such as 01920000-0000-7000-8000-000000000000") from None


def _heads(name: str) -> dict[tuple[uuid.UUID, uuid.UUID], End]:
    """The heads among a file's lines; the last one of each room counts."""
    found: dict[tuple[uuid.UUID, uuid.UUID], End] = {}
    try:
        for line in read_bytes(name, most=MAX_BYTES).splitlines():
            if head := head_in(line):
                found[head.municipality_id, head.room_id] = head
    except ValueError:
        found = {}
    if not found:
        raise Stop(f"{name}: it holds no head of a journal")
    return found
