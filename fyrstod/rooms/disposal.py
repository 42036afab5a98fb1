"""The clocks of every room, run up to a day. Nobody asks for it but the installation itself."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass

from django.db import transaction

from fyrstod.access.policy import Role
from fyrstod.journal.services import BrokenChain
from fyrstod.people.models import Agency, Membership
from fyrstod.protection import services as protection
from fyrstod.rooms.erasing import begin
from fyrstod.rooms.models import Concern
from fyrstod.rooms.rules import Why

ROLE = "clock"
"""In which role the journal says that the installation erased."""


@dataclass(frozen=True, slots=True)
class RoomRun:
    """What the clocks did, or would do, in one room: references alone."""

    room: Agency
    erased: tuple[str, ...]
    undecided: tuple[str, ...]
    """Closed, and no rule gives a day: the records officer decides."""
    stopped: str = ""
    """Why nothing more could be erased here, for whoever runs the installation."""

    @property
    def nobody_decides(self) -> bool:
        return bool(self.undecided) and not has_records_officer(self.room)


def has_records_officer(room: Agency) -> bool:
    """Whether somebody here can decide what no rule fits."""
    return (
        Membership.objects.active()
        .filter(municipality_id=room.municipality_id, agency=room, role=Role.RECORDS_OFFICER)
        .filter(user__is_active=True)
        .exists()
    )


def run(on: datetime.date, *, dry: bool = False) -> Iterator[RoomRun]:
    """Erase what is past its day, room by room; `dry` only tells what would be.

    Call it outside every transaction. Killed halfway, it goes on the next time.
    """
    for room in Agency.objects.select_related("municipality").order_by("municipality_id", "pk"):
        here = Concern.objects.filter(municipality_id=room.municipality_id, agency=room)
        due = here.filter(erase_on__lte=on).order_by("erase_on", "pk")
        undecided = here.filter(disposal_open=True).order_by("closed_at", "pk")
        erased: list[str] = []
        stopped = ""
        try:
            erased.extend(row.reference for row in list(due) if dry or _erase(row, on))
        except BrokenChain as problem:
            stopped = problem.for_operators
        waits = tuple(undecided.values_list("reference", flat=True))
        if erased or waits or stopped:
            yield RoomRun(room, tuple(erased), waits, stopped)


def _erase(concern: Concern, on: datetime.date) -> bool:
    """Whether the concern was erased: not where somebody opened it again a moment before."""
    with transaction.atomic(durable=True):
        row = (
            Concern.objects.select_for_update()
            .filter(municipality_id=concern.municipality_id, pk=concern.pk, erase_on__lte=on)
            .first()
        )
        if row is None:
            return False
        begin(row, by=None, role=ROLE, why=Why.CLOCK)
    protection.finish_erasure(concern_id=concern.pk)
    return True
