"""What one room can read of a table: its own words, and those that have reached it."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.utils import timezone

from fyrstod.law import shelf as law
from fyrstod.people.models import Agency
from fyrstod.protection import services as protection
from fyrstod.rooms import disclosure_rules, disclosure_selectors, table_rules, vault
from fyrstod.rooms.contents import (
    Disclosed,
    Ending,
    FollowUp,
    Footing,
    Goal,
    Handed,
    Minutes,
    Naming,
    Note,
    Perspective,
    Received,
    Said,
    Seated,
)
from fyrstod.rooms.disclosure_rules import State
from fyrstod.rooms.models import Concern, Disclosure, Receipt, Seat, Word
from fyrstod.rooms.selectors import OpenDisclosure, OpenDoors, OpenReceipt, OpenSeat
from fyrstod.rooms.table_rules import Compared


@dataclass(frozen=True, slots=True)
class OpenWord:
    """Words at a table as this room has them. `reached`: the other rooms that have them from us.

    `receipt` is there for the words of another room.
    """

    id: str
    said: Said
    at: datetime.datetime
    agency_id: uuid.UUID
    receipt: Receipt | None = None
    reached: tuple[Disclosure, ...] = ()
    is_replaced: bool = False

    @property
    def is_own(self) -> bool:
        return self.receipt is None


@dataclass(frozen=True, slots=True)
class Laid:
    """Pieces that crossed at once. `name` is the other agency's; `received`: they came here."""

    id: uuid.UUID
    name: str
    on: datetime.datetime | None
    received: bool
    notes: tuple[Note, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """An agency at the table, as seen from another or from itself.

    `holds`: what we write reaches it. `seat` is None for one that is invited and has not answered.
    """

    agency: Agency
    seat: Seat | None
    is_own: bool
    footing: Footing | None
    on: Handed | None
    holds: bool
    laid: tuple[Laid, ...]
    """What it has laid on the table that this room can see: for this room's own, what it told."""

    @property
    def is_open(self) -> bool:
        return self.seat is not None and self.seat.left_at is None and self.seat.ended_at is None

    @property
    def has_given(self) -> bool:
        return self.seat is not None and self.seat.given_at is not None

    @property
    def is_unnamed(self) -> bool:
        """Whether it is told without saying who it is about."""
        return self.on is not None and not disclosure_rules.situation_of(self.on).identified

    @property
    def is_shut(self) -> bool:
        """Whether the agency has closed its room, so that nothing reaches it on any ground."""
        return self.agency.closed_at is not None

    @property
    def lacks_footing(self) -> bool:
        return self.is_open and not self.is_own and not self.holds


@dataclass(frozen=True, slots=True)
class OpenTable:
    """A table, opened for one room."""

    opened: OpenDoors
    seat: Seat
    seated: Seated
    places: tuple[Place, ...]
    words: tuple[OpenWord, ...]
    """In the order they were written or came, also those that later ones correct."""

    @property
    def concern(self) -> Concern:
        return self.opened.concern

    @property
    def is_open(self) -> bool:
        return self.seat.left_at is None and self.seat.ended_at is None

    @property
    def current(self) -> tuple[OpenWord, ...]:
        return tuple(word for word in self.words if not word.is_replaced)

    @property
    def perspectives(self) -> tuple[OpenWord, ...]:
        """The latest of each room that can be read here: one's own, until they are opened."""
        found = {
            word.agency_id: word
            for word in self.current
            if isinstance(word.said.words, Perspective)
        }
        return tuple(found.values())

    @property
    def earlier(self) -> tuple[OpenWord, ...]:
        """Perspectives that were given, and have been changed since."""
        return tuple(
            word
            for word in self.words
            if word.is_replaced and isinstance(word.said.words, Perspective)
        )

    @property
    def own_perspective(self) -> OpenWord | None:
        return next((word for word in self.perspectives if word.is_own), None)

    @property
    def meetings(self) -> tuple[OpenWord, ...]:
        """The latest first, by the day they were held."""
        found = [word for word in self.current if isinstance(word.said.words, Minutes)]
        return tuple(sorted(found, key=_held_on, reverse=True))

    @property
    def goals(self) -> tuple[OpenWord, ...]:
        return tuple(word for word in self.current if isinstance(word.said.words, Goal))

    @property
    def endings(self) -> tuple[OpenWord, ...]:
        return tuple(word for word in self.current if isinstance(word.said.words, Ending))

    @property
    def own_ending(self) -> OpenWord | None:
        return next((word for word in self.endings if word.is_own), None)

    def follow_ups(self, goal: OpenWord) -> tuple[OpenWord, ...]:
        """The latest first. A goal that was corrected keeps those of its earlier words."""
        ids = {goal.id}
        word: OpenWord | None = goal
        while word and word.said.replaces and word.said.replaces not in ids:
            ids.add(word.said.replaces)
            word = self.word(word.said.replaces)
        return tuple(
            each
            for each in reversed(self.current)
            if isinstance(each.said.words, FollowUp) and each.said.words.goal in ids
        )

    @property
    def waits_for(self) -> tuple[Place, ...]:
        """Those at the table who have given no perspective."""
        return tuple(place for place in self.places if place.is_open and not place.has_given)

    @property
    def can_open(self) -> bool:
        """Whether there is somebody's perspective to open one's own together with."""
        given = [place for place in self.places if place.is_open and place.has_given]
        return self.seat.given_at is not None and len(given) > 1

    @property
    def has_pieces(self) -> bool:
        return any(place.laid for place in self.places)

    @property
    def others(self) -> tuple[Place, ...]:
        """The other rooms that sit at the table now."""
        return tuple(place for place in self.places if place.is_open and not place.is_own)

    @property
    def not_reached(self) -> tuple[Place, ...]:
        """Those at the table whom our words do not reach."""
        return tuple(place for place in self.places if place.lacks_footing)

    def word(self, word_id: str) -> OpenWord | None:
        return next((word for word in self.words if word.id == word_id), None)


def _held_on(word: OpenWord) -> tuple[str, datetime.datetime]:
    return (word.said.words.held_on if isinstance(word.said.words, Minutes) else ""), word.at


def seat_at(opened: OpenDoors, table: uuid.UUID) -> OpenSeat | None:
    return next((each for each in opened.seats if each.row.table == table), None)


def open_table(opened: OpenDoors, found: OpenSeat) -> OpenTable:
    """All of a table that this room has, with the same number of queries whatever lies on it."""
    seat = found.row
    cipher = vault.cipher_of(opened.concern)
    here = {"municipality_id": seat.municipality_id, "concern": opened.concern}
    return OpenTable(
        opened=opened,
        seat=seat,
        seated=found.seated,
        places=_places(opened, found),
        words=_words(cipher, seat, here),
    )


def tables_of(opened: OpenDoors) -> tuple[OpenTable, ...]:
    """Every table that a concern has lain on, the newest first."""
    return tuple(open_table(opened, seat) for seat in opened.seats)


def told_in(opened: OpenDoors, agency: Agency) -> dict[str, Handed]:
    """By id, what an agency has taken in from this concern."""
    return {
        str(each.row.pk): each.disclosed.handed
        for each in opened.given
        if each.row.state == State.ACCEPTED and each.row.to_id == agency.pk
    }


def _places(opened: OpenDoors, found: OpenSeat) -> tuple[Place, ...]:
    rules, today = law.current(), timezone.localdate()
    invited = {
        each.row.to
        for each in opened.given
        if each.disclosed.handed.invitation is not None
        and each.disclosed.handed.table == str(found.row.table)
        and each.row.state in disclosure_rules.UNANSWERED
    }
    seats = {seat.agency: seat for seat in seats_of(found.row)}
    places = []
    for agency in (*seats, *sorted(invited - set(seats), key=lambda each: each.name)):
        footing = found.seated.footings.get(str(agency.pk))
        told = told_in(opened, agency)
        places.append(
            Place(
                agency=agency,
                seat=seats.get(agency),
                is_own=agency.pk == found.row.agency_id,
                footing=footing,
                on=table_rules.rests_on(footing, told) if footing else None,
                holds=agency.closed_at is None and table_rules.holds(footing, told, rules, today),
                laid=tuple(_laid(opened, agency)),
            )
        )
    return tuple(places)


def _laid(opened: OpenDoors, agency: Agency) -> Iterator[Laid]:
    if agency.pk == opened.concern.agency_id:
        for told in opened.given:
            notes = tuple(copied.note for copied in told.disclosed.handed.pieces)
            if notes and told.row.state == State.ACCEPTED:
                row = told.row
                yield Laid(row.pk, row.to.name, row.answered_at, received=False, notes=notes)
        return
    for came in opened.received:
        notes = tuple(copied.note for copied in came.received.handed.pieces)
        if notes and came.row.sender_id == agency.pk:
            yield Laid(came.row.pk, agency.name, came.row.accepted_at, received=True, notes=notes)


def seats_of(seat: Seat) -> list[Seat]:
    """Every room at a table, by when it sat down: what stands in clear, and no more."""
    found = Seat.objects.filter(municipality_id=seat.municipality_id, table=seat.table)
    rows = list(found.select_related("agency").order_by("joined_at", "pk"))
    gone = protection.erased(
        municipality_id=seat.municipality_id, concern_ids=[row.concern_id for row in rows]
    )
    return [row for row in rows if row.concern_id not in gone]


def _words(
    cipher: protection.Cipher, seat: Seat, here: Mapping[str, object]
) -> tuple[OpenWord, ...]:
    told: dict[uuid.UUID, list[Disclosure]] = {}
    for row in (
        Disclosure.objects.filter(**here, word__isnull=False).select_related("to").order_by("pk")
    ):
        assert row.word is not None  # noqa: S101 - for the type checker: the query says so
        told.setdefault(row.word, []).append(row)
    own = [
        OpenWord(
            id=str(row.pk),
            said=vault.unseal(cipher, row, Said),
            at=row.written_at,
            agency_id=row.agency_id,
            reached=tuple(told.get(row.pk, ())),
        )
        for row in Word.objects.filter(**here, table=seat.table)
    ]
    came = [
        OpenWord(
            id=str(row.word), said=said, at=row.accepted_at, agency_id=row.sender_id, receipt=row
        )
        for row in Receipt.objects.filter(**here, word__isnull=False)
        if (said := vault.unseal(cipher, row, Received).handed.said)
        and said.table == str(seat.table)
    ]
    words = sorted((*own, *came), key=lambda word: (word.at, word.id))
    replaced = {word.said.replaces for word in words}
    return tuple(
        OpenWord(
            id=word.id,
            said=word.said,
            at=word.at,
            agency_id=word.agency_id,
            receipt=word.receipt,
            reached=word.reached,
            is_replaced=word.id in replaced,
        )
        for word in words
    )


def told_at_table(concern: Concern, disclosure_id: uuid.UUID) -> OpenDisclosure | None:
    """What this room has told another by its words at a table."""
    row = (
        Disclosure.objects.filter(
            municipality_id=concern.municipality_id,
            concern=concern,
            pk=disclosure_id,
            word__isnull=False,
        )
        .select_related("to", "made_by", "second_by", "answered_by")
        .first()
    )
    if row is None:
        return None
    return OpenDisclosure(row, vault.unseal(vault.cipher_of(concern), row, Disclosed))


def received_at_table(concern: Concern, receipt_id: uuid.UUID) -> OpenReceipt | None:
    """What this room has from another by its words at a table."""
    row = (
        Receipt.objects.filter(
            municipality_id=concern.municipality_id,
            concern=concern,
            pk=receipt_id,
            word__isnull=False,
        )
        .select_related("sender", "offered_by", "accepted_by")
        .first()
    )
    if row is None:
        return None
    return OpenReceipt(row, vault.unseal(vault.cipher_of(concern), row, Received))


def receivers_left(table: OpenTable) -> list[Agency]:
    """The agencies of the municipality that neither sit at the table nor are asked to."""
    there = {place.agency.pk for place in table.places if place.is_open or place.seat is None}
    return [
        room
        for room in disclosure_selectors.receivers(table.concern.agency)
        if room.pk not in there
    ]


def grounds_taken(opened: OpenDoors, agency: Agency) -> list[OpenDisclosure]:
    """What an agency has taken in from this concern on a ground that holds today."""
    rules, today = law.current(), timezone.localdate()
    return [
        each
        for each in opened.given
        if each.row.to_id == agency.pk
        and each.row.state == State.ACCEPTED
        and not disclosure_rules.fell(each.disclosed.handed, rules, today)
    ]


def knows_who(opened: OpenDoors, agency: Agency) -> bool:
    """Whether an agency and this room have told each other who it is about."""
    told = [
        each.disclosed.handed
        for each in opened.given
        if each.row.to_id == agency.pk and each.row.state == State.ACCEPTED
    ]
    told += [each.received.handed for each in opened.received if each.row.sender_id == agency.pk]
    return any(handed.naming is not Naming.UNNAMED for handed in told)


def compared(table: OpenTable) -> Compared | None:
    """The perspectives side by side, once they are opened."""
    if table.seat.opened_at is None:
        return None
    return table_rules.compare(
        (word.said.agency, word.said.words)
        for word in table.perspectives
        if isinstance(word.said.words, Perspective)
    )
