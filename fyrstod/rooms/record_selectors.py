"""What can be read in a journal: who did or looked at what, the latest first."""

from __future__ import annotations

import datetime
import uuid
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from fyrstod.access.policy import Role
from fyrstod.journal.models import Entry
from fyrstod.people.models import Agency, Membership, Municipality, User, active_memberships
from fyrstod.rooms import record_words
from fyrstod.rooms.rules import tidy_reference

AT_A_TIME = 100
"""How many entries a page shows."""


@dataclass(frozen=True, slots=True)
class Chain:
    """The journal of a room, or of what concerns a municipality's roles.

    The municipality's own is read by the auditors of its agencies: whoever gives roles is not
    the one who reviews how they are given.
    """

    place: Agency | Municipality

    @property
    def municipality_id(self) -> uuid.UUID:
        place = self.place
        return place.municipality_id if isinstance(place, Agency) else place.pk

    @property
    def room_id(self) -> uuid.UUID:
        return self.place.pk

    def roles_of(self, user: Any, /) -> frozenset[Role]:
        roles = self.place.roles_of(user)
        if isinstance(self.place, Agency):
            return roles
        reviews = any(
            membership.municipality_id == self.place.pk and membership.role == Role.AUDITOR
            for membership in active_memberships(user)
        )
        return roles | {Role.AUDITOR} if reviews else roles


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which entries. `before` is the number of the one that the page before ended with."""

    reference: str = ""
    who: uuid.UUID | None = None
    by_itself: bool = False
    """Only what the installation did without anybody asking."""
    since: datetime.date | None = None
    until: datetime.date | None = None
    before: int | None = None


@dataclass(frozen=True, slots=True)
class Look:
    """One entry as a page shows it. `name` is empty for the installation itself."""

    number: int
    at: datetime.datetime
    name: str
    is_known: bool
    role: str
    what: str
    reference: str
    membership_id: uuid.UUID | None
    result: str


@dataclass(frozen=True, slots=True)
class Looks:
    """A page of entries. `older` is what the next one is asked for with, None for the last."""

    looks: tuple[Look, ...]
    older: int | None
    end: tuple[int, str] | None
    """The number and hash of the latest entry shown: a head to keep, on the first page."""


def read(chain: Chain, wanted: Wanted) -> Looks:
    """With two queries, however long the chain is."""
    rows = list(_wanted(chain, wanted)[: AT_A_TIME + 1])
    shown = rows[:AT_A_TIME]
    names = dict(
        User.objects.filter(pk__in={row.who for row in shown if row.who}).values_list("pk", "name")
    )
    return Looks(
        looks=tuple(_look(row, names) for row in shown),
        older=shown[-1].number if len(rows) > AT_A_TIME else None,
        end=(shown[0].number, shown[0].hash) if shown else None,
    )


def _wanted(chain: Chain, wanted: Wanted) -> QuerySet[Entry]:
    rows = Entry.objects.filter(municipality_id=chain.municipality_id, room_id=chain.room_id)
    if wanted.reference:
        rows = rows.filter(about=wanted.reference)
    if wanted.who:
        rows = rows.filter(who=wanted.who)
    if wanted.by_itself:
        rows = rows.filter(who=None)
    if wanted.since:
        rows = rows.filter(at__gte=_begins(wanted.since))
    if wanted.until:
        rows = rows.filter(at__lt=_begins(wanted.until + datetime.timedelta(days=1)))
    if wanted.before is not None:
        rows = rows.filter(number__lt=wanted.before)
    return rows.order_by("-number")


def _begins(day: datetime.date) -> datetime.datetime:
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time.min))


def _look(row: Entry, names: dict[uuid.UUID, str]) -> Look:
    of_a_role = record_words.is_about_a_role(row.action, row.kind)
    return Look(
        number=row.number,
        at=row.at,
        name=names.get(row.who, "") if row.who else "",
        is_known=row.who is None or row.who in names,
        role=record_words.role_name(row.role),
        what=record_words.sentence(row.action, row.kind, row.result),
        reference=tidy_reference(row.about),
        membership_id=uuid.UUID(row.about) if of_a_role else None,
        result=record_words.result_name(row.result),
    )


def people_of(chain: Chain) -> list[User]:
    """Who may stand in a journal by a role that they have or had, by name."""
    held = Membership.objects.filter(municipality_id=chain.municipality_id)
    if isinstance(chain.place, Agency):
        held = held.filter(Q(agency=chain.room_id) | Q(agency=None))
    return list(User.objects.filter(pk__in=held.values("user")).order_by("name", "pk"))
