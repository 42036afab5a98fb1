"""A table with some rooms at it, for tests."""

from __future__ import annotations

import dataclasses
import uuid
from dataclasses import dataclass

from django.utils import timezone

from fyrstod.access.policy import Role
from fyrstod.core.ids import new_id
from fyrstod.people.models import Agency, User
from fyrstod.rooms import disclosure_services, selectors, table_selectors, table_services
from fyrstod.rooms.contents import (
    Course,
    Decision,
    Disclosed,
    FollowUp,
    Footing,
    Goal,
    Handed,
    Minutes,
    Perspective,
    Setting,
    Stands,
)
from fyrstod.rooms.models import Concern, Disclosure, Seat, Word
from fyrstod.rooms.table_selectors import OpenTable
from tests.rooms import given, made

RULE = "osl-10-2"
"""An authority may tell what it must to do its own work."""
PURPOSE = "Plan together what helps."
KINDS = ("social-services", "police", "health", "prison-probation", "security-police")
"""The kinds of agency that sit at a table of six, beside the one that convenes it."""
EACH_WAY = 4
"""How often the first at a laden table has told each of the others, and been told by them."""
AT_ONCE = 5
"""The pieces that cross each time."""


@dataclass
class Sitting:
    """A room at a table: its concern and somebody who works there."""

    agency: Agency
    by: User
    concern: Concern
    seat: Seat

    def table(self) -> OpenTable:
        opened = selectors.open_doors(self.concern)
        seat = table_selectors.seat_at(opened, self.seat.table)
        assert seat is not None
        return table_selectors.open_table(opened, seat)

    def give(self, stands: Stands = Stands.BOTH, *, worries: str = "", protects: str = "") -> Word:
        return table_services.give_perspective(
            by=self.by,
            concern=self.concern,
            seat=self.seat,
            perspective=Perspective(stands=stands, worries=worries, protects=protects),
            word_id=new_id(),
        )

    def write(self, words: Minutes | Goal | FollowUp, *, replaces: str = "") -> Word:
        return table_services.write(
            by=self.by,
            concern=self.concern,
            seat=self.seat,
            words=words,
            word_id=new_id(),
            replaces=replaces,
        )


def setting(table: uuid.UUID) -> Setting:
    return Setting(table=str(table), purpose=PURPOSE)


def on_rule(sender: Agency, receiver: Agency, **other: object) -> Handed:
    situation = dataclasses.replace(given.KNOWN, sender=sender.kind, receiver=receiver.kind)
    handed = given.on(RULE, situation)
    return dataclasses.replace(handed, **other)  # type: ignore[arg-type]  # as the caller has them


def convened(concern: Concern, by: User) -> Sitting:
    table = new_id()
    seat = table_services.convene(by=by, concern=concern, setting=setting(table), seat_id=new_id())
    return Sitting(concern.agency, by, concern, seat)


def invited(host: Sitting, guest: Agency) -> Disclosure:
    """An invitation that waits: without a name, and with a question."""
    told = on_rule(
        host.agency,
        guest,
        asks="Will you sit down with us?",
        table=str(host.seat.table),
        invitation=host.table().seated.setting,
    )
    draft = disclosure_services.draft(
        by=host.by,
        concern=host.concern,
        to=guest,
        disclosed=Disclosed(handed=told),
        disclosure_id=new_id(),
        seen=0,
    )
    return disclosure_services.offer(
        by=host.by, concern=host.concern, disclosure=draft, seen=draft.version
    )


def joined(host: Sitting, guest: Agency, by: User) -> Sitting:
    offer = invited(host, guest)
    receipt = disclosure_services.accept_in_new(
        by=by,
        offer=given.waiting(offer),
        review_on=timezone.localdate(),
        pack="fyrstod 2026.2",
        concern_id=new_id(),
    )
    seat = Seat.objects.get(table=host.seat.table, agency=guest)
    return Sitting(guest, by, receipt.concern, seat)


def stand(sitting: Sitting, *others: Sitting) -> None:
    """Note a rule as the ground for what is told to each of the others."""
    seat = Seat.objects.get(pk=sitting.seat.pk)
    footings = {
        str(other.agency.pk): Footing(handed=on_rule(sitting.agency, other.agency))
        for other in others
    }
    table_services.stand_on(
        by=sitting.by, concern=sitting.concern, seat=seat, footings=footings, seen=seat.version
    )


def table_of(host: Concern, by: User, *guests: tuple[Agency, User]) -> list[Sitting]:
    """Rooms around one table, each with a ground for what it tells each of the others."""
    first = convened(host, by)
    rest = [joined(first, agency, user) for agency, user in guests]
    everybody = [first, *rest]
    for sitting in everybody:
        stand(sitting, *(other for other in everybody if other is not sitting))
    return everybody


def somebody(agency: Agency, name: str) -> User:
    user = made.person(name)
    made.member(user, agency, Role.PRACTITIONER)
    return user


def six(concern: Concern, by: User) -> list[Sitting]:
    """A table of six agencies: the concern's own, and one of each other kind."""
    guests = []
    for kind in KINDS:
        agency = made.agency(concern.agency.municipality, f"Guest: {kind}", kind)
        guests.append((agency, somebody(agency, f"Guest {kind}")))
    return table_of(concern, by, *guests)


def lay(sender: Sitting, receiver: Sitting, *texts: str) -> None:
    """Lay pieces on a table for one of the others, who takes them in."""
    told = on_rule(sender.agency, receiver.agency)
    offer = given.offer(sender.concern, sender.by, receiver.agency, handed=told, texts=texts)
    disclosure_services.accept(by=receiver.by, offer=given.waiting(offer), concern=receiver.concern)


def laden(host: Sitting, *guests: Sitting) -> None:
    """Put on a table what long work together leaves: among six, 200 pieces by 40 disclosures."""
    for guest in guests:
        for time in range(EACH_WAY):
            for sender, receiver in ((host, guest), (guest, host)):
                said = (
                    f"{sender.agency.name}, {time}.{number}: spoke less than before."
                    for number in range(AT_ONCE)
                )
                lay(sender, receiver, *said)
    for number, sitting in enumerate((host, *guests)):
        stands = list(Stands)[number % len(Stands)]
        sitting.give(stands, worries="Alone since the move.", protects="The coach.")
    today = timezone.localdate().isoformat()
    decision = Decision(text="Stay in touch with the coach.", reason="It helps.")
    host.write(Minutes(held_on=today, present="Everybody.", decisions=(decision,)))
    for sitting in (host, *guests):
        goal = sitting.write(Goal(text="Goes to training again.", doing="Calls the club."))
        sitting.write(
            FollowUp(goal=str(goal.pk), course=Course.UNDER_WAY, changed="Went there once.")
        )
