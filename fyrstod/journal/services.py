"""What can be done with the journal: add, follow, hand out, set a foreign tail aside."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator, Sequence

from django.db import IntegrityError, models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from fyrstod.core.errors import DomainError
from fyrstod.core.ids import new_id
from fyrstod.journal import rules
from fyrstod.journal.models import Entry, Head
from fyrstod.journal.rules import BEGINNING, End, Link, Verdict

AT_A_TIME = 2000
"""Unit: entries read at once from a long chain."""
FORMAT = "jsonl"
"""What an exported journal is: lines of JSON. Its own entry says so."""


class NoReference(ValueError):
    """A word that holds more than a reference or the name of an action. It is not repeated."""


class BrokenChain(DomainError):
    """What is done cannot be put on record, so it is not done."""

    def __init__(self, *, room_id: uuid.UUID, number: int) -> None:
        super().__init__(
            _(
                "The journal here is broken at entry %(number)s. Until that is looked into "
                "nothing can be put on record, so nothing was opened or saved. Tell whoever runs "
                "the installation: “fyrstod journal verify” says what is wrong."
            )
            % {"number": number}
        )
        self.for_operators = (
            f"room {room_id}: the journal is broken at entry {number}, so it takes no more: run "
            "fyrstod journal verify"
        )


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
    digits and `. _ : -`, at most 40 of them, may stand in the journal. Raises BrokenChain where
    the next number is taken by an entry that was not added here.
    """
    (entry,) = record_each(
        municipality_id=municipality_id,
        room_id=room_id,
        who=who,
        role=role,
        action=action,
        abouts=[about],
        kind=kind,
        result=result,
    )
    return entry


def record_each(
    *,
    municipality_id: uuid.UUID,
    room_id: uuid.UUID,
    who: uuid.UUID | None,
    role: str,
    action: str,
    abouts: Sequence[str],
    kind: str = "",
    result: str = "done",
) -> list[Entry]:
    """Add an entry about each of several things that were done at once, as `record` adds one.

    With as many queries as for one.
    """
    words = {"role": role, "action": action, "kind": kind, "result": result}
    if not all(map(rules.fits, (*words.values(), *abouts))):
        raise NoReference
    if not abouts:
        return []
    try:
        return _added(municipality_id, room_id, who, words, abouts)
    except IntegrityError:
        must_take_more(municipality_id=municipality_id, room_id=room_id)
        raise


def hold(*, municipality_id: uuid.UUID, room_id: uuid.UUID) -> None:
    """Let nobody else add to a room's chain until this transaction ends."""
    _locked_head(municipality_id, room_id)


@transaction.atomic
def _added(
    municipality_id: uuid.UUID,
    room_id: uuid.UUID,
    who: uuid.UUID | None,
    words: dict[str, str],
    abouts: Sequence[str],
) -> list[Entry]:
    head = _locked_head(municipality_id, room_id)
    entries, now = [], timezone.now()
    for about in abouts:
        link = Link(
            id=new_id(),
            municipality_id=municipality_id,
            room_id=room_id,
            number=head.number + 1,
            at=now,
            who=who,
            about=about,
            previous=head.hash,
            **words,
        )
        head.number, head.hash = link.number, link.hash()
        entries.append(
            Entry(
                id=link.id,
                municipality_id=link.municipality_id,
                room_id=link.room_id,
                number=link.number,
                at=link.at,
                who=link.who,
                about=link.about,
                previous=link.previous,
                hash=head.hash,
                **words,
            )
        )
    # Past what keeps others from adding many: these follow on the chain, one by one.
    rows: models.QuerySet[Entry] = models.QuerySet(Entry)
    rows.bulk_create(entries)
    head.save(update_fields=["number", "hash"])
    return entries


def _locked_head(municipality_id: uuid.UUID, room_id: uuid.UUID) -> Head:
    """The end of a room's chain, kept from others until the transaction ends."""
    rows = Head.objects.select_for_update().filter(pk=room_id, municipality_id=municipality_id)
    head = rows.first()
    if head is None:
        beginning = Head(pk=room_id, municipality_id=municipality_id, number=0, hash=BEGINNING)
        Head.objects.bulk_create([beginning], ignore_conflicts=True)
        head = rows.get()
    return head


def must_take_more(*, municipality_id: uuid.UUID, room_id: uuid.UUID) -> None:
    """Ask before what cannot be undone. Raises BrokenChain."""
    first = _after_the_end(municipality_id, room_id).first()
    if first is not None:
        raise BrokenChain(room_id=room_id, number=first.number)


def _after_the_end(municipality_id: uuid.UUID, room_id: uuid.UUID) -> models.QuerySet[Entry]:
    """Entries that no chain leads to, in order."""
    head = Head.objects.filter(pk=room_id, municipality_id=municipality_id).first()
    end = head.number if head else 0
    return Entry.objects.filter(
        municipality_id=municipality_id, room_id=room_id, number__gt=end
    ).order_by("number")


@transaction.atomic
def set_aside(*, municipality_id: uuid.UUID, room_id: uuid.UUID) -> tuple[str, ...]:
    """Take out what stands after the end of a chain, as lines of JSON, so that it can go on.

    The chain itself is left as it is. For each entry there is a new one, about the first 40
    signs of its hash, so that what is handed out here can be known again.
    """
    _locked_head(municipality_id, room_id)
    foreign = list(_after_the_end(municipality_id, room_id))
    # Past what keeps the program from removing an entry: these were never added by it.
    models.QuerySet(Entry).filter(pk__in=[entry.pk for entry in foreign]).delete()
    record_each(
        municipality_id=municipality_id,
        room_id=room_id,
        who=None,
        role="operator",
        action="journal.set-aside",
        abouts=[entry.hash[:40] if rules.fits(entry.hash[:40]) else "" for entry in foreign],
    )
    return tuple(_line({**_link(entry).as_data(), "hash": entry.hash}) for entry in foreign)


def wrong_ends() -> tuple[tuple[uuid.UUID, uuid.UUID, int], ...]:
    """Municipality, room and number of the entry where a chain's end is not that of its entries.

    It looks at the ends alone: only `verify` finds what is wrong before them.
    """
    last = {
        (municipality_id, room_id): number
        for municipality_id, room_id, number in Entry.objects.order_by()
        .values_list("municipality_id", "room_id")
        .annotate(last=models.Max("number"))
    }
    heads = {(head.municipality_id, head.pk): head.number for head in Head.objects.all()}
    return tuple(
        (*ids, min(last.get(ids, 0), heads.get(ids, 0)) + 1)
        for ids in sorted({*last, *heads})
        if last.get(ids, 0) != heads.get(ids, 0)
    )


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
        kind=FORMAT,
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
