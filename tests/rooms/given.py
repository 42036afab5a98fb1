"""Disclosures between rooms, for tests."""

from __future__ import annotations

import dataclasses
import uuid
from typing import Any

from django.utils import timezone

from fyrstod.core.ids import new_id
from fyrstod.law import shelf as law
from fyrstod.law.grounds import Choosable, Ground, choose
from fyrstod.law.situation import Situation
from fyrstod.people.models import Agency, User
from fyrstod.rooms import disclosure_rules, disclosure_services, selectors, services
from fyrstod.rooms.contents import Consent, Disclosed, Handed, Naming
from fyrstod.rooms.models import Concern, Disclosure, Parcel
from tests.rooms import made

RULE = "osl-10-15a"
"""An authority may tell another what is needed to prevent or look into crime."""
WITH_CONSENT = "consent-child-given"
KNOWN = Situation(
    sender="school",
    receiver="police",
    age=15,
    matter="risk-of-crime",
    identified=True,
)


def ground(rule: str = RULE, situation: Situation = KNOWN) -> Ground:
    found = choose(rule, situation, law.current(), timezone.localdate())
    assert isinstance(found, Choosable), found
    return found.ground


def on(rule: str = RULE, situation: Situation = KNOWN, **other: Any) -> Handed:
    """What is told on a rule, with all that must be said."""
    handed = disclosure_rules.with_situation(
        Handed(purpose="To plan together.", **other), situation
    )
    return dataclasses.replace(handed, ground=ground(rule, situation))


def on_consent(**other: Any) -> Handed:
    situation = dataclasses.replace(KNOWN, consent_person="given", consent_guardian="given")
    consent = Consent(how="Said so at the meeting.", given_on="2026-11-20")
    return on(WITH_CONSENT, situation, consent=consent, **other)


def on_own_words(**other: Any) -> Handed:
    return Handed(purpose="To plan.", other_ground="Brottsbalken 24:4, danger for life.", **other)


def draft(
    concern: Concern,
    by: User,
    to: Agency,
    *,
    handed: Handed | None = None,
    texts: tuple[str, ...] = ("Praised an attack during the break.",),
    disclosure_id: uuid.UUID | None = None,
) -> Disclosure:
    """A draft that tells new pieces of these texts, and the name."""
    chosen = [
        services.write_piece(
            by=by, concern=concern, contents=dataclasses.replace(made.SEEN, text=text)
        )
        for text in texts
    ]
    handed = dataclasses.replace(handed or on(), naming=Naming.NAME)
    return disclosure_services.draft(
        by=by,
        concern=concern,
        to=to,
        disclosed=Disclosed(
            handed=handed,
            chosen=tuple(str(piece.pk) for piece in chosen),
            held_back="The sister’s worry: not needed for this.",
        ),
        disclosure_id=disclosure_id or new_id(),
        seen=0,
    )


def offer(concern: Concern, by: User, to: Agency, **other: Any) -> Disclosure:
    """A draft on its way: offered, or with a second person where that is needed."""
    there = draft(concern, by, to, **other)
    return disclosure_services.offer(by=by, concern=concern, disclosure=there, seen=there.version)


def waiting(disclosure: Disclosure) -> Parcel:
    return Parcel.objects.select_related("agency__municipality", "sender").get(pk=disclosure.pk)


def texts_in(concern: Concern) -> set[str]:
    return {piece.note.text for piece in selectors.open_concern(concern).pieces}
