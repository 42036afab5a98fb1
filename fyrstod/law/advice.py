"""What the rule cards say about a situation on a day."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from typing import TypeAlias

from fyrstod.law.situation import Known, Situation
from fyrstod.packs.base import Id, Text
from fyrstod.packs.cards import (
    OPENS,
    Clause,
    Effect,
    Fact,
    FactName,
    Outcome,
    Precedence,
    RuleCard,
    Which,
)
from fyrstod.packs.schema import Pack

Facts: TypeAlias = Mapping[FactName, Known]
Holds: TypeAlias = Callable[[Facts], bool | None]
"""True, false, or None where too little is known of a fact."""

_ORDER = {effect: number for number, effect in enumerate(Effect)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """A card that applies. `conditions` is what remains for a human to judge."""

    card: RuleCard
    conditions: tuple[Text, ...]

    @property
    def why(self) -> Text:
        return self.card.says


@dataclass(frozen=True, slots=True, kw_only=True)
class DoesNotApply:
    """A card that people expect, and why it does not apply."""

    card: RuleCard
    why: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class WouldChange:
    """A fact that is not known and would change the answer, and for which cards."""

    fact: FactName
    rules: tuple[Id, ...]
    why: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Prevails:
    """Two verdicts that pull apart: which one prevails, what is left of the other, and why."""

    rule: Id
    over: Id
    outcome: Outcome
    why: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Advice:
    """The whole answer. Verdicts stand in the order of `Effect`, then of the pack.

    `still_open` holds the cards with words for a reader who has not said enough to know whether
    they apply.
    """

    on_date: datetime.date
    verdicts: tuple[Verdict, ...]
    does_not_apply: tuple[DoesNotApply, ...]
    would_change: tuple[WouldChange, ...]
    prevails: tuple[Prevails, ...]
    still_open: tuple[RuleCard, ...]


class Rulebook:
    """A pack's cards made ready to be asked many times.

    `edition` is the pack and its version, and those of an overlay over it.
    """

    def __init__(
        self,
        *,
        rules: Iterable[RuleCard],
        precedence: Iterable[Precedence],
        facts: Iterable[Fact],
        edition: str = "",
    ) -> None:
        self.edition = edition
        self._cards = tuple(map(_Ready, rules))
        self._precedence = tuple(precedence)
        self._matters = {fact.fact: fact.matters for fact in facts}
        self._pairs: dict[tuple[Id, Id], Prevails | None] = {}
        self._by_parties: dict[tuple[Known, Known], tuple[tuple[_Ready, _Made | None], ...]] = {}

    @classmethod
    def of(cls, pack: Pack) -> Rulebook:
        return cls(
            rules=pack.rules,
            precedence=pack.precedence,
            facts=pack.facts,
            edition=" + ".join(pack.editions),
        )

    def card(self, rule: Id) -> RuleCard | None:
        return next((ready.card for ready in self._cards if ready.card.id == rule), None)

    def __iter__(self) -> Iterator[_Ready]:
        return iter(self._cards)

    def for_parties(self, facts: Facts) -> tuple[tuple[_Ready, _Made | None], ...]:
        """The cards with something to say where these two agencies meet, and what is left to ask.

        None: the card is about others, and can only tell why it does not apply.
        """
        parties = facts["from"], facts["to"]
        if parties not in self._by_parties:
            self._by_parties[parties] = tuple(
                (ready, left)
                for ready in self._cards
                if (left := ready.left_for(facts)) is not None or ready.missed
            )
        return self._by_parties[parties]

    def why_asked(self, fact: FactName) -> Text:
        return self._matters[fact]

    def between(self, bar: RuleCard, opening: RuleCard) -> Prevails | None:
        """Which of a bar and a card that opens prevails; None where the pack does not say."""
        pair = bar.id, opening.id
        if pair not in self._pairs:
            self._pairs[pair] = next(self._resolved(bar, opening), None)
        return self._pairs[pair]

    def _resolved(self, one: RuleCard, other: RuleCard) -> Iterator[Prevails]:
        for precedence in self._precedence:
            for first, second in ((one, other), (other, one)):
                if _among(first, precedence.prevails) and _among(second, precedence.over):
                    yield Prevails(
                        rule=first.id,
                        over=second.id,
                        outcome=precedence.outcome,
                        why=precedence.why,
                    )


class _Ready:
    """A card with its conditions made into functions."""

    __slots__ = ("alternatives", "card", "judge", "missed", "parties", "unless", "when")

    def __init__(self, card: RuleCard) -> None:
        self.card = card
        sender = Clause(fact="from", is_one_of=card.senders)
        receiver = Clause(fact="to", is_one_of=card.receivers)
        self.parties = _made(clause for clause in (sender, receiver) if clause.is_one_of)
        self.when = _made(card.when)
        self.alternatives = tuple(map(_made, card.alternatives))
        self.unless = _made(card.unless)
        self.judge = tuple((item.text, _made(item.when)) for item in card.judge)
        self.missed = tuple((item.why, _made(item.when)) for item in card.missed)

    def left_for(self, facts: Facts) -> _Made | None:
        """The conditions that are left once it is known who meet; None where it is others."""
        meet = _all(self.parties, facts)
        if meet is False:
            return None
        return self.when if meet else (*self.parties, *self.when)


_Made: TypeAlias = tuple[tuple[FactName, Holds], ...]


def advise(situation: Situation, rules: Rulebook, on_date: datetime.date) -> Advice:
    """Every card that applies on a day, the expected ones that do not, and what is not known."""
    facts = situation.facts()
    verdicts: list[Verdict] = []
    does_not: list[DoesNotApply] = []
    unknown: dict[FactName, list[Id]] = {}
    for ready, left in rules.for_parties(facts):
        card = ready.card
        holds, asks = _applies(ready, left, facts)
        if holds is not False and in_force(card, on_date):
            for fact in asks:
                unknown.setdefault(fact, []).append(card.id)
        if holds and in_force(card, on_date):
            judge = tuple(text for text, when in ready.judge if _all(when, facts) is not False)
            verdicts.append(Verdict(card=card, conditions=judge))
        elif why := _why_not(ready, facts, on_date, otherwise=holds):
            does_not.append(DoesNotApply(card=card, why=why))
    verdicts.sort(key=lambda verdict: _ORDER[verdict.card.effect])
    return Advice(
        on_date=on_date,
        verdicts=tuple(verdicts),
        does_not_apply=tuple(does_not),
        would_change=tuple(
            WouldChange(fact=fact, rules=tuple(unknown[fact]), why=rules.why_asked(fact))
            for fact in facts
            if fact in unknown
        ),
        prevails=tuple(_pulling_apart(verdicts, rules)),
        still_open=tuple(_still_open(facts, rules, verdicts, on_date)),
    )


def _still_open(
    facts: Facts, rules: Rulebook, verdicts: Iterable[Verdict], on_date: datetime.date
) -> Iterator[RuleCard]:
    """Cards with something to say while it is not known whether they apply.

    A duty towards one receiver is no smaller where somebody means to tell another.
    """
    applying = {verdict.card.id for verdict in verdicts}
    whoever = {**facts, "to": None}
    for ready, left in rules.for_parties(whoever):
        card = ready.card
        if card.while_open and card.id not in applying and in_force(card, on_date):
            holds, _asks = _applies(ready, left, whoever)
            if holds is None:
                yield card


def pulls_apart(bar: RuleCard, opening: RuleCard) -> bool:
    """Whether two cards say different things about telling: one bars it, the other opens."""
    return (
        bar.effect is Effect.MAY_NOT
        and opening.effect in OPENS
        and all(card.topic == "disclosure" and card.acts == "sender" for card in (bar, opening))
    )


def _pulling_apart(verdicts: Iterable[Verdict], rules: Rulebook) -> Iterator[Prevails]:
    cards = [verdict.card for verdict in verdicts]
    for bar in (card for card in cards if card.effect is Effect.MAY_NOT):
        for opening in cards:
            if pulls_apart(bar, opening) and (found := rules.between(bar, opening)):
                yield found


def _applies(ready: _Ready, left: _Made | None, facts: Facts) -> tuple[bool | None, set[FactName]]:
    """Whether a card applies, whatever the day, and the unknown facts that would change it.

    `left` is what `Rulebook.for_parties` leaves to ask.
    An unknown fact in `unless` leaves the card standing: what may lift a rule is not assumed.
    """
    if left is None:
        return False, set()
    whole = _all(left, facts)
    if whole is False or any(holds(facts) for _fact, holds in ready.unless):
        return False, set()
    asks = set() if whole else _unknown(left, facts)
    if ready.alternatives:
        found = [_all(clauses, facts) for clauses in ready.alternatives]
        if not any(found):
            if None not in found:
                return False, set()
            whole = None
            open_ones = (
                a for a, held in zip(ready.alternatives, found, strict=True) if held is None
            )
            asks |= _unknown(chain.from_iterable(open_ones), facts)
    return whole, asks | _unknown(ready.unless, facts)


def _why_not(
    ready: _Ready, facts: Facts, on_date: datetime.date, *, otherwise: bool | None
) -> Text | None:
    """Why an expected card does not apply. `otherwise`: whether it would on another day."""
    if otherwise:
        return not_on(ready.card, on_date)
    if otherwise is None:
        return None
    for why, when in ready.missed:
        if _all(when, facts):
            return why
    return None


def not_on(card: RuleCard, on_date: datetime.date) -> Text | None:
    """Why a card does not count on a day outside its own.

    None where it was still to come when it was read: nobody expects it yet.
    """
    if card.valid_from and on_date < card.valid_from:
        if card.valid_from > card.verified_on:
            return None
        return Text(
            sv=f"Regeln gäller från och med {card.valid_from}, i den lydelse vi har läst.",
            en=f"The rule applies from {card.valid_from}, in the wording we have read.",
        )
    return Text(
        sv=f"Regeln gällde till och med {card.valid_to}.",
        en=f"The rule applied until {card.valid_to}.",
    )


def in_force(card: RuleCard, on_date: datetime.date) -> bool:
    """Whether a card counts on a day, both ends included."""
    return (card.valid_from is None or card.valid_from <= on_date) and (
        card.valid_to is None or on_date <= card.valid_to
    )


def _among(card: RuleCard, which: Which) -> bool:
    return card.id in which.rules or card.effect in which.effects


def _all(clauses: _Made, facts: Facts) -> bool | None:
    whole: bool | None = True
    for _fact, holds in clauses:
        held = holds(facts)
        if held is False:
            return False
        if held is None:
            whole = None
    return whole


def _unknown(clauses: Iterable[tuple[FactName, Holds]], facts: Facts) -> set[FactName]:
    return {fact for fact, holds in clauses if holds(facts) is None}


def _made(clauses: Iterable[Clause]) -> _Made:
    return tuple((clause.fact, _holds(clause)) for clause in clauses)


def _holds(clause: Clause) -> Holds:
    name = clause.fact
    if clause.is_one_of:
        wanted = frozenset(clause.is_one_of)
        return lambda facts: None if facts[name] is None else facts[name] in wanted
    if clause.is_none_of:
        barred = frozenset(clause.is_none_of)
        return lambda facts: None if facts[name] is None else facts[name] not in barred
    lowest, roof = clause.at_least, clause.below

    def is_in(value: int) -> bool:
        return (lowest is None or lowest <= value) and (roof is None or value < roof)

    def in_range(facts: Facts) -> bool | None:
        value = facts[name]
        if isinstance(value, range):
            found = set(map(is_in, value))
            return found.pop() if len(found) == 1 else None
        return is_in(value) if isinstance(value, int) else None

    return in_range
