"""What can be done with the journal: add, follow, hand out. Nothing else."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator

from django.db import models, transaction
from django.utils import timezone

from fyrstod.core.ids import new_id
from fyrstod.journal import rules
from fyrstod.journal.models import Entry, Head
from fyrstod.journal.rules import BEGINNING, End, Link, Verdict

AT_A_TIME = 2000
"""Unit: entries read at once from a long chain."""


class NoReference(ValueError):
    """A word that holds more than a reference or the name of an action. It is not repeated."""


@transaction.atomic
def record(
    *,
    municipality_id: uuid.UUID,
    room_id: uuid.UUID,
    who: uuid.UUID | None,
    role: str,
    action: str,
    about: str = "",
    kind: str = "",
    result: str = "done",
) -> Entry:
    """Add an entry to a room's chain, in the transaction that it tells of.

    Raises NoReference for a word that could be something somebody typed: only letters a–z,
    digits and `. _ : -`, at most 40 of them, may stand in the journal.
    """
    if not all(map(rules.fits, (role, action, about, kind, result))):
        raise NoReference
    head = _locked_head(municipality_id, room_id)
    link = Link(
        id=new_id(),
        municipality_id=municipality_id,
        room_id=room_id,
        number=head.number + 1,
        at=timezone.now(),
        who=who,
        role=role,
        action=action,
        about=about,
        kind=kind,
        result=result,
        previous=head.hash,
    )
    entry = Entry(
        id=link.id,
        municipality_id=link.municipality_id,
        room_id=link.room_id,
        number=link.number,
        at=link.at,
        who=link.who,
        role=link.role,
        action=link.action,
        about=link.about,
        kind=link.kind,
        result=link.result,
        previous=link.previous,
        hash=link.hash(),
    )
    entry.save()
    head.number, head.hash = entry.number, entry.hash
    head.save(update_fields=["number", "hash"])
    return entry


def _locked_head(municipality_id: uuid.UUID, room_id: uuid.UUID) -> Head:
    """The end of a room's chain, kept from others until the transaction ends."""
    rows = Head.objects.select_for_update().filter(pk=room_id, municipality_id=municipality_id)
    head = rows.first()
    if head is None:
        beginning = Head(pk=room_id, municipality_id=municipality_id, number=0, hash=BEGINNING)
        Head.objects.bulk_create([beginning], ignore_conflicts=True)
        head = rows.get()
    return head


@transaction.atomic
def verify(*, municipality_id: uuid.UUID, room_id: uuid.UUID, kept: End | None = None) -> Verdict:
    """Follow a room's chain; `kept` is a head that was exported earlier."""
    # Nobody adds while the chain is followed to its end.
    head = (
        Head.objects.select_for_update().filter(pk=room_id, municipality_id=municipality_id).first()
    )
    entries = Entry.objects.filter(municipality_id=municipality_id, room_id=room_id)
    return rules.judged(
        ((_link(entry), entry.hash) for entry in _in_order(entries)),
        head=_end(head) if head else None,
        kept=kept,
    )


@transaction.atomic
def export(
    *, municipality_id: uuid.UUID, room_id: uuid.UUID, who: uuid.UUID | None, role: str
) -> Iterator[str]:
    """A room's journal as lines of JSON, the last one its head. That too is an entry, the last.

    Everything is there when this returns; the lines are read from the database as they are taken.
    """
    last = record(
        municipality_id=municipality_id,
        room_id=room_id,
        who=who,
        role=role,
        action="export-journal",
    )
    return _lines(last)


def _lines(last: Entry) -> Iterator[str]:
    entries = Entry.objects.filter(
        municipality_id=last.municipality_id, room_id=last.room_id, number__lte=last.number
    )
    for entry in _in_order(entries):
        yield _line({**_link(entry).as_data(), "hash": entry.hash})
    head = {
        "municipality_id": str(last.municipality_id),
        "room_id": str(last.room_id),
        "number": last.number,
        "hash": last.hash,
    }
    yield _line({"head": head})


def rooms(*, municipality_id: uuid.UUID | None = None) -> tuple[tuple[uuid.UUID, uuid.UUID], ...]:
    """Every municipality and room that has a chain, or had: its head or an entry is there."""
    heads, entries = Head.objects.all(), Entry.objects.all()
    if municipality_id is not None:
        heads = heads.filter(municipality_id=municipality_id)
        entries = entries.filter(municipality_id=municipality_id)
    found = set(heads.values_list("municipality_id", "pk"))
    found |= set(entries.order_by().values_list("municipality_id", "room_id").distinct())
    return tuple(sorted(found))


def _in_order(entries: models.QuerySet[Entry]) -> Iterator[Entry]:
    return entries.order_by("number").iterator(chunk_size=AT_A_TIME)


def _line(data: object) -> str:
    return json.dumps(data, separators=(",", ":")) + "\n"


def _end(head: Head) -> End:
    return End(
        municipality_id=head.municipality_id,
        room_id=head.pk,
        number=head.number,
        hash=head.hash,
    )


def _link(entry: Entry) -> Link:
    return Link(
        id=entry.pk,
        municipality_id=entry.municipality_id,
        room_id=entry.room_id,
        number=entry.number,
        at=entry.at,
        who=entry.who,
        role=entry.role,
        action=entry.action,
        about=entry.about,
        kind=entry.kind,
        result=entry.result,
        previous=entry.previous,
    )
