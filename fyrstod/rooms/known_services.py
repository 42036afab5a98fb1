"""Meeting what is known here of a person, and saying whether it is the same one."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from fyrstod.access.policy import Action, performs
from fyrstod.people.models import Agency, User
from fyrstod.rooms import known_selectors, rows, services, vault
from fyrstod.rooms.contents import Answer, Note, Person, SamePerson
from fyrstod.rooms.known_rules import together, unlike
from fyrstod.rooms.known_selectors import Known, Pair
from fyrstod.rooms.models import Concern, Identity, Namesake, Piece
from fyrstod.rooms.record import note_each


@performs(Action.READ_CONCERN, "room")
def meet(*, by: User, room: Agency, known: Sequence[Known]) -> None:
    """Put on record that somebody saw the concerns that are, or may be, about the same person.

    Of an open one nothing has come yet, and the journal says what was seen instead. Of what may
    be about somebody else it says just that.
    """
    same = [each.concern for each in known if each.is_same]
    seen = {
        "summary.read": [concern for concern in same if not concern.is_closed],
        "outcome.read": [concern for concern in same if concern.is_closed],
        "likeness.read": [each.concern for each in known if not each.is_same],
    }
    with transaction.atomic():
        for event, about in seen.items():
            note_each(by, Action.READ_CONCERN, event, room=room, about=about)


@performs(Action.READ_CONCERN, "concern")
def compare(*, by: User, concern: Concern, other: Concern) -> Pair:
    """Two concerns beside each other. That the other one was seen is on record."""
    with transaction.atomic():
        note_each(
            by, Action.READ_CONCERN, "likeness.read", room=concern.agency, about=[concern, other]
        )
    return known_selectors.pair(concern, other)


@performs(Action.WRITE_CONCERN, "concern")
@transaction.atomic
def answer(*, by: User, concern: Concern, other: Concern, same: SamePerson, seen: int) -> Namesake:
    """Say whether two concerns of a room are about the same person. No clock moves by it.

    `seen` is the version of the answer in sight, 0 for none. The same answer again changes
    nothing. Raises IsClosed, NotFromHere, ConcernGone or ChangedMeanwhile.
    """
    if other.agency_id != concern.agency_id or other.pk == concern.pk:
        raise rows.NotFromHere
    first, second = (rows.locked(row) for row in rows.in_order(concern, other))
    if (first if first.pk == concern.pk else second).is_closed:
        raise rows.IsClosed
    there = Namesake.objects.filter(
        municipality_id=first.municipality_id, concern=first, other=second
    ).first()
    cipher = vault.cipher_of(first)
    saved = vault.unseal(cipher, there, Answer) if there else None
    beside = known_selectors.pair(first, second)
    given = Answer(same=same, unlike=unlike(beside.person, beside.known.person))
    if there and saved == given:
        return there
    if seen != (there.version if there else 0):
        raise services.ChangedMeanwhile(saved, there.version if there else 0)
    now = timezone.now()
    if there:
        there.answered_by, there.answered_at = by, now
        there.version += 1
        vault.seal(cipher, there, given)
    else:
        there = rows.new_answer(cipher, (first, second), by=by, answer=given, now=now)
    there.save()
    note_each(
        by,
        Action.WRITE_CONCERN,
        "likeness.answered",
        room=concern.agency,
        about=[concern, other],
    )
    return there


@performs(Action.WRITE_CONCERN, "concern")
@transaction.atomic
def go_on(
    *, by: User, concern: Concern, contents: Note, person: Person, piece_id: uuid.UUID
) -> Piece:
    """Write a piece in an earlier concern, and add what it lacks about the person.

    Nothing that is saved is replaced. The same `piece_id` again does nothing more.
    Raises IsClosed, NotFromHere or TooLongTogether, and then nothing is written.
    """
    row = rows.open_row(concern)
    if there := rows.written_before(Piece, row, piece_id):
        return there
    identity = Identity.objects.select_for_update().get(
        municipality_id=row.municipality_id, concern=row
    )
    saved = vault.unseal(vault.cipher_of(row), identity, Person)
    if (whole := together(saved, person)) != saved:
        services.identify(by=by, concern=row, person=whole, seen=identity.version)
    return services.write_piece(by=by, concern=row, contents=contents, piece_id=piece_id)
