"""What is done with a disclosure, on both sides. Both rooms' rows and journals change together.

Rooms share one database, so a telling is one transaction: there is never half of one. The key of
an offer lies in the key store. It is made before the rows, and destroyed after them: a key
without a row opens nothing.
"""

from __future__ import annotations

import dataclasses
import datetime
import uuid

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from fyrstod.access.policy import Action, performs
from fyrstod.core.errors import DomainError
from fyrstod.core.ids import new_id
from fyrstod.law import shelf as law
from fyrstod.people.models import Agency, User
from fyrstod.protection import services as protection
from fyrstod.protection.services import Cipher
from fyrstod.rooms import (
    disclosure_rules,
    disclosure_selectors,
    rows,
    seats,
    selectors,
    services,
    vault,
)
from fyrstod.rooms.contents import (
    Came,
    Copied,
    Disclosed,
    Handed,
    Person,
    Received,
)
from fyrstod.rooms.disclosure_rules import State
from fyrstod.rooms.models import Concern, Disclosure, Identity, Parcel, Receipt
from fyrstod.rooms.record import hold, note, note_beside, role_for
from fyrstod.rooms.rules import About
from fyrstod.rooms.services import ChangedMeanwhile


class OfferGone(DomainError):
    """Answered by somebody else, or taken back."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "This offer is no longer open: somebody has answered it, or it was taken back. "
                "Nothing was changed by you."
            )
        )


class AnsweredAlready(DomainError):
    def __init__(self) -> None:
        super().__init__(
            _(
                "The other room has answered, so the offer cannot be taken back. What they took "
                "in belongs to them. You can object, and they will see it."
            )
        )


class GroundFell(DomainError):
    """The rule has expired or changed since it was chosen, or the consent is taken back."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "The ground that was chosen does not hold any more: the rule has changed or "
                "expired, or a consent was taken back. Nothing was handed over."
            )
        )


class NotReady(DomainError):
    def __init__(self) -> None:
        super().__init__(
            _("Something is left to say before this can be offered. Look at what is marked.")
        )


class ReceiverClosed(DomainError):
    def __init__(self) -> None:
        super().__init__(
            _("The agency has closed its room, so nobody there can answer. Choose another.")
        )


class SecondPersonNeeded(DomainError):
    """Whoever made it cannot be the second person too."""

    def __init__(self) -> None:
        super().__init__(
            _("Somebody else than the one who wrote it has to look at it. Ask a colleague.")
        )


@performs(Action.DISCLOSE, "concern")
@transaction.atomic
def draft(
    *,
    by: User,
    concern: Concern,
    to: Agency,
    disclosed: Disclosed,
    disclosure_id: uuid.UUID,
    seen: int,
) -> Disclosure:
    """Write a disclosure that is not offered yet, or write it anew.

    `seen` is the version in sight, 0 for a new one; the same `disclosure_id` twice is one.
    Raises IsClosed, NotFromHere once it is on its way, or ChangedMeanwhile.
    """
    row = rows.open_row(concern)
    cipher = vault.cipher_of(row)
    there = Disclosure.objects.filter(pk=disclosure_id).select_for_update().first()
    if there is None:
        there = Disclosure(
            id=disclosure_id,
            municipality_id=row.municipality_id,
            concern=row,
            agency=row.agency,
            to=to,
            made_by=by,
            made_at=timezone.now(),
        )
        vault.seal(cipher, there, disclosed)
        there.save(force_insert=True)
        note(by, Action.DISCLOSE, "disclosure.drafted", concern=row)
        return there
    if there.concern_id != row.pk or there.state != State.DRAFT:
        raise rows.NotFromHere
    saved = vault.unseal(cipher, there, Disclosed)
    if there.to_id == to.pk and saved == disclosed:
        return there
    if seen not in (0, there.version):
        raise ChangedMeanwhile(saved, there.version)
    if seen == 0:
        return there
    there.to = to
    _keep(cipher, there, disclosed)
    note(by, Action.DISCLOSE, "disclosure.drafted", concern=row)
    return there


@performs(Action.DISCLOSE, "concern")
def offer(*, by: User, concern: Concern, disclosure: Disclosure, seen: int) -> Disclosure:
    """Parcel a draft, or ask a second person where one is needed.

    Offered already: nothing changes. Raises IsClosed, NotReady, GroundFell, ReceiverClosed, or
    ChangedMeanwhile where what is offered is not what was in sight.
    """
    with transaction.atomic():
        row, there, cipher = _of(concern, disclosure)
        if there.state in (State.TO_CONFIRM, State.OFFERED):
            return there
        if there.state != State.DRAFT:
            raise rows.NotFromHere
        disclosed = vault.unseal(cipher, there, Disclosed)
        if there.version != seen:
            raise ChangedMeanwhile(disclosed, there.version)
        if disclosure_rules.lacks(disclosed, law.current()):
            raise NotReady
        disclosed = _filled(row, disclosed)
        _must_hold(disclosed.handed, there)
        if disclosure_rules.needs_second_person(
            disclosed.handed, room_demands=row.agency.second_eyes
        ):
            there.state = State.TO_CONFIRM
            _keep(cipher, there, dataclasses.replace(disclosed, sent_back=""))
            note(by, Action.DISCLOSE, "disclosure.asked", concern=row)
            return there
        _send(cipher, row, there, disclosed, by=by, action=Action.DISCLOSE)
    return there


@performs(Action.CONFIRM_DISCLOSURE, "concern")
@transaction.atomic
def confirm(*, by: User, concern: Concern, disclosure: Disclosure, seen: int) -> Disclosure:
    """Let what a colleague wrote go, as the second person.

    Raises IsClosed, NotFromHere, SecondPersonNeeded, GroundFell, ReceiverClosed or
    ChangedMeanwhile.
    """
    row, there, cipher = _of(concern, disclosure)
    if there.state == State.OFFERED:
        return there
    disclosed = _to_confirm(cipher, there, by, seen)
    _must_hold(disclosed.handed, there)
    there.second_by, there.second_at = by, timezone.now()
    _send(cipher, row, there, disclosed, by=by, action=Action.CONFIRM_DISCLOSURE)
    return there


@performs(Action.CONFIRM_DISCLOSURE, "concern")
@transaction.atomic
def send_back(
    *, by: User, concern: Concern, disclosure: Disclosure, reason: str, seen: int
) -> Disclosure:
    """Let it not go, as the second person; it is a draft again, with why.

    Raises IsClosed, NotFromHere, SecondPersonNeeded or ChangedMeanwhile.
    """
    row, there, cipher = _of(concern, disclosure)
    disclosed = _to_confirm(cipher, there, by, seen)
    there.state = State.DRAFT
    _keep(cipher, there, dataclasses.replace(disclosed, sent_back=reason))
    note(by, Action.CONFIRM_DISCLOSURE, "disclosure.sent-back", concern=row)
    return there


@performs(Action.DISCLOSE, "concern")
@transaction.atomic
def withdraw(*, by: User, concern: Concern, disclosure: Disclosure) -> None:
    """Take back what nobody has answered. A draft, which nobody got to see, is gone by that.

    Taken back already: nothing changes. Also from a closed concern. Raises ConcernGone or
    AnsweredAlready.
    """
    row = rows.locked(concern)
    there = _locked(row, disclosure)
    if there.state == State.WITHDRAWN:
        return
    if there.state == State.DRAFT:
        there.delete()
        note(by, Action.DISCLOSE, "disclosure.dropped", concern=row)
        return
    if there.state not in disclosure_rules.UNANSWERED:
        raise AnsweredAlready
    _take_back(there, by=by)
    there.version += 1
    there.save()
    note(by, Action.DISCLOSE, "disclosure.withdrawn", concern=row)


@performs(Action.DISCLOSE, "concern")
@transaction.atomic
def take_back_consent(
    *, by: User, concern: Concern, disclosure: Disclosure, on: datetime.date
) -> Disclosure:
    """Note that a consent is withdrawn. An offer that rests on it is taken back with it.

    What has been taken in stays: the yes held then. Raises ConcernGone or NotFromHere.
    """
    row = rows.locked(concern)
    cipher = vault.cipher_of(row)
    there = _locked(row, disclosure)
    disclosed = vault.unseal(cipher, there, Disclosed)
    consent = disclosed.handed.consent
    if consent is None or consent.withdrawn_on:
        raise rows.NotFromHere
    if there.state in disclosure_rules.UNANSWERED:
        _take_back(there, by=by)
    ended = dataclasses.replace(consent, withdrawn_on=on.isoformat())
    handed = dataclasses.replace(disclosed.handed, consent=ended)
    _keep(cipher, there, dataclasses.replace(disclosed, handed=handed))
    note(by, Action.DISCLOSE, "disclosure.consent-withdrawn", concern=row)
    return there


@performs(Action.DISCLOSE, "concern")
@transaction.atomic
def object_to(*, by: User, concern: Concern, disclosure: Disclosure, text: str) -> Disclosure:
    """Say, visibly in both rooms, what is wrong with what was taken in. It may be said anew.

    Raises ConcernGone, or NotFromHere where nothing was taken in.
    """
    row = rows.locked(concern)
    cipher = vault.cipher_of(row)
    there = _locked(row, disclosure)
    if there.state != State.ACCEPTED:
        raise rows.NotFromHere
    disclosed = vault.unseal(cipher, there, Disclosed)
    if disclosed.objection == text:
        return there
    _keep(cipher, there, dataclasses.replace(disclosed, objection=text))
    receipt = disclosure_selectors.receipt_of(there)
    if receipt is not None:
        theirs = vault.cipher_of(receipt.concern)
        received = vault.unseal(theirs, receipt, Received)
        vault.seal(theirs, receipt, dataclasses.replace(received, objection=text))
        receipt.save(update_fields=["sealed"])
    hold(row.agency, there.to)
    note(by, Action.DISCLOSE, "disclosure.objected", concern=row)
    note_beside(
        by,
        there.to,
        "receipt.objected-to",
        role=role_for(by, Action.DISCLOSE, row.agency),
        about=receipt.concern.reference if receipt else "",
    )
    return there


@performs(Action.ANSWER_OFFER, "offer")
@transaction.atomic
def read_offer(*, by: User, offer: Parcel) -> Handed:
    """Who offers, why and on which ground. What is handed over itself is not shown yet.

    Raises OfferGone.
    """
    there = _locked_offer(offer)
    handed = vault.unseal(vault.cipher_of_offer(there), there, Handed)
    note(by, Action.ANSWER_OFFER, "offer.read", room=there.agency)
    return dataclasses.replace(handed, pieces=(), person=None)


@performs(Action.ANSWER_OFFER, "offer")
@transaction.atomic
def accept(*, by: User, offer: Parcel, concern: Concern) -> Receipt:
    """Take an offer into a concern of this room: its pieces are copied, with where they came from.

    Raises OfferGone, GroundFell, IsClosed, or NotFromHere for a concern of another room.
    """
    if concern.agency_id != offer.agency_id:
        raise rows.NotFromHere
    _keep_concerns(offer, concern.pk)
    return _accept(by=by, offer=offer, concern=concern)


@performs(Action.ANSWER_OFFER, "offer")
@transaction.atomic
def accept_in_new(
    *, by: User, offer: Parcel, review_on: datetime.date | None, pack: str, concern_id: uuid.UUID
) -> Receipt:
    """Take an offer into a new concern: about whom, and why now, come with it.

    Raises as `accept` does.
    """
    _keep_concerns(offer)
    there = _locked_offer(offer)
    hold(there.sender, there.agency)
    handed = vault.unseal(vault.cipher_of_offer(there), there, Handed)
    concern = services.open_concern(
        by=by,
        room=there.agency,
        about=About(handed.about),
        why_now=handed.purpose,
        person=handed.person or Person(),
        review_on=review_on,
        pack=pack,
        concern_id=concern_id,
    )
    return _accept(by=by, offer=there, concern=concern)


@performs(Action.ANSWER_OFFER, "offer")
@transaction.atomic
def decline(*, by: User, offer: Parcel, reason: str) -> None:
    """Say no. Nothing of what was offered is kept here. Raises OfferGone."""
    there = _locked_offer(offer)
    hold(there.sender, there.agency)
    disclosure, row, cipher = _behind(there)
    disclosed = vault.unseal(cipher, disclosure, Disclosed)
    _answered(disclosure, State.DECLINED, by)
    _keep(cipher, disclosure, dataclasses.replace(disclosed, answer=reason))
    note(by, Action.ANSWER_OFFER, "offer.declined", room=there.agency)
    _tell_sender(by, there, row, "disclosure.declined")
    _remove(there)


def _accept(*, by: User, offer: Parcel, concern: Concern) -> Receipt:
    there = _locked_offer(offer)
    row = rows.open_row(concern)
    hold(there.sender, there.agency)
    handed = vault.unseal(vault.cipher_of_offer(there), there, Handed)
    disclosure, theirs, their_cipher = _behind(there)
    if disclosure_rules.fell(handed, law.current(), timezone.localdate()):
        raise GroundFell
    cipher, now = vault.cipher_of(row), timezone.now()
    receipt = Receipt(
        id=new_id(),
        municipality_id=row.municipality_id,
        concern=row,
        agency=row.agency,
        sender=there.sender,
        disclosure=there.pk,
        offered_by=there.offered_by,
        accepted_by=by,
        accepted_at=now,
    )
    vault.seal(cipher, receipt, Received(handed=handed, from_reference=theirs.reference))
    receipt.save(force_insert=True)
    for piece in handed.pieces:
        came = Came(
            agency=there.sender.name,
            noted_by=piece.noted_by,
            on=timezone.localdate(now).isoformat(),
            disclosure=str(there.pk),
        )
        contents = dataclasses.replace(piece.note, came=came, reason="")
        rows.put_piece(cipher, row, by=by, contents=contents, now=now)
    _name_if_unnamed(cipher, row, handed.person)
    if handed.invitation is not None:
        seats.must_be_open(row.municipality_id, uuid.UUID(handed.invitation.table))
        seats.take(
            cipher, row, by=by, setting=handed.invitation, convener=there.sender.name, now=now
        )
        note(by, Action.ANSWER_OFFER, "table.joined", concern=row)
    rows.touch(row, now)
    disclosed = vault.unseal(their_cipher, disclosure, Disclosed)
    _answered(disclosure, State.ACCEPTED, by)
    _keep(their_cipher, disclosure, disclosed)
    note(by, Action.ANSWER_OFFER, "offer.accepted", concern=row)
    _tell_sender(by, there, theirs, "disclosure.accepted")
    _remove(there)
    return receipt


def _name_if_unnamed(cipher: Cipher, row: Concern, person: Person | None) -> None:
    """What came of who it is about, where this room did not know."""
    if person is None:
        return
    identity = Identity.objects.select_for_update().get(
        municipality_id=row.municipality_id, concern=row
    )
    if vault.unseal(cipher, identity, Person).is_known:
        return
    vault.seal(cipher, identity, person)
    vault.put_indexes(identity, person)
    identity.version += 1
    identity.save()


def _of(concern: Concern, disclosure: Disclosure) -> tuple[Concern, Disclosure, Cipher]:
    row = rows.open_row(concern)
    return row, _locked(row, disclosure), vault.cipher_of(row)


def _locked(row: Concern, disclosure: Disclosure) -> Disclosure:
    there = (
        Disclosure.objects.select_for_update(of=("self",))
        .select_related("to", "agency", "made_by", "second_by", "answered_by")
        .filter(municipality_id=row.municipality_id, concern=row, pk=disclosure.pk)
        .first()
    )
    if there is None:
        raise rows.NotFromHere
    return there


def _keep_concerns(offer: Parcel, *into: uuid.UUID) -> None:
    """Lock the sender's concern, and the one it goes into, in the order that a table locks them.

    So that nobody sits down at a table in the very moment when it ends.
    """
    there = Concern.objects.select_for_update(of=("self",)).filter(
        municipality_id=offer.municipality_id, pk__in=[offer.concern_id, *into]
    )
    list(there.order_by("pk"))


def _locked_offer(offer: Parcel) -> Parcel:
    """The offer as it stands, behind its disclosure: in the order in which it is taken back."""
    Disclosure.objects.select_for_update().filter(
        municipality_id=offer.municipality_id, concern_id=offer.concern_id, pk=offer.pk
    ).first()
    there = (
        Parcel.objects.select_for_update(of=("self",))
        .select_related("agency__municipality", "sender", "offered_by")
        .filter(municipality_id=offer.municipality_id, agency=offer.agency_id, pk=offer.pk)
        .first()
    )
    if there is None or disclosure_selectors.is_gone(there):
        raise OfferGone
    return there


def _behind(offer: Parcel) -> tuple[Disclosure, Concern, Cipher]:
    """What the sender keeps of an offer, and the key to it."""
    disclosure = Disclosure.objects.select_related("concern__agency").get(
        municipality_id=offer.municipality_id, concern_id=offer.concern_id, pk=offer.pk
    )
    return disclosure, disclosure.concern, vault.cipher_of(disclosure.concern)


def _to_confirm(cipher: Cipher, there: Disclosure, by: User, seen: int) -> Disclosed:
    if there.state != State.TO_CONFIRM:
        raise rows.NotFromHere
    if there.made_by_id == by.pk:
        raise SecondPersonNeeded
    disclosed = vault.unseal(cipher, there, Disclosed)
    if there.version != seen:
        raise ChangedMeanwhile(disclosed, there.version)
    return disclosed


def _filled(row: Concern, disclosed: Disclosed) -> Disclosed:
    """What is told, as it reads now: from here it stays as it is."""
    opened = selectors.open_concern(row)
    handed = dataclasses.replace(
        disclosed.handed,
        about=row.kind,
        pieces=tuple(
            Copied(
                id=piece.id,
                note=dataclasses.replace(piece.note, reason="", answered_by=""),
                noted_by=piece.row.noted_by.name,
                noted_on=timezone.localdate(piece.row.noted_at).isoformat(),
            )
            for piece in disclosure_selectors.tellable(opened)
            if piece.id in disclosed.chosen
        ),
        person=disclosure_rules.identity_to_tell(opened.person, disclosed.handed.naming),
    )
    return dataclasses.replace(disclosed, handed=handed)


def _must_hold(handed: Handed, disclosure: Disclosure) -> None:
    if disclosure.to.closed_at is not None:
        raise ReceiverClosed
    if disclosure_rules.fell(handed, law.current(), timezone.localdate()):
        raise GroundFell


def _send(
    cipher: Cipher,
    row: Concern,
    there: Disclosure,
    disclosed: Disclosed,
    *,
    by: User,
    action: Action,
) -> None:
    """Lay what is told in wait for the other room, under a key of its own."""
    there.state, there.offered_at = State.OFFERED, timezone.now()
    _keep(cipher, there, disclosed)
    waiting = Parcel(
        id=there.pk,
        municipality_id=row.municipality_id,
        concern=row,
        agency=there.to,
        sender=row.agency,
        offered_by=there.made_by,
        offered_at=there.offered_at,
    )
    # A try that was rolled back leaves its key behind: the next takes it up.
    key = protection.open_concerns(
        room_id=there.to_id, municipality_id=row.municipality_id, concern_ids=[there.pk]
    ).get(there.pk) or protection.make_concern_key(
        concern_id=there.pk, room_id=there.to_id, municipality_id=row.municipality_id
    )
    vault.seal(key, waiting, disclosed.handed)
    waiting.save(force_insert=True)
    kind = "" if disclosed.handed.ground else "other-ground"
    hold(row.agency, there.to)
    note(by, action, "disclosure.offered", concern=row, kind=kind)
    role = role_for(by, action, row.agency)
    note_beside(by, there.to, "offer.came", role=role, kind=kind)


def _take_back(there: Disclosure, *, by: User) -> None:
    """Let an offer wait for nobody any more, if it got that far."""
    was_offered = there.state == State.OFFERED
    there.state = State.WITHDRAWN
    if not was_offered:
        return
    offer = Parcel.objects.select_for_update().get(
        municipality_id=there.municipality_id, concern_id=there.concern_id, pk=there.pk
    )
    role = role_for(by, Action.DISCLOSE, there.agency)
    hold(there.agency, there.to)
    note_beside(by, there.to, "offer.taken-back", role=role)
    _remove(offer)


def _answered(disclosure: Disclosure, state: State, by: User) -> None:
    disclosure.state = state
    disclosure.answered_by, disclosure.answered_at = by, timezone.now()


def _tell_sender(by: User, offer: Parcel, theirs: Concern, event: str) -> None:
    role = role_for(by, Action.ANSWER_OFFER, offer.agency)
    note_beside(by, theirs.agency, event, role=role, about=theirs.reference)


def _remove(offer: Parcel) -> None:
    """Delete what lay in wait, and its key once that holds."""
    offer_id, municipality_id = offer.pk, offer.municipality_id
    offer.delete()
    transaction.on_commit(
        lambda: protection.destroy_concern_key(concern_id=offer_id, municipality_id=municipality_id)
    )


def _keep(cipher: Cipher, there: Disclosure, disclosed: Disclosed) -> None:
    vault.seal(cipher, there, disclosed)
    there.version += 1
    there.save()
