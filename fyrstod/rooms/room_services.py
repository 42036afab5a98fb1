"""Finding concerns in a room: each search, and each look at a list of names, on record."""

from __future__ import annotations

from django.db import transaction

from fyrstod.access.policy import Action, performs
from fyrstod.people.models import Agency, User
from fyrstod.rooms import selectors
from fyrstod.rooms.record import note
from fyrstod.rooms.selectors import Line, Search


@performs(Action.READ_CONCERN, "room")
def look_up(*, by: User, room: Agency, wanted: Search) -> list[Line]:
    """Find concerns by exact reference, name or number. That somebody searched is on record."""
    found = selectors.lines(room, selectors.search(room, wanted), with_names=True)
    with transaction.atomic():
        note(by, Action.READ_CONCERN, "room.searched", room=room)
    return found


@performs(Action.READ_CONCERN, "room")
def look_over(*, by: User, room: Agency, at: str) -> None:
    """Put on record that somebody saw names in a list. `at` is which: "list", "week" …"""
    with transaction.atomic():
        note(by, Action.READ_CONCERN, f"{at}.read", room=room)
