"""What can be read in a room. List, page and search all start from `concerns_visible_to`."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db.models import F, Model, Q, QuerySet
from django.utils import timezone

from fyrstod.access.policy import GRANTS, Action, Role, granted
from fyrstod.people.models import Agency, Membership, User
from fyrstod.people.selectors import active_memberships, agencies_visible_to
from fyrstod.protection import services as protection
from fyrstod.protection.services import Cipher
from fyrstod.rooms import vault
from fyrstod.rooms.contents import (
    Briefing,
    Disclosed,
    Errand,
    Matter,
    Note,
    NoteKind,
    Person,
    Reason,
    Received,
    Seated,
    Sheet,
)
from fyrstod.rooms.models import (
    BriefingVersion,
    Concern,
    Disclosure,
    Handover,
    Identity,
    Paper,
    Piece,
    PieceVersion,
    Receipt,
    Seat,
    Task,
)
from fyrstod.rooms.rules import Offer, Status, tidy_reference

M = TypeVar("M", bound=Model)

WORRIES = (NoteKind.SEEN, NoteKind.TOLD, NoteKind.INTERPRETED, NoteKind.UNKNOWN)
"""The kinds of piece that tell of what a concern is about."""
OPEN = tuple(status for status in Status if status is not Status.CLOSED)
"""The statuses of a concern that is worked with. An index is found by naming them, not by 'not'."""
ANSWERS = datetime.timedelta(days=14)
"""How long the answer to a handover stands in the giver's week."""
PAGE = 50
"""How many concerns a list shows at a time."""


def rooms_of(user: Any, action: Action = Action.OPEN_ROOM) -> tuple[Agency, ...]:
    """The rooms where a user may do `action`, from the memberships read with the request."""
    found = {
        membership.agency.pk: membership.agency
        for membership in active_memberships(user)
        if membership.agency is not None and action in GRANTS[Role(membership.role)]
    }
    return tuple(sorted(found.values(), key=lambda room: room.name))


def room_of(user: Any, room_id: uuid.UUID) -> Agency | None:
    """The room, where the user has any role that reaches it. None: a stranger."""
    for membership in active_memberships(user):
        if membership.agency is not None and membership.agency.pk == room_id:
            return membership.agency
    return agencies_visible_to(user).filter(pk=room_id).first()


def concerns_visible_to(user: Any) -> QuerySet[Concern]:
    """Concerns in rooms where the user has a role that opens them."""
    rooms = rooms_of(user, Action.READ_CONCERN)
    return Concern.objects.filter(
        municipality_id__in={room.municipality_id for room in rooms}, agency__in=rooms
    )


def concern_in(room: Agency, reference: str) -> Concern | None:
    """A concern of a room by its reference, unless it is erased or on its way."""
    concern = (
        Concern.objects.filter(
            municipality_id=room.municipality_id,
            agency=room,
            reference=tidy_reference(reference),
        )
        .select_related("agency", "holder", "opened_by", "closed_by")
        .first()
    )
    if concern is None or protection.erased(
        municipality_id=room.municipality_id, concern_ids=[concern.pk]
    ):
        return None
    return concern


def opened_before(room: Agency, concern_id: uuid.UUID) -> Concern | None:
    """The concern that a form sent twice has opened already."""
    return Concern.objects.filter(
        municipality_id=room.municipality_id, agency=room, pk=concern_id
    ).first()


def was_erased(room: Agency, reference: str) -> bool:
    """Whether a room has had a concern of this reference that is gone for good."""
    tidy = tidy_reference(reference)
    return bool(tidy) and protection.was_erased(
        municipality_id=room.municipality_id, room_id=room.pk, reference=tidy
    )


def practitioners_of(room: Agency) -> list[User]:
    """Who can be responsible in a room now, by name."""
    found = (
        Membership.objects.active()
        .filter(municipality_id=room.municipality_id, agency=room, role=Role.PRACTITIONER)
        .select_related("user")
        .order_by("user__name", "user_id")
    )
    return [membership.user for membership in found if membership.user.is_active]


@dataclass(frozen=True, slots=True)
class Line:
    """A concern in a list. `person` is None where it was not opened for this reader."""

    concern: Concern
    person: Person | None

    @property
    def is_overdue(self) -> bool:
        day = self.concern.review_on
        return bool(day and not self.concern.is_closed and day < timezone.localdate())


def lines(room: Agency, concerns: Iterable[Concern], *, with_names: bool) -> list[Line]:
    """Concerns of one room as a list shows them: with two more queries for the names."""
    rows = list(concerns)
    if not with_names or not rows:
        gone = protection.erased(
            municipality_id=room.municipality_id, concern_ids=[row.pk for row in rows]
        )
        return [Line(row, None) for row in rows if row.pk not in gone]
    ciphers = vault.ciphers_of(room, rows)
    identities = {
        identity.concern_id: identity
        for identity in Identity.objects.filter(
            municipality_id=room.municipality_id, concern__in=rows
        )
    }
    return [
        Line(row, vault.unseal(ciphers[row.pk], identities[row.pk], Person))
        for row in rows
        if row.pk in ciphers and row.pk in identities
    ]


def concerns_of(room: Agency, *, closed: bool = False) -> QuerySet[Concern]:
    """A room's concerns: open ones by the day to look again, closed ones the latest first."""
    found = Concern.objects.filter(municipality_id=room.municipality_id, agency=room)
    found = found.select_related("holder")
    if closed:
        return found.filter(status=Status.CLOSED).order_by("-closed_at", "pk")
    found = found.filter(status__in=OPEN)
    return found.order_by(F("review_on").asc(nulls_first=True), "pk")


@dataclass(frozen=True, slots=True)
class Search:
    """An exact search in one room."""

    reference: str = ""
    name: str = ""
    number: str = ""


def search(room: Agency, wanted: Search) -> list[Concern]:
    """Concerns in this room with exactly this reference, name or number.

    Source of the limit: law.md DP-7 (SoLPuF 11, 12(11) and 15 §§).
    """
    rows = Concern.objects.filter(municipality_id=room.municipality_id, agency=room)
    if wanted.reference:
        rows = rows.filter(reference=tidy_reference(wanted.reference))
    elif wanted.name or wanted.number:
        rows = rows.filter(pk__in=found_as(room, name=wanted.name, number=wanted.number))
    else:
        return []
    return list(rows.select_related("holder").order_by("-opened_at", "pk")[:PAGE])


def found_as(room: Agency, *, name: str, number: str) -> QuerySet[Identity, uuid.UUID]:
    """The ids of a room's concerns about somebody of exactly this name, or this number.

    One of them has to be given.
    """
    wanted = Q()
    for kind, value in (("name", name), ("number", number)):
        if value:
            index = protection.blind_index(
                room_id=room.pk,
                municipality_id=room.municipality_id,
                kind="name" if kind == "name" else "number",
                value=value,
            )
            wanted |= Q(**{f"{kind}_index": index})
    found = Identity.objects.filter(wanted, municipality_id=room.municipality_id, agency=room)
    return found.values_list("concern_id", flat=True)


@dataclass(frozen=True, slots=True)
class OpenPiece:
    """A piece as it reads now. `versions` are how many there have been."""

    row: Piece
    note: Note
    written_by: User
    written_at: datetime.datetime

    @property
    def id(self) -> str:
        return str(self.row.pk)

    @property
    def is_corrected(self) -> bool:
        return self.row.latest > 1


@dataclass(frozen=True, slots=True)
class OpenTask:
    row: Task
    errand: Errand

    @property
    def is_overdue(self) -> bool:
        day = self.row.due_on
        return bool(day and self.row.done_at is None and day < timezone.localdate())


@dataclass(frozen=True, slots=True)
class OpenPaper:
    row: Paper
    sheet: Sheet


@dataclass(frozen=True, slots=True)
class OpenBriefing:
    """One version of what is written for whoever comes next."""

    row: BriefingVersion
    words: Briefing


@dataclass(frozen=True, slots=True)
class OpenHandover:
    """`reason` is why it was declined, "" where it was not."""

    row: Handover
    reason: str


@dataclass(frozen=True, slots=True)
class OpenDisclosure:
    """Something this room tells another, as it keeps it."""

    row: Disclosure
    disclosed: Disclosed


@dataclass(frozen=True, slots=True)
class OpenReceipt:
    """Something this room has taken in from another."""

    row: Receipt
    received: Received


@dataclass(frozen=True, slots=True)
class OpenSeat:
    """This room's place at a table."""

    row: Seat
    seated: Seated


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenDoors:
    """Of a concern, what a meeting with other rooms needs: its own pieces stay shut."""

    concern: Concern
    person: Person
    tasks: tuple[OpenTask, ...]
    given: tuple[OpenDisclosure, ...]
    """What other rooms are told, besides what is written at a table; so with `received`."""
    received: tuple[OpenReceipt, ...]
    seats: tuple[OpenSeat, ...]
    """The tables that the concern lies on, the newest first."""

    def disclosure(self, disclosure_id: uuid.UUID) -> OpenDisclosure | None:
        return next((each for each in self.given if each.row.pk == disclosure_id), None)

    def receipt(self, receipt_id: uuid.UUID) -> OpenReceipt | None:
        return next((each for each in self.received if each.row.pk == receipt_id), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenConcern(OpenDoors):
    """A concern, opened for one reader: all of it in the order it is told."""

    matter: Matter
    identity: Identity
    pieces: tuple[OpenPiece, ...]
    papers: tuple[OpenPaper, ...]
    briefings: tuple[OpenBriefing, ...]
    """Every version, the newest first."""
    handovers: tuple[OpenHandover, ...]
    """The newest first."""

    @property
    def briefing(self) -> OpenBriefing | None:
        """What is written for whoever comes next, as it reads now."""
        return next(iter(self.briefings), None)

    @property
    def offer(self) -> OpenHandover | None:
        """The handover that waits for an answer."""
        return next((it for it in self.handovers if it.row.state == Offer.WAITING), None)

    @property
    def here(self) -> tuple[OpenPiece, ...]:
        """The pieces that have not been taken away, by the day they tell of.

        Why an address was shown tells of the reader and not of the person, so it is not here.
        """
        return tuple(
            piece
            for piece in self.pieces
            if not piece.note.gone and piece.note.kind != NoteKind.ADDRESS
        )

    @property
    def address_reasons(self) -> tuple[OpenPiece, ...]:
        """Why a hidden address was shown, and to whom; the latest first."""
        return tuple(piece for piece in self.pieces[::-1] if piece.note.kind is NoteKind.ADDRESS)

    @property
    def reviews(self) -> tuple[OpenPiece, ...]:
        """The latest first."""
        return self.of_kind(NoteKind.REVIEW)[::-1]

    def of_kind(self, *kinds: NoteKind) -> tuple[OpenPiece, ...]:
        return tuple(piece for piece in self.here if piece.note.kind in kinds)

    def piece(self, piece_id: uuid.UUID) -> OpenPiece | None:
        return next((piece for piece in self.pieces if piece.row.pk == piece_id), None)

    def task(self, task_id: uuid.UUID) -> OpenTask | None:
        return next((task for task in self.tasks if task.row.pk == task_id), None)

    def paper(self, paper_id: uuid.UUID) -> OpenPaper | None:
        return next((paper for paper in self.papers if paper.row.pk == paper_id), None)

    def handover(self, handover_id: uuid.UUID) -> OpenHandover | None:
        return next((it for it in self.handovers if it.row.pk == handover_id), None)


def open_concern(concern: Concern) -> OpenConcern:
    """All of a concern, with the same number of queries whatever it holds.

    Raises KeyLost, WrongInstallationKey or CannotOpen.
    """
    cipher = vault.cipher_of(concern)
    here = {"municipality_id": concern.municipality_id, "concern": concern}
    identity = Identity.objects.get(**here)
    return OpenConcern(
        concern=concern,
        matter=vault.unseal(cipher, concern, Matter),
        person=vault.unseal(cipher, identity, Person),
        identity=identity,
        pieces=_pieces(cipher, here),
        tasks=_tasks(cipher, here),
        papers=_papers(cipher, here),
        briefings=_briefings(cipher, here),
        handovers=_handovers(cipher, here),
        given=_given(cipher, here),
        received=_received(cipher, here),
        seats=_seats(cipher, here),
    )


def open_doors(concern: Concern) -> OpenDoors:
    """Raises as `open_concern` does."""
    cipher = vault.cipher_of(concern)
    here = {"municipality_id": concern.municipality_id, "concern": concern}
    return OpenDoors(
        concern=concern,
        person=vault.unseal(cipher, Identity.objects.get(**here), Person),
        tasks=_tasks(cipher, here),
        given=_given(cipher, here),
        received=_received(cipher, here),
        seats=_seats(cipher, here),
    )


def _pieces(cipher: Cipher, here: dict[str, Any]) -> tuple[OpenPiece, ...]:
    latest = PieceVersion.objects.filter(**here, number=F("piece__latest"))
    found = [
        OpenPiece(
            version.piece,
            vault.unseal(cipher, version, Note),
            version.written_by,
            version.written_at,
        )
        for version in latest.select_related("piece__noted_by", "written_by")
    ]
    return tuple(sorted(found, key=_when))


def _when(piece: OpenPiece) -> tuple[str, uuid.UUID]:
    """By the day a piece tells of; one without a date stands where it was noted."""
    noted = timezone.localdate(piece.row.noted_at).isoformat()
    return piece.note.date or noted, piece.row.pk


def _tasks(cipher: Cipher, here: dict[str, Any]) -> tuple[OpenTask, ...]:
    rows = Task.objects.filter(**here).select_related("doer", "done_by")
    rows = rows.order_by(F("done_at").asc(nulls_first=True), F("due_on").asc(nulls_last=True), "pk")
    return tuple(OpenTask(row, vault.unseal(cipher, row, Errand)) for row in rows)


def _papers(cipher: Cipher, here: dict[str, Any]) -> tuple[OpenPaper, ...]:
    rows = Paper.objects.filter(**here).select_related("noted_by").order_by("noted_at", "pk")
    return tuple(OpenPaper(row, vault.unseal(cipher, row, Sheet)) for row in rows)


def _briefings(cipher: Cipher, here: dict[str, Any]) -> tuple[OpenBriefing, ...]:
    rows = BriefingVersion.objects.filter(**here).select_related("written_by").order_by("-number")
    return tuple(OpenBriefing(row, vault.unseal(cipher, row, Briefing)) for row in rows)


def _handovers(cipher: Cipher, here: dict[str, Any]) -> tuple[OpenHandover, ...]:
    rows = Handover.objects.filter(**here).order_by("-offered_at", "pk")
    return tuple(
        OpenHandover(row, vault.unseal(cipher, row, Reason).text if row.sealed else "")
        for row in rows.select_related("held_by", "offered_by", "recipient", "ended_by")
    )


def _given(cipher: Cipher, here: dict[str, Any]) -> tuple[OpenDisclosure, ...]:
    rows = Disclosure.objects.filter(**here, word=None).order_by("made_at", "pk")
    rows = rows.select_related("to", "made_by", "second_by", "answered_by")
    return tuple(OpenDisclosure(row, vault.unseal(cipher, row, Disclosed)) for row in rows)


def _received(cipher: Cipher, here: dict[str, Any]) -> tuple[OpenReceipt, ...]:
    rows = Receipt.objects.filter(**here, word=None).order_by("accepted_at", "pk")
    rows = rows.select_related("sender", "offered_by", "accepted_by")
    return tuple(OpenReceipt(row, vault.unseal(cipher, row, Received)) for row in rows)


def _seats(cipher: Cipher, here: dict[str, Any]) -> tuple[OpenSeat, ...]:
    rows = Seat.objects.filter(**here).select_related("agency").order_by("-joined_at", "pk")
    return tuple(OpenSeat(row, vault.unseal(cipher, row, Seated)) for row in rows)


def versions_of(concern: Concern, piece: Piece) -> list[OpenPiece]:
    """Everything a piece has said, the newest first."""
    cipher = vault.cipher_of(concern)
    rows = (
        PieceVersion.objects.filter(
            municipality_id=concern.municipality_id, concern=concern, piece=piece
        )
        .select_related("written_by")
        .order_by("-number")
    )
    return [
        OpenPiece(piece, vault.unseal(cipher, row, Note), row.written_by, row.written_at)
        for row in rows
    ]


@dataclass(frozen=True, slots=True)
class HandoverLine:
    """A handover in a list, with its concern."""

    row: Handover
    line: Line


def handovers_in(room: Agency) -> QuerySet[Handover]:
    """A room's handovers, the latest first."""
    rows = Handover.objects.filter(municipality_id=room.municipality_id, agency=room)
    people = ("held_by", "offered_by", "recipient", "concern__holder")
    return rows.select_related("concern", *people).order_by("-offered_at", "pk")


def answered_to(user: User, room: Agency) -> QuerySet[Handover]:
    """What came of the handovers that somebody offered lately, the latest answer first."""
    rows = handovers_in(room).filter(
        offered_by=user,
        ended_at__gte=timezone.now() - ANSWERS,
        state__in=(Offer.ACCEPTED, Offer.DECLINED),
    )
    return rows.order_by("-ended_at", "pk")


def handover_lines(
    room: Agency, handovers: Iterable[Handover], *, with_names: bool
) -> list[HandoverLine]:
    """Handovers as a list shows them. One whose concern is erased is not there."""
    rows = list(handovers)
    named = {
        line.concern.pk: line
        for line in lines(room, {row.concern for row in rows}, with_names=with_names)
    }
    return [HandoverLine(row, named[row.concern_id]) for row in rows if row.concern_id in named]


@dataclass(frozen=True, slots=True)
class RoomWeek:
    """What waits in one room. `unheld` and `free_tasks` are those that nobody has just now.

    `offers` wait for an answer of the reader's, and `answers` came to what the reader offered.

    The counts are for whoever sees no names; they go through the whole room, so they are 0 for
    everybody else.
    """

    room: Agency
    reads: bool
    writes: bool
    offers: list[HandoverLine]
    answers: list[HandoverLine]
    reviews: list[Line]
    tasks: list[OpenTask]
    unheld: list[Line]
    free_tasks: list[OpenTask]
    to_decide: list[Line]
    has_open: bool
    open_count: int
    late_count: int

    @property
    def is_empty(self) -> bool:
        waits = (self.offers, self.answers, self.reviews, self.tasks, self.unheld)
        return not any((*waits, self.free_tasks, self.to_decide))


def week(user: User, today: datetime.date) -> list[RoomWeek]:
    """What waits for somebody the next seven days, and what is late, room by room."""
    return [_week_in(room, user, today) for room in rooms_of(user)]


def _week_in(room: Agency, user: User, today: datetime.date) -> RoomWeek:
    until = today + datetime.timedelta(days=7)
    actions = granted(user, room)
    reads, writes = Action.READ_CONCERN in actions, Action.WRITE_CONCERN in actions
    left = left_from(room) if writes or not reads else []
    there = concerns_of(room)
    mine = list(there.filter(holder=user, review_on__lte=until)[:PAGE]) if writes else []
    unheld = with_nobody(there, "holder", left) if writes or not reads else []
    to_decide: list[Concern] = []
    if Action.DECIDE_DISPOSAL in actions:
        to_decide = list(concerns_of(room, closed=True).filter(disposal_open=True)[:PAGE])
    hands = Action.HAND_OVER in actions
    waiting = handovers_in(room).filter(state=Offer.WAITING)
    offers = list(waiting.filter(recipient=user)[:PAGE]) if writes else []
    answers = list(answered_to(user, room)[:PAGE]) if hands else []
    offered = {row.concern for row in (*offers, *answers)}
    named = {
        line.concern.pk: line
        for line in lines(room, {*mine, *unheld, *to_decide, *offered}, with_names=reads)
    }
    to_do = _to_do(room)
    own = list(to_do.filter(doer=user, due_on__lte=until)[:PAGE]) if writes else []
    free = with_nobody(to_do, "doer", left) if writes else []
    opened = _opened(room, [*own, *free])
    return RoomWeek(
        room=room,
        reads=reads,
        writes=writes,
        offers=[HandoverLine(it, named[it.concern_id]) for it in offers if it.concern_id in named],
        answers=[
            HandoverLine(it, named[it.concern_id]) for it in answers if it.concern_id in named
        ],
        reviews=[named[row.pk] for row in mine if row.pk in named],
        tasks=[opened[row.pk] for row in own if row.pk in opened],
        unheld=[named[row.pk] for row in unheld if row.pk in named],
        free_tasks=[opened[row.pk] for row in free if row.pk in opened],
        to_decide=[named[row.pk] for row in to_decide if row.pk in named],
        has_open=there.exists(),
        open_count=0 if reads else there.count(),
        late_count=0 if reads else there.filter(review_on__lt=today).count(),
    )


def left_from(room: Agency) -> list[uuid.UUID]:
    """Those who have been practitioners of a room and are not any more.

    Only a practitioner is ever given anything here, so what these have is with nobody.
    """
    ever = Membership.objects.filter(
        municipality_id=room.municipality_id, agency=room, role=Role.PRACTITIONER
    )
    now = ever.filter(confirmed_at__isnull=False, ended_at=None, user__is_active=True)
    return list(
        ever.exclude(user__in=now.values("user")).values_list("user_id", flat=True).distinct()
    )


def with_nobody(rows: QuerySet[M], field: str, left: list[uuid.UUID]) -> list[M]:
    """What was never given to anybody, and then what those who have left had: each by its index."""
    return [*rows.filter(**{field: None})[:PAGE], *rows.filter(**{f"{field}__in": left})[:PAGE]]


def _to_do(room: Agency) -> QuerySet[Task]:
    """What is left to do in the open concerns of a room, by the day it is due."""
    rows = Task.objects.filter(
        municipality_id=room.municipality_id,
        agency=room,
        done_at=None,
        concern__status__in=OPEN,
    )
    return rows.select_related("concern", "doer").order_by(F("due_on").asc(nulls_last=True), "pk")


def _opened(room: Agency, rows: list[Task]) -> dict[uuid.UUID, OpenTask]:
    """Tasks by id. One whose concern cannot be opened any more is not there."""
    ciphers = vault.ciphers_of(room, {row.concern for row in rows})
    return {
        row.pk: OpenTask(row, vault.unseal(ciphers[row.concern_id], row, Errand))
        for row in rows
        if row.concern_id in ciphers
    }
