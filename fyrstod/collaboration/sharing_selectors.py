"""The law's answer, laid out as a person reads it, and what can be read of the rule cards."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from django.http import Http404
from django.utils.translation import gettext

from fyrstod.collaboration import sharing_rules as rules
from fyrstod.collaboration.sharing_rules import QUESTIONS, Question
from fyrstod.core.text import alphabetical
from fyrstod.drafts.contents import Sharing
from fyrstod.law import shelf as law
from fyrstod.law.advice import Advice, Prevails, Verdict, WouldChange, advise
from fyrstod.law.situation import ATTRIBUTES, Value
from fyrstod.packs import shelf
from fyrstod.packs.cards import Clause, Effect, Fact, FactName, RuleCard
from fyrstod.packs.schema import Contact
from fyrstod.packs.together import Agency

Topic = Literal["disclosure", "procedure", "records"]
TOPICS: tuple[Topic, ...] = ("disclosure", "procedure", "records")


def question_or_404(question_id: str) -> Question:
    for question in QUESTIONS:
        if question.id == question_id:
            return question
    raise Http404


def fact(name: FactName) -> Fact:
    return next(known for known in shelf.current().facts if known.fact == name)


def words_for(name: FactName, value: Value, language: str) -> str:
    """A fact's value as a reader sees it, in a language whose translations are active."""
    if value is None:
        return gettext("Not known")
    if isinstance(value, bool):
        return gettext("Yes") if value else gettext("No")
    titles = {known.id: known.title.in_language(language) for known in fact(name).values}
    return titles.get(str(value), str(value))


@dataclass(frozen=True, slots=True)
class Said:
    """One fact of a situation as it was answered, and the question that asks for it."""

    fact: Fact
    value: str
    question: Question
    known: bool
    filled_in: bool


def said(sharing: Sharing, language: str, day: datetime.date) -> tuple[Said, ...]:
    """Every fact that a page asks for in this situation, known or not."""
    situation = sharing.situation
    filled_in = set(rules.not_looked_at(sharing))
    found = []
    for question in QUESTIONS:
        asked = rules.facts_to_ask(question, situation, law.current(), day)
        for name in asked:
            value = getattr(situation, ATTRIBUTES[name])
            # What hangs on another answer is of interest once it was given.
            if value is not None or name == asked[0]:
                words = words_for(name, value, language)
                known = value is not None
                found.append(Said(fact(name), words, question, known, name in filled_in))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Pull:
    """Cards that one card pulls against, all for the same reason."""

    cards: tuple[RuleCard, ...]
    why: str


@dataclass(frozen=True, slots=True)
class Told:
    """A card that applies, with the cards it prevails over and those that prevail over it."""

    verdict: Verdict
    over: tuple[Pull, ...]
    under: tuple[Pull, ...]

    @property
    def card(self) -> RuleCard:
        return self.verdict.card


@dataclass(frozen=True, slots=True)
class Group:
    effect: Effect
    told: tuple[Told, ...]


@dataclass(frozen=True, slots=True)
class Open:
    """A fact that is not known and would change the answer, and the question that asks for it."""

    fact: Fact
    change: WouldChange
    question: Question


@dataclass(frozen=True, slots=True)
class Answer:
    """An `Advice` in the parts of a page."""

    advice: Advice
    groups: tuple[Group, ...]
    receivers: tuple[Told, ...]
    procedure: tuple[Told, ...]
    records: tuple[Told, ...]
    open: tuple[Open, ...]

    @property
    def has_duty(self) -> bool:
        return self._has(Effect.MUST)

    @property
    def has_way(self) -> bool:
        """Whether any card opens for telling who it is."""
        return self._has(Effect.MUST, Effect.MAY, Effect.WITH_CONSENT)

    def _has(self, *effects: Effect) -> bool:
        return any(group.effect in effects for group in self.groups)


def answer(sharing: Sharing, language: str, day: datetime.date) -> Answer:
    """What the pack in use says of a wish to tell, on a day."""
    advice = advise(sharing.situation, law.current(), day)
    told = tuple(_told(advice, language))
    ours = tuple(item for item in told if item.card.acts == "sender")
    disclosure = [item for item in ours if item.card.topic == "disclosure"]
    return Answer(
        advice=advice,
        groups=tuple(
            Group(effect, found)
            for effect in Effect
            if (found := tuple(item for item in disclosure if item.card.effect is effect))
        ),
        receivers=tuple(item for item in told if item.card.acts == "receiver"),
        procedure=tuple(item for item in ours if item.card.topic == "procedure"),
        records=tuple(item for item in ours if item.card.topic == "records"),
        open=tuple(
            Open(fact(change.fact), change, rules.question_of(change.fact))
            for change in advice.would_change
        ),
    )


def _told(advice: Advice, language: str) -> Iterator[Told]:
    cards = {verdict.card.id: verdict.card for verdict in advice.verdicts}
    for verdict in advice.verdicts:
        over = [(cards[it.over], it) for it in advice.prevails if it.rule == verdict.card.id]
        under = [(cards[it.rule], it) for it in advice.prevails if it.over == verdict.card.id]
        yield Told(verdict, _pulls(over, language), _pulls(under, language))


def _pulls(found: Iterable[tuple[RuleCard, Prevails]], language: str) -> tuple[Pull, ...]:
    by_reason: dict[str, list[RuleCard]] = {}
    for card, prevails in found:
        by_reason.setdefault(prevails.why.in_language(language), []).append(card)
    return tuple(Pull(tuple(cards), why) for why, cards in by_reason.items())


def receiver_of(sharing: Sharing) -> Agency | None:
    """The agency that somebody wants to tell, where the pack tells of it."""
    wanted = sharing.situation.receiver
    return next((it for it in shelf.current().agencies if wanted in it.parties), None)


def contacts_of(agency: Agency | None) -> tuple[Contact, ...]:
    wanted = agency.contacts if agency else ()
    known = {contact.id: contact for contact in shelf.current().contacts}
    return tuple(known[name] for name in wanted)


def statute_of(card: RuleCard, language: str) -> str:
    """Where a card stands, as lawyers write it; "" for what no statute says."""
    statute = card.statute
    if statute is None:
        return ""
    act = next(act for act in shelf.current().acts if act.sfs == statute.sfs)
    many = any(mark in statute.section for mark in "–,")
    # Some acts have no short name but their number.
    named = "" if act.sfs in act.short else act.short
    if language == "en":
        place = f"section{'s' if many else ''} {statute.section}"
        place = f"chapter {statute.chapter}, {place}" if statute.chapter else place
        return f"{place} of {named or 'the Act'} ({act.sfs})"
    place = f"{statute.section} {'§§' if many else '§'}"
    place = f"{statute.chapter} kap. {place}" if statute.chapter else place
    return f"{place} {named or 'lagen'} ({act.sfs})"


@dataclass(frozen=True, slots=True)
class Shelf:
    """Some rule cards under one effect of a topic."""

    topic: Topic
    effect: Effect
    cards: tuple[RuleCard, ...]


def every_rule(language: str, today: datetime.date) -> tuple[Shelf, ...]:
    """Every card by topic and effect, in the order of the alphabet; what does not hold last."""

    def place(card: RuleCard) -> tuple[bool, str]:
        outside = rules.standing(card, today) != "holds"
        return outside, alphabetical(card.title.in_language(language))

    cards = sorted(shelf.current().rules, key=place)
    return tuple(
        Shelf(topic, effect, found)
        for topic in TOPICS
        for effect in Effect
        if (found := tuple(c for c in cards if c.topic == topic and c.effect is effect))
    )


@dataclass(frozen=True, slots=True)
class Condition:
    """One thing that a card asks of a situation, in words."""

    fact: Fact
    wants: str


def conditions_of(clauses: Iterable[Clause], language: str) -> tuple[Condition, ...]:
    """Clauses as words, in a language whose translations are active."""
    return tuple(Condition(fact(it.fact), _wants(it, language)) for it in clauses)


def _wants(clause: Clause, language: str) -> str:
    def either(values: Iterable[bool | str]) -> str:
        return gettext(" or ").join(words_for(clause.fact, value, language) for value in values)

    if clause.is_one_of:
        return either(clause.is_one_of)
    if clause.is_none_of:
        return gettext("not %(values)s") % {"values": either(clause.is_none_of)}
    limits = {"least": clause.at_least, "below": clause.below}
    if clause.at_least is None:
        return gettext("below %(below)s") % limits
    if clause.below is None:
        return gettext("%(least)s or more") % limits
    return gettext("from %(least)s up to but not %(below)s") % limits
