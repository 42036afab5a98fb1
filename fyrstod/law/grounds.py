"""A rule card as the ground that something is told on: whether it can be, and if it still is."""

from __future__ import annotations

import datetime
import hashlib
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import ClassVar, Final

from pydantic import ConfigDict

from fyrstod.law.advice import Advice, Prevails, Rulebook, WouldChange, advise, in_force, not_on
from fyrstod.law.situation import Situation
from fyrstod.packs.base import STRICT, Id, Text
from fyrstod.packs.cards import Effect, RuleCard, Statute
from fyrstod.packs.compare import values_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """What a rule card said when it was chosen. Made to be kept for as long as what rests on it.

    `edition` names the pack and its version, and those of an overlay. `mark` is of all that the
    card said.
    """

    __pydantic_config__: ClassVar[ConfigDict] = STRICT
    rule: str
    edition: str
    effect: Effect
    title: Text
    says: Text
    statute: Statute | None = None
    valid_from: datetime.date | None = None
    valid_to: datetime.date | None = None
    mark: str


class Reason(StrEnum):
    """Why a card cannot be the ground. The order is the order in which they are looked for."""

    UNKNOWN = "unknown"
    """No card has this id, or has it any longer."""
    NOT_ON_TELLING = "not-on-telling"
    """The card is about how, about records, or about what the receiver may do."""
    MAY_NOT = "may-not"
    NOT_YET = "not-yet"
    EXPIRED = "expired"
    OTHER_SENDER = "other-sender"
    OTHER_RECEIVER = "other-receiver"
    NEEDS_A_YES = "needs-a-yes"
    """It opens once consent is given, and then another card says so."""
    NAMES_SOMEBODY = "names-somebody"
    """The card is for asking without a name, and who it is about comes with it."""
    DOES_NOT_APPLY = "does-not-apply"
    SET_ASIDE = "set-aside"
    """Another card that applies leaves this one without effect."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """A card that cannot be the ground. `why`: in the pack's own words, where it has any."""

    rule: Id
    reason: Reason
    why: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Choosable:
    """A card that can be the ground.

    `conditions` is what a human must judge, and `open` the facts that are not known and would
    change whether it applies. `against` holds the bars that stand until that is judged.
    """

    ground: Ground
    card: RuleCard
    conditions: tuple[Text, ...] = ()
    open: tuple[WouldChange, ...] = ()
    against: tuple[Prevails, ...] = ()

    @property
    def rests_on_consent(self) -> bool:
        """Whether it falls if a yes is taken back."""
        clauses = (*self.card.when, *(it for one in self.card.alternatives for it in one))
        return any(it.fact.startswith("consent.") and "given" in it.is_one_of for it in clauses)


class Since(StrEnum):
    """What has become of a card since it was chosen."""

    SAME = "same"
    CHANGED = "changed"
    GONE = "gone"


def choose(
    rule: Id, situation: Situation, rules: Rulebook, on_date: datetime.date
) -> Choosable | Refused:
    """Whether a card can be the ground for telling, on a day, in a situation.

    A party that is not known is not the one a card speaks of: whoever hands something over knows
    to whom, and the law on secrecy may not name them.
    """
    return _held_against(
        rules.card(rule), rule, situation, rules, advise(situation, rules, on_date)
    )


def choices(situation: Situation, rules: Rulebook, on_date: datetime.date) -> tuple[Choosable, ...]:
    """Every card that can be the ground, in the order of an `Advice`, what is unsure last."""
    advice = advise(situation, rules, on_date)
    surely = [verdict.card for verdict in advice.verdicts]
    perhaps = [ready.card for ready in rules if ready.card not in surely]
    answers = (
        _held_against(card, card.id, situation, rules, advice) for card in (*surely, *perhaps)
    )
    return tuple(answer for answer in answers if isinstance(answer, Choosable))


def _held_against(
    card: RuleCard | None, rule: Id, situation: Situation, rules: Rulebook, advice: Advice
) -> Choosable | Refused:
    if card is None:
        return Refused(rule=rule, reason=Reason.UNKNOWN)
    if found := _by_itself(card, situation, advice.on_date):
        return Refused(rule=rule, reason=found, why=_in_words(card, found, advice))
    over = [it for it in advice.prevails if it.over == rule]
    if aside := next((it for it in over if it.outcome == "set-aside"), None):
        return Refused(rule=rule, reason=Reason.SET_ASIDE, why=aside.why)
    applying = {verdict.card.id: verdict.conditions for verdict in advice.verdicts}
    unknown = tuple(change for change in advice.would_change if rule in change.rules)
    if rule not in applying and not unknown:
        reason = Reason.DOES_NOT_APPLY
        return Refused(rule=rule, reason=reason, why=_in_words(card, reason, advice))
    return Choosable(
        ground=_ground(card, rules),
        card=card,
        conditions=applying.get(rule, tuple(item.text for item in card.judge)),
        open=unknown,
        against=tuple(it for it in over if it.outcome == "weighed"),
    )


def _by_itself(card: RuleCard, situation: Situation, on_date: datetime.date) -> Reason | None:
    """Why a card cannot be a ground, whatever the other cards say."""
    is_to_come = card.valid_from is not None and on_date < card.valid_from
    asks_only = card.effect is Effect.ASK_WITHOUT_NAMING
    found = {
        Reason.NOT_ON_TELLING: card.topic != "disclosure" or card.acts != "sender",
        Reason.MAY_NOT: card.effect is Effect.MAY_NOT,
        Reason.NOT_YET: is_to_come,
        Reason.EXPIRED: not in_force(card, on_date),
        Reason.OTHER_SENDER: card.senders and situation.sender not in card.senders,
        Reason.OTHER_RECEIVER: card.receivers and situation.receiver not in card.receivers,
        Reason.NEEDS_A_YES: card.effect is Effect.WITH_CONSENT,
        Reason.NAMES_SOMEBODY: asks_only and situation.identified is not False,
    }
    return next((reason for reason, is_so in found.items() if is_so), None)


def _in_words(card: RuleCard, reason: Reason, advice: Advice) -> Text | None:
    """What the pack has to say of it."""
    if reason in (Reason.NOT_YET, Reason.EXPIRED):
        return not_on(card, advice.on_date)
    if reason in (Reason.MAY_NOT, Reason.NEEDS_A_YES):
        return card.says
    return next((it.why for it in advice.does_not_apply if it.card.id == card.id), None)


def since(ground: Ground, rules: Rulebook) -> Since:
    """What has become of a ground's card in the content in use. Its dates are for `choose`."""
    card = rules.card(ground.rule)
    if card is None:
        return Since.GONE
    return Since.SAME if mark_of(card) == ground.mark else Since.CHANGED


_READ_ANEW: Final = frozenset({"verified_on", "sources"})
"""That a card was read again, or elsewhere too, changes nothing of what it says."""


@cache
def mark_of(card: RuleCard) -> str:
    """A mark of all that a card says. A field that says nothing leaves none."""
    said = [
        (path, value)
        for path, value in values_of(card)
        if path.partition(".")[0] not in _READ_ANEW and value != "False"
    ]
    return hashlib.blake2b(repr(said).encode(), digest_size=16).hexdigest()


def _ground(card: RuleCard, rules: Rulebook) -> Ground:
    return Ground(
        rule=card.id,
        edition=rules.edition,
        effect=card.effect,
        title=card.title,
        says=card.says,
        statute=card.statute,
        valid_from=card.valid_from,
        valid_to=card.valid_to,
        mark=mark_of(card),
    )
