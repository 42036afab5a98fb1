"""Finding concerns in a room: each search, and each look at what came of another, on record."""

from __future__ import annotations

from django.db import transaction

from fyrstod.access.policy import Action, performs
from fyrstod.people.models import Agency, User
from fyrstod.rooms import selectors
from fyrstod.rooms.contents import Person
from fyrstod.rooms.models import Concern
from fyrstod.rooms.record import note, note_each
from fyrstod.rooms.selectors import Earlier, Line, Search


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


@performs(Action.READ_CONCERN, "room")
def meet_earlier(
    *, by: User, room: Agency, person: Person, besides: Concern | None = None
) -> list[Earlier]:
    """Other concerns here about somebody of the same number or name, and what came of them.

    Of an open one nothing has come yet, and the journal says what was seen instead.
    """
    known = selectors.known_before(room, person, besides=besides)
    found = selectors.earlier(room, known)
    with transaction.atomic():
        for event, closed in (("summary.read", False), ("outcome.read", True)):
            about = [each.concern for each in found if each.concern.is_closed is closed]
            note_each(by, Action.READ_CONCERN, event, room=room, about=about)
    return found
