"""Between a row and what lies sealed in it."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Literal

from django.utils.translation import gettext as _
from personnummer.personnummer import Personnummer, PersonnummerException

from fyrstod.core.errors import DomainError
from fyrstod.people.models import Agency
from fyrstod.protection import services as protection
from fyrstod.protection.services import Cipher
from fyrstod.rooms.contents import Contents, Person, T, dump, parse
from fyrstod.rooms.models import (
    BriefingVersion,
    Concern,
    Disclosure,
    Handover,
    Identity,
    Namesake,
    Paper,
    Parcel,
    PieceVersion,
    Receipt,
    Seat,
    Task,
    Word,
)

Sealed = (
    Concern
    | Identity
    | Namesake
    | PieceVersion
    | Task
    | Paper
    | BriefingVersion
    | Handover
    | Disclosure
    | Parcel
    | Receipt
    | Seat
    | Word
)
"""A row with something sealed in it."""


class NotANumber(DomainError):
    def __init__(self) -> None:
        super().__init__(
            _(
                "This is no personal identity number or coordination number. Write it as "
                "19121212-1212, or leave it empty."
            )
        )


def whole_number(typed: str) -> str:
    """Twelve digits of a personal identity number or coordination number; "" for none.

    Raises NotANumber where the digits do not hold together.
    """
    if not typed.strip():
        return ""
    try:
        found = Personnummer(typed.strip().replace(" ", ""))
    except PersonnummerException:
        raise NotANumber from None
    return str(found.format(long_format=True))


def cipher_of(concern: Concern) -> Cipher:
    """The key of one concern. Raises KeyLost or WrongInstallationKey."""
    return protection.open_concern(
        concern_id=concern.pk, room_id=concern.agency_id, municipality_id=concern.municipality_id
    )


def cipher_of_offer(offer: Parcel) -> Cipher:
    """The key of what lies in wait for a room: its own, and gone once it is answered."""
    return protection.open_concern(
        concern_id=offer.pk, room_id=offer.agency_id, municipality_id=offer.municipality_id
    )


def ciphers_of(room: Agency, concerns: Iterable[Concern]) -> dict[uuid.UUID, Cipher]:
    """The keys of a room's concerns, with one query. A concern whose key is gone is not there."""
    return protection.open_concerns(
        room_id=room.pk,
        municipality_id=room.municipality_id,
        concern_ids=[concern.pk for concern in concerns],
    )


def seal(cipher: Cipher, row: Sealed, contents: Contents) -> None:
    """Put contents into a row, bound to its kind and id. It is not saved yet."""
    row.sealed = cipher.seal(dump(contents), row_id=row.pk, what=_what(row))


def unseal(cipher: Cipher, row: Sealed, kind: type[T]) -> T:
    """Raises CannotOpen."""
    return parse(kind, cipher.unseal(bytes(row.sealed or b""), row_id=row.pk, what=_what(row)))


def _what(row: Sealed) -> str:
    return row._meta.label_lower


def put_indexes(identity: Identity, person: Person) -> None:
    """Where exact search finds the person, in this room alone."""
    identity.name_index = _index(identity, "name", person.name)
    identity.number_index = _index(identity, "number", person.number)


def _index(identity: Identity, kind: Literal["name", "number"], value: str) -> bytes | None:
    if not value:
        return None
    return protection.blind_index(
        room_id=identity.agency_id,
        municipality_id=identity.municipality_id,
        kind=kind,
        value=value,
    )
