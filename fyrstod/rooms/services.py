"""What can be done in a room. Permission, change and journal entry stand together."""

from __future__ import annotations

import dataclasses
import datetime
import uuid
from collections.abc import Sequence
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from fyrstod.access.policy import Action, performs
from fyrstod.core.errors import DomainError
from fyrstod.core.ids import new_id
from fyrstod.people.models import Agency, User
from fyrstod.protection import services as protection
from fyrstod.rooms import rows, rules, selectors, vault
from fyrstod.rooms.contents import Answer, Errand, Matter, Note, NoteKind, Person, SamePerson
from fyrstod.rooms.models import Concern, Identity, Namesake, Piece, PieceVersion, Task
from fyrstod.rooms.record import note, note_each
from fyrstod.rooms.rules import About, Move


class ChangedMeanwhile(DomainError):
    """Somebody else saved first. `saved` is what is saved now; what was typed is not lost."""

    def __init__(self, saved: Any, version: int) -> None:
        super().__init__(
            _(
                "This has been changed since you opened it, and nothing is saved from "
                "here yet. Both are shown below. Save again to put yours in its place."
            )
        )
        self.saved = saved
        self.version = version


class CannotHold(DomainError):
    """Somebody who cannot read a concern here cannot be responsible for it."""

    def __init__(self) -> None:
        super().__init__(_("Choose somebody who is a practitioner in this room just now."))


class NoReason(DomainError):
    def __init__(self) -> None:
        super().__init__(_("Write why you need the address."))


class ShownOnce(DomainError):
    """A page that showed an address was loaded again, or sent twice."""

    def __init__(self) -> None:
        super().__init__(
            _("The address has been shown, and is hidden again. Ask once more if you need it.")
        )


@performs(Action.WRITE_CONCERN, "room")
def open_concern(
    *,
    by: User,
    room: Agency,
    about: About,
    why_now: str,
    person: Person,
    review_on: datetime.date | None,
    pack: str,
    notes: Sequence[Note] = (),
    concern_id: uuid.UUID | None = None,
    answers: Sequence[tuple[Concern, SamePerson]] = (),
) -> Concern:
    """Open a concern with its own key. `notes` are its first pieces.

    `answers` say of other concerns here whether they are about the same person; of one that has
    been erased meanwhile nothing is kept.

    The same `concern_id` again is the same concern: a double click opens one.
    Raises Denied, or KeyLost or WrongInstallationKey with nothing written.
    """
    if concern_id and (there := selectors.opened_before(room, concern_id)):
        return there
    now = timezone.now()
    concern = Concern(
        id=concern_id or new_id(),
        municipality_id=room.municipality_id,
        agency=room,
        reference=rules.new_reference(),
        kind=about,
        opened_by=by,
        opened_at=now,
        last_note_at=now,
        holder=by,
        review_on=review_on,
    )
    # The key first: a key without a concern opens nothing, a concern without a key is lost.
    cipher = vault.ciphers_of(room, [concern]).get(concern.pk) or protection.make_concern_key(
        concern_id=concern.pk, room_id=room.pk, municipality_id=room.municipality_id
    )
    vault.seal(cipher, concern, Matter(why_now=why_now, pack=pack))
    identity = Identity(
        id=new_id(), municipality_id=room.municipality_id, concern=concern, agency=room
    )
    vault.seal(cipher, identity, person)
    vault.put_indexes(identity, person)
    with transaction.atomic():
        _insert_with_free_reference(concern)
        identity.save(force_insert=True)
        for first in notes:
            rows.put_piece(cipher, concern, by=by, contents=first, now=now)
        note(by, Action.WRITE_CONCERN, "concern.opened", concern=concern)
        if answers:
            _put_answers(concern, answers, by=by, now=now)
    return concern


def _put_answers(
    concern: Concern,
    answers: Sequence[tuple[Concern, SamePerson]],
    *,
    by: User,
    now: datetime.datetime,
) -> None:
    room = concern.agency
    said = {other.pk: same for other, same in answers}
    others = rows.still_there(room, [other for other, _same in answers])
    ciphers = vault.ciphers_of(room, [concern, *others])
    kept = []
    for other in others:
        pair = rows.in_order(concern, other)
        answer = Answer(same=said[other.pk])
        kept.append(rows.new_answer(ciphers[pair[0].pk], pair, by=by, answer=answer, now=now))
    Namesake.objects.bulk_create(kept)
    note_each(by, Action.WRITE_CONCERN, "likeness.answered", room=room, about=[concern, *others])


def _insert_with_free_reference(concern: Concern) -> None:
    """Twice the same reference in a room is as good as impossible, but then another is drawn."""
    while True:
        try:
            with transaction.atomic():
                concern.save(force_insert=True)
        except IntegrityError:
            if not Concern.objects.filter(
                municipality_id=concern.municipality_id,
                agency=concern.agency,
                reference=concern.reference,
            ).exists():
                raise
            concern.reference = rules.new_reference()
        else:
            return


@performs(Action.WRITE_CONCERN, "concern")
@transaction.atomic
def describe(*, by: User, concern: Concern, about: About, why_now: str, seen: int) -> Concern:
    """Change whom a concern is about, and why it is raised now.

    Raises IsClosed or ChangedMeanwhile.
    """
    row = rows.open_row(concern)
    cipher = vault.cipher_of(row)
    matter = vault.unseal(cipher, row, Matter)
    if row.version != seen and (matter.why_now, row.kind) != (why_now, about):
        raise ChangedMeanwhile(matter, row.version)
    row.kind = about
    vault.seal(cipher, row, dataclasses.replace(matter, why_now=why_now))
    _grow(row)
    note(by, Action.WRITE_CONCERN, "concern.described", concern=row)
    return row


@performs(Action.WRITE_CONCERN, "concern")
@transaction.atomic
def identify(*, by: User, concern: Concern, person: Person, seen: int) -> Identity:
    """Say who a concern is about. Raises IsClosed or ChangedMeanwhile."""
    row = rows.open_row(concern)
    cipher = vault.cipher_of(row)
    identity = Identity.objects.select_for_update().get(
        municipality_id=row.municipality_id, concern=row
    )
    saved = vault.unseal(cipher, identity, Person)
    if identity.version != seen and saved != person:
        raise ChangedMeanwhile(saved, identity.version)
    vault.seal(cipher, identity, person)
    vault.put_indexes(identity, person)
    _grow(identity)
    note(by, Action.WRITE_CONCERN, "person.changed", concern=row)
    return identity


@performs(Action.WRITE_CONCERN, "concern")
@transaction.atomic
def write_piece(
    *, by: User, concern: Concern, contents: Note, piece_id: uuid.UUID | None = None
) -> Piece:
    """Add a piece. The same `piece_id` again is the same piece: a double click adds one.

    Raises IsClosed, or NotFromHere where the id is that of another concern's piece.
    """
    row = rows.open_row(concern)
    if piece_id and (there := rows.written_before(Piece, row, piece_id)):
        return there
    now = timezone.now()
    piece = rows.put_piece(
        vault.cipher_of(row), row, by=by, contents=contents, now=now, piece_id=piece_id
    )
    rows.touch(row, now)
    note(by, Action.WRITE_CONCERN, "piece.written", concern=row)
    return piece


@performs(Action.WRITE_CONCERN, "concern")
@transaction.atomic
def correct_piece(*, by: User, concern: Concern, piece: Piece, contents: Note, seen: int) -> Piece:
    """Put a new version over a piece; what it said before stays readable.

    `contents.reason` says why, and `contents.gone` takes the piece away. `seen` is the number of
    the version that the writer had in sight. Raises IsClosed or ChangedMeanwhile.
    """
    row = rows.open_row(concern)
    cipher = vault.cipher_of(row)
    there = Piece.objects.select_for_update().get(
        municipality_id=row.municipality_id, concern=row, pk=piece.pk
    )
    latest = PieceVersion.objects.get(
        municipality_id=row.municipality_id, concern=row, piece=there, number=there.latest
    )
    saved = vault.unseal(cipher, latest, Note)
    # Where a piece came from stays, whatever is corrected in it.
    contents = dataclasses.replace(contents, came=saved.came)
    if dataclasses.replace(saved, reason="") == dataclasses.replace(contents, reason=""):
        return there
    if there.latest != seen:
        raise ChangedMeanwhile(saved, there.latest)
    now = timezone.now()
    there.latest += 1
    there.save(update_fields=["latest"])
    rows.put_version(cipher, there, by, contents, now)
    rows.touch(row, now)
    note(by, Action.WRITE_CONCERN, "piece.corrected", concern=row)
    return there


@performs(Action.WRITE_CONCERN, "concern")
@transaction.atomic
def add_task(
    *,
    by: User,
    concern: Concern,
    text: str,
    due_on: datetime.date | None,
    doer: User | None,
    task_id: uuid.UUID | None = None,
) -> Task:
    """Add something to do. The same `task_id` again is the same. Raises IsClosed, CannotHold."""
    row = rows.open_row(concern)
    if task_id and (there := rows.written_before(Task, row, task_id)):
        return there
    _must_be_able_to_hold(row.agency, doer)
    task = Task(
        id=task_id or new_id(),
        municipality_id=row.municipality_id,
        concern=row,
        agency=row.agency,
        made_by=by,
        made_at=timezone.now(),
        doer=doer,
        due_on=due_on,
    )
    vault.seal(vault.cipher_of(row), task, Errand(text=text))
    task.save(force_insert=True)
    note(by, Action.WRITE_CONCERN, "task.added", concern=row)
    return task


@performs(Action.WRITE_CONCERN, "concern")
@transaction.atomic
def change_task(
    *,
    by: User,
    concern: Concern,
    task: Task,
    text: str,
    due_on: datetime.date | None,
    doer: User | None,
    seen: int,
) -> Task:
    """Raises IsClosed, CannotHold or ChangedMeanwhile."""
    row = rows.open_row(concern)
    there = _task_row(row, task)
    cipher = vault.cipher_of(row)
    saved = vault.unseal(cipher, there, Errand)
    if there.version != seen:
        raise ChangedMeanwhile(saved, there.version)
    if there.doer_id != (doer.pk if doer else None):
        _must_be_able_to_hold(row.agency, doer)
    there.due_on, there.doer = due_on, doer
    vault.seal(cipher, there, dataclasses.replace(saved, text=text))
    _grow(there)
    note(by, Action.WRITE_CONCERN, "task.changed", concern=row)
    return there


@performs(Action.WRITE_CONCERN, "concern")
@transaction.atomic
def finish_task(*, by: User, concern: Concern, task: Task, answer: str) -> Task:
    """Say that it is done, and what came of it. Done already: nothing changes. Raises IsClosed."""
    row = rows.open_row(concern)
    there = _task_row(row, task)
    if there.done_at is None:
        cipher = vault.cipher_of(row)
        errand = vault.unseal(cipher, there, Errand)
        vault.seal(cipher, there, dataclasses.replace(errand, answer=answer))
        there.done_at, there.done_by = timezone.now(), by
        _grow(there)
        note(by, Action.WRITE_CONCERN, "task.finished", concern=row)
    return there


@performs(Action.WRITE_CONCERN, "concern")
@transaction.atomic
def take_up_task(*, by: User, concern: Concern, task: Task) -> Task:
    """Undo that it is done. Raises IsClosed."""
    row = rows.open_row(concern)
    there = _task_row(row, task)
    if there.done_at is not None:
        there.done_at, there.done_by = None, None
        _grow(there)
        note(by, Action.WRITE_CONCERN, "task.taken-up", concern=row)
    return there


@performs(Action.WRITE_CONCERN, "concern")
@transaction.atomic
def review(
    *,
    by: User,
    concern: Concern,
    contents: Note,
    review_on: datetime.date | None,
    piece_id: uuid.UUID,
) -> Concern:
    """Look at a concern again: what changed, what was decided, and when to look next.

    Raises IsClosed.
    """
    row = rows.open_row(concern)
    if rows.written_before(Piece, row, piece_id):
        return row
    now = timezone.now()
    looked = dataclasses.replace(contents, kind=NoteKind.REVIEW)
    rows.put_piece(vault.cipher_of(row), row, by=by, contents=looked, now=now, piece_id=piece_id)
    row.review_on = review_on
    row.last_note_at = now
    _grow(row)
    note(by, Action.WRITE_CONCERN, "concern.reviewed", concern=row)
    return row


@performs(Action.WRITE_CONCERN, "concern")
@transaction.atomic
def move(*, by: User, concern: Concern, step: Move) -> Concern:
    """Begin, follow up or resume. Raises NotFromHere.

    Closing and opening again need more than a step: `end_services`.
    """
    row = rows.open_row(concern)
    try:
        row.status = rules.after(rules.Status(row.status), step)
    except rules.NotPossible:
        raise rows.NotFromHere from None
    if row.status == rules.Status.CLOSED:
        raise rows.NotFromHere
    _grow(row)
    note(by, Action.WRITE_CONCERN, f"concern.{step}", concern=row)
    return row


@performs(Action.WRITE_CONCERN, "concern")
@transaction.atomic
def set_holder(*, by: User, concern: Concern, holder: User | None) -> Concern:
    """Say who is responsible; an offer to hand it over is then taken back.

    Raises IsClosed or CannotHold.
    """
    row = rows.open_row(concern)
    _must_be_able_to_hold(row.agency, holder)
    if row.holder != holder:
        rows.end_offer(row, by, timezone.now())
    row.holder = holder
    _grow(row)
    note(by, Action.WRITE_CONCERN, "concern.holder-set", concern=row)
    return row


@performs(Action.REVEAL_ADDRESS, "concern")
@transaction.atomic
def reveal_address(*, by: User, concern: Concern, reason: str, piece_id: uuid.UUID) -> str:
    """The address of somebody with protected personal data, once; why it was shown is kept.

    In a closed concern too, whose clock does not move by it. Raises ConcernGone, NoReason, or
    ShownOnce where the page that shows it is loaded again.
    """
    if not reason.strip():
        raise NoReason
    row = rows.locked(concern)
    cipher = vault.cipher_of(row)
    here = {"municipality_id": row.municipality_id, "concern": row}
    person = vault.unseal(cipher, Identity.objects.get(**here), Person)
    if rows.written_before(Piece, row, piece_id):
        raise ShownOnce
    why = Note(kind=NoteKind.ADDRESS, text=reason)
    rows.put_piece(cipher, row, by=by, contents=why, now=timezone.now(), piece_id=piece_id)
    note(by, Action.REVEAL_ADDRESS, "address.shown", concern=row)
    return person.address


@performs(Action.READ_CONCERN, "concern")
def look(*, by: User, concern: Concern, at: str = "concern") -> None:
    """Put on record that somebody looked. `at` is the kind of thing: "concern", "versions" …"""
    with transaction.atomic():
        note(by, Action.READ_CONCERN, f"{at}.read", concern=concern)


def _task_row(concern: Concern, task: Task) -> Task:
    return Task.objects.select_for_update().get(
        municipality_id=concern.municipality_id, concern=concern, pk=task.pk
    )


def _must_be_able_to_hold(room: Agency, person: User | None) -> None:
    if person is not None and person not in selectors.practitioners_of(room):
        raise CannotHold


def _grow(row: Concern | Identity | Task) -> None:
    row.version += 1
    row.save()
