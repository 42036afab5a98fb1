"""What there is to hand over in a room, and what would stop if somebody left it."""

from __future__ import annotations

import datetime
import uuid
from dataclasses import dataclass

from django.db.models import QuerySet

from fyrstod.access.policy import Action, Role, may
from fyrstod.people.models import Agency, Membership, User
from fyrstod.rooms import selectors
from fyrstod.rooms.models import Concern, Handover
from fyrstod.rooms.rules import Offer
from fyrstod.rooms.selectors import HandoverLine, Line

OF_A_ROOM = (Role.PRACTITIONER, Role.COORDINATOR, Role.RECORDS_OFFICER, Role.AUDITOR)
"""The roles that somebody in a room must have, in the order they are told."""


@dataclass(frozen=True, slots=True)
class Giving:
    """What somebody may hand over in a room, to whom, and what of it is under way."""

    own: list[Line]
    unheld: list[Line]
    people: list[User]
    waiting: list[HandoverLine]
    to_me: list[HandoverLine]
    answers: list[HandoverLine]
    gone: frozenset[uuid.UUID]
    """Those of whom an answer is awaited who do not work here any more."""

    @property
    def free(self) -> list[Line]:
        return [*self.own, *self.unheld]


def giving(room: Agency, user: User) -> Giving:
    """The same number of queries, however much there is. Names are for those who may read them."""
    reads = may(user, Action.READ_CONCERN, room)
    coordinates = may(user, Action.SEE_CONTINUITY, room)
    there = selectors.handovers_in(room).filter(state=Offer.WAITING)
    waiting = list(there if coordinates else there.filter(offered_by=user))[: selectors.PAGE]
    to_me = list(there.filter(recipient=user)[: selectors.PAGE])
    offered = Handover.objects.filter(
        municipality_id=room.municipality_id, agency=room, state=Offer.WAITING
    )
    open_here = selectors.concerns_of(room).exclude(pk__in=offered.values("concern_id"))
    own = list(open_here.filter(holder=user)[: selectors.PAGE]) if reads else []
    unheld = _unheld(room, open_here) if coordinates else []
    here = selectors.practitioners_of(room)
    lines = selectors.lines(room, dict.fromkeys([*own, *unheld]), with_names=reads)
    mine = {row.pk for row in own}
    return Giving(
        own=[line for line in lines if line.concern.pk in mine],
        unheld=[line for line in lines if line.concern.pk not in mine],
        people=[person for person in here if person != user],
        waiting=selectors.handover_lines(room, waiting, with_names=reads),
        to_me=selectors.handover_lines(room, to_me, with_names=reads),
        answers=selectors.handover_lines(
            room, selectors.answered_to(user, room)[: selectors.PAGE], with_names=reads
        ),
        gone=frozenset(
            row.recipient_id for row in waiting if row.recipient_id not in {it.pk for it in here}
        ),
    )


def handover_in(concern: Concern, handover_id: uuid.UUID) -> Handover | None:
    return Handover.objects.filter(
        municipality_id=concern.municipality_id, concern=concern, pk=handover_id
    ).first()


def _unheld(room: Agency, rows: QuerySet[Concern]) -> list[Concern]:
    return selectors.with_nobody(rows, "holder", selectors.left_from(room))


@dataclass(frozen=True, slots=True)
class Held:
    """A role of a room, and how many have it."""

    role: Role
    people: int


@dataclass(frozen=True, slots=True)
class Continuity:
    """What would stop if somebody left: counts and references, and never content."""

    roles: list[Held]
    unheld: list[Line]
    unheld_count: int
    late: list[Line]
    late_count: int
    waiting: list[HandoverLine]
    gone: frozenset[uuid.UUID]

    @property
    def alone(self) -> list[Held]:
        return [held for held in self.roles if held.people == 1]

    @property
    def vacant(self) -> list[Held]:
        return [held for held in self.roles if held.people == 0]


def continuity(room: Agency, today: datetime.date) -> Continuity:
    """The same number of queries, whatever the room holds."""
    there = selectors.concerns_of(room)
    left = selectors.left_from(room)
    unheld = selectors.with_nobody(there, "holder", left)
    overdue = there.filter(review_on__lt=today)
    late = list(overdue[: selectors.PAGE])
    waiting = list(selectors.handovers_in(room).filter(state=Offer.WAITING)[: selectors.PAGE])
    found = selectors.lines(
        room, dict.fromkeys([*unheld, *late, *(row.concern for row in waiting)]), with_names=False
    )
    named = {line.concern.pk: line for line in found}
    here = {person.pk for person in selectors.practitioners_of(room)}
    return Continuity(
        roles=_roles(room),
        unheld=[named[row.pk] for row in unheld if row.pk in named],
        unheld_count=there.filter(holder=None).count() + there.filter(holder__in=left).count(),
        late=[named[row.pk] for row in late if row.pk in named],
        late_count=overdue.count(),
        waiting=[
            HandoverLine(row, named[row.concern_id]) for row in waiting if row.concern_id in named
        ],
        gone=frozenset(row.recipient_id for row in waiting if row.recipient_id not in here),
    )


def _roles(room: Agency) -> list[Held]:
    active = Membership.objects.active().filter(
        municipality_id=room.municipality_id, agency=room, user__is_active=True
    )
    who: dict[str, set[uuid.UUID]] = {}
    for role, user_id in active.values_list("role", "user_id"):
        who.setdefault(role, set()).add(user_id)
    return [Held(role, len(who.get(role, ()))) for role in OF_A_ROOM]
