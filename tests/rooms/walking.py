"""Three rooms that do what they like to each other, in whatever order, for tests.

Each text that is written carries a mark of its own, so that it is known wherever it turns up.
"""

from __future__ import annotations

import dataclasses
import datetime
import re
from collections import Counter
from typing import Any, ClassVar

import pytest
from django.db import connections, transaction
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    consumes,
    initialize,
    invariant,
    multiple,
    rule,
    run_state_machine_as_test,
)

from fyrstod.access.policy import Denied, Role
from fyrstod.core.errors import DomainError
from fyrstod.core.ids import new_id
from fyrstod.journal import services as journal
from fyrstod.law import shelf as law
from fyrstod.law.advice import Rulebook
from fyrstod.packs import shelf
from fyrstod.people.models import Agency, Membership, Municipality, User
from fyrstod.rooms import disclosure_rules, disclosure_services, end_services, selectors
from fyrstod.rooms.contents import Handed, Outcome
from fyrstod.rooms.disclosure_rules import State
from fyrstod.rooms.models import Concern, Disclosure, Parcel
from fyrstod.rooms.rules import Why
from tests.rooms import given, made, seated

PARTIES = ("school", "police", "social-services")


MARK = re.compile(r"mark-[a-z-]+-\d+-")


class Walk(RuleBasedStateMachine):
    """Three rooms with one practitioner and one records officer each."""

    happened: ClassVar[Counter[str]]
    """How often each thing came about, in all walks together."""

    concerns = Bundle("concerns")
    disclosures = Bundle("disclosures")

    def __init__(self) -> None:
        super().__init__()
        self.patches = pytest.MonkeyPatch()
        self.blocks = []
        for alias in connections:
            block = transaction.atomic(using=alias)
            # As Django's own tests mark theirs, so that what must stand alone can.
            block._from_testcase = True  # type: ignore[attr-defined]  # the stubs lack it
            block.__enter__()
            self.blocks.append((alias, block))
        self.written: dict[str, Agency] = {}
        """Whose room wrote a text."""
        self.accepted: dict[str, set[Any]] = {}
        """By text: the rooms that have accepted it."""
        self.came: set[str] = set()
        """The pieces whose ground has been tried on the day they came: the law changes later."""
        self.rooms: list[Agency] = []
        self.workers: dict[Any, User] = {}
        self.archivists: dict[Any, User] = {}

    def teardown(self) -> None:
        self.patches.undo()
        for alias, block in reversed(self.blocks):
            transaction.set_rollback(True, using=alias)
            block.__exit__(None, None, None)

    @initialize(target=concerns)
    def begins(self) -> Any:
        """Each with a concern from the start."""
        return multiple(*self.three_rooms())

    def three_rooms(self) -> list[Concern]:
        municipality = Municipality.objects.create(name="Björkdala")
        for kind in PARTIES:
            room = made.agency(municipality, kind, kind)
            self.rooms.append(room)
            for role, people in (
                (Role.PRACTITIONER, self.workers),
                (Role.RECORDS_OFFICER, self.archivists),
            ):
                user = made.person(f"{kind} {role}", f"{kind}.{role}@bjorkdala.example")
                made.member(user, room, role)
                people[room.pk] = user
        return [made.concern(room, self.workers[room.pk]) for room in self.rooms]

    @rule(target=concerns, place=st.integers(0, 2))
    def opens(self, place: int) -> Any:
        room = self.rooms[place]
        opened: list[Concern] = []
        self._done(lambda: opened.append(made.concern(room, self.workers[room.pk])))
        return multiple(*opened)

    @rule(
        target=disclosures,
        concern=concerns,
        other=st.integers(1, 2),
        on=st.sampled_from(("rule", "rule", "consent", "own words")),
    )
    def offers(self, concern: Concern, other: int, on: str) -> Any:
        to = self._other_than(concern.agency, other)
        text, purpose = self._mark(concern.agency), self._mark(concern.agency)
        handed = self._handed(on, concern.agency, to)
        if handed is None:
            return multiple()
        handed = dataclasses.replace(handed, purpose=purpose)
        by = self.workers[concern.agency_id]
        if not self._done(lambda: given.offer(concern, by, to, handed=handed, texts=(text,))):
            return multiple()
        return self._latest()

    @rule(change=st.sampled_from(("none", "none", "worded anew", "expired")))
    def law_changes(self, change: str) -> None:
        pack = shelf.current()
        changed: dict[str, Any] = {"none": {}, "worded anew": {"judge": ()}}.get(
            change, {"valid_to": datetime.date(2026, 1, 1)}
        )
        rules = tuple(
            dataclasses.replace(card, **changed) if card.id == seated.RULE else card
            for card in pack.rules
        )
        book = Rulebook.of(dataclasses.replace(pack, rules=rules))
        self.patches.setattr(law, "current", lambda: book)

    @rule(disclosure=disclosures)
    def consent_is_taken_back(self, disclosure: Disclosure) -> None:
        day = timezone.localdate()
        self._as_sender(disclosure_services.take_back_consent, disclosure, on=day)

    @rule(disclosure=disclosures)
    def second_person_lets_go(self, disclosure: Disclosure) -> None:
        disclosure = self._now(disclosure)
        by = self.archivists[disclosure.agency_id]
        self._done(
            lambda: disclosure_services.confirm(
                by=by,
                concern=disclosure.concern,
                disclosure=disclosure,
                seen=disclosure.version,
            )
        )

    @rule(disclosure=disclosures, concern=concerns, anew=st.booleans())
    def accepts(self, disclosure: Disclosure, concern: Concern, anew: bool) -> None:
        offer = Parcel.objects.filter(pk=disclosure.pk).select_related("agency", "sender").first()
        if offer is None:
            return
        by = self.workers[offer.agency_id]

        def accept() -> None:
            if anew:
                disclosure_services.accept_in_new(
                    by=by, offer=offer, review_on=None, pack="", concern_id=new_id()
                )
            else:
                disclosure_services.accept(by=by, offer=offer, concern=concern)

        if self._done(accept):
            self.happened["accepted"] += 1
            for text in self._texts_of(disclosure):
                self.accepted.setdefault(text, set()).add(offer.agency_id)

    @rule(disclosure=disclosures)
    def declines(self, disclosure: Disclosure) -> None:
        offer = Parcel.objects.filter(pk=disclosure.pk).select_related("agency", "sender").first()
        if offer is not None:
            by = self.workers[offer.agency_id]
            self._done(lambda: disclosure_services.decline(by=by, offer=offer, reason="No."))

    @rule(disclosure=disclosures)
    def withdraws(self, disclosure: Disclosure) -> None:
        self._as_sender(disclosure_services.withdraw, disclosure)

    @rule(disclosure=disclosures)
    def objects(self, disclosure: Disclosure) -> None:
        self._as_sender(disclosure_services.object_to, disclosure, text="Wrong.")

    @rule(place=st.integers(0, 2))
    def leaves(self, place: int) -> None:
        """A practitioner leaves, and another comes in their place."""
        room = self.rooms[place]
        gone = self.workers[room.pk]
        Membership.objects.filter(user=gone).update(ended_at=timezone.now(), ended_by=gone)
        new = made.person("next", f"next{new_id()}@bjorkdala.example")
        made.member(new, room, Role.PRACTITIONER)
        self.workers[room.pk] = new

    @rule(concern=concerns)
    def closes(self, concern: Concern) -> None:
        def close() -> None:
            row = Concern.objects.select_related("agency").get(pk=concern.pk)
            end_services.close(
                by=self.workers[row.agency_id],
                concern=row,
                outcome=Outcome.OTHER,
                outcome_text="",
                record="other",
                seen=row.version,
                aware=True,
            )

        self._done(close)

    @rule(concern=concerns)
    def reopens(self, concern: Concern) -> None:
        by = self.workers[concern.agency_id]
        self._done(lambda: end_services.reopen(by=by, concern=concern))

    @rule(concern=consumes(concerns))
    def erases(self, concern: Concern) -> None:
        by = self.archivists[concern.agency_id]
        self._done(lambda: end_services.erase(by=by, concern=concern, why=Why.MISTAKE))

    @invariant()
    def no_room_reads_what_it_was_not_given(self) -> None:
        for room in self.rooms:
            for concern in Concern.objects.filter(agency=room).select_related("agency"):
                opened = selectors.open_concern(concern)
                for piece in opened.pieces:
                    text = piece.note.text
                    home = self.written.get(text)
                    if home is not None and home.pk != room.pk:
                        assert room.pk in self.accepted.get(text, set())

    @invariant()
    def every_foreign_piece_has_an_accepted_disclosure_with_a_ground_that_held(self) -> None:
        for concern in Concern.objects.select_related("agency"):
            opened = selectors.open_concern(concern)
            known = {str(each.row.disclosure): each.received.handed for each in opened.received}
            for piece in opened.pieces:
                if piece.note.came is None:
                    assert self.written.get(piece.note.text, concern.agency).pk == concern.agency_id
                    continue
                handed = known[piece.note.came.disclosure]
                day = datetime.date.fromisoformat(piece.note.came.on)
                if piece.id not in self.came:
                    assert not disclosure_rules.fell(handed, law.current(), day)
                    self.came.add(piece.id)
                told = Disclosure.objects.filter(pk=piece.note.came.disclosure).first()
                assert told is None or told.state == State.ACCEPTED

    @invariant()
    def both_journals_hold(self) -> None:
        for room in self.rooms:
            verdict = journal.verify(municipality_id=room.municipality_id, room_id=room.pk)
            assert verdict.whole

    @invariant()
    def what_waits_is_what_is_offered(self) -> None:
        waiting = set(Parcel.objects.values_list("pk", flat=True))
        offered = set(Disclosure.objects.filter(state=State.OFFERED).values_list("pk", flat=True))
        assert waiting == offered

    def _mark(self, room: Agency) -> str:
        """A text of its own, that tells which room wrote it."""
        text = f"mark-{room.kind}-{len(self.written)}-"
        self.written[text] = room
        return text

    def _other_than(self, room: Agency, other: int) -> Agency:
        place = [each.pk for each in self.rooms].index(room.pk)
        return self.rooms[(place + other) % len(self.rooms)]

    def _handed(self, on: str, sender: Agency, to: Agency) -> Handed | None:
        """What is told on some kind of ground; None where the rule cannot be chosen now."""
        try:
            if on == "rule":
                return seated.on_rule(sender, to)
            return given.on_consent() if on == "consent" else given.on_own_words()
        except AssertionError:
            return None

    def _latest(self) -> Disclosure:
        return Disclosure.objects.select_related("to", "concern__agency").latest("made_at")

    def _now(self, disclosure: Disclosure) -> Disclosure:
        found = Disclosure.objects.select_related("to", "concern__agency", "agency")
        return found.filter(pk=disclosure.pk).first() or disclosure

    def _texts_of(self, disclosure: Disclosure) -> set[str]:
        concern = Concern.objects.select_related("agency").get(pk=disclosure.concern_id)
        each = selectors.open_concern(concern).disclosure(disclosure.pk)
        assert each is not None
        return set(MARK.findall(repr(each.disclosed.handed)))

    def _as_sender(self, service: Any, disclosure: Disclosure, **more: Any) -> None:
        disclosure = self._now(disclosure)
        by = self.workers[disclosure.agency_id]
        self._done(
            lambda: service(by=by, concern=disclosure.concern, disclosure=disclosure, **more)
        )

    def _done(self, deed: Any) -> bool:
        """Whether it was done; what may not be done is refused in words, with nothing changed."""
        try:
            deed()
        except (DomainError, Denied):
            return False
        for user in (*self.workers.values(), *self.archivists.values()):
            user.__dict__.pop("active_memberships", None)
        return True


def run(walk: type[Walk], *, walks: int, steps: int) -> None:
    """The same walks each time."""
    run_state_machine_as_test(
        walk,
        settings=settings(
            max_examples=walks,
            stateful_step_count=steps,
            deadline=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        ),
    )
