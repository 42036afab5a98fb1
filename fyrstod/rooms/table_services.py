"""What is done at a table. What a room writes is its own, and is told to each of the others.

Everything that crosses is a disclosure to one room on the ground that is noted for it, with a
receipt there, in one transaction with both journals. A perspective crosses only when both rooms
have given theirs: until then there is nothing in the other room that could be read.
"""

from __future__ import annotations

import dataclasses
import datetime
import uuid
from collections.abc import Iterable, Mapping

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from fyrstod.access.policy import Action, performs
from fyrstod.core.errors import DomainError
from fyrstod.core.ids import new_id
from fyrstod.law import shelf as law
from fyrstod.people.models import User
from fyrstod.protection.services import Cipher
from fyrstod.rooms import rows, seats, table_rules, vault
from fyrstod.rooms.contents import (
    Disclosed,
    Ending,
    Errand,
    FollowUp,
    Footing,
    Goal,
    Handed,
    Minutes,
    Perspective,
    Received,
    Said,
    Seated,
    Setting,
    Words,
)
from fyrstod.rooms.disclosure_rules import State
from fyrstod.rooms.disclosure_services import GroundFell
from fyrstod.rooms.models import Concern, Disclosure, Receipt, Seat, Task, Word
from fyrstod.rooms.record import hold, note, note_beside, role_for
from fyrstod.rooms.seats import TableOver
from fyrstod.rooms.services import ChangedMeanwhile

SIT = Action.SIT_AT_TABLE


class NotGiven(DomainError):
    """Perspectives are opened by those who have given theirs, and with somebody else's."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "Perspectives are opened when your room and at least one more have given theirs. "
                "Nothing was opened."
            )
        )


class OnlyTheConvener(DomainError):
    def __init__(self) -> None:
        super().__init__(_("The room that convened the table does this. Nothing was changed."))


class ConvenerStays(DomainError):
    def __init__(self) -> None:
        super().__init__(
            _("Your room convened the table, so it does not leave it. End it instead.")
        )


class NotYourWords(DomainError):
    """Words are corrected by the room that wrote them."""

    def __init__(self) -> None:
        super().__init__(_("Another room wrote this, so it cannot be changed here."))


@performs(SIT, "concern")
@transaction.atomic
def convene(*, by: User, concern: Concern, setting: Setting, seat_id: uuid.UUID) -> Seat:
    """Lay a table about a concern. The same `seat_id` again is the same. Raises IsClosed."""
    row = rows.open_row(concern)
    there = Seat.objects.filter(pk=seat_id).first()
    if there is not None:
        if there.concern_id != row.pk:
            raise rows.NotFromHere
        return there
    seat = seats.take(
        vault.cipher_of(row),
        row,
        by=by,
        setting=setting,
        convener=row.agency.name,
        now=timezone.now(),
        seat_id=seat_id,
    )
    note(by, SIT, "table.convened", concern=row)
    return seat


@performs(SIT, "concern")
@transaction.atomic
def stand_on(
    *, by: User, concern: Concern, seat: Seat, footings: Mapping[str, Footing], seen: int
) -> Seat:
    """Note on what each of the others is told what this room writes; without one, it is not.

    A rule card is enough where nobody else has to look at it. A consent, a ground in own words,
    and everything in a room that demands a second person, need something that the other has taken
    in on that ground. Raises IsClosed, TableOver, ChangedMeanwhile, or GroundFell for a ground
    that does not hold.
    """
    row = rows.open_row(concern)
    cipher, there = vault.cipher_of(row), _open_seat(row, seat)
    seated = vault.unseal(cipher, there, Seated)
    if seated.footings == footings:
        return there
    told = _told(cipher, there, footings)
    rules, today = law.current(), timezone.localdate()
    for agency, footing in footings.items():
        is_new = footing.says_something and seated.footings.get(agency) != footing
        if is_new and not (
            table_rules.holds(footing, told[agency], rules, today)
            and table_rules.stands_alone(footing, rules, room_demands=row.agency.second_eyes)
        ):
            raise GroundFell
    if there.version != seen:
        raise ChangedMeanwhile(seated, there.version)
    vault.seal(cipher, there, dataclasses.replace(seated, footings=dict(footings)))
    seats.grow(there)
    note(by, SIT, "table.ground-chosen", concern=row)
    return there


@performs(SIT, "concern")
@transaction.atomic
def give_perspective(
    *, by: User, concern: Concern, seat: Seat, perspective: Perspective, word_id: uuid.UUID
) -> Word:
    """Give this room's view. It stays here until it is opened together with others'.

    The same `word_id` again is the same. Where the others' are open already, they come here and
    this one reaches them at once; a later one of the same room does too, beside what it corrects.
    Opens all of them where this is the last. Raises IsClosed or TableOver.
    """
    row, own, around = _at(concern, seat)
    if there := _written_before(row, word_id):
        return there
    cipher, now = vault.cipher_of(row), timezone.now()
    before = _perspectives_of(cipher, own)
    word = _write(
        cipher,
        own,
        by=by,
        words=perspective,
        word_id=word_id,
        replaces=str(before[-1].pk) if before else "",
        now=now,
    )
    if own.given_at is None:
        own.given_at = now
        seats.grow(own)
    hold(*(each.agency for each in around))
    note(by, SIT, "perspective.given", concern=row)
    if own.opened_at is not None:
        _tell_now(by, own, word, to=[each for each in around if each.opened_at], now=now)
    elif _opens_now(seats.sitting(around)):
        _open(by, own, around, now=now)
    return word


@performs(SIT, "concern")
@transaction.atomic
def open_perspectives(*, by: User, concern: Concern, seat: Seat) -> None:
    """Open those that are given, before everybody has. Whoever gives later comes in then.

    Opened already: nothing changes. Raises IsClosed, TableOver or NotGiven.
    """
    _row, own, around = _at(concern, seat)
    if own.opened_at is not None:
        return
    if sum(1 for each in seats.sitting(around) if each.given_at) < 2 or own.given_at is None:
        raise NotGiven
    hold(*(each.agency for each in around))
    _open(by, own, around, now=timezone.now())


@performs(SIT, "concern")
@transaction.atomic
def write(
    *,
    by: User,
    concern: Concern,
    seat: Seat,
    words: Minutes | Goal | FollowUp,
    word_id: uuid.UUID,
    replaces: str = "",
) -> Word:
    """Write minutes, a goal or a follow-up at a table, and tell the others.

    `replaces`: the id of own words that these correct. What an agency takes on turns up among
    what is to be done in its room. The same `word_id` again is the same. Raises IsClosed,
    TableOver, NotYourWords, or ChangedMeanwhile for words that are corrected already.
    """
    row, own, around = _at(concern, seat)
    if there := _written_before(row, word_id):
        return there
    cipher, now = vault.cipher_of(row), timezone.now()
    before: Said | None = None
    if replaces:
        there = Word.objects.filter(
            municipality_id=row.municipality_id, concern=row, table=own.table, pk=replaces
        ).first()
        if there is None:
            raise NotYourWords
        before = vault.unseal(cipher, there, Said)
        for later in _own_words(own):
            said = vault.unseal(cipher, later, Said)
            if said.replaces == replaces:
                raise ChangedMeanwhile(said, own.version)
    word = _write(cipher, own, by=by, words=words, word_id=word_id, replaces=replaces, now=now)
    hold(*(each.agency for each in around))
    note(by, SIT, "table.written", concern=row)
    reached = _tell_now(by, own, word, to=around, now=now)
    if isinstance(words, Minutes):
        earlier = before.words if before and isinstance(before.words, Minutes) else None
        _put_deeds(words, _had(own, replaces, earlier), [own, *reached], by=by, now=now)
    return word


@performs(SIT, "concern")
@transaction.atomic
def leave(*, by: User, concern: Concern, seat: Seat) -> None:
    """Rise from a table: this room keeps what it has received, and gets no more.

    Left already: nothing changes. Raises ConcernGone or ConvenerStays.
    """
    around = seats.lock_all(seat)
    rows.locked(concern)
    own = seats.own(around, seat)
    if own.left_at is not None or own.ended_at is not None:
        return
    if own.is_convener:
        raise ConvenerStays
    seats.rise(by, own, around)


@performs(SIT, "concern")
@transaction.atomic
def end(*, by: User, concern: Concern, seat: Seat, ending: Ending, word_id: uuid.UUID) -> None:
    """End a table for everybody, as the room that convened it.

    Take back the invitations that wait before. Ended already: nothing changes. Raises IsClosed,
    TableOver or OnlyTheConvener.
    """
    around = seats.lock_all(seat)
    row = rows.open_row(concern)
    own = seats.own(around, seat)
    if not own.is_convener:
        raise OnlyTheConvener
    if own.ended_at is not None:
        return
    now = timezone.now()
    word = _write(vault.cipher_of(row), own, by=by, words=ending, word_id=word_id, now=now)
    hold(*(each.agency for each in around))
    note(by, SIT, "table.ended", concern=row)
    _tell_now(by, own, word, to=around, now=now)
    role = role_for(by, SIT, row.agency)
    for each in seats.sitting(around):
        each.ended_at = now
        seats.grow(each)
        if each is not own:
            note_beside(by, each.agency, "table.ended", role=role, about=each.concern.reference)


@performs(SIT, "concern")
@transaction.atomic
def add_ending(
    *, by: User, concern: Concern, seat: Seat, ending: Ending, word_id: uuid.UUID
) -> Word:
    """Say, once a table has ended, what this room keeps. Raises IsClosed or TableOver."""
    around = seats.lock_all(seat)
    row = rows.open_row(concern)
    own = seats.own(around, seat)
    if own.ended_at is None:
        raise TableOver
    if there := _written_before(row, word_id):
        return there
    now = timezone.now()
    word = _write(vault.cipher_of(row), own, by=by, words=ending, word_id=word_id, now=now)
    hold(*(each.agency for each in around))
    note(by, SIT, "table.written", concern=row)
    _tell_now(by, own, word, to=around, now=now)
    return word


def _at(concern: Concern, seat: Seat) -> tuple[Concern, Seat, list[Seat]]:
    """The concern, its seat and every seat of the table, as they stand, kept from others."""
    around = seats.lock_all(seat)
    row = rows.open_row(concern)
    own = seats.own(around, seat)
    if own.concern_id != row.pk:
        raise rows.NotFromHere
    if own.left_at is not None or own.ended_at is not None:
        raise TableOver
    return row, own, around


def _open_seat(row: Concern, seat: Seat) -> Seat:
    there = (
        Seat.objects.select_for_update()
        .filter(municipality_id=row.municipality_id, concern=row, pk=seat.pk)
        .first()
    )
    if there is None:
        raise rows.NotFromHere
    if there.left_at is not None or there.ended_at is not None:
        raise TableOver
    return there


def _written_before(row: Concern, word_id: uuid.UUID) -> Word | None:
    there = Word.objects.filter(pk=word_id).first()
    if there is not None and there.concern_id != row.pk:
        raise rows.NotFromHere
    return there


def _write(
    cipher: Cipher,
    own: Seat,
    *,
    by: User,
    words: Words,
    word_id: uuid.UUID,
    now: datetime.datetime,
    replaces: str = "",
) -> Word:
    word = Word(
        id=word_id,
        municipality_id=own.municipality_id,
        concern=own.concern,
        agency=own.agency,
        table=own.table,
        written_by=by,
        written_at=now,
    )
    said = Said(
        table=str(own.table),
        agency=own.agency.name,
        written_by=by.name,
        on=timezone.localdate(now).isoformat(),
        pack=law.current().edition,
        replaces=replaces,
        words=words,
    )
    vault.seal(cipher, word, said)
    word.save(force_insert=True)
    rows.touch(own.concern, now)
    return word


def _perspectives_of(cipher: Cipher, own: Seat) -> list[Word]:
    """The words of a room at a table that are perspectives, in the order they were given."""
    return [
        word
        for word in _own_words(own)
        if isinstance(vault.unseal(cipher, word, Said).words, Perspective)
    ]


def _own_words(own: Seat) -> Iterable[Word]:
    found = Word.objects.filter(
        municipality_id=own.municipality_id, concern=own.concern, table=own.table
    )
    return found.select_related("written_by", "concern__agency").order_by("written_at", "pk")


def _opens_now(sitting: list[Seat]) -> bool:
    """Whether nobody is waited for: all have given theirs, or have opened without the last."""
    there = [each for each in sitting if each.agency.closed_at is None]
    given = [each for each in there if each.given_at]
    return any(each.opened_at for each in given) or (len(given) == len(there) > 1)


def _open(by: User, own: Seat, around: list[Seat], *, now: datetime.datetime) -> None:
    """Let everybody who has given a perspective have those of the others who have."""
    given = [each for each in seats.sitting(around) if each.given_at]
    fresh = [each for each in given if each.opened_at is None]
    for each in fresh:
        each.opened_at = now
        seats.grow(each)
    told = {each.pk for each in fresh}
    for sender in given:
        to = [each for each in given if sender in fresh or each in fresh]
        for word in _perspectives_of(vault.cipher_of(sender.concern), sender):
            if reached := _tell(sender, word, to=to, now=now):
                told |= {sender.pk, *(each.pk for each in reached)}
    role = role_for(by, SIT, own.agency)
    for each in given:
        if each is own:
            note(by, SIT, "perspective.opened", concern=own.concern)
        elif each.pk in told:
            note_beside(
                by, each.agency, "perspective.opened", role=role, about=each.concern.reference
            )


def _tell_now(
    by: User, sender: Seat, word: Word, *, to: Iterable[Seat], now: datetime.datetime
) -> list[Seat]:
    """Tell the others, and put it on record in their rooms."""
    reached = _tell(sender, word, to=to, now=now)
    role = role_for(by, SIT, sender.agency)
    for each in reached:
        note_beside(by, each.agency, "table.came", role=role, about=each.concern.reference)
    return reached


def _tell(sender: Seat, word: Word, *, to: Iterable[Seat], now: datetime.datetime) -> list[Seat]:
    """Hand what a room has written to some of the others, each on the ground noted for it.

    Those without a ground that holds today get nothing. Gives back who was told.
    """
    cipher = vault.cipher_of(sender.concern)
    footings = vault.unseal(cipher, sender, Seated).footings
    said = vault.unseal(cipher, word, Said)
    told = _told(cipher, sender, footings)
    rules, today = law.current(), timezone.localdate(now)
    reached = []
    for other in to:
        agency = str(other.agency_id)
        footing = footings.get(agency)
        if (
            footing is None
            or other.pk == sender.pk
            or not _can_be_told(other)
            or not table_rules.holds(footing, told[agency], rules, today)
        ):
            continue
        rests_on = table_rules.rests_on(footing, told[agency]) or Handed()
        handed = dataclasses.replace(
            rests_on,
            about=sender.concern.kind,
            table=str(sender.table),
            invitation=None,
            asks="",
            pieces=(),
            person=None,
        )
        _cross(cipher, sender=sender, other=other, word=word, handed=handed, said=said, now=now)
        reached.append(other)
    return reached


def _can_be_told(seat: Seat) -> bool:
    """Whether anything new can reach a room at the table. One that has risen gets no more."""
    return seat.left_at is None and seat.agency.closed_at is None and not seat.concern.is_closed


def _told(
    cipher: Cipher, sender: Seat, footings: Mapping[str, Footing]
) -> dict[str, dict[str, Handed]]:
    """By agency and id, those of the footings' disclosures that this very agency has taken in."""
    found = Disclosure.objects.filter(
        municipality_id=sender.municipality_id,
        concern=sender.concern,
        state=State.ACCEPTED,
        pk__in=[footing.told for footing in footings.values() if footing.told],
    )
    told: dict[str, dict[str, Handed]] = {agency: {} for agency in footings}
    for row in found:
        if str(row.to_id) in told:
            told[str(row.to_id)][str(row.pk)] = vault.unseal(cipher, row, Disclosed).handed
    return told


def _cross(
    cipher: Cipher,
    *,
    sender: Seat,
    other: Seat,
    word: Word,
    handed: Handed,
    said: Said,
    now: datetime.datetime,
) -> None:
    """One disclosure, taken in at once: whoever sits at a table has said yes to what is told there.

    The sender keeps what it says in its own words' row, and the receiver in the receipt.
    """
    given = Disclosure(
        id=new_id(),
        municipality_id=sender.municipality_id,
        concern=sender.concern,
        agency=sender.agency,
        to=other.agency,
        state=State.ACCEPTED,
        made_by=word.written_by,
        made_at=word.written_at,
        offered_at=now,
        answered_by=other.joined_by,
        answered_at=now,
        word=word.pk,
    )
    vault.seal(cipher, given, Disclosed(handed=handed))
    given.save(force_insert=True)
    receipt = Receipt(
        id=new_id(),
        municipality_id=other.municipality_id,
        concern=other.concern,
        agency=other.agency,
        sender=sender.agency,
        disclosure=given.pk,
        offered_by=word.written_by,
        accepted_by=other.joined_by,
        accepted_at=now,
        word=word.pk,
    )
    came = Received(
        handed=dataclasses.replace(handed, said=said), from_reference=sender.concern.reference
    )
    vault.seal(vault.cipher_of(other.concern), receipt, came)
    receipt.save(force_insert=True)
    rows.touch(other.concern, now)


def _had(own: Seat, replaces: str, before: Minutes | None) -> dict[uuid.UUID, Minutes]:
    """By agency, the minutes that are corrected, as far as they had reached it."""
    if before is None:
        return {}
    told = Disclosure.objects.filter(
        municipality_id=own.municipality_id, concern=own.concern, word=replaces
    )
    return dict.fromkeys((own.agency_id, *told.values_list("to_id", flat=True)), before)


def _put_deeds(
    minutes: Minutes,
    had: Mapping[uuid.UUID, Minutes],
    reached: list[Seat],
    *,
    by: User,
    now: datetime.datetime,
) -> None:
    """What a room has taken on, among what is to be done there; nobody in it is chosen yet."""
    for seat in reached:
        for deed in table_rules.new_deeds(minutes, had.get(seat.agency_id)):
            if deed.agency != str(seat.agency_id):
                continue
            task = Task(
                id=new_id(),
                municipality_id=seat.municipality_id,
                concern=seat.concern,
                agency=seat.agency,
                made_by=by,
                made_at=now,
                due_on=datetime.date.fromisoformat(deed.due_on) if deed.due_on else None,
            )
            errand = Errand(text=table_rules.errand_of(deed))
            vault.seal(vault.cipher_of(seat.concern), task, errand)
            task.save(force_insert=True)
