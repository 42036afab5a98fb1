"""A situation and its answer as JSON, for the command line and for other systems."""

from __future__ import annotations

import datetime
import json
from dataclasses import dataclass

from fyrstod.law.advice import Advice, DoesNotApply, Prevails, Verdict, WouldChange
from fyrstod.law.situation import NOT_AN_OBJECT, BadSituation, Fault, Situation, parse
from fyrstod.packs.base import Text
from fyrstod.packs.cards import RuleCard, Statute
from fyrstod.packs.schema import Pack

MAX_BYTES = 100_000
"""Unit: bytes of a question. A situation is a few hundred."""

NOT_A_DAY = Text(sv="Skriv dagen som 2026-11-25.", en="Write the day as 2026-11-25.")
NOT_JSON = Text(sv="Detta är inte läsbar JSON.", en="This is not JSON that can be read.")
TOO_LARGE = Text(sv="Detta är för stort.", en="This is too large.")


@dataclass(frozen=True, slots=True)
class Question:
    """A situation, and the day it is asked for; None where it was not said."""

    situation: Situation
    on_date: datetime.date | None


def read(data: bytes) -> Question:
    """A situation as JSON, with `on_date` beside its facts where wanted. Raises BadSituation."""
    if len(data) > MAX_BYTES:
        raise BadSituation((Fault("situation", TOO_LARGE),))
    try:
        given = json.loads(data, object_pairs_hook=_object)
    except (ValueError, RecursionError):
        raise BadSituation((Fault("situation", NOT_JSON),)) from None
    if not isinstance(given, dict):
        raise BadSituation((Fault("situation", NOT_AN_OBJECT),))
    on_date = given.pop("on_date", None)
    situation = parse(given)
    try:
        return Question(situation, on_date and datetime.date.fromisoformat(on_date))
    except (TypeError, ValueError):
        raise BadSituation((Fault("on_date", NOT_A_DAY),)) from None


def _object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """An object with one name twice is refused: keeping the last would lose what came first."""
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError
    return found


def answer(advice: Advice, pack: Pack) -> dict[str, object]:
    """The answer as data. `pack` is the one it was given under."""
    return {
        "on_date": advice.on_date.isoformat(),
        "pack": pack.edition,
        "verdicts": [_verdict(verdict, pack) for verdict in advice.verdicts],
        "does_not_apply": [_does_not_apply(item) for item in advice.does_not_apply],
        "would_change": [_would_change(item) for item in advice.would_change],
        "prevails": [_prevails(item) for item in advice.prevails],
        "still_open": [_still_open(card) for card in advice.still_open],
    }


def _verdict(verdict: Verdict, pack: Pack) -> dict[str, object]:
    card = verdict.card
    return {
        "rule": card.id,
        "effect": str(card.effect),
        "topic": card.topic,
        "acts": card.acts,
        "title": _words(card.title),
        "basis": card.basis,
        "statute": _statute(card.statute),
        "conditions": [_words(text) for text in verdict.conditions],
        "why": _words(verdict.why),
        "unclear": card.unclear and _words(card.unclear),
        "only_when": card.only_when and _words(card.only_when),
        "urgent": card.urgent,
        "verified": card.verified,
        "verified_on": card.verified_on.isoformat(),
        "local": ("rules", card.id) in pack.local,
    }


def _does_not_apply(item: DoesNotApply) -> dict[str, object]:
    return {
        "rule": item.card.id,
        "title": _words(item.card.title),
        "statute": _statute(item.card.statute),
        "why": _words(item.why),
    }


def _would_change(item: WouldChange) -> dict[str, object]:
    return {"fact": item.fact, "rules": list(item.rules), "why": _words(item.why)}


def _prevails(item: Prevails) -> dict[str, object]:
    return {
        "rule": item.rule,
        "over": item.over,
        "outcome": item.outcome,
        "why": _words(item.why),
    }


def _still_open(card: RuleCard) -> dict[str, object]:
    return {
        "rule": card.id,
        "title": _words(card.title),
        "says": card.while_open and _words(card.while_open),
    }


def _statute(statute: Statute | None) -> dict[str, object] | None:
    if statute is None:
        return None
    return {"sfs": statute.sfs, "chapter": statute.chapter, "section": statute.section}


def _words(text: Text) -> dict[str, str]:
    return {"sv": text.sv, "en": text.en}
