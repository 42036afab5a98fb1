"""Fills an installation with many concerns in many municipalities, all of them fictitious.

Run as `python -m bench.many 1000000` in an installation's environment; it prints as JSON what the
bench needs to ask for. Every row is sealed as a room seals it, each concern under a key of its
own; what services do one by one is written here in bulk. Only the table is laid by the services
themselves, as the tests lay theirs.
"""

from __future__ import annotations

import argparse
import datetime
import json
import sys
import uuid
from collections.abc import Callable, Iterator
from importlib import import_module
from typing import Any, Final

import django
from django.conf import settings
from django.db import models, transaction
from django.utils import timezone

MUNICIPALITIES: Final = 290
"""As many as Sweden has."""
KINDS: Final = ("school", "social-services", "police", "health")
AT_TABLE: Final = ("prison-probation", "security-police")
"""Agencies that the first municipality has besides, so that six sit at the table."""
AT_ONCE: Final = 1_000
PIECES: Final = 12
"""Pieces of the concern that is looked at. Every other concern has one."""
DUE: Final = 10
"""Concerns that are due within the week of whoever looks, however many there are in all."""
NUMBER: Final = "191212121212"
PASSWORDLESS: Final = "!"
LETTERS: Final = "23456789BCDFGHJKMNPQRSTVWXYZ"
"""Those that references have."""


class Table:
    """Rows of one model, written many at a time by the database's own way in.

    All are copies of one row, as Django prepares it for the database, but for what `varying` names.
    """

    def __init__(self, example: models.Model, *varying: str) -> None:
        from django.db import connections, router  # noqa: PLC0415 - settings first

        self.connection = connections[router.db_for_write(type(example)) or "default"]
        fields = example._meta.concrete_fields
        self._example = [
            field.get_db_prep_save(getattr(example, field.attname), self.connection)
            for field in fields
        ]
        names = [field.attname for field in fields]
        self._places = [names.index(name) for name in varying]
        quote = self.connection.ops.quote_name
        columns = ", ".join(quote(str(field.column)) for field in fields)
        table = quote(example._meta.db_table)
        marks = ", ".join(["%s"] * len(fields))
        self._copy = f"COPY {table} ({columns}) FROM STDIN"
        self._insert = f"INSERT INTO {table} ({columns}) VALUES ({marks})"
        self._rows: list[list[Any]] = []

    def add(self, *values: Any) -> None:
        row = self._example.copy()
        for place, value in zip(self._places, values, strict=True):
            row[place] = value
        self._rows.append(row)

    def write(self) -> None:
        with self.connection.cursor() as cursor:
            if self.connection.vendor == "postgresql":
                with cursor.copy(self._copy) as copy:
                    for row in self._rows:
                        copy.write_row(row)
            else:
                cursor.executemany(self._insert, self._rows)
        self._rows.clear()


def fill(concerns: int) -> dict[str, str]:
    """Spread `concerns` evenly over all rooms; what to ask for, and as whom."""
    from fyrstod.access.policy import Role  # noqa: PLC0415 - models wait for Django
    from fyrstod.people.models import Membership, User  # noqa: PLC0415 - as above

    rooms = list(_rooms())
    looker, other, third = (
        User.objects.create(email=f"{name}@bjorkdala.example", name=name, password=PASSWORDLESS)
        for name in ("Looker", "Other", "Third")
    )
    home = rooms[0]
    at_work = [(looker, home, other), *((other, room, looker) for room in rooms)]
    Membership.objects.bulk_create(
        Membership(
            municipality=room.municipality,
            agency=room,
            user=user,
            role=Role.PRACTITIONER,
            proposed_by=proposer,
            confirmed_by=third,
            confirmed_at=timezone.now(),
        )
        for user, room, proposer in at_work
    )
    table = _table(rooms[: len(KINDS)], host=other)
    filler = Filler(rooms, looker=looker, other=other)
    for start in range(0, concerns, AT_ONCE):
        for number in range(start, min(start + AT_ONCE, concerns)):
            filler.add(number)
        filler.write()
    _after_filling()
    return {
        "cookie": f"{settings.SESSION_COOKIE_NAME}={_session(looker)}",
        "week": "/sv/room/",
        "concern": f"/sv/room/{home.pk}/{_reference(0)}/",
        "table": table,
        "search": f"/sv/room/{home.pk}/search/",
        "number": NUMBER,
    }


def _rooms() -> Iterator[Any]:
    from fyrstod.people.models import Agency, Municipality  # noqa: PLC0415 - models wait for Django
    from fyrstod.protection import services as protection  # noqa: PLC0415 - as above

    for number in range(MUNICIPALITIES):
        municipality = Municipality.objects.create(name=f"Kommun {number:03}")
        for kind in KINDS:
            room = Agency.objects.create(
                municipality=municipality, name=f"{kind} {number:03}", kind=kind
            )
            protection.make_room_key(room_id=room.pk, municipality_id=municipality.pk)
            yield room


def _table(rooms: list[Any], *, host: Any) -> str:
    """The address of a table with six agencies, as the first of them sees it."""
    from django.urls import reverse  # noqa: PLC0415 - models wait for Django
    from django.utils import translation  # noqa: PLC0415 - as above

    from fyrstod.rooms.contents import Person  # noqa: PLC0415 - as above
    from tests.rooms import made, seated  # noqa: PLC0415 - as above

    home, *others = rooms
    others += [made.agency(home.municipality, f"{kind} 000", kind) for kind in AT_TABLE]
    guests = [(room, seated.somebody(room, f"Guest {room.kind}")) for room in others]
    # Nobody else has the name or the number, so that no other page shows more than before.
    about = made.concern(home, host, person=Person(name="Nobody Else"))
    first, *rest = seated.table_of(about, host, *guests)
    seated.laden(first, *rest)
    at = [home.pk, about.reference, first.seat.table]
    with translation.override("sv"):
        return reverse("rooms:table", args=at)


def _reference(number: int) -> str:
    """A reference for each number, in the letters that references have."""
    written = ""
    for _place in range(8):
        number, rest = divmod(number, len(LETTERS))
        written = LETTERS[rest] + written
    return f"{written[:4]}-{written[4:]}"


class Filler:
    """Makes concerns, one after the other, in turn for each room."""

    def __init__(self, rooms: list[Any], *, looker: Any, other: Any) -> None:
        from fyrstod.core.ids import new_id  # noqa: PLC0415 - models wait for Django
        from fyrstod.protection import services as protection  # noqa: PLC0415 - as above
        from fyrstod.protection.models import ConcernKey  # noqa: PLC0415 - as above
        from fyrstod.rooms import models as rows  # noqa: PLC0415 - as above
        from fyrstod.rooms.contents import Matter, Note, NoteKind, dump  # noqa: PLC0415 - as above
        from fyrstod.rooms.rules import About, Status  # noqa: PLC0415 - as above

        self._rooms = [
            (room, protection._room_keys(room_id=room.pk, municipality_id=room.municipality_id))
            for room in rooms
        ]
        self._looker, self._other = looker, other
        self._today, now = timezone.localdate(), timezone.now()
        self._matter = dump(Matter(why_now="Three teachers have said the same thing."))
        self._note = dump(
            Note(kind=NoteKind.SEEN, text="Spoke less than before. " * 10, source="classroom")
        )
        any_room, nobody = rooms[0], new_id()
        belongs = {"id": nobody, "municipality_id": any_room.municipality_id}
        in_concern = {**belongs, "concern_id": nobody}
        ours = ("id", "municipality_id")
        self._concerns = Table(
            rows.Concern(
                **belongs,
                agency=any_room,
                reference="",
                kind=About.CHILD,
                status=Status.WORKING,
                opened_by=other,
                opened_at=now,
                last_note_at=now,
                holder=other,
                review_on=self._today,
                sealed=b"",
            ),
            *(*ours, "agency_id", "reference", "holder_id", "review_on", "sealed"),
        )
        self._identities = Table(
            rows.Identity(**in_concern, agency=any_room, sealed=b""),
            *(*ours, "concern_id", "agency_id", "name_index", "number_index", "sealed"),
        )
        self._pieces = Table(
            rows.Piece(**in_concern, noted_by=other, noted_at=now), *ours, "concern_id"
        )
        self._versions = Table(
            rows.PieceVersion(
                **in_concern,
                piece_id=nobody,
                number=1,
                written_by=other,
                written_at=now,
                sealed=b"",
            ),
            *(*ours, "concern_id", "piece_id", "sealed"),
        )
        self._keys = Table(
            ConcernKey(**belongs, room_id=any_room.pk, wrapped=b"", created_at=now),
            *(*ours, "room_id", "wrapped"),
        )
        # SQLite keeps an id as its hexadecimal digits, PostgreSQL as what it is.
        keeps_uuid = self._keys.connection.features.has_native_uuid_field
        self._id: Callable[[uuid.UUID], Any] = (lambda one: one) if keeps_uuid else _hex

    def add(self, number: int) -> None:
        from fyrstod.core.ids import new_id  # noqa: PLC0415 - models wait for Django
        from fyrstod.protection import sealing  # noqa: PLC0415 - as above
        from fyrstod.protection import services as protection  # noqa: PLC0415 - as above
        from fyrstod.rooms.contents import Person, dump  # noqa: PLC0415 - as above

        # The first concerns are all in the first room, the looker's, and due; all others lie ahead.
        due = number < DUE
        room, keys = self._rooms[0 if due else number % len(self._rooms)]
        turn = number // len(self._rooms)
        as_kept = self._id
        concern_id, identity_id = new_id(), new_id()
        ours = as_kept(room.municipality_id)
        room_id, concern = as_kept(room.pk), as_kept(concern_id)
        key = sealing.new_key()
        cipher = protection.Cipher(key)
        bound_to = protection._concern_place(concern_id, room.pk, room.municipality_id)
        self._keys.add(concern, ours, room_id, sealing.seal(keys.room, key, bound_to))
        self._concerns.add(
            concern,
            ours,
            room_id,
            _reference(number),
            as_kept((self._looker if due else self._other).pk),
            str(self._today + datetime.timedelta(days=2 if due else 30 + turn % 300)),
            cipher.seal(self._matter, row_id=concern_id, what="rooms.concern"),
        )
        person = Person(name=f"Person {number}", number=_number(number))
        self._identities.add(
            as_kept(identity_id),
            ours,
            concern,
            room_id,
            sealing.blind(keys.index, "name", sealing.normal_name(person.name)),
            sealing.blind(keys.index, "number", person.number),
            cipher.seal(dump(person), row_id=identity_id, what="rooms.identity"),
        )
        for _piece in range(PIECES if number == 0 else 1):
            piece_id, version_id = new_id(), new_id()
            self._pieces.add(as_kept(piece_id), ours, concern)
            said = cipher.seal(self._note, row_id=version_id, what="rooms.pieceversion")
            self._versions.add(as_kept(version_id), ours, concern, as_kept(piece_id), said)

    def write(self) -> None:
        with transaction.atomic(using="keys"):
            self._keys.write()
        with transaction.atomic():
            for table in (self._concerns, self._identities, self._pieces, self._versions):
                table.write()


def _hex(one: uuid.UUID) -> str:
    return one.hex


def _number(number: int) -> str:
    """Twelve digits for each number. But for the first they belong to no possible day."""
    return NUMBER if number == 0 else f"{990000000000 + number}"


def _after_filling() -> None:
    """What a database does by itself in a quiet hour: learn how its rows are spread."""
    from django.db import connections  # noqa: PLC0415 - settings first

    for alias in ("default", "keys"):
        with connections[alias].cursor() as cursor:
            cursor.execute("ANALYZE")


def _session(user: Any) -> str:
    """A session where somebody has signed in with password and code."""
    from allauth.account.authentication import (  # noqa: PLC0415 - models wait for Django
        AUTHENTICATION_METHODS_SESSION_KEY,
    )
    from allauth.mfa.totp.internal.auth import TOTP  # noqa: PLC0415 - as above
    from django.contrib import auth  # noqa: PLC0415 - as above

    TOTP.activate(user, "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[auth.SESSION_KEY] = str(user.pk)
    session[auth.BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[auth.HASH_SESSION_KEY] = user.get_session_auth_hash()
    session[AUTHENTICATION_METHODS_SESSION_KEY] = [{"method": "mfa", "at": 0.0, "type": "totp"}]
    session["account_authentication_methods_user"] = str(user.pk)
    session.create()
    return str(session.session_key)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.many", description=__doc__)
    parser.add_argument("concerns", type=int)
    chosen = parser.parse_args()
    django.setup()
    json.dump(fill(chosen.concerns), sys.stdout)


if __name__ == "__main__":
    main()
