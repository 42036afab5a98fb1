"""What the end of a concern shows: what is still to do, which clock, and why that one."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils import timezone

from fyrstod.journal.models import Entry
from fyrstod.packs import shelf
from fyrstod.packs.cards import RuleCard
from fyrstod.packs.disposal import Disposal, RecordKind
from fyrstod.people.models import Agency
from fyrstod.rooms import clocks
from fyrstod.rooms.clocks import Due
from fyrstod.rooms.contents import PaperKind
from fyrstod.rooms.disposal import has_records_officer
from fyrstod.rooms.models import Concern
from fyrstod.rooms.selectors import OpenConcern, OpenPaper, OpenTask

AHEAD = datetime.timedelta(days=90)
"""How far ahead the records officer sees what is about to be erased."""

NOTES_RULE = "tf-2"
"""The rule card of the pack that says when a working note is no official document."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A kind of record, with the clock it would have; None: the records officer decides."""

    kind: RecordKind
    due: Due | None


def choices(opened: OpenConcern) -> tuple[Choice, ...]:
    """The kinds of record that can be chosen for a concern, in the order of the pack."""
    concern, pack = opened.concern, shelf.current()
    return tuple(
        Choice(
            kind,
            clocks.due(
                pack,
                agency=concern.agency.kind,
                record=kind.id,
                about=concern.kind,
                last_note=timezone.localdate(concern.last_note_at),
                number=opened.person.number,
                today=timezone.localdate(),
            ),
        )
        for kind in pack.record_kinds
        if kind.fits(concern.agency.kind, concern.kind)
    )


@dataclass(frozen=True, slots=True)
class Check:
    """What to see to before a concern is closed or erased, and what the room holds."""

    tasks: tuple[OpenTask, ...]
    """Not done yet."""
    unregistered: tuple[OpenPaper, ...]
    """Papers without a registration number in the own case system, those made here too."""
    export: OpenPaper | None
    """The last export that has one."""
    since_export: int
    """How many pieces were written or corrected after it."""
    taken_out: datetime.datetime | None
    """When the concern was last taken out as a paper, where no number was noted since."""
    pieces: int
    papers: int

    @property
    def is_exported(self) -> bool:
        return self.export is not None and not self.since_export

    @property
    def is_registered(self) -> bool:
        """Whether all that is written and lies here is in the own case system."""
        return self.is_exported and not self.unregistered


def check(opened: OpenConcern) -> Check:
    exports = [
        paper
        for paper in opened.papers
        if paper.sheet.kind is PaperKind.EXPORT and paper.sheet.number
    ]
    export = max(exports, key=lambda paper: paper.row.noted_at, default=None)
    return Check(
        tasks=tuple(task for task in opened.tasks if task.row.done_at is None),
        unregistered=tuple(paper for paper in opened.papers if not paper.sheet.number),
        export=export,
        since_export=sum(
            piece.written_at > export.row.noted_at for piece in opened.pieces if export
        ),
        taken_out=_taken_out(opened.concern, after=export.row.noted_at if export else None),
        pieces=len(opened.here),
        papers=len(opened.papers),
    )


def _taken_out(concern: Concern, *, after: datetime.datetime | None) -> datetime.datetime | None:
    """The last time somebody got the whole concern as a paper; only the journal knows."""
    rows = Entry.objects.filter(
        municipality_id=concern.municipality_id,
        room_id=concern.agency_id,
        about=concern.reference,
        action="concern.exported",
    )
    if after:
        rows = rows.filter(at__gt=after)
    return rows.order_by("-number").values_list("at", flat=True).first()


@dataclass(frozen=True, slots=True)
class Clock:
    """How a closed concern was sorted, under the content in use now where it still holds it."""

    kind: RecordKind | None
    disposal: Disposal | None
    card: RuleCard | None
    nobody_decides: bool
    """The records officer is asked, and the room has none."""


def clock_of(opened: OpenConcern) -> Clock:
    pack, matter = shelf.current(), opened.matter
    disposal = next((it for it in pack.disposals if it.id == matter.rule), None)
    return Clock(
        kind=next((kind for kind in pack.record_kinds if kind.id == matter.record), None),
        disposal=disposal,
        card=next((card for card in pack.rules if disposal and card.id == disposal.rule), None),
        nobody_decides=opened.concern.disposal_open
        and not has_records_officer(opened.concern.agency),
    )


def to_read(kind: RecordKind | None) -> tuple[RuleCard, ...]:
    """The rules to read before one decides about a record that no clock fits."""
    return _cards(kind.rules) if kind else ()


def law_of_notes() -> RuleCard | None:
    """The rule that says when a note is no official document, where the content in use has it."""
    return next((card for card in shelf.current().rules if card.id == NOTES_RULE), None)


@dataclass(frozen=True, slots=True)
class RoomClock:
    """One clock of a room, with its kind of record and its statute."""

    kind: RecordKind
    disposal: Disposal
    card: RuleCard


def clocks_of(room: Agency) -> tuple[RoomClock, ...]:
    pack = shelf.current()
    kinds = {kind.id: kind for kind in pack.record_kinds}
    return tuple(
        RoomClock(kinds[disposal.record], disposal, *_cards([disposal.rule]))
        for disposal in pack.disposals
        if room.kind in disposal.agencies
    )


def _cards(ids: Iterable[str]) -> tuple[RuleCard, ...]:
    known = {card.id: card for card in shelf.current().rules}
    return tuple(known[card_id] for card_id in ids)


def undecided(room: Agency) -> QuerySet[Concern]:
    """Closed concerns of a room that no rule gives a day, those that wait longest first."""
    rows = Concern.objects.filter(municipality_id=room.municipality_id, agency=room)
    return rows.filter(disposal_open=True).order_by("closed_at", "pk")


def soon_erased(room: Agency, today: datetime.date) -> QuerySet[Concern]:
    """Concerns of a room whose clock runs out before long, the soonest first."""
    rows = Concern.objects.filter(municipality_id=room.municipality_id, agency=room)
    return rows.filter(erase_on__lte=today + AHEAD).order_by("erase_on", "pk")
