"""The rows of a table: its seats, locked in one order for everybody.

Whoever calls has asked who may.
"""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Iterable

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from fyrstod.access.policy import Action
from fyrstod.core.errors import DomainError
from fyrstod.core.ids import new_id
from fyrstod.people.models import User
from fyrstod.protection import services as protection
from fyrstod.protection.services import Cipher
from fyrstod.rooms import vault
from fyrstod.rooms.contents import Seated, Setting
from fyrstod.rooms.models import Concern, Seat
from fyrstod.rooms.record import hold, note, note_beside, role_for
from fyrstod.rooms.rows import ConcernGone


class TableOver(DomainError):
    """It has ended, or this room has left it."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "The table has ended, or your room has left it. What you received is still here. "
                "Nothing new was written."
            )
        )


class SeatedAlready(DomainError):
    """Two concerns of one room cannot be at the same table."""

    def __init__(self) -> None:
        super().__init__(
            _("Your room sits at this table with another concern already. Choose that one.")
        )


def take(
    cipher: Cipher,
    concern: Concern,
    *,
    by: User,
    setting: Setting,
    convener: str,
    now: datetime.datetime,
    seat_id: uuid.UUID | None = None,
) -> Seat:
    """Sit down, or sit down again after having left. Raises SeatedAlready.

    With `seat_id` the room convenes the table.
    """
    table = uuid.UUID(setting.table)
    there = Seat.objects.filter(
        municipality_id=concern.municipality_id, table=table, agency=concern.agency_id
    ).first()
    if there is not None:
        if there.concern_id != concern.pk:
            raise SeatedAlready
        there.left_at, there.joined_by = None, by
        there.version += 1
        there.save()
        return there
    seat = Seat(
        id=seat_id or new_id(),
        municipality_id=concern.municipality_id,
        concern=concern,
        agency=concern.agency,
        table=table,
        is_convener=seat_id is not None,
        joined_by=by,
        joined_at=now,
    )
    vault.seal(cipher, seat, Seated(setting=setting, convener=convener))
    seat.save(force_insert=True)
    return seat


def must_be_open(municipality_id: uuid.UUID, table: uuid.UUID) -> None:
    """Raises TableOver unless the room that convened a table still sits at it."""
    there = Seat.objects.filter(
        municipality_id=municipality_id, table=table, is_convener=True, left_at=None, ended_at=None
    ).first()
    if there is None or protection.erased(
        municipality_id=municipality_id, concern_ids=[there.concern_id]
    ):
        raise TableOver


def lock_all(seat: Seat) -> list[Seat]:
    """The seats of a table that are left, with their concerns locked, each room's own among them.

    A room whose concern is erased has no seat any more.
    """
    here = {"municipality_id": seat.municipality_id, "table": seat.table}
    there = _keep(seat.municipality_id, Seat.objects.filter(**here))
    gone = protection.erased(municipality_id=seat.municipality_id, concern_ids=list(there))
    found = Seat.objects.filter(**here).select_related(
        "agency__municipality", "concern__agency", "joined_by"
    )
    return [
        each
        for each in found.order_by("joined_at", "pk")
        if each.concern_id in there and each.concern_id not in gone
    ]


def own(around: Iterable[Seat], seat: Seat) -> Seat:
    """One of the seats that `lock_all` found. Raises ConcernGone where it is erased."""
    found = next((each for each in around if each.pk == seat.pk), None)
    if found is None:
        raise ConcernGone
    return found


def sitting(around: Iterable[Seat]) -> list[Seat]:
    return [each for each in around if each.left_at is None and each.ended_at is None]


def rise(
    by: User, seat: Seat, around: list[Seat], *, action: Action = Action.WRITE_CONCERN
) -> None:
    """Let a room leave a table, on record in every room. What it convened ends with it."""
    others = [each for each in sitting(around) if each is not seat]
    hold(seat.agency, *(each.agency for each in others))
    now = timezone.now()
    seat.left_at = now
    grow(seat)
    note(by, action, "table.left", concern=seat.concern)
    role = role_for(by, action, seat.agency)
    for each in others:
        if seat.is_convener:
            each.ended_at = now
            grow(each)
        event = "table.ended" if seat.is_convener else "table.left-by-other"
        note_beside(by, each.agency, event, role=role, about=each.concern.reference)


def rise_from_all(by: User, concern: Concern, *, action: Action = Action.WRITE_CONCERN) -> None:
    """Leave every table that a concern lies on, since it is closed or erased.

    `lock_around` comes first.
    """
    here = Seat.objects.filter(
        municipality_id=concern.municipality_id, concern=concern, left_at=None, ended_at=None
    )
    tables = [(seat, lock_all(seat)) for seat in here]
    # The journals of all the tables at once: held table by table, two could wait for each other.
    hold(*(each.agency for _seat, around in tables for each in around))
    for seat, around in tables:
        rise(by, own(around, seat), around, action=action)


def grow(seat: Seat) -> None:
    seat.version += 1
    seat.save()


def lock_around(concern: Concern) -> None:
    """Keep every concern that lies on a table with this one, before its own row is locked."""
    here = {"municipality_id": concern.municipality_id}
    tables = Seat.objects.filter(**here, concern=concern).values("table")
    _keep(concern.municipality_id, Seat.objects.filter(**here, table__in=tables), concern.pk)


class _SomebodyCame(Exception):
    pass


def _keep(municipality_id: uuid.UUID, found: QuerySet[Seat], *more: uuid.UUID) -> set[uuid.UUID]:
    """Lock the concerns of some seats in the order of ids; which those are.

    Somebody may have sat down while this waited. What was locked is then let go and locked anew,
    so that the order is kept.
    """
    while True:
        wanted = {*found.values_list("concern_id", flat=True), *more}
        rows = Concern.objects.select_for_update(of=("self",)).filter(
            municipality_id=municipality_id, pk__in=wanted
        )
        try:
            with transaction.atomic():
                there = {row.pk for row in rows.order_by("pk")}
                if not wanted.issuperset(found.values_list("concern_id", flat=True)):
                    raise _SomebodyCame
                return there
        except _SomebodyCame:
            continue
