"""Every deed and every look, put on record."""

from __future__ import annotations

from fyrstod.access.policy import GRANTS, Action, Denied, Guarded
from fyrstod.journal import services as journal
from fyrstod.people.models import Agency, User
from fyrstod.rooms.models import Concern


def note(
    by: User,
    action: Action,
    event: str,
    *,
    concern: Concern | None = None,
    room: Agency | None = None,
    kind: str = "",
) -> None:
    """Write one entry in the room's journal: what `by` did, in which role, about which concern.

    `event` is a word such as "concern.opened", and `kind` one that tells more of it; both with
    a sentence in `record_words`, and never a person's data. Raises Denied for somebody without a
    role that covers it: nothing is done unrecorded.
    """
    place = room or (concern.agency if concern else None)
    if place is None:
        raise ValueError("an entry belongs to a room")
    journal.record(
        municipality_id=place.municipality_id,
        room_id=place.pk,
        who=by.pk,
        role=role_for(by, action, place),
        action=event,
        about=concern.reference if concern else "",
        kind=kind,
    )


def note_beside(
    by: User, room: Agency, event: str, *, role: str, about: str = "", kind: str = ""
) -> None:
    """Write in a room what somebody of another room did there, in the role they have at home."""
    journal.record(
        municipality_id=room.municipality_id,
        room_id=room.pk,
        who=by.pk,
        role=role,
        action=event,
        about=about,
        kind=kind,
    )


def hold(*rooms: Agency) -> None:
    """Keep the journals of some rooms for this transaction, in one order for everybody.

    Called before the first entry where two rooms' journals tell of the same deed, so that two
    rooms that write to each other never wait for one another. Concerns are locked before it.
    """
    for room in sorted(rooms, key=lambda room: room.pk):
        journal.hold(municipality_id=room.municipality_id, room_id=room.pk)


def note_refused(by: User, room: Agency) -> None:
    """Write that somebody of the room asked for what no role of theirs covers there."""
    journal.record(
        municipality_id=room.municipality_id,
        room_id=room.pk,
        who=by.pk,
        role=min(str(role) for role in room.roles_of(by)),
        action="room.asked",
        result="refused",
    )


def note_each(by: User, action: Action, event: str, *, room: Agency, about: list[Concern]) -> None:
    """Write one entry about each of a room's concerns, with as many queries as for one.

    Raises Denied, as `note` does.
    """
    journal.record_each(
        municipality_id=room.municipality_id,
        room_id=room.pk,
        who=by.pk,
        role=role_for(by, action, room),
        action=event,
        abouts=[concern.reference for concern in about],
    )


def role_for(by: User, action: Action, place: Guarded) -> str:
    """The role that lets somebody do it; by name, where more than one does. Raises Denied."""
    roles = [str(role) for role in place.roles_of(by) if action in GRANTS[role]]
    if not roles:
        raise Denied
    return min(roles)
