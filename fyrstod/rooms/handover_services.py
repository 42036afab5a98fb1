"""What a handover does: a briefing is written, a concern is offered, and somebody answers."""

from __future__ import annotations

import uuid
from collections.abc import Collection

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from fyrstod.access.policy import Action, may, performs
from fyrstod.core.ids import new_id
from fyrstod.people.models import Agency, User
from fyrstod.protection import services as protection
from fyrstod.rooms import handover_rules, rows, selectors, vault
from fyrstod.rooms.contents import Briefing, Reason
from fyrstod.rooms.models import BriefingVersion, Concern, Handover, Task
from fyrstod.rooms.record import note, note_each
from fyrstod.rooms.rows import ConcernGone, IsClosed
from fyrstod.rooms.rules import Offer
from fyrstod.rooms.services import ChangedMeanwhile


@performs(Action.WRITE_CONCERN, "concern")
@transaction.atomic
def write_briefing(
    *, by: User, concern: Concern, words: Briefing, seen: int
) -> BriefingVersion | None:
    """Write what the next should know; what stood there before stays readable.

    `seen` is the number of the version in sight, 0 for none. The same words again are no new
    version. None: nothing was written, and nothing stood there. Raises IsClosed or
    ChangedMeanwhile.
    """
    row = rows.open_row(concern)
    cipher = vault.cipher_of(row)
    here = BriefingVersion.objects.filter(municipality_id=row.municipality_id, concern=row)
    last = here.order_by("-number").first()
    saved = vault.unseal(cipher, last, Briefing) if last else Briefing()
    if saved == words:
        return last
    number = last.number if last else 0
    if number != seen:
        raise ChangedMeanwhile(saved, number)
    now = timezone.now()
    version = BriefingVersion(
        id=new_id(),
        municipality_id=row.municipality_id,
        concern=row,
        number=number + 1,
        written_by=by,
        written_at=now,
    )
    vault.seal(cipher, version, words)
    version.save(force_insert=True)
    rows.touch(row, now)
    note(by, Action.WRITE_CONCERN, "briefing.written", concern=row)
    return version


@performs(Action.HAND_OVER, "room")
@transaction.atomic
def offer(
    *, by: User, room: Agency, concerns: Collection[uuid.UUID], to: User, batch: uuid.UUID
) -> list[Handover]:
    """Offer some of a room's concerns to a colleague, all of them or none.

    The same `batch` again offers nothing twice. Whoever coordinates the room offers what is with
    nobody, and opens none of it. Raises CannotTake, NotYours, AlreadyOffered, IsClosed or
    ConcernGone.
    """
    here = {"municipality_id": room.municipality_id, "agency": room}
    found = Concern.objects.select_for_update(of=("self",)).filter(**here, pk__in=concerns)
    wanted = list(found.order_by("pk"))
    ids = {handover_rules.id_of(batch, row.pk): row for row in wanted}
    there = list(Handover.objects.filter(**here, pk__in=ids))
    if there and len(there) == len(wanted):
        return there
    if len(wanted) != len(concerns) or protection.erased(
        municipality_id=room.municipality_id, concern_ids=[row.pk for row in wanted]
    ):
        raise ConcernGone
    if to == by or to not in selectors.practitioners_of(room):
        raise handover_rules.CannotTake
    _must_be_free_to_offer(by, room, wanted)
    now = timezone.now()
    made = Handover.objects.bulk_create(
        Handover(
            id=handover_id,
            municipality_id=room.municipality_id,
            concern=row,
            agency=room,
            held_by_id=row.holder_id,
            offered_by=by,
            offered_at=now,
            recipient=to,
        )
        for handover_id, row in ids.items()
    )
    note_each(by, Action.HAND_OVER, "handover.offered", room=room, about=wanted)
    return made


def _must_be_free_to_offer(by: User, room: Agency, wanted: list[Concern]) -> None:
    left = set(selectors.left_from(room))
    coordinates = may(by, Action.SEE_CONTINUITY, room)
    waiting = set(
        Handover.objects.filter(
            municipality_id=room.municipality_id, concern__in=wanted, state=Offer.WAITING
        ).values_list("concern_id", flat=True)
    )
    for row in wanted:
        if row.is_closed:
            raise IsClosed
        if not handover_rules.may_offer(
            holder=row.holder_id,
            by=by.pk,
            coordinates=coordinates,
            with_nobody=row.holder_id is None or row.holder_id in left,
        ):
            raise handover_rules.NotYours(row.reference)
        if row.pk in waiting:
            raise handover_rules.AlreadyOffered(row.reference)


@performs(Action.HAND_OVER, "concern")
@transaction.atomic
def take_back(*, by: User, concern: Concern, handover: Handover) -> Handover:
    """Take back an offer that nobody has answered. Taken back already: nothing changes.

    It is for whoever offered it, and for the room's coordinator. Raises NotForYou, ConcernGone or
    AlreadyAnswered.
    """
    row = rows.locked(concern)
    there = _locked(row, handover)
    if there.offered_by_id != by.pk and not may(by, Action.SEE_CONTINUITY, row):
        raise handover_rules.NotForYou
    if there.state == Offer.WITHDRAWN:
        return there
    if there.state != Offer.WAITING:
        raise handover_rules.AlreadyAnswered(Offer(there.state))
    _end(there, by, Offer.WITHDRAWN)
    note(by, Action.HAND_OVER, "handover.taken-back", concern=row)
    return there


@performs(Action.WRITE_CONCERN, "concern")
@transaction.atomic
def accept(*, by: User, concern: Concern, handover: Handover) -> Handover:
    """Become responsible. What the one before had left to do in the concern goes along.

    Accepted already by the same person: nothing changes. Raises NotForYou, ConcernGone,
    IsClosed or AlreadyAnswered.
    """
    row = rows.locked(concern)
    there = _mine(row, handover, by)
    if there.state == Offer.ACCEPTED:
        return there
    if row.is_closed:
        raise IsClosed
    if there.state != Offer.WAITING:
        raise handover_rules.AlreadyAnswered(Offer(there.state))
    if there.held_by_id is not None:
        left_to_do = Task.objects.filter(
            municipality_id=row.municipality_id, concern=row, done_at=None, doer=there.held_by_id
        )
        left_to_do.update(doer=by, version=F("version") + 1)
    row.holder = by
    row.version += 1
    row.save()
    _end(there, by, Offer.ACCEPTED)
    note(by, Action.WRITE_CONCERN, "handover.accepted", concern=row)
    return there


@performs(Action.WRITE_CONCERN, "concern")
@transaction.atomic
def decline(*, by: User, concern: Concern, handover: Handover, reason: str) -> Handover:
    """Say no, and why: the concern stays where it was.

    Declined already: nothing changes. Raises as `accept` does.
    """
    row = rows.locked(concern)
    there = _mine(row, handover, by)
    if there.state == Offer.DECLINED:
        return there
    if there.state != Offer.WAITING:
        raise handover_rules.AlreadyAnswered(Offer(there.state))
    vault.seal(vault.cipher_of(row), there, Reason(text=reason))
    _end(there, by, Offer.DECLINED)
    note(by, Action.WRITE_CONCERN, "handover.declined", concern=row)
    return there


@performs(Action.EXPORT_CONCERN, "concern")
@transaction.atomic
def take_out_briefing(*, by: User, concern: Concern, file_format: str) -> None:
    """Put on record that somebody took the briefing out as a paper, and in which format."""
    note(by, Action.EXPORT_CONCERN, "briefing.exported", concern=concern, kind=file_format)


def _locked(concern: Concern, handover: Handover) -> Handover:
    return Handover.objects.select_for_update().get(
        municipality_id=concern.municipality_id, concern=concern, pk=handover.pk
    )


def _mine(concern: Concern, handover: Handover, by: User) -> Handover:
    """The offer as it stands, for whoever it was made to. Raises NotForYou."""
    there = _locked(concern, handover)
    if there.recipient_id != by.pk:
        raise handover_rules.NotForYou
    return there


def _end(handover: Handover, by: User, state: Offer) -> None:
    handover.state, handover.ended_by, handover.ended_at = state, by, timezone.now()
    handover.save()
