"""What a pack holds about law: rule cards, the words of a situation, and what prevails.

`fyrstod.law` reads a situation against these. Nothing here decides anything.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, ClassVar, Literal

from pydantic import ConfigDict, Field, StringConstraints

from fyrstod.packs.base import STRICT, Id, Named, Text, Words


class Party(StrEnum):
    """Who tells, and who is told."""

    SCHOOL = "school"
    SCHOOL_HEALTH = "school-health"
    PUPIL_WELFARE = "pupil-welfare"
    SCHOOL_PRIVATE = "school-private"
    SOCIAL_SERVICES = "social-services"
    HEALTH = "health"
    HEALTH_PRIVATE = "health-private"
    POLICE = "police"
    SECURITY_POLICE = "security-police"
    PRISON_PROBATION = "prison-probation"
    OTHER_MUNICIPAL = "other-municipal"


class Effect(StrEnum):
    """What a rule does to the one who wants to tell. The order is the order of the answer."""

    MUST = "must"
    MAY = "may"
    WITH_CONSENT = "with-consent"
    MAY_NOT = "may-not"
    ASK_WITHOUT_NAMING = "ask-without-naming"


OPENS = (Effect.MUST, Effect.MAY, Effect.WITH_CONSENT)
"""The effects by which something may be told, where a bar would stop it."""


FactName = Literal[
    "from",
    "to",
    "same_authority",
    "age",
    "matter",
    "crime.category",
    "crime.minimum_months",
    "crime.prison_in_scale",
    "crime.attempt",
    "school_related",
    "sender_role",
    "consent.person",
    "consent.guardian",
    "identified",
]
"""Everything that a condition may ask of a situation. The order is the order of the questions."""

FACT_VALUES: dict[FactName, tuple[str, ...]] = {
    "from": tuple(Party),
    "to": tuple(Party),
    "matter": (
        "concern",
        "child-harm",
        "risk-of-crime",
        "risk-of-terror-crime",
        "risk-of-violence-against-close",
        "suspected-crime",
        "acute-danger",
    ),
    "crime.category": ("terror", "against-child", "other"),
    "sender_role": ("staff", "head-teacher", "guard", "family-counsellor", "manager"),
    "consent.person": ("given", "refused", "not-asked", "cannot", "not-applicable"),
    "consent.guardian": ("given", "refused", "not-asked", "cannot", "not-applicable"),
}
"""The words that a fact may be. A fact that is not here is a number or yes/no."""

NUMBERS: frozenset[FactName] = frozenset({"age", "crime.minimum_months"})
YES_NO: frozenset[FactName] = frozenset(
    {"same_authority", "crime.prison_in_scale", "crime.attempt", "school_related", "identified"}
)


# acts.toml [[act]]
@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """A statute book, named once. `sfs` is its number in Svensk författningssamling."""

    __pydantic_config__: ClassVar[ConfigDict] = STRICT
    id: Id
    sfs: Annotated[str, StringConstraints(pattern=r"^\d{4}:\d+$")]
    title: Text
    short: Words
    url: Words | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FactValue(Named):
    """One word that a fact may be. `short` is the answer where `title` answers a question only."""

    __pydantic_config__: ClassVar[ConfigDict] = STRICT
    short: Text | None = None


# situation.toml [[fact]]
@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One thing a situation may say, what it is asked with, and each word it may be.

    `matters` says why it is asked for, where it is not known.
    """

    __pydantic_config__: ClassVar[ConfigDict] = STRICT
    id: Id
    fact: FactName
    title: Text
    question: Text
    matters: Text
    values: tuple[FactValue, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """One condition on one fact. Exactly one of the four is given.

    A fact that is not known makes the clause neither true nor false.
    """

    __pydantic_config__: ClassVar[ConfigDict] = STRICT
    fact: FactName
    is_one_of: tuple[bool | Words, ...] = ()
    is_none_of: tuple[bool | Words, ...] = ()
    at_least: int | None = None
    below: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Judge:
    """What the reader must judge, in a sentence; only where all of `when` holds."""

    __pydantic_config__: ClassVar[ConfigDict] = STRICT
    text: Text
    when: tuple[Clause, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Missed:
    """Why a rule that people expect does not apply, where all of `when` holds."""

    __pydantic_config__: ClassVar[ConfigDict] = STRICT
    when: Annotated[tuple[Clause, ...], Field(min_length=1)]
    why: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Statute:
    """Where a rule stands. `chapter` is None for an act without chapters."""

    __pydantic_config__: ClassVar[ConfigDict] = STRICT
    sfs: Annotated[str, StringConstraints(pattern=r"^\d{4}:\d+$")]
    chapter: Annotated[str, StringConstraints(pattern=r"^\d+( [a-z])?$")] | int | None = None
    section: Words


# rules/*.toml [[rule]]
@dataclass(frozen=True, slots=True, kw_only=True)
class RuleCard:
    """One rule, as data and in words.

    A card applies where the sender is among `senders` and the receiver among `receivers`
    (empty: anybody), every clause of `when` is true, at least one list in `alternatives` is
    true throughout (where there are any), no clause of `unless` is true, and the day lies
    from `valid_from` to `valid_to`, both included (None: older than the pack, or no end seen).
    `acts` says whose duty or right it is: the one who tells or the one who is told.
    `unclear` is what the sources call unclear; there the answer is a lawyer, never a guess.
    `only_when` is what must first happen, or be weighed, before a card that applies asks or opens
    anything.
    `while_open` is what holds, with its condition in words, while it is not known whether the
    card applies; whom one means to tell then makes no difference. An `urgent` card is read
    before every other.
    """

    __pydantic_config__: ClassVar[ConfigDict] = STRICT
    id: Id
    topic: Literal["disclosure", "procedure", "records"]
    acts: Literal["sender", "receiver"] = "sender"
    basis: Literal["statute", "decision", "practice"]
    statute: Statute | None = None
    effect: Effect
    title: Text
    says: Text
    binds: Text
    covers: Text
    excludes: Text | None = None
    senders: tuple[Party, ...] = ()
    receivers: tuple[Party, ...] = ()
    when: tuple[Clause, ...] = ()
    alternatives: tuple[Annotated[tuple[Clause, ...], Field(min_length=1)], ...] = ()
    unless: tuple[Clause, ...] = ()
    judge: tuple[Judge, ...] = ()
    missed: tuple[Missed, ...] = ()
    unclear: Text | None = None
    only_when: Text | None = None
    while_open: Text | None = None
    urgent: bool = False
    valid_from: datetime.date | None = None
    valid_to: datetime.date | None = None
    verified: Literal["seen", "secondary", "unverified"]
    verified_on: datetime.date
    sources: Annotated[tuple[Id, ...], Field(min_length=1)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Which:
    """Some cards: those named in `rules`, or all with one of the `effects`."""

    __pydantic_config__: ClassVar[ConfigDict] = STRICT
    rules: tuple[Id, ...] = ()
    effects: tuple[Effect, ...] = ()


Outcome = Literal["weighed", "set-aside", "both-hold"]
"""What is left of a card that another prevails over.

`weighed`: it stands where the other's conditions are not met. `set-aside`: it does not stand in
the way of the other. `both-hold`: the two speak of different things, and a reader follows both.
"""


# rules/*.toml [[precedence]]
@dataclass(frozen=True, slots=True, kw_only=True)
class Precedence:
    """Which of two cards that pull apart prevails, and why. The first that fits a pair counts."""

    __pydantic_config__: ClassVar[ConfigDict] = STRICT
    id: Id
    prevails: Which
    over: Which
    outcome: Outcome = "weighed"
    why: Text
