"""Whatever three rooms do at their tables, in whatever order: no room reads what is not told it."""

from __future__ import annotations

import json
import uuid
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, ClassVar

import pytest
from django.utils import timezone
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, multiple, rule

from fyrstod.core.ids import new_id
from fyrstod.journal.models import Entry
from fyrstod.law import shelf as law
from fyrstod.packs import shelf
from fyrstod.people.models import Agency
from fyrstod.rooms import (
    disclosure_rules,
    disclosure_services,
    paper_export,
    paper_selectors,
    selectors,
    table_selectors,
    table_services,
    vault,
)
from fyrstod.rooms.contents import (
    Course,
    Deed,
    Ending,
    FollowUp,
    Footing,
    Goal,
    Minutes,
    Perspective,
    Received,
    Setting,
    Stands,
)
from fyrstod.rooms.disclosure_rules import State
from fyrstod.rooms.erasing import parts_of_a_concern
from fyrstod.rooms.models import Concern, Disclosure, Parcel, Receipt, Seat, Word
from tests.rooms import given, seated
from tests.rooms.seated import Sitting
from tests.rooms.walking import MARK, Walk, run

SEATS = st.integers(0, 7)


@dataclass(frozen=True)
class Written:
    """What a text at a table was written in."""

    word: uuid.UUID
    table: uuid.UUID
    kind: str


@dataclass(frozen=True)
class Sat:
    """How a room sat at a table before a step."""

    is_there: bool
    has_ended: bool


class Tables(Walk):
    happened: ClassVar[Counter[str]] = Counter()

    def __init__(self) -> None:
        super().__init__()
        self.words: dict[str, Written] = {}
        """By text."""
        self.read: dict[Any, set[str]] = {}
        """By room: every text that it could read before this step."""
        self.sat: dict[tuple[uuid.UUID, Any], Sat] = {}
        """By table and room, before this step."""
        self.noted: dict[Any, int] = {}
        """By room: how long its journal was before this step."""

    @initialize(target=Walk.concerns, everybody_tells=st.sampled_from((True, True, False)))
    def begins(self, everybody_tells: bool) -> Any:
        """With a table that all three sit at."""
        concerns = self.three_rooms()
        first = concerns[0]
        host = self._convened(first)
        for concern in concerns[1:]:
            offer = given.waiting(seated.invited(host, concern.agency))
            by = self.workers[concern.agency_id]
            disclosure_services.accept(by=by, offer=offer, concern=concern)
        for text in list(self.written):
            self.accepted[text] = {concern.agency_id for concern in concerns}
        if everybody_tells:
            around = [self._sitting(seat) for seat in Seat.objects.all()]
            for sitting in around:
                seated.stand(sitting, *(each for each in around if each is not sitting))
        return multiple(*concerns)

    @rule(concern=Walk.concerns)
    def convenes(self, concern: Concern) -> None:
        self._done(lambda: self._convened(concern))

    @rule(target=Walk.disclosures, seat=SEATS, other=st.integers(1, 2))
    def invites(self, seat: int, other: int) -> Any:
        row = self._seat(seat, is_convener=True)
        if row is None or self._handed("rule", row.agency, row.agency) is None:
            return multiple()
        to = self._other_than(row.agency, other)
        if not self._done(lambda: seated.invited(self._sitting(row), to)):
            return multiple()
        return self._latest()

    @rule(
        seat=SEATS,
        other=st.integers(1, 2),
        on=st.sampled_from(("rule", "rule", "taken in", "consent", "own words", "nothing")),
        which=st.integers(0, 3),
    )
    def stands(self, seat: int, other: int, on: str, which: int) -> None:
        row = self._seat(seat)
        if row is None:
            return
        to = self._other_than(row.agency, other)
        footings = dict(self._sitting(row).table().seated.footings)
        if on == "nothing":
            footings.pop(str(to.pk), None)
        elif on == "taken in":
            told = list(Disclosure.objects.filter(concern=row.concern, word=None).order_by("pk"))
            if not told:
                return
            footings[str(to.pk)] = Footing(told=str(told[which % len(told)].pk))
        else:
            handed = self._handed(on, row.agency, to)
            if handed is None:
                return
            footings[str(to.pk)] = Footing(handed=handed)
        self._at(row, table_services.stand_on, footings=footings, seen=row.version)

    @rule(seat=SEATS, stands=st.sampled_from(Stands))
    def gives_a_perspective(self, seat: int, stands: Stands) -> None:
        self._write(seat, "perspective", stands)

    @rule(but=st.integers(0, 3), opens=st.booleans())
    def all_but_one_give_a_perspective(self, but: int, opens: bool) -> None:
        rows = [self._seat(number) for number in range(len(self.rooms)) if number != but]
        for row in rows:
            self._write_at(row, "perspective")
        if opens and rows[0] is not None:
            self._at(rows[0], table_services.open_perspectives)

    @rule(seat=SEATS)
    def opens_perspectives(self, seat: int) -> None:
        row = self._seat(seat)
        if row is not None:
            self._at(row, table_services.open_perspectives)

    @rule(seat=SEATS, kind=st.sampled_from(("minutes", "goal", "follow-up", "ending")))
    def writes(self, seat: int, kind: str) -> None:
        self._write(seat, kind)

    @rule(kind=st.sampled_from(("minutes", "goal", "follow-up")))
    def everybody_writes(self, kind: str) -> None:
        for number in range(len(self.rooms)):
            self._write(number, kind)

    @rule(seat=SEATS, which=st.integers(0, 3))
    def corrects(self, seat: int, which: int) -> None:
        own = [text for text, each in self.words.items() if each.kind in ("minutes", "goal")]
        if own:
            before = self.words[own[which % len(own)]]
            self._write(seat, before.kind, replaces=str(before.word))

    @rule(seat=SEATS)
    def ends(self, seat: int) -> None:
        self._write(seat, "end")

    @rule(seat=SEATS, kind=st.sampled_from(("minutes", "perspective")))
    def rises_and_the_others_write(self, seat: int, kind: str) -> None:
        row = self._seat(seat)
        if row is not None and self._at(row, table_services.leave):
            self._look_who_sits()
            for number in range(len(self.rooms)):
                self._write(number, kind)

    @rule(place=st.integers(0, 2), is_closed=st.sampled_from((False, False, True)))
    def agency_is_closed(self, place: int, is_closed: bool) -> None:
        rows = Agency.objects.filter(pk=self.rooms[place].pk)
        rows.update(closed_at=timezone.now() if is_closed else None)

    @invariant()
    def no_room_reads_what_it_was_not_given(self) -> None:
        marks = {room.pk: self._readable(room) for room in self.rooms}
        for room in self.rooms:
            for text in marks[room.pk] - self.read.get(room.pk, set()):
                if self.written[text] != room and room.pk not in self.accepted.get(text, set()):
                    self._was_told(room, text)
        self.read = marks
        self._look_who_sits()
        self.noted = {room.pk: self._entries(room).count() for room in self.rooms}

    @invariant()
    def every_word_from_elsewhere_has_one_disclosure_and_one_receipt(self) -> None:
        told = Disclosure.objects.filter(word__isnull=False)
        pairs = Counter(told.values_list("word", "to"))
        came = Counter(Receipt.objects.filter(word__isnull=False).values_list("word", "agency"))
        assert set(pairs.values()) | set(came.values()) <= {1}
        assert not told.exclude(state=State.ACCEPTED).exists()
        gone = came.keys() - pairs.keys()
        assert not Word.objects.filter(pk__in=[word for word, _room in gone]).exists()

    @invariant()
    def whoever_has_given_no_perspective_has_nobody_s(self) -> None:
        given_at = {
            (seat.table, seat.agency_id) for seat in Seat.objects.filter(opened_at__isnull=False)
        }
        for room_id, texts in self.read.items():
            for text in texts:
                written = self.words.get(text)
                if written and written.kind == "perspective" and self.written[text].pk != room_id:
                    assert (written.table, room_id) in given_at

    def _look_who_sits(self) -> None:
        self.sat = {
            (seat.table, seat.agency_id): Sat(
                is_there=seat.left_at is None
                and seat.agency.closed_at is None
                and not seat.concern.is_closed,
                has_ended=seat.ended_at is not None,
            )
            for seat in Seat.objects.select_related("agency", "concern")
        }

    def _was_told(self, room: Agency, text: str) -> None:
        """Words that a room can read since this step crossed as they have to."""
        written = self.words[text]
        sat = self.sat[written.table, room.pk]
        assert sat.is_there
        assert not sat.has_ended or written.kind == "ending"
        receipt = Receipt.objects.select_related("concern__agency").get(
            word=written.word, agency=room
        )
        told = Disclosure.objects.select_related("concern__agency").get(pk=receipt.disclosure)
        assert (told.word, told.to, told.state) == (written.word, room, State.ACCEPTED)
        received = vault.unseal(vault.cipher_of(receipt.concern), receipt, Received)
        assert not disclosure_rules.fell(received.handed, law.current(), timezone.localdate())
        for row in (told, receipt):
            new = self._entries(row.agency).filter(number__gt=self.noted[row.agency_id])
            about = new.filter(about=row.concern.reference)
            assert about.filter(action__regex=r"^(table|perspective)\.").exists()
        self.happened[written.kind] += 1

    def _entries(self, room: Agency) -> Any:
        return Entry.objects.filter(room_id=room.pk)

    def _readable(self, room: Agency) -> set[str]:
        """Each text that a room can read: on pages, in an export, and in any row with its keys."""
        found: set[str] = set()
        people = ("agency__municipality", "opened_by", "holder", "closed_by")
        for concern in Concern.objects.filter(agency=room).select_related(*people):
            opened = selectors.open_concern(concern)
            tables = table_selectors.tables_of(opened)
            export = paper_export.Export(
                opened=opened,
                versions=paper_selectors.versions_by_piece(concern),
                tables=tables,
                pack=shelf.current(),
                language="sv",
                created=timezone.now(),
            )
            shown = MARK.findall(repr(opened) + repr(tables))
            shown += MARK.findall(json.dumps(paper_export.data_of(export)))
            stored = set(self._stored(concern))
            assert stored >= set(shown)
            found |= stored
        return found

    def _stored(self, concern: Concern) -> Iterator[str]:
        cipher = vault.cipher_of(concern)
        for model in parts_of_a_concern():
            if model is Parcel:
                # What waits for another room lies under that room's key.
                continue
            for row in model._base_manager.filter(concern=concern):
                if sealed := getattr(row, "sealed", None):
                    what = model._meta.label_lower
                    plain = cipher.unseal(bytes(sealed), row_id=row.pk, what=what)
                    yield from MARK.findall(plain.decode())

    def _seat(self, number: int, **which: Any) -> Seat | None:
        """Most often one where something can still be done."""
        rows = Seat.objects.filter(**which).select_related("agency", "concern__agency")
        rows = rows.order_by("joined_at", "pk")
        alive = [
            seat
            for seat in rows.filter(left_at=None, ended_at=None, agency__closed_at=None)
            if not seat.concern.is_closed
        ]
        found = alive if alive and number < 6 else list(rows)
        return found[number % len(found)] if found else None

    def _sitting(self, seat: Seat) -> Sitting:
        return Sitting(seat.agency, self.workers[seat.agency_id], seat.concern, seat)

    def _convened(self, concern: Concern) -> Sitting:
        by, purpose = self.workers[concern.agency_id], self._mark(concern.agency)
        seat = table_services.convene(
            by=by,
            concern=concern,
            setting=Setting(table=str(new_id()), purpose=purpose),
            seat_id=new_id(),
        )
        return Sitting(concern.agency, by, concern, seat)

    def _at(self, seat: Seat, service: Any, **more: Any) -> bool:
        by = self.workers[seat.agency_id]
        return self._done(lambda: service(by=by, concern=seat.concern, seat=seat, **more))

    def _write(
        self, number: int, kind: str, stands: Stands = Stands.BOTH, *, replaces: str = ""
    ) -> None:
        self._write_at(self._seat(number), kind, stands, replaces=replaces)

    def _write_at(
        self, seat: Seat | None, kind: str, stands: Stands = Stands.BOTH, *, replaces: str = ""
    ) -> None:
        if seat is None:
            return
        text, word = self._mark(seat.agency), new_id()
        self.words[text] = Written(word, seat.table, "ending" if kind == "end" else kind)
        goal = next((str(it.word) for it in self.words.values() if it.kind == "goal"), "none")
        ending = Ending(achieved=text, kept=text, tells=text)
        if kind == "perspective":
            view = Perspective(stands=stands, worries=text, protects=text, unknown=text)
            self._at(seat, table_services.give_perspective, perspective=view, word_id=word)
        elif kind == "end":
            self._at(seat, table_services.end, ending=ending, word_id=word)
        elif kind == "ending":
            self._at(seat, table_services.add_ending, ending=ending, word_id=word)
        else:
            deeds = tuple(Deed(text=text, agency=str(room.pk), role=text) for room in self.rooms)
            words = {
                "minutes": Minutes(held_on="2026-11-20", present=text, dissent=text, deeds=deeds),
                "goal": Goal(text=text, doing=text, wish=text),
                "follow-up": FollowUp(goal=goal, course=Course.DONE, changed=text),
            }[kind]
            more = {"words": words, "word_id": word, "replaces": replaces}
            self._at(seat, table_services.write, **more)


@pytest.mark.django_db(databases="__all__", transaction=True)
def test_whatever_three_rooms_do_at_their_tables() -> None:
    run(Tables, walks=8, steps=18)
    assert Tables.happened["perspective"]
    assert Tables.happened.total() > Tables.happened["perspective"]
