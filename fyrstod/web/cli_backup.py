"""What `fyrstod backup` and `fyrstod restore` do, once Django is set up."""

from __future__ import annotations

import contextlib
import datetime
import os
import tempfile
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

from django.core.management import call_command
from django.db import DatabaseError, connections
from django.db.migrations.loader import MigrationLoader
from django.utils import timezone, translation

from fyrstod.core.errors import DomainError
from fyrstod.drafts.models import Draft
from fyrstod.journal import services as journal
from fyrstod.journal.models import Entry
from fyrstod.protection import services as protection
from fyrstod.protection.copies import CopyFailed, copy_in, copy_out, engine
from fyrstod.protection.keys import installation_key
from fyrstod.protection.models import ConcernKey, Erasure, RoomKey
from fyrstod.protection.stores import DEFAULT, KEYS, LEDGER
from fyrstod.rooms.models import Concern
from fyrstod.web import backup_file
from fyrstod.web.backup_file import About
from fyrstod.web.stop import Stop

KEYS_END = ".keys"
STORES: tuple[tuple[Literal["rooms", "keys"], str], ...] = (("rooms", DEFAULT), ("keys", KEYS))
"""In the order in which they are copied: a concern's key is there before its first row."""
SHORT_LIVED = (Draft._meta.db_table, "django_session")
"""Left out: a draft ends by itself or is erased, and a session is signed in again."""


def backup(target: Path) -> list[str]:
    """Write rooms and keys into two files, and say what they are. Raises Stop."""
    others = target.with_name(target.name + KEYS_END)
    for path in (target, others):
        if path.exists():
            raise Stop(f"{path}: it exists already; a backup never writes over another")
    with _faults(), _private_folder(beside=target) as folder:
        ids = {"rooms": _needed()}
        newest, data = _newest(), {}
        for store, alias in STORES:
            if store == "keys":
                ids[store], sealed_by = _kept(), _sealed_by()
            data[store] = folder / f"{store}.data"
            copy_out(alias, data[store], without=SHORT_LIVED if alias == DEFAULT else ())
        # What was erased meanwhile has no key in the one and may have rows in the other.
        ids["rooms"] -= _erased()
        for store, alias in STORES:
            about = About(
                store=store,
                engine="postgresql" if engine(alias) == "postgresql" else "sqlite",
                made_at=timezone.now(),
                newest=newest,
                sealed_by=sealed_by,
                migrations=_applied(alias),
                digest=backup_file.digest(data[store]),
            )
            backup_file.write(folder / store, about, ids[store], data[store])
        # The keys first: where the rooms' file stands, both do.
        (folder / "keys").replace(others)
        (folder / "rooms").replace(target)
    return [
        f"Rooms: {target}",
        f"Keys: {others}",
        "Keep the two apart: neither opens anything without the other.",
        f"Both need the installation key {', '.join(sealed_by) or 'of the rooms to come'}.",
        "The ledger of erasures is in neither. Keep it where it is, and never lay back an older.",
    ]


def restore(source: Path, keys: Path, *, anyway: bool) -> list[str]:
    """Lay rooms and keys back, and erase again what was erased since. Raises Stop.

    Nothing is written before everything is known to fit.
    """
    rooms, needed = backup_file.read(source, "rooms")
    others, kept = backup_file.read(keys, "keys")
    with _faults(), _private_folder(beside=source) as folder:
        call_command("migrate", database=LEDGER, verbosity=0, interactive=False)
        for path, about, alias in ((source, rooms, DEFAULT), (keys, others, KEYS)):
            _must_be_of_here(path, about, alias)
        _must_fit(keys, others, needed - kept - _erased(), source)
        if not anyway:
            _must_not_be_newer(rooms)
        backup_file.take_out(source, rooms, folder / "rooms")
        backup_file.take_out(keys, others, folder / "keys")
        protection.expect_restore()
        copy_in(DEFAULT, folder / "rooms")
        copy_in(KEYS, folder / "keys")
        for alias in (DEFAULT, KEYS):
            call_command("migrate", database=alias, verbosity=0, interactive=False)
        again = protection.finish_erasures()
        for alias in (DEFAULT, KEYS):
            protection.empty_log(alias)
        broken = _say_so_in_every_journal()
    lines = [f"Laid back: rooms of {rooms.day}, keys of {others.day}.", *broken]
    if again:
        return [*lines, f"Erased again, by the ledger: {again}."]
    return [
        *lines,
        "The ledger holds no erasure. If some were made after the backup, its database is "
        "missing: lay it in place and run the restore again.",
    ]


def _say_so_in_every_journal() -> list[str]:
    """A line for each journal that was broken already when the backup was made."""
    broken = []
    for municipality_id, room_id in journal.rooms():
        try:
            journal.record(
                municipality_id=municipality_id,
                room_id=room_id,
                who=None,
                role="operator",
                action="backup.restored",
            )
        except journal.BrokenChain as problem:
            broken.append(problem.for_operators)
    return broken


def _needed() -> set[uuid.UUID]:
    """Every concern, and every room that has one."""
    pairs = Concern.objects.order_by().values_list("pk", "agency_id").iterator()
    return {one for pair in pairs for one in pair}


def _kept() -> set[uuid.UUID]:
    """Every concern and room that has a key."""
    concerns = ConcernKey.objects.values_list("pk", flat=True).iterator()
    return {*concerns, *RoomKey.objects.values_list("pk", flat=True)}


def _erased() -> set[uuid.UUID]:
    return set(Erasure.objects.values_list("pk", flat=True).iterator())


def _sealed_by() -> tuple[str, ...]:
    return tuple(sorted(set(RoomKey.objects.values_list("sealed_by", flat=True))))


def _newest() -> datetime.datetime | None:
    return Entry.objects.order_by("-at").values_list("at", flat=True).first()


def _applied(alias: str) -> tuple[str, ...]:
    loader = MigrationLoader(connections[alias])
    return tuple(sorted(".".join(key) for key in loader.applied_migrations))


def _must_be_of_here(path: Path, about: About, alias: str) -> None:
    if about.engine != engine(alias):
        raise Stop(f"{path}: it was made on {about.engine}, and this is {engine(alias)}")
    known = {".".join(key) for key in MigrationLoader(None).disk_migrations or ()}
    if set(about.migrations) - known:
        raise Stop(f"{path}: a newer Fyrstöd made it; run the restore with that one")


def _must_fit(keys: Path, about: About, lacking: frozenset[uuid.UUID], source: Path) -> None:
    here = installation_key().fingerprint
    for needed in about.sealed_by:
        if needed != here:
            raise Stop(
                f"{keys}: its keys are sealed with installation key {needed}, and the "
                f"installation has {here}. Lay back key file {needed}. Nothing was written."
            )
    if lacking:
        raise Stop(
            f"{keys}: of {about.day}, it lacks {len(lacking)} keys to {source}. Give the keys "
            "that were made with those rooms, or later. Nothing was written."
        )


def _must_not_be_newer(rooms: About) -> None:
    tables = connections[DEFAULT].introspection.table_names()
    here = _newest() if Entry._meta.db_table in tables else None
    if here and (rooms.newest is None or here > rooms.newest):
        day = here.astimezone().isoformat(sep=" ", timespec="minutes")
        raise Stop(
            f"The installation has entries up to {day}, after the backup of {rooms.day}: they "
            "would be lost. Make a backup of them, and give --yes if you mean it."
        )


@contextlib.contextmanager
def _private_folder(*, beside: Path) -> Iterator[Path]:
    """For the time of the work, on the same disk, gone afterwards whatever happens."""
    os.umask(0o077)
    try:
        with tempfile.TemporaryDirectory(prefix=".fyrstod-", dir=beside.parent) as folder:
            yield Path(folder)
    except OSError as problem:
        raise Stop(f"{beside.parent}: {problem.strerror}") from None


@contextlib.contextmanager
def _faults() -> Iterator[None]:
    try:
        yield
    except DatabaseError as problem:
        raise Stop(f"the database cannot be used: {problem}") from None
    except CopyFailed as problem:
        raise Stop(str(problem)) from None
    except Stop:
        raise
    except DomainError as problem:
        with translation.override("en"):
            raise Stop(str(problem)) from None
