"""What waits between rooms, and what a disclosure can hold."""

from __future__ import annotations

import dataclasses
import datetime
import uuid
from dataclasses import dataclass

from django.utils import timezone

from fyrstod.access.policy import Action, granted
from fyrstod.law import shelf as law
from fyrstod.law.grounds import Choosable, choices
from fyrstod.law.situation import Situation
from fyrstod.people.models import Agency, User
from fyrstod.protection import services as protection
from fyrstod.rooms import disclosure_rules
from fyrstod.rooms.contents import Handed, Naming, NoteKind
from fyrstod.rooms.disclosure_rules import State
from fyrstod.rooms.models import Disclosure, Parcel, Receipt
from fyrstod.rooms.selectors import PAGE, OpenConcern, OpenDoors, OpenPiece

TELLABLE = (
    *(NoteKind.SEEN, NoteKind.TOLD, NoteKind.INTERPRETED, NoteKind.UNKNOWN),
    *(NoteKind.VIEW, NoteKind.INFORMED),
)
"""The kinds of piece that another room can be told. A review is this room's own judgement."""
ANSWER_STAYS = datetime.timedelta(days=7)
"""How long an answer stands on the week of whoever made the offer."""


def tellable(opened: OpenConcern) -> tuple[OpenPiece, ...]:
    return opened.of_kind(*TELLABLE)


def known(opened: OpenDoors, handed: Handed, to: Agency, *, is_new_receiver: bool) -> Situation:
    """What was answered of the situation; before that, what the room itself knows of it."""
    concern = opened.concern
    situation = disclosure_rules.situation_of(handed)
    if not handed.situation:
        situation = Situation(
            sender=disclosure_rules.party_of(concern.agency.kind),
            about=concern.kind,  # type: ignore[arg-type]  # the same three words
            age=disclosure_rules.age_on(opened.person.number, timezone.localdate()),
        )
    if is_new_receiver:
        receiver = disclosure_rules.party_of(to.kind)
        situation = dataclasses.replace(situation, receiver=receiver, same_authority=None)
    return dataclasses.replace(situation, identified=handed.naming is not Naming.UNNAMED)


def receivers(room: Agency) -> list[Agency]:
    """The other agencies of a room's municipality, by name."""
    found = Agency.objects.filter(municipality_id=room.municipality_id, closed_at=None)
    return list(found.exclude(pk=room.pk).order_by("name", "pk"))


def grounds_for(handed: Handed) -> tuple[Choosable, ...]:
    """Every rule card that can be the ground today, with what is known."""
    situation = disclosure_rules.situation_of(handed)
    return choices(situation, law.current(), timezone.localdate())


def offer_in(room: Agency, offer_id: uuid.UUID) -> Parcel | None:
    """What waits for a room; None once it is answered, taken back or erased."""
    found = (
        Parcel.objects.filter(municipality_id=room.municipality_id, agency=room, pk=offer_id)
        .select_related("agency__municipality", "sender", "offered_by")
        .first()
    )
    return None if found is None or is_gone(found) else found


def was_offered(room: Agency, offer_id: uuid.UUID) -> bool:
    """Whether something of this id once waited for a room."""
    return Disclosure.objects.filter(
        municipality_id=room.municipality_id, to=room, pk=offer_id, offered_at__isnull=False
    ).exists()


def is_gone(offer: Parcel) -> bool:
    """Whether the concern it comes from is erased, also where the row is left for a moment."""
    return bool(
        protection.erased(municipality_id=offer.municipality_id, concern_ids=[offer.concern_id])
    )


def receipt_of(disclosure: Disclosure) -> Receipt | None:
    """Where the other room took it in, unless that is erased there."""
    found = (
        Receipt.objects.filter(municipality_id=disclosure.municipality_id, disclosure=disclosure.pk)
        .select_related("concern__agency")
        .first()
    )
    if found is None or protection.erased(
        municipality_id=found.municipality_id, concern_ids=[found.concern_id]
    ):
        return None
    return found


@dataclass(frozen=True, slots=True)
class Doors:
    """What waits at a room's doors: for its practitioners, or for one of them."""

    offers: list[Parcel]
    to_confirm: list[Disclosure]
    answered: list[Disclosure]

    @property
    def is_empty(self) -> bool:
        return not (self.offers or self.to_confirm or self.answered)


def doors(room: Agency, user: User) -> Doors:
    """Offers to answer, what a second person must look at, and what came of one's own.

    With the same number of queries whatever waits. Nothing is unsealed: who and when, no more.
    """
    actions = granted(user, room)
    offers: list[Parcel] = []
    to_confirm: list[Disclosure] = []
    answered: list[Disclosure] = []
    here = {"municipality_id": room.municipality_id, "agency": room}
    if Action.ANSWER_OFFER in actions:
        waiting = Parcel.objects.filter(**here).select_related("sender", "offered_by")
        offers = list(waiting.order_by("offered_at", "pk")[:PAGE])
    told = Disclosure.objects.filter(**here).select_related("concern", "to", "made_by")
    if Action.CONFIRM_DISCLOSURE in actions:
        asked = told.filter(state=State.TO_CONFIRM).exclude(made_by=user)
        to_confirm = list(asked.order_by("made_at", "pk")[:PAGE])
    if Action.DISCLOSE in actions:
        since = timezone.now() - ANSWER_STAYS
        own = told.filter(made_by=user, answered_at__gte=since, word=None)
        answered = list(own.order_by("-answered_at", "pk")[:PAGE])
    gone = protection.erased(
        municipality_id=room.municipality_id,
        concern_ids=[row.concern_id for row in (*offers, *to_confirm, *answered)],
    )
    return Doors(
        [row for row in offers if row.concern_id not in gone],
        [row for row in to_confirm if row.concern_id not in gone],
        [row for row in answered if row.concern_id not in gone],
    )
