"""What can be done with keys: make, open, destroy; and erasure, which ends in that.

Three databases are never changed in one transaction. So each doing here has one moment from
which it holds, and what a killed process left is completed by `finish_erasures`.
"""

from __future__ import annotations

import functools
import uuid
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from typing import Literal

from django.db import connections, transaction
from django.utils import timezone

from fyrstod.core.errors import DomainError
from fyrstod.protection import sealing
from fyrstod.protection.errors import CannotOpen, KeyLost, WrongInstallationKey
from fyrstod.protection.keys import InstallationKey, installation_key
from fyrstod.protection.models import ConcernKey, Erasure, RoomKey
from fyrstod.protection.stores import DEFAULT, KEYS, LEDGER

ROOMS_IN_MEMORY = 1024
"""Unit: rooms whose opened keys one process keeps at a time."""


@dataclass(frozen=True, slots=True)
class Cipher:
    """Seals and opens what belongs to one concern. Never keep it beyond the request."""

    _key: bytes = field(repr=False)

    def seal(self, plain: bytes, *, row_id: uuid.UUID, what: str) -> bytes:
        """It opens only in the same row, as the same `what`."""
        return sealing.seal(self._key, plain, sealing.place(what, row_id))

    def unseal(self, sealed: bytes, *, row_id: uuid.UUID, what: str) -> bytes:
        """Raises CannotOpen."""
        try:
            return sealing.unseal(self._key, bytes(sealed), sealing.place(what, row_id))
        except sealing.Altered:
            raise CannotOpen from None


def make_room_key(*, room_id: uuid.UUID, municipality_id: uuid.UUID) -> None:
    """Give a room its keys. A room that has them keeps them, so it may be asked twice.

    Raises what `installation_key` raises.
    """
    if RoomKey.objects.filter(pk=room_id).exists():
        return
    installation = installation_key()
    RoomKey.objects.bulk_create(
        [
            RoomKey(
                id=room_id,
                municipality_id=municipality_id,
                wrapped=installation.wrap(
                    sealing.new_key(), sealing.place("room", municipality_id, room_id)
                ),
                wrapped_index_key=installation.wrap(
                    sealing.new_key(), sealing.place("index", municipality_id, room_id)
                ),
                sealed_by=installation.fingerprint,
            )
        ],
        ignore_conflicts=True,
    )


def make_concern_key(
    *, concern_id: uuid.UUID, room_id: uuid.UUID, municipality_id: uuid.UUID
) -> Cipher:
    """Make the key of a new concern. Make it before the concern's first row.

    Raises KeyLost when the room has no key, WrongInstallationKey or CannotOpen, or what
    `installation_key` raises.
    """
    keys = _room_keys(room_id=room_id, municipality_id=municipality_id)
    key = sealing.new_key()
    bound_to = _concern_place(concern_id, room_id, municipality_id)
    ConcernKey.objects.create(
        id=concern_id,
        municipality_id=municipality_id,
        room_id=room_id,
        wrapped=sealing.seal(keys.room, key, bound_to),
    )
    return Cipher(key)


def open_concern(
    *, concern_id: uuid.UUID, room_id: uuid.UUID, municipality_id: uuid.UUID
) -> Cipher:
    """Raises KeyLost, WrongInstallationKey or CannotOpen, or what `installation_key` raises."""
    found = open_concerns(
        room_id=room_id, municipality_id=municipality_id, concern_ids=[concern_id]
    )
    if concern_id not in found:
        raise KeyLost
    return found[concern_id]


def open_concerns(
    *, room_id: uuid.UUID, municipality_id: uuid.UUID, concern_ids: Collection[uuid.UUID]
) -> dict[uuid.UUID, Cipher]:
    """The ciphers of many concerns of one room, in one query to the keys and one to the ledger.

    A concern that is erased, or has no key here, is left out. Raises WrongInstallationKey,
    KeyLost when the room itself has no key, CannotOpen, or what `installation_key` raises.
    """
    keys = _room_keys(room_id=room_id, municipality_id=municipality_id)
    gone = erased(municipality_id=municipality_id, concern_ids=concern_ids)
    rows = ConcernKey.objects.filter(
        pk__in=set(concern_ids) - gone, municipality_id=municipality_id, room_id=room_id
    )
    try:
        return {
            row.pk: Cipher(
                sealing.unseal(
                    keys.room,
                    bytes(row.wrapped),
                    _concern_place(row.pk, room_id, municipality_id),
                )
            )
            for row in rows
        }
    except sealing.Altered:
        raise CannotOpen from None


def blind_index(
    *,
    room_id: uuid.UUID,
    municipality_id: uuid.UUID,
    kind: Literal["name", "number"],
    value: str,
) -> bytes:
    """What an exact search in one room compares: the same for one value however it is typed.

    Raises KeyLost, WrongInstallationKey or CannotOpen, or what `installation_key` raises.
    """
    normal = (
        sealing.normal_name(value)
        if kind == "name"
        else sealing.normal_number(value, timezone.localdate())
    )
    keys = _room_keys(room_id=room_id, municipality_id=municipality_id)
    return sealing.blind(keys.index, kind, normal)


def destroy_concern_key(*, concern_id: uuid.UUID, municipality_id: uuid.UUID) -> None:
    """From here on nobody opens the concern, not with this key store."""
    ConcernKey.objects.filter(pk=concern_id, municipality_id=municipality_id).delete()
    empty_log(KEYS)


def empty_log(alias: str) -> None:
    """What was deleted from a database's file still lies in SQLite's log until this is done."""
    connection = connections[alias]
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _concern_place(concern_id: uuid.UUID, room_id: uuid.UUID, municipality_id: uuid.UUID) -> bytes:
    return sealing.place("concern", municipality_id, room_id, concern_id)


def _room_keys(*, room_id: uuid.UUID, municipality_id: uuid.UUID) -> sealing.Keys:
    return _opened(installation_key(), room_id, municipality_id)


@functools.lru_cache(maxsize=ROOMS_IN_MEMORY)
def _opened(
    installation: InstallationKey, room_id: uuid.UUID, municipality_id: uuid.UUID
) -> sealing.Keys:
    row = RoomKey.objects.filter(pk=room_id, municipality_id=municipality_id).first()
    if row is None:
        raise KeyLost
    if row.sealed_by != installation.fingerprint:
        raise WrongInstallationKey(needed=row.sealed_by, given=installation.fingerprint)
    try:
        return sealing.Keys(
            room=installation.unwrap(
                bytes(row.wrapped), sealing.place("room", municipality_id, room_id)
            ),
            index=installation.unwrap(
                bytes(row.wrapped_index_key), sealing.place("index", municipality_id, room_id)
            ),
        )
    except sealing.Altered:
        raise CannotOpen from None


Remover = Callable[[Erasure], None]
_removers: list[Remover] = []


def with_an_erasure(remover: Remover) -> Remover:
    """Have `remover` delete what its part holds of an erased concern, and journal that.

    It is called in one transaction of `default`, perhaps more than once for one erasure: what
    is deleted already is neither an error nor worth a second entry.
    """
    if remover not in _removers:
        _removers.append(remover)
    return remover


def begin_erasure(
    *,
    concern_id: uuid.UUID,
    room_id: uuid.UUID,
    municipality_id: uuid.UUID,
    reference: str,
    by: uuid.UUID | None,
    role: str,
    reason: str = "",
) -> None:
    """Decide that a concern is erased. From here it is gone, whatever happens to the process.

    `reason` is a word, never what somebody typed: it outlives the concern. The first decision
    stands. Call it outside every transaction, and `finish_erasure` next.
    """
    with transaction.atomic(using=LEDGER, durable=True):
        Erasure.objects.get_or_create(
            pk=concern_id,
            defaults={
                "municipality_id": municipality_id,
                "room_id": room_id,
                "reference": reference,
                "decided_by": by,
                "role": role,
                "reason": reason,
                "decided_at": timezone.now(),
            },
        )


def finish_erasure(*, concern_id: uuid.UUID) -> None:
    """Destroy the key, delete the rows, journal it, and note that it is done.

    Call it outside every transaction. Another process that finishes the same waits.
    """
    with transaction.atomic(using=LEDGER, durable=True):
        erasure = Erasure.objects.select_for_update().get(pk=concern_id)
        destroy_concern_key(concern_id=concern_id, municipality_id=erasure.municipality_id)
        with transaction.atomic(using=DEFAULT, durable=True):
            for remover in _removers:
                remover(erasure)
        empty_log(DEFAULT)
        if erasure.finished_at is None:
            erasure.finished_at = timezone.now()
            erasure.save(update_fields=["finished_at"])


def expect_restore() -> int:
    """Count every erasure as unfinished, before older rooms and keys are laid back.

    From here whatever starts next completes them all, also when the restore is killed.
    """
    return Erasure.objects.update(finished_at=None)


def finish_erasures(*, again: bool = False) -> int:
    """Complete what a killed process left; how many erasures that were.

    `again` goes through those that were finished too, as a restored backup demands. One that
    cannot be completed keeps no other waiting: its DomainError is raised after them.
    """
    rows = Erasure.objects.all() if again else Erasure.objects.filter(finished_at__isnull=True)
    waiting = list(rows.order_by("decided_at", "pk").values_list("pk", flat=True))
    stopped: DomainError | None = None
    for concern_id in waiting:
        try:
            finish_erasure(concern_id=concern_id)
        except DomainError as problem:
            stopped = problem
    if stopped:
        raise stopped
    return len(waiting)


def erased(
    *, municipality_id: uuid.UUID, concern_ids: Collection[uuid.UUID]
) -> frozenset[uuid.UUID]:
    """Those of the concerns that are decided gone, also where rows of them are left."""
    rows = Erasure.objects.filter(municipality_id=municipality_id, pk__in=concern_ids)
    return frozenset(rows.values_list("pk", flat=True))


def was_erased(*, municipality_id: uuid.UUID, room_id: uuid.UUID, reference: str) -> bool:
    """Whether a room once had a concern of that reference. Says nothing of what it was about."""
    rows = Erasure.objects.filter(municipality_id=municipality_id, room_id=room_id)
    return rows.filter(reference=reference).exists()


def being_erased(*, municipality_id: uuid.UUID, room_id: uuid.UUID) -> frozenset[uuid.UUID]:
    """Concerns of a room whose erasure a killed process left unfinished: gone for every page."""
    rows = Erasure.objects.filter(
        municipality_id=municipality_id, room_id=room_id, finished_at__isnull=True
    )
    return frozenset(rows.values_list("pk", flat=True))
