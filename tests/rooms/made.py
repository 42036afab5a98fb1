"""A fictitious municipality with two rooms and the people in them, for tests."""

from __future__ import annotations

import datetime
from typing import Any

from django.utils import timezone

from fyrstod.access.policy import Role
from fyrstod.core.ids import new_id
from fyrstod.people.models import OF_THE_MUNICIPALITY, Agency, Membership, Municipality, User
from fyrstod.protection import services as protection
from fyrstod.rooms import handover_services, paper_services, services
from fyrstod.rooms.contents import Direction, Note, NoteKind, PaperKind, Person, Sheet
from fyrstod.rooms.models import Concern, Handover, Paper
from fyrstod.rooms.rules import About

PERSON = Person(
    name="Robin Påhitt",
    number="191212121212",
    contact="070-174 06 05",
    address="Storgatan 1, Björkdala",
)
"""Tolvan's number is the one that authorities use for examples."""
SEEN = Note(
    kind=NoteKind.SEEN,
    text="Praised an attack during the break.",
    date="2026-11-10",
    source="school corridor",
    factors=("legitimises-violence",),
    pack="fyrstod 2026.2",
)


def person(name: str, email: str = "") -> User:
    return User.objects.create_user(email or f"{name.casefold()}@bjorkdala.example", name)


def member(user: User, place: Agency | Municipality, role: Role) -> Membership:
    """A role in force. Whoever proposed and confirmed it has no other part in a test."""
    of_all = role in OF_THE_MUNICIPALITY
    assert of_all == isinstance(place, Municipality)
    asked, agreed = (
        User.objects.get_or_create(email=f"{word}@bjorkdala.example", defaults={"name": word})[0]
        for word in ("proposer", "confirmer")
    )
    found = Membership.objects.create(
        municipality=place if isinstance(place, Municipality) else place.municipality,
        agency=None if isinstance(place, Municipality) else place,
        user=user,
        role=role,
        proposed_by=asked,
        confirmed_by=agreed,
        confirmed_at=timezone.now(),
    )
    user.__dict__.pop("active_memberships", None)
    return found


def agency(municipality: Municipality, name: str, kind: str) -> Agency:
    made = Agency.objects.create(municipality=municipality, name=name, kind=kind)
    protection.make_room_key(room_id=made.pk, municipality_id=municipality.pk)
    return made


def concern(room: Agency, by: User, **other: Any) -> Concern:
    given: dict[str, Any] = {
        "about": About.CHILD,
        "why_now": "Three teachers have said the same thing.",
        "person": PERSON,
        "review_on": datetime.date(2026, 12, 1),
        "pack": "fyrstod 2026.2",
    }
    return services.open_concern(by=by, room=room, **(given | other))


def paper(
    concern: Concern, by: User, *, number: str, direction: Direction = Direction.RECEIVED
) -> Paper:
    return paper_services.register(
        by=by,
        concern=concern,
        sheet=_sheet(PaperKind.OTHER, direction, "A letter from the club", number),
        paper_id=new_id(),
    )


def export(concern: Concern, by: User, number: str = "2026-118") -> Paper:
    """A whole concern in the agency's own case system, under a number."""
    return paper_services.note_export(
        by=by,
        concern=concern,
        sheet=_sheet(PaperKind.EXPORT, Direction.MADE, "The whole concern", number),
        paper_id=new_id(),
    )


def handover(concern: Concern, by: User, to: User) -> Handover:
    (offered,) = handover_services.offer(
        by=by, room=concern.agency, concerns=[concern.pk], to=to, batch=new_id()
    )
    return offered


def _sheet(kind: PaperKind, direction: Direction, title: str, number: str) -> Sheet:
    today = timezone.localdate()
    return Sheet(kind=kind, direction=direction, title=title, date=today, number=number)
