"""What must hold for the law and for working together, across a pack's files."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import get_args

from fyrstod.packs.cards import (
    FACT_VALUES,
    NUMBERS,
    OPENS,
    YES_NO,
    Clause,
    Effect,
    FactName,
    RuleCard,
)
from fyrstod.packs.loader import Fault, Loaded

STATES = ("in-place", "partly", "not-yet", "does-not-fit")
"""What a recommendation may be answered with, in the order of the page."""


def faults(loaded: Loaded) -> Iterator[Fault]:
    if loaded.pack.about.format == 1:
        return
    yield from _facts(loaded)
    yield from _rules(loaded)
    yield from _precedence(loaded)
    yield from _states(loaded)


def _facts(loaded: Loaded) -> Iterator[Fault]:
    """Each fact is asked once, and each of its words is explained."""
    asked = {fact.fact: fact for fact in loaded.pack.facts}
    for name in get_args(FactName):
        if name not in asked:
            yield Fault("situation.toml", name, "no [[fact]] asks for it")
            continue
        words = {value.id for value in asked[name].values}
        if words != set(FACT_VALUES.get(name, ())):
            reason = f"explain these words and no other: {', '.join(FACT_VALUES.get(name, ()))}"
            yield Fault("situation.toml", f"{asked[name].id}.values", reason)
    if len(asked) != len(loaded.pack.facts):
        yield Fault("situation.toml", "[[fact]]", "a fact is asked twice")


def _rules(loaded: Loaded) -> Iterator[Fault]:
    known = {act.sfs for act in loaded.pack.acts}
    for card in loaded.pack.rules:
        file = loaded.file_of("rules", card.id)
        if (card.basis == "statute") != (card.statute is not None):
            yield Fault(file, f"{card.id}.statute", "is given for a statute, and only then")
        if card.statute and card.statute.sfs not in known:
            reason = f"{card.statute.sfs!r} is not among the acts"
            yield Fault(file, f"{card.id}.statute", reason)
        first, last = card.valid_from or datetime.date.min, card.valid_to or datetime.date.max
        if first > last:
            yield Fault(file, f"{card.id}.valid_to", "comes before valid_from")
        for clause in _clauses(card):
            if wrong := _wrong(clause):
                yield Fault(file, f"{card.id}.{clause.fact}", wrong)


def _clauses(card: RuleCard) -> Iterable[Clause]:
    judged = chain.from_iterable(item.when for item in card.judge)
    missed = chain.from_iterable(item.when for item in card.missed)
    return chain(card.when, card.unless, *card.alternatives, judged, missed)


def _wrong(clause: Clause) -> str | None:
    words = clause.is_one_of or clause.is_none_of
    ranged = clause.at_least is not None or clause.below is not None
    if bool(clause.is_one_of) + bool(clause.is_none_of) + ranged != 1:
        return "a condition is is_one_of, is_none_of, or at_least and below"
    if ranged != (clause.fact in NUMBERS):
        return "at_least and below belong to numbers, and numbers have no words"
    if clause.fact in YES_NO and not all(isinstance(word, bool) for word in words):
        return "is true or false"
    if clause.fact in FACT_VALUES:
        strange = {str(word) for word in words} - set(FACT_VALUES[clause.fact])
        if strange:
            return f"no such word: {', '.join(sorted(strange))}"
    return None


def _precedence(loaded: Loaded) -> Iterator[Fault]:
    said: set[tuple[Effect, Effect]] = set()
    for item in loaded.pack.precedence:
        file = loaded.file_of("precedence", item.id)
        for side, which in (("prevails", item.prevails), ("over", item.over)):
            if not which.rules and not which.effects:
                yield Fault(file, f"{item.id}.{side}", "names no card")
        for one in item.prevails.effects:
            for other in item.over.effects:
                said |= {(one, other), (other, one)}
    for effect in OPENS:
        if (effect, Effect.MAY_NOT) not in said:
            reason = f"nothing says which prevails where {effect} meets {Effect.MAY_NOT}"
            yield Fault("rules", "[[precedence]]", reason)


def _states(loaded: Loaded) -> Iterator[Fault]:
    if tuple(state.id for state in loaded.pack.states) != STATES:
        yield Fault("recommendations.toml", "[[state]]", f"in this order: {', '.join(STATES)}")
