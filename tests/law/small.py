"""Small cards for tests of how cards are read."""

from __future__ import annotations

import datetime
from typing import Any

from fyrstod.law.advice import Advice, Rulebook, advise
from fyrstod.law.situation import FACTS, Situation
from fyrstod.packs.base import Text
from fyrstod.packs.cards import (
    Clause,
    Effect,
    Fact,
    FactName,
    Missed,
    Precedence,
    RuleCard,
    Which,
)

DAY = datetime.date(2026, 11, 25)


def words(text: str) -> Text:
    return Text(sv=text, en=f"{text} (en)")


def clause(fact: FactName, *one_of: bool | str) -> Clause:
    return Clause(fact=fact, is_one_of=one_of)


def missed(why: str, *when: Clause) -> Missed:
    return Missed(when=when, why=words(why))


def card(name: str, effect: Effect = Effect.MAY, **more: Any) -> RuleCard:
    """A card that applies to everybody, but for what `more` says."""
    given: dict[str, Any] = {
        "topic": "disclosure",
        "basis": "practice",
        "title": words(name),
        "says": words(f"{name} says"),
        "binds": words("everybody"),
        "covers": words("everything"),
        "verified": "seen",
        "verified_on": DAY,
        "sources": ("study",),
    }
    return RuleCard(id=name, effect=effect, **{**given, **more})


def prevails(name: str, which: Which, over: Which) -> Precedence:
    return Precedence(id=name, prevails=which, over=over, why=words(name))


def book(*cards: RuleCard, precedence: tuple[Precedence, ...] = ()) -> Rulebook:
    facts = (
        Fact(
            id=name.replace(".", "-").replace("_", "-"),
            fact=name,
            title=words(name),
            question=words(name),
            matters=words(f"{name} matters"),
        )
        for name in FACTS
    )
    return Rulebook(rules=cards, precedence=precedence, facts=facts)


def asked(*cards: RuleCard, on: datetime.date = DAY, **facts: Any) -> Advice:
    """What these cards say of a situation."""
    return advise(Situation(**facts), book(*cards), on)


def applying(advice: Advice) -> list[str]:
    return [verdict.card.id for verdict in advice.verdicts]


def open_facts(advice: Advice) -> dict[str, tuple[str, ...]]:
    return {change.fact: change.rules for change in advice.would_change}
