"""Going on in an earlier concern about somebody who turned out to be known."""

from __future__ import annotations

import uuid

from django.db import transaction

from fyrstod.access.policy import Action, performs
from fyrstod.people.models import User
from fyrstod.rooms import rows, services, vault
from fyrstod.rooms.contents import Note, Person
from fyrstod.rooms.known_rules import together
from fyrstod.rooms.models import Concern, Identity, Piece


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
