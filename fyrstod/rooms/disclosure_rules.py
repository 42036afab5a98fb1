"""How a disclosure moves on, and what it must say first: no database, request or clock."""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Iterable
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING, Final, cast

from pydantic import JsonValue

from fyrstod.core.identifying import Span, find, names_in
from fyrstod.law.advice import Rulebook
from fyrstod.law.grounds import Choosable, Refused, Since, choose, since
from fyrstod.law.situation import Situation, parse, to_data
from fyrstod.packs.cards import Party
from fyrstod.rooms.clocks import born_on

if TYPE_CHECKING:
    from fyrstod.rooms.contents import Disclosed, Handed, Note, Person


class State(StrEnum):
    DRAFT = "draft"
    TO_CONFIRM = "to-confirm"
    """A second person looks at it."""
    OFFERED = "offered"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


UNANSWERED: Final = (State.DRAFT, State.TO_CONFIRM, State.OFFERED)


class Lacks(StrEnum):
    """What a draft must say before it can be offered. The order is that of its pages."""

    CONTENT = "content"
    GROUND = "ground"
    PURPOSE = "purpose"
    CONSENT = "consent"


def situation_of(handed: Handed) -> Situation:
    """What was known when the ground was chosen. Raises BadSituation."""
    return parse(handed.situation)


def with_situation(handed: Handed, situation: Situation) -> Handed:
    """What is known has changed. A ground that was chosen before must be chosen again."""
    kept = cast("dict[str, JsonValue]", to_data(situation))
    if kept == handed.situation:
        return handed
    return dataclasses.replace(handed, situation=kept, ground=None)


def age_on(number: str, today: datetime.date) -> int | None:
    """How old somebody is by a personal identity number; None without one."""
    born = born_on(number)
    if born is None:
        return None
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))


def party_of(kind: str) -> str | None:
    """The party of the law that an agency of the pack is, where that is plain."""
    return kind if kind in set(Party) else None


def rests_on_consent(handed: Handed, rules: Rulebook) -> bool:
    if handed.ground is None:
        return False
    card = rules.card(handed.ground.rule)
    return card is not None and Choosable(ground=handed.ground, card=card).rests_on_consent


def lacks(disclosed: Disclosed, rules: Rulebook) -> tuple[Lacks, ...]:
    """What is left to say before a draft can be offered."""
    handed = disclosed.handed
    found = {
        Lacks.CONTENT: not disclosed.chosen and handed.naming == "unnamed" and not handed.asks,
        Lacks.GROUND: handed.ground is None and not handed.other_ground,
        Lacks.PURPOSE: not handed.purpose,
        Lacks.CONSENT: rests_on_consent(handed, rules) and handed.consent is None,
    }
    return tuple(what for what, is_lacking in found.items() if is_lacking)


def fell(handed: Handed, rules: Rulebook, on_date: datetime.date) -> bool:
    """Whether the ground no longer holds: the card is gone, changed or expired, or a yes is gone.

    A ground in own words is for a human to judge.
    """
    if handed.consent is not None and handed.consent.withdrawn_on:
        return True
    if handed.ground is None:
        return not handed.other_ground
    if since(handed.ground, rules) is not Since.SAME:
        return True
    return _is_refused(handed.ground.rule, situation_of(handed), rules, on_date)


@lru_cache(maxsize=256)
def _is_refused(rule: str, situation: Situation, rules: Rulebook, on_date: datetime.date) -> bool:
    """Every look at a table asks this of each room there. A situation tells of nobody in person."""
    return isinstance(choose(rule, situation, rules, on_date), Refused)


def needs_second_person(handed: Handed, *, room_demands: bool) -> bool:
    """A ground in own words always does, since no rule card stands behind it."""
    return room_demands or handed.ground is None


def identity_to_tell(person: Person, naming: str) -> Person | None:
    """What goes along of who somebody is. The mark of protected data always does."""
    if naming == "unnamed":
        return None
    if naming == "name":
        return dataclasses.replace(person, contact="", address="", guardians="")
    return dataclasses.replace(person, address="") if person.protected else person


def may_identify(texts: Iterable[str], person: Person) -> tuple[Span, ...]:
    """What in some texts may tell who they are about, each stretch once."""
    known = (person.name, *names_in(person.guardians))
    found = {(span.kind, span.text): span for text in texts for span in find(text, known)}
    return tuple(found.values())


def texts_of(notes: Iterable[Note], handed: Handed) -> list[str]:
    """All the text that a receiver will read."""
    parts = [part for note in notes for part in (note.text, note.source)]
    return [text for text in (*parts, handed.purpose, handed.asks, handed.judged) if text]
