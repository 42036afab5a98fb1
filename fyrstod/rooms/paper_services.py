"""What is done with a concern's papers, and with a draft that comes into a room or out of it."""

from __future__ import annotations

import dataclasses
import datetime
import uuid
from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from fyrstod.access.policy import Action, performs
from fyrstod.core.errors import DomainError
from fyrstod.drafts.contents import Contents
from fyrstod.drafts.fields import fingerprint
from fyrstod.people.models import Agency, User
from fyrstod.protection.services import Cipher
from fyrstod.rooms import (
    paper_filling,
    paper_rules,
    paper_selectors,
    rows,
    selectors,
    services,
    vault,
)
from fyrstod.rooms.contents import (
    Direction,
    Matter,
    Note,
    NoteKind,
    Person,
    SamePerson,
    Sheet,
    Voice,
)
from fyrstod.rooms.models import Concern, Paper, Piece
from fyrstod.rooms.record import note
from fyrstod.rooms.rules import About
from fyrstod.rooms.services import ChangedMeanwhile


class FromAnotherRoom(DomainError):
    """A draft that one room filled does not go into another."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "The draft was filled from a concern in another room. Secrecy holds between "
                "rooms, so nothing was moved."
            )
        )


class NothingToMove(DomainError):
    def __init__(self) -> None:
        super().__init__(
            _("There are no pieces and no answers in the draft, so there is nothing to move.")
        )


class AlreadySent(DomainError):
    """What has gone out is not written over."""

    def __init__(self) -> None:
        super().__init__(
            _("The paper has gone out already, so it stays as it was. Make a new one.")
        )


@performs(Action.WRITE_CONCERN, "room")
@transaction.atomic
def open_with_draft(
    *,
    by: User,
    room: Agency,
    contents: Contents,
    about: About,
    why_now: str,
    person: Person,
    review_on: datetime.date | None,
    concern_id: uuid.UUID,
    answers: Sequence[tuple[Concern, SamePerson]] = (),
) -> Concern:
    """Open a concern and move a draft into it, both or neither.

    Raises FromAnotherRoom, NothingToMove, or what opening a concern raises.
    """
    concern = services.open_concern(
        by=by,
        room=room,
        about=about,
        why_now=why_now,
        person=person,
        review_on=review_on,
        pack=contents.pack,
        concern_id=concern_id,
        answers=answers,
    )
    move_draft(by=by, concern=concern, contents=contents, replaces=False)
    return concern


@performs(Action.WRITE_CONCERN, "concern")
@transaction.atomic
def move_draft(*, by: User, concern: Concern, contents: Contents, replaces: bool) -> Concern:
    """Take a draft's pieces, answers and choices into a concern.

    Moved twice, it is there once. `replaces`: where both have answered a question, the draft's
    answer takes the place of the room's. Raises IsClosed, FromAnotherRoom or NothingToMove.
    """
    row = rows.open_row(concern)
    cipher = vault.cipher_of(row)
    _take_in(cipher, row, by=by, contents=contents, replaces=replaces)
    note(by, Action.WRITE_CONCERN, "draft.moved", concern=row)
    return row


def _take_in(cipher: Cipher, row: Concern, *, by: User, contents: Contents, replaces: bool) -> None:
    if contents.room and contents.room.room_id != row.agency_id:
        raise FromAnotherRoom
    if not (contents.pieces or contents.answers):
        raise NothingToMove
    ids = _take_pieces(cipher, row, by=by, contents=contents)
    matter = vault.unseal(cipher, row, Matter)
    came_from_here = paper_selectors.comes_from(contents, row)
    if came_from_here and replaces:
        # What was emptied in the draft is emptied here too.
        answers = contents.answers
    else:
        answers = paper_rules.joined(matter.answers, contents.answers, replaces=replaces)
    chosen = {**matter.chosen}
    for report, pieces in paper_rules.in_room(contents.chosen, ids).items():
        chosen[report] = {**chosen.get(report, {}), **pieces}
    after = dataclasses.replace(
        matter,
        answers=answers,
        chosen=chosen,
        filled=paper_filling.marks_after(matter.filled, contents, came_from_here=came_from_here),
        pack=contents.pack or matter.pack,
    )
    vault.seal(cipher, row, after)
    row.version += 1
    row.save()


def _take_pieces(cipher: Cipher, row: Concern, *, by: User, contents: Contents) -> dict[str, str]:
    """Add what is new and correct what was changed; the ids that the pieces have in the room."""
    now = timezone.now()
    here = paper_selectors.already_here(row.agency, contents.pieces)
    versions = paper_selectors.versions_by_piece(row)
    ids: dict[str, str] = {}
    changed = False
    for piece in contents.pieces:
        match = here.get(piece.id)
        contents_of = paper_rules.note_of(piece, contents.pack)
        if match is None:
            new = paper_rules.id_in(row.agency_id, piece.id)
            rows.put_piece(cipher, row, by=by, contents=contents_of, now=now, piece_id=new)
            ids[piece.id] = str(new)
            changed = True
            continue
        ids[piece.id] = str(match.row.pk)
        said = versions.get(match.row.pk, [])
        if said and not any(paper_rules.says(version.note, piece) for version in said):
            there = Piece.objects.select_for_update().get(
                municipality_id=row.municipality_id, concern=row, pk=match.row.pk
            )
            there.latest += 1
            there.save(update_fields=["latest"])
            reason = _("Changed in a draft")
            rows.put_version(
                cipher, there, by, dataclasses.replace(contents_of, reason=reason), now
            )
            changed = True
    if changed:
        rows.touch(row, now)
    return ids


@performs(Action.WRITE_CONCERN, "concern")
@transaction.atomic
def fill_draft(*, by: User, concern: Concern) -> Contents:
    """A draft of both reports, filled with what the concern holds. Raises IsClosed."""
    row = rows.open_row(concern)
    note(by, Action.WRITE_CONCERN, "report.begun", concern=row)
    return paper_selectors.filling_of(selectors.open_concern(row), writer=by).contents


@performs(Action.WRITE_CONCERN, "concern")
@transaction.atomic
def renew_draft(*, by: User, concern: Concern, contents: Contents) -> Contents:
    """A draft that this concern has filled, with what is new in the concern since.

    Raises IsClosed or FromAnotherRoom.
    """
    row = rows.open_row(concern)
    if not paper_selectors.comes_from(contents, row):
        raise FromAnotherRoom
    note(by, Action.WRITE_CONCERN, "report.renewed", concern=row)
    opened = selectors.open_concern(row)
    return paper_selectors.filling_of(opened, writer=by, there=contents).contents


@performs(Action.WRITE_CONCERN, "concern")
@transaction.atomic
def keep_report(
    *, by: User, concern: Concern, contents: Contents, sheet: Sheet, paper_id: uuid.UUID, seen: str
) -> Paper:
    """Keep a report that was made from a concern, and take its answers back.

    `seen` is the mark of the room's answers that the writer has in sight. Raises IsClosed,
    FromAnotherRoom, or ChangedMeanwhile where somebody else has answered since.
    """
    row = rows.open_row(concern)
    if there := _paper(row, paper_id):
        return there
    cipher = vault.cipher_of(row)
    matter = vault.unseal(cipher, row, Matter)
    now = fingerprint(matter.answers)
    if now != seen and matter.answers != contents.answers:
        raise ChangedMeanwhile(matter, row.version)
    _take_in(cipher, row, by=by, contents=contents, replaces=True)
    paper = _put_paper(cipher, row, by=by, sheet=sheet, paper_id=paper_id)
    note(by, Action.WRITE_CONCERN, "report.kept", concern=row)
    return paper


@performs(Action.WRITE_CONCERN, "concern")
@transaction.atomic
def register(*, by: User, concern: Concern, sheet: Sheet, paper_id: uuid.UUID) -> Paper:
    """Note a paper that has come in or gone out. The same `paper_id` again is the same paper.

    Raises IsClosed.
    """
    row = rows.open_row(concern)
    if there := _paper(row, paper_id):
        return there
    paper = _put_paper(vault.cipher_of(row), row, by=by, sheet=sheet, paper_id=paper_id)
    note(by, Action.WRITE_CONCERN, "paper.registered", concern=row)
    return paper


@performs(Action.WRITE_CONCERN, "concern")
@transaction.atomic
def write_letter(
    *, by: User, concern: Concern, sheet: Sheet, paper_id: uuid.UUID, seen: int
) -> Paper:
    """Write a letter, or write it anew as long as nobody has got it.

    `seen` is the version in sight, 0 for a new one. Raises IsClosed, AlreadySent or
    ChangedMeanwhile.
    """
    row = rows.open_row(concern)
    cipher = vault.cipher_of(row)
    there = _paper(row, paper_id)
    if there is None:
        there = _put_paper(cipher, row, by=by, sheet=sheet, paper_id=paper_id)
    else:
        saved = vault.unseal(cipher, there, Sheet)
        if saved.direction is not Direction.MADE:
            raise AlreadySent
        if saved.data == sheet.data:
            return there
        if there.version != seen:
            raise ChangedMeanwhile(saved, there.version)
        _reseal(cipher, there, sheet)
    note(by, Action.WRITE_CONCERN, "letter.written", concern=row)
    return there


@performs(Action.WRITE_CONCERN, "concern")
@transaction.atomic
def mark_sent(
    *,
    by: User,
    concern: Concern,
    paper: Paper,
    to: str,
    date: datetime.date,
    number: str,
    seen: int,
) -> Paper:
    """Say that a paper has gone out: to whom, when, and under which registration number.

    Raises IsClosed or ChangedMeanwhile.
    """
    row = rows.open_row(concern)
    cipher = vault.cipher_of(row)
    there, saved = _paper_to_change(cipher, row, paper)
    after = dataclasses.replace(
        saved, direction=Direction.SENT, other_party=to, date=date, number=number
    )
    if saved != after:
        if there.version != seen:
            raise ChangedMeanwhile(saved, there.version)
        _reseal(cipher, there, after)
        note(by, Action.WRITE_CONCERN, "paper.sent", concern=row)
    return there


@performs(Action.WRITE_CONCERN, "concern")
@transaction.atomic
def hand_over(
    *, by: User, concern: Concern, paper: Paper, date: datetime.date, told: str, voice: Voice
) -> Paper:
    """Say that a letter has reached whom it is for. What they were told becomes a piece.

    Handed over already: nothing changes. Raises IsClosed.
    """
    row = rows.open_row(concern)
    cipher = vault.cipher_of(row)
    there, saved = _paper_to_change(cipher, row, paper)
    if saved.direction is Direction.SENT:
        return there
    _reseal(cipher, there, dataclasses.replace(saved, direction=Direction.SENT, date=date))
    now = timezone.now()
    informed = Note(
        kind=NoteKind.INFORMED, text=told, date=date.isoformat(), source=saved.title, voice=voice
    )
    rows.put_piece(cipher, row, by=by, contents=informed, now=now)
    rows.touch(row, now)
    note(by, Action.WRITE_CONCERN, "letter.handed-over", concern=row)
    return there


@performs(Action.EXPORT_CONCERN, "concern")
def export(*, by: User, concern: Concern, file_format: str) -> None:
    """Put on record that the whole concern was taken out as a paper, and in which format."""
    with transaction.atomic():
        note(by, Action.EXPORT_CONCERN, "concern.exported", concern=concern, kind=file_format)


@performs(Action.EXPORT_CONCERN, "concern")
@transaction.atomic
def note_export(*, by: User, concern: Concern, sheet: Sheet, paper_id: uuid.UUID) -> Paper:
    """Note the registration number that an export got. In a closed concern too.

    Raises ConcernGone.
    """
    row = rows.locked(concern)
    if there := _paper(row, paper_id):
        return there
    paper = _put_paper(vault.cipher_of(row), row, by=by, sheet=sheet, paper_id=paper_id)
    note(by, Action.EXPORT_CONCERN, "export.registered", concern=row)
    return paper


def _paper(row: Concern, paper_id: uuid.UUID) -> Paper | None:
    return Paper.objects.filter(
        municipality_id=row.municipality_id, concern=row, pk=paper_id
    ).first()


def _paper_to_change(cipher: Cipher, row: Concern, paper: Paper) -> tuple[Paper, Sheet]:
    there = Paper.objects.select_for_update().get(
        municipality_id=row.municipality_id, concern=row, pk=paper.pk
    )
    return there, vault.unseal(cipher, there, Sheet)


def _put_paper(
    cipher: Cipher, row: Concern, *, by: User, sheet: Sheet, paper_id: uuid.UUID
) -> Paper:
    paper = Paper(
        id=paper_id,
        municipality_id=row.municipality_id,
        concern=row,
        noted_by=by,
        noted_at=timezone.now(),
    )
    vault.seal(cipher, paper, sheet)
    paper.save(force_insert=True)
    return paper


def _reseal(cipher: Cipher, paper: Paper, sheet: Sheet) -> None:
    vault.seal(cipher, paper, sheet)
    paper.version += 1
    paper.save()
