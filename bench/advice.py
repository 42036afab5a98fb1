"""What may be told: many situations held against the pack's rule cards, in one process."""

from __future__ import annotations

import datetime
import random
import time
from collections.abc import Iterator

from bench.results import Measured, Part, at_most
from fyrstod.law import shelf as rulebook
from fyrstod.law.advice import advise
from fyrstod.law.situation import ATTRIBUTES, Situation, Value
from fyrstod.packs import shelf
from fyrstod.packs.cards import FACT_VALUES, YES_NO, FactName

SITUATIONS = 10_000
SECONDS = 2
UNKNOWN = 0.2
"""How often a fact is not known."""
FIRST_DAY = datetime.date(2025, 1, 1)
DAYS = 1_000
SEED = 20261125


def measure(*, rounds: int) -> Part:
    rules = rulebook.current()
    asked = list(_situations())
    name = f"{SITUATIONS:,} situations"
    times = []
    for _round in range(rounds):
        began = time.perf_counter()
        for situation, day in asked:
            advise(situation, rules, day)
        times.append(time.perf_counter() - began)
    measured = Measured(name, "s", tuple(times))
    cards = len(shelf.current().rules)
    return Part(
        title="What may be told",
        how=(
            f"{SITUATIONS:,} situations, each with facts drawn by chance ({UNKNOWN:.0%} of them "
            f"not known) and a day of {DAYS:,}, held against {cards} rule cards one after the "
            f"other in one process; {rounds} rounds over the same situations."
        ),
        measured=(measured,),
        targets=(at_most(name, measured.median, SECONDS, "s"),),
        marks={name: SECONDS},
    )


def _situations() -> Iterator[tuple[Situation, datetime.date]]:
    """The same ones every time."""
    chance = random.Random(SEED)
    for _number in range(SITUATIONS):
        facts = {
            attribute: None if chance.random() < UNKNOWN else _value(chance, fact)
            for fact, attribute in ATTRIBUTES.items()
        }
        day = FIRST_DAY + datetime.timedelta(days=chance.randrange(DAYS))
        yield Situation(**facts), day  # type: ignore[arg-type]  # each value is one of its fact's


def _value(chance: random.Random, fact: FactName) -> Value:
    if words := FACT_VALUES.get(fact):
        return chance.choice(words)
    return chance.random() < 0.5 if fact in YES_NO else chance.randrange(60)
