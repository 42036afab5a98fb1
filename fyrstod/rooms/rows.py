"""The row of a concern as it stands, kept from others, and what is put beside it.

Whoever calls has asked who may, and writes the journal.
"""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Iterable
from typing import TypeVar

from django.utils.translation import gettext as _

from fyrstod.core.errors import DomainError
from fyrstod.core.ids import new_id
from fyrstod.people.models import Agency, User
from fyrstod.protection import services as protection
from fyrstod.rooms import vault
from fyrstod.rooms.contents import Answer, Note
from fyrstod.rooms.models import Concern, Handover, Namesake, Piece, PieceVersion, Task
from fyrstod.rooms.rules import Offer

R = TypeVar("R", Piece, Task)


class ConcernGone(DomainError):
    """The concern is erased, or its erasure is decided."""

    def __init__(self) -> None:
        super().__init__(
            _("The concern is erased, and nothing of it is left here. Nothing was saved.")
        )


class IsClosed(DomainError):
    def __init__(self) -> None:
        super().__init__(
            _("The concern is closed, so nothing more is written in it. Open it again first.")
        )


class NotFromHere(DomainError):
    """A step that does not follow from how the concern stands now."""

    def __init__(self) -> None:
        super().__init__(_("The concern has moved on since you opened the page. Look at it again."))


def locked(concern: Concern) -> Concern:
    """Raises ConcernGone. Called in a transaction of the rooms."""
    row = (
        Concern.objects.select_for_update(of=("self",))
        .select_related("agency__municipality")
        .filter(municipality_id=concern.municipality_id, pk=concern.pk)
        .first()
    )
    if row is None or protection.erased(
        municipality_id=concern.municipality_id, concern_ids=[concern.pk]
    ):
        raise ConcernGone
    return row


def open_row(concern: Concern) -> Concern:
    """The row as it stands, kept from others until the transaction ends. Raises IsClosed."""
    row = locked(concern)
    if row.is_closed:
        raise IsClosed
    return row


def still_there(room: Agency, concerns: Iterable[Concern]) -> list[Concern]:
    """Those of a room's concerns that are not erased, locked with as many queries as one."""
    wanted = [concern.pk for concern in concerns]
    here = Concern.objects.select_for_update(of=("self",)).filter(
        municipality_id=room.municipality_id, agency=room, pk__in=wanted
    )
    found = list(here.order_by("pk"))
    gone = protection.erased(municipality_id=room.municipality_id, concern_ids=wanted)
    return [row for row in found if row.pk not in gone]


def in_order(one: Concern, other: Concern) -> tuple[Concern, Concern]:
    """Two concerns as a pair is kept and locked, whichever of them one stands in."""
    return (one, other) if one.pk < other.pk else (other, one)


def new_answer(
    cipher: protection.Cipher,
    pair: tuple[Concern, Concern],
    *,
    by: User,
    answer: Answer,
    now: datetime.datetime,
) -> Namesake:
    """What somebody said of two concerns, as `in_order` has them. It is not saved yet."""
    first, second = pair
    row = Namesake(
        id=new_id(),
        municipality_id=first.municipality_id,
        concern=first,
        other=second,
        answered_by=by,
        answered_at=now,
    )
    vault.seal(cipher, row, answer)
    return row


def written_before(kind: type[R], concern: Concern, row_id: uuid.UUID) -> R | None:
    """The row that an earlier click has written. Raises NotFromHere where it is elsewhere."""
    there = kind._default_manager.filter(pk=row_id).first()
    if there is None:
        return None
    if there.concern_id != concern.pk:
        raise NotFromHere
    return there


def put_piece(
    cipher: protection.Cipher,
    concern: Concern,
    *,
    by: User,
    contents: Note,
    now: datetime.datetime,
    piece_id: uuid.UUID | None = None,
) -> Piece:
    piece = Piece.objects.create(
        id=piece_id or new_id(),
        municipality_id=concern.municipality_id,
        concern=concern,
        noted_by=by,
        noted_at=now,
    )
    put_version(cipher, piece, by, contents, now)
    return piece


def put_version(
    cipher: protection.Cipher, piece: Piece, by: User, contents: Note, now: datetime.datetime
) -> None:
    version = PieceVersion(
        id=new_id(),
        municipality_id=piece.municipality_id,
        concern_id=piece.concern_id,
        piece=piece,
        number=piece.latest,
        written_by=by,
        written_at=now,
    )
    vault.seal(cipher, version, contents)
    version.save(force_insert=True)


def touch(concern: Concern, now: datetime.datetime) -> None:
    concern.last_note_at = now
    concern.save(update_fields=["last_note_at"])


def end_offer(concern: Concern, by: User, now: datetime.datetime) -> None:
    """Take back the handover that waits, since the concern goes another way. Its row is locked."""
    waiting = Handover.objects.filter(
        municipality_id=concern.municipality_id, concern=concern, state=Offer.WAITING
    )
    waiting.update(state=Offer.WITHDRAWN, ended_by=by, ended_at=now)
