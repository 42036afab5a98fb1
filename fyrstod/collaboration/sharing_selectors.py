"""The law's answer, laid out as a person reads it, and what can be read of the rule cards."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from django.http import Http404
from django.utils.translation import gettext

from fyrstod.collaboration import sharing_rules as rules
from fyrstod.collaboration.sharing_rules import QUESTIONS, Question
from fyrstod.core.text import alphabetical
from fyrstod.drafts.contents import Sharing
from fyrstod.law import shelf as law
from fyrstod.law.advice import Advice, Prevails, Verdict, WouldChange, advise
from fyrstod.law.grounds import Ground
from fyrstod.law.situation import ATTRIBUTES, Value
from fyrstod.packs import schema, shelf
from fyrstod.packs.base import Id
from fyrstod.packs.cards import Clause, Effect, Fact, FactName, RuleCard
from fyrstod.packs.schema import Contact
from fyrstod.packs.together import Agency

Topic = Literal["disclosure", "procedure", "records"]
TOPICS: tuple[Topic, ...] = ("disclosure", "procedure", "records")


ACUTE_ADVICE = "something-acute"


def acute_advice(sharing: Sharing) -> schema.Advice | None:
    """The pack's advice on what to do first, where somebody has answered that danger is near."""
    if sharing.situation.matter != "acute-danger":
        return None
    return next((topic for topic in shelf.current().advice if topic.id == ACUTE_ADVICE), None)


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
    if name == "age":
        return gettext("%(age)s years") % {"age": value}
    words = {known.id: known.short or known.title for known in fact(name).values}
    found = words.get(str(value))
    return found.in_language(language) if found else str(value)


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


class Kind(StrEnum):
    """What a rule is to the one who wants to tell. The order is the order of the answer.

    A duty is a `MUST` once nothing more has to happen and nothing in it is in doubt. A rule that
    another leaves without effect, such as secrecy after a yes, is `SET_ASIDE`.
    """

    FIRST = "first"
    MUST = "must"
    MUST_WHEN = "must-when"
    MAY = "may"
    WITH_CONSENT = "with-consent"
    MAY_NOT = "may-not"
    SET_ASIDE = "set-aside"
    ASK_WITHOUT_NAMING = "ask-without-naming"


@dataclass(frozen=True, slots=True)
class Told:
    """A card that applies. `closed`: another that applies keeps it from opening anything."""

    verdict: Verdict
    kind: Kind
    closed: bool

    @property
    def card(self) -> RuleCard:
        return self.verdict.card


@dataclass(frozen=True, slots=True)
class Group:
    kind: Kind
    told: tuple[Told, ...]


@dataclass(frozen=True, slots=True)
class Weighed:
    """Rules that come before others, all for one reason."""

    first: tuple[RuleCard, ...]
    then: tuple[RuleCard, ...]
    why: str


@dataclass(frozen=True, slots=True)
class Open:
    """A fact that is not known and would change the answer, and the question that asks for it."""

    fact: Fact
    change: WouldChange
    question: Question


@dataclass(frozen=True, slots=True)
class Answer:
    """An `Advice` in the parts of a page.

    `lifted` says, once each, why what is set aside has no effect. `too_little`: it is
    not known who tells, whom, or of what, so that a rule left out says nothing.
    """

    advice: Advice
    groups: tuple[Group, ...]
    weighed: tuple[Weighed, ...]
    lifted: tuple[str, ...]
    receivers: tuple[Told, ...]
    procedure: tuple[Told, ...]
    records: tuple[Told, ...]
    open: tuple[Open, ...]
    too_little: bool

    @property
    def before_all(self) -> tuple[Group, ...]:
        """What leaves nothing to choose: danger, and a duty that holds already."""
        return tuple(group for group in self.groups if group.kind in (Kind.FIRST, Kind.MUST))

    @property
    def beside(self) -> tuple[Group, ...]:
        """What else there is to follow or to use; what is set aside is neither."""
        apart = (Kind.FIRST, Kind.MUST, Kind.SET_ASIDE)
        return tuple(group for group in self.groups if group.kind not in apart)

    @property
    def has_duty(self) -> bool:
        """Whether any duty holds already."""
        return self._has(Kind.MUST)

    @property
    def has_duty_when(self) -> bool:
        return self._has(Kind.MUST_WHEN)

    @property
    def has_way(self) -> bool:
        """Whether any rule clearly opens for telling who it is, with no more to happen first."""
        return any(_opens(told) for group in self.groups for told in group.told)

    def _has(self, kind: Kind) -> bool:
        return any(group.kind is kind for group in self.groups)


def answer(sharing: Sharing, language: str, day: datetime.date) -> Answer:
    """What the pack in use says of a wish to tell, on a day."""
    advice = advise(sharing.situation, law.current(), day)
    told = tuple(_told(advice))
    ours = tuple(item for item in told if item.card.acts == "sender")
    disclosure = [item for item in ours if item.card.topic == "disclosure"]
    return Answer(
        advice=advice,
        groups=tuple(
            Group(kind, found)
            for kind in Kind
            if (found := tuple(item for item in disclosure if item.kind is kind))
        ),
        weighed=_weighed(advice, language),
        lifted=tuple(dict.fromkeys(it.why.in_language(language) for it in _setting_aside(advice))),
        receivers=tuple(item for item in told if item.card.acts == "receiver"),
        procedure=tuple(item for item in ours if item.card.topic == "procedure"),
        records=tuple(item for item in ours if item.card.topic == "records"),
        open=tuple(
            Open(fact(change.fact), change, rules.question_of(change.fact))
            for change in advice.would_change
        ),
        too_little=missing_question(sharing) is not None,
    )


def _told(advice: Advice) -> Iterator[Told]:
    set_aside = {it.over for it in _setting_aside(advice)}
    closed = {it.over for it in _conflicts(advice)}
    for verdict in advice.verdicts:
        card = verdict.card
        kind = Kind.SET_ASIDE if card.id in set_aside else _kind(card)
        yield Told(verdict, kind, card.id in closed)


def _kind(card: RuleCard) -> Kind:
    if card.urgent:
        return Kind.FIRST
    if card.effect is Effect.MUST and not _is_clear(card):
        return Kind.MUST_WHEN
    return Kind(card.effect)


def _is_clear(card: RuleCard) -> bool:
    return not (card.only_when or card.unclear or card.verified == "unverified")


def _opens(told: Told) -> bool:
    return told.kind in (Kind.MUST, Kind.MAY) and _is_clear(told.card) and not told.closed


def _setting_aside(advice: Advice) -> Iterator[Prevails]:
    """What leaves a card without effect: never a duty in doubt, nor what a bar prevails over."""
    cards = {verdict.card.id: verdict.card for verdict in advice.verdicts}
    giving_way = {
        it.over
        for it in advice.prevails
        if it.outcome != "both-hold" and cards[it.rule].effect is Effect.MAY_NOT
    }
    for it in advice.prevails:
        doubtful = _kind(cards[it.rule]) is Kind.MUST_WHEN
        if it.outcome == "set-aside" and it.rule not in giving_way and not doubtful:
            yield it


def _conflicts(advice: Advice) -> Iterator[Prevails]:
    """Where a reader cannot follow both. What is set aside is in no conflict but that one."""
    setting_aside = tuple(_setting_aside(advice))
    gone = {it.over for it in setting_aside}
    for it in advice.prevails:
        stands = it.outcome != "both-hold" and gone.isdisjoint((it.rule, it.over))
        if stands or it in setting_aside:
            yield it


def _weighed(advice: Advice, language: str) -> tuple[Weighed, ...]:
    """Each reason why some rules come before others, once."""
    cards = {verdict.card.id: verdict.card for verdict in advice.verdicts}
    by_reason: dict[str, tuple[dict[Id, None], dict[Id, None]]] = {}
    for it in _conflicts(advice):
        first, then = by_reason.setdefault(it.why.in_language(language), ({}, {}))
        first[it.rule] = then[it.over] = None
    return tuple(
        Weighed(tuple(cards[one] for one in first), tuple(cards[one] for one in then), why)
        for why, (first, then) in by_reason.items()
    )


def missing_question(sharing: Sharing) -> Question | None:
    """The first question without whose answer too little is known."""
    situation = sharing.situation
    return next(
        (it for it in QUESTIONS if it.is_needed and getattr(situation, it.attributes[0]) is None),
        None,
    )


def parties(sharing: Sharing, language: str) -> str:
    """Who tells whom, in a language whose translations are active."""
    sender, receiver = sharing.situation.sender, sharing.situation.receiver
    if sender is None and receiver is None:
        return gettext("Not yet answered: who tells, and whom")
    told = words_for("from", sender, language) if sender else gettext("sender not chosen")
    to = words_for("to", receiver, language) if receiver else gettext("receiver not chosen")
    return f"{told} → {to}"


def receiver_of(sharing: Sharing) -> Agency | None:
    """The agency that somebody wants to tell, where the pack tells of it."""
    wanted = sharing.situation.receiver
    return next((it for it in shelf.current().agencies if wanted in it.parties), None)


def contacts_of(agency: Agency | None) -> tuple[Contact, ...]:
    wanted = agency.contacts if agency else ()
    known = {contact.id: contact for contact in shelf.current().contacts}
    return tuple(known[name] for name in wanted)


def statute_of(card: RuleCard | Ground, language: str) -> str:
    """Where a card stands, or a ground that was one, as lawyers write it; "" without a statute."""
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
