"""What a pack holds about working together: agencies, timelines, words, recommendations."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, ClassVar, Literal

from pydantic import ConfigDict, Field

from fyrstod.packs.base import STRICT, Id, Text
from fyrstod.packs.cards import Party


@dataclass(frozen=True, slots=True, kw_only=True)
class After:
    """One thing that happens after a contact: how soon, and what. `rule` is the card behind it."""

    __pydantic_config__: ClassVar[ConfigDict] = STRICT
    when: Text
    text: Text
    rule: Id | None = None


# agencies/*.toml [[agency]]
@dataclass(frozen=True, slots=True, kw_only=True)
class Agency:
    """What one agency is there for, how it thinks, and what it can do for the one who calls.

    `parties` says which senders and receivers of a situation it is; empty where secrecy rules
    do not name it. `looks_from` is the way of thinking it starts in.
    """

    __pydantic_config__: ClassVar[ConfigDict] = STRICT
    id: Id
    name: Text
    lead: Text
    parties: tuple[Party, ...] = ()
    looks_from: Literal["care", "security", "both"]
    task: Text
    looks_first: Text
    because: Text
    may: Annotated[tuple[Text, ...], Field(min_length=1)]
    must: tuple[Text, ...]
    after: Annotated[tuple[After, ...], Field(min_length=1)]
    needs: Annotated[tuple[Text, ...], Field(min_length=1)]
    cannot_tell: Annotated[tuple[Text, ...], Field(min_length=1)]
    reach: Text
    contacts: tuple[Id, ...] = ()
    rules: tuple[Id, ...] = ()
    sources: Annotated[tuple[Id, ...], Field(min_length=1)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One point of a timeline. `when` is a time limit or a plain “later”.

    `agency` is who acts; None where it is the reader, wherever they work.
    """

    __pydantic_config__: ClassVar[ConfigDict] = STRICT
    id: Id
    when: Text
    title: Text
    text: Text
    agency: Id | None = None
    rule: Id | None = None


# timelines.toml [[timeline]]
@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """What happens after a report, in order."""

    __pydantic_config__: ClassVar[ConfigDict] = STRICT
    id: Literal["concern", "police"]
    title: Text
    lead: Text
    events: Annotated[tuple[Event, ...], Field(min_length=3)]
    sources: Annotated[tuple[Id, ...], Field(min_length=1)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Meaning:
    __pydantic_config__: ClassVar[ConfigDict] = STRICT
    agency: Id
    text: Text


# shared-words.toml [[shared_word]]
@dataclass(frozen=True, slots=True, kw_only=True)
class SharedWord:
    """A word that means different things in different agencies, and what to ask about it."""

    __pydantic_config__: ClassVar[ConfigDict] = STRICT
    id: Id
    word: Text
    lead: Text
    meanings: Annotated[tuple[Meaning, ...], Field(min_length=2)]
    ask: Text
    sources: Annotated[tuple[Id, ...], Field(min_length=1)]


# recommendations.toml [[area]]
@dataclass(frozen=True, slots=True, kw_only=True)
class Area:
    """Recommendations that belong together: inside the own organisation, or with others."""

    __pydantic_config__: ClassVar[ConfigDict] = STRICT
    id: Id
    scope: Literal["internal", "external"]
    title: Text
    lead: Text


# recommendations.toml [[recommendation]]
@dataclass(frozen=True, slots=True, kw_only=True)
class Recommendation:
    """One thing that makes working together hold: why, a first step, and when it is in place.

    `owner` is the role that usually owns it.
    """

    __pydantic_config__: ClassVar[ConfigDict] = STRICT
    id: Id
    area: Id
    title: Text
    why: Text
    first_step: Text
    in_place: Text
    owner: Id
    sources: Annotated[tuple[Id, ...], Field(min_length=1)]


# recommendations.toml [[plan_duty]]
@dataclass(frozen=True, slots=True, kw_only=True)
class PlanDuty:
    """One thing the law on municipal crime prevention asks of a municipality.

    `covered_by` names the recommendations that meet it when they are in place; where there are
    none, the person is asked.
    """

    __pydantic_config__: ClassVar[ConfigDict] = STRICT
    id: Id
    title: Text
    text: Text
    rule: Id
    covered_by: tuple[Id, ...] = ()
