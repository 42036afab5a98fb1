"""Fills the fictitious municipality through the services that people use."""

from __future__ import annotations

import dataclasses
import datetime
from dataclasses import dataclass, field
from typing import ClassVar, Final

from allauth.mfa.totp.internal.auth import TOTP
from django.db import transaction
from pydantic import ConfigDict

from fyrstod.access.policy import Role
from fyrstod.core.adapters import adapter_of
from fyrstod.core.ids import new_id
from fyrstod.law import shelf as law
from fyrstod.law.grounds import Choosable, choose
from fyrstod.law.situation import Situation
from fyrstod.packs import shelf
from fyrstod.people import services as people
from fyrstod.people.bootstrap import first_administrator
from fyrstod.people.models import Agency, Municipality, User
from fyrstod.rooms import (
    disclosure_rules,
    disclosure_services,
    end_services,
    handover_services,
)
from fyrstod.rooms import services as rooms
from fyrstod.rooms.contents import (
    Briefing,
    Disclosed,
    Handed,
    Note,
    NoteKind,
    Outcome,
    Person,
    Voice,
)
from fyrstod.rooms.models import Concern
from fyrstod.rooms.rules import About, Move
from fyrstod.web.cli_demo import CONCERNS, PASSWORD, SECRET, STRICT, Demo, DemoWorker, raw, read

WITHOUT_NAMING: Final = "ask-without-naming"
"""The rule card that a question without a name rests on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Piece:
    __pydantic_config__: ClassVar[ConfigDict] = STRICT
    kind: NoteKind
    text: str
    day: int | None = None
    source: str = ""
    voice: Voice | None = None
    factors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Task:
    __pydantic_config__: ClassVar[ConfigDict] = STRICT
    text: str
    day: int | None = None
    doer: str = ""
    answer: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Look:
    __pydantic_config__: ClassVar[ConfigDict] = STRICT
    changed: str
    decided: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Close:
    __pydantic_config__: ClassVar[ConfigDict] = STRICT
    outcome: Outcome
    text: str
    record: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Handover:
    """Offered, and not answered yet."""

    __pydantic_config__: ClassVar[ConfigDict] = STRICT
    to: str
    words: Briefing


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    """A question to another agency without a name, which waits for its answer."""

    __pydantic_config__: ClassVar[ConfigDict] = STRICT
    to: str
    purpose: str
    asks: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Concern:
    __pydantic_config__: ClassVar[ConfigDict] = STRICT
    room: str
    by: str
    about: About
    why_now: str
    review: int
    steps: tuple[Move, ...] = ()
    person: Person = field(default_factory=Person)
    piece: tuple[_Piece, ...] = ()
    look: tuple[_Look, ...] = ()
    task: tuple[_Task, ...] = ()
    handover: _Handover | None = None
    asked: tuple[_Asked, ...] = ()
    close: _Close | None = None


def fill(today: datetime.date) -> None:
    """Nobody may be here yet. Raises DomainError."""
    concerns = adapter_of(tuple[_Concern, ...]).validate_python(raw()[CONCERNS])
    _Filling(read(), concerns, today).all()


@dataclass(slots=True)
class _Filling:
    demo: Demo
    concerns: tuple[_Concern, ...]
    today: datetime.date
    agencies: dict[str, Agency] = field(default_factory=dict)

    def all(self) -> None:
        self._people()
        for concern in self.concerns:
            self._concern(concern)

    def _user(self, person_id: str) -> User:
        """Read anew, since roles are read once with each."""
        (worker,) = (person for person in self.demo.person if person.id == person_id)
        return User.objects.get(email=worker.email)

    def _day(self, days: int) -> datetime.date:
        return self.today + datetime.timedelta(days=days)

    @transaction.atomic
    def _people(self) -> None:
        heads = [one for one in self.demo.person if (Role.ADMINISTRATOR, "") in one.roles]
        for one in heads:
            first_administrator(municipality=self.demo.municipality, name=one.name, email=one.email)
        municipality = Municipality.objects.get(name=self.demo.municipality)
        first, second = (one.id for one in heads)
        for agency in self.demo.agency:
            made = people.add_agency(
                by=self._user(first), municipality=municipality, name=agency.name, kind=agency.kind
            )
            self.agencies[agency.id] = made
        asked = [
            (role, place, worker) for worker in self.demo.person for role, place in worker.roles
        ]
        # Coordinators first, since they can confirm what an administrator cannot for themselves.
        for role, place, worker in sorted(asked, key=lambda one: one[0] is not Role.COORDINATOR):
            if role is not Role.ADMINISTRATOR:
                others = [first, second, *self._coordinators(place)]
                asks, agrees = [one for one in others if one != worker.id][:2]
                where = self.agencies.get(place, municipality)
                self._role(worker, role, where, asks=asks, agrees=agrees)
        for worker in self.demo.person:
            user = self._user(worker.id)
            user.set_password(PASSWORD)
            user.save(update_fields=["password"])
            TOTP.activate(user, SECRET)

    def _coordinators(self, place: str) -> list[str]:
        wanted = (Role.COORDINATOR, place)
        return [worker.id for worker in self.demo.person if wanted in worker.roles]

    def _role(
        self,
        worker: DemoWorker,
        role: Role,
        place: Agency | Municipality,
        *,
        asks: str,
        agrees: str,
    ) -> None:
        membership = people.propose_role(
            by=self._user(asks), place=place, email=worker.email, name=worker.name, role=role
        )
        people.confirm_role(by=self._user(agrees), membership=membership)

    def _concern(self, given: _Concern) -> None:
        by = self._user(given.by)
        pack = shelf.current().edition
        concern = rooms.open_concern(
            by=by,
            room=self.agencies[given.room],
            about=given.about,
            why_now=given.why_now,
            person=given.person,
            review_on=self._day(given.review),
            pack=pack,
            notes=[
                Note(
                    kind=piece.kind,
                    text=piece.text,
                    date=self._day(piece.day).isoformat() if piece.day is not None else "",
                    source=piece.source,
                    voice=piece.voice,
                    factors=piece.factors,
                    pack=pack,
                )
                for piece in given.piece
            ],
        )
        for step in given.steps:
            rooms.move(by=by, concern=concern, step=step)
        for look in given.look:
            rooms.review(
                by=by,
                concern=concern,
                contents=Note(
                    kind=NoteKind.REVIEW,
                    text=look.changed,
                    decided=look.decided,
                    date=self.today.isoformat(),
                ),
                review_on=self._day(given.review),
                piece_id=new_id(),
            )
        for task in given.task:
            made = rooms.add_task(
                by=by,
                concern=concern,
                text=task.text,
                due_on=self._day(task.day) if task.day is not None else None,
                doer=self._user(task.doer) if task.doer else None,
            )
            if task.answer:
                rooms.finish_task(by=by, concern=concern, task=made, answer=task.answer)
        if given.handover:
            handover_services.write_briefing(
                by=by, concern=concern, words=given.handover.words, seen=0
            )
            handover_services.offer(
                by=by,
                room=self.agencies[given.room],
                concerns=[concern.pk],
                to=self._user(given.handover.to),
                batch=new_id(),
            )
        for asked in given.asked:
            self._asked(by, concern, asked)
        if given.close:
            concern.refresh_from_db()
            end_services.close(
                by=by,
                concern=concern,
                outcome=given.close.outcome,
                outcome_text=given.close.text,
                aware=True,
                record=given.close.record,
                seen=concern.version,
            )

    def _asked(self, by: User, concern: Concern, given: _Asked) -> None:
        to = self.agencies[given.to]
        situation = Situation(
            sender=disclosure_rules.party_of(concern.agency.kind),
            receiver=disclosure_rules.party_of(to.kind),
            identified=False,
        )
        found = choose(WITHOUT_NAMING, situation, law.current(), self.today)
        assert isinstance(found, Choosable)  # noqa: S101 - the pack is of this release
        handed = disclosure_rules.with_situation(
            Handed(purpose=given.purpose, asks=given.asks), situation
        )
        written = disclosure_services.draft(
            by=by,
            concern=concern,
            to=to,
            disclosed=Disclosed(handed=dataclasses.replace(handed, ground=found.ground)),
            disclosure_id=new_id(),
            seen=0,
        )
        disclosure_services.offer(by=by, concern=concern, disclosure=written, seen=written.version)
