"""Other concerns in a room that are, or may be, about the same person."""

from __future__ import annotations

import datetime
import uuid
from dataclasses import dataclass

from django.db.models import Q

from fyrstod.people.models import Agency, User
from fyrstod.protection.services import Cipher
from fyrstod.rooms import vault
from fyrstod.rooms.contents import Answer, Matter, Person, SamePerson
from fyrstod.rooms.known_rules import Bond, bond
from fyrstod.rooms.models import Concern, Identity, Namesake
from fyrstod.rooms.selectors import PAGE, found_as


@dataclass(frozen=True, slots=True)
class Told:
    """What somebody answered. `version` is that of the answer."""

    same: SamePerson
    by: User
    at: datetime.datetime
    version: int


@dataclass(frozen=True, slots=True)
class Known:
    """Another concern, what came of it, and what is known of whether it is the same person."""

    concern: Concern
    person: Person
    matter: Matter
    bond: Bond
    told: Told | None

    @property
    def is_same(self) -> bool:
        return self.bond in (Bond.NUMBER, Bond.SAID)

    @property
    def is_open(self) -> bool:
        return self.bond is Bond.OPEN


def known_to(room: Agency, person: Person, *, besides: Concern | None = None) -> list[Known]:
    """Other concerns here of the same number or name, and those that somebody has answered of.

    With as many queries for one as for many. Whoever reads them is put on record by the caller.
    """
    answers = _answers_about(besides) if besides else {}
    alike = (
        set(found_as(room, name=person.name, number=person.number)) if person.is_known else set()
    )
    wanted = (alike | set(answers)) - ({besides.pk} if besides else set())
    if not wanted:
        return []
    rows = list(
        Concern.objects.filter(municipality_id=room.municipality_id, agency=room, pk__in=wanted)
        .select_related("holder")
        .order_by("-opened_at", "pk")[:PAGE]
    )
    ciphers = vault.ciphers_of(room, [*rows, *([besides] if besides else [])])
    found = []
    for identity in _identities(room, rows):
        row = identity.concern
        if (cipher := ciphers.get(row.pk)) is None:
            continue
        there = vault.unseal(cipher, identity, Person)
        namesake = answers.get(row.pk)
        answer = _opened(ciphers, namesake)
        each = Known(
            row,
            there,
            vault.unseal(cipher, row, Matter),
            bond(person, there, answer),
            Told(answer.same, namesake.answered_by, namesake.answered_at, namesake.version)
            if namesake and answer
            else None,
        )
        if row.pk in alike or each.bond is not Bond.OTHER:
            found.append(each)
    return found


def _identities(room: Agency, rows: list[Concern]) -> list[Identity]:
    """Who they are about, in the order of `rows`."""
    there = {
        identity.concern_id: identity
        for identity in Identity.objects.filter(
            municipality_id=room.municipality_id, concern__in=rows
        )
    }
    for row in rows:
        if row.pk in there:
            there[row.pk].concern = row
    return [there[row.pk] for row in rows if row.pk in there]


def _answers_about(concern: Concern) -> dict[uuid.UUID, Namesake]:
    """What has been answered of a concern, by the id of the other one."""
    rows = Namesake.objects.filter(
        Q(concern=concern) | Q(other=concern), municipality_id=concern.municipality_id
    ).select_related("answered_by")
    return {row.other_id if row.concern_id == concern.pk else row.concern_id: row for row in rows}


def _opened(ciphers: dict[uuid.UUID, Cipher], row: Namesake | None) -> Answer | None:
    if row is None or row.concern_id not in ciphers:
        return None
    return vault.unseal(ciphers[row.concern_id], row, Answer)


@dataclass(frozen=True, slots=True)
class Pair:
    """Two concerns of a room beside each other, as the question about them shows them."""

    person: Person
    known: Known


def pair(concern: Concern, other: Concern) -> Pair:
    """Raises KeyLost, WrongInstallationKey or CannotOpen."""
    own, others = (
        vault.unseal(
            vault.cipher_of(row),
            Identity.objects.get(municipality_id=row.municipality_id, concern=row),
            Person,
        )
        for row in (concern, other)
    )
    row = _answers_about(concern).get(other.pk)
    answer = vault.unseal(vault.cipher_of(row.concern), row, Answer) if row else None
    told = (
        Told(answer.same, row.answered_by, row.answered_at, row.version) if row and answer else None
    )
    matter = vault.unseal(vault.cipher_of(other), other, Matter)
    return Pair(own, Known(other, others, matter, bond(own, others, answer), told))
