"""What an overlay holds: a municipality's own words, laid over a national pack.

The shape of each TOML file under `content/<municipality>/<version>/` that no pack has.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Annotated, ClassVar

from pydantic import ConfigDict, Field

from fyrstod.packs.base import STRICT, Id, Text, Version, Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Base:
    """The national pack and version that an overlay was written for."""

    __pydantic_config__: ClassVar[ConfigDict] = STRICT
    pack: Id
    version: Version


# overlay.toml
@dataclass(frozen=True, slots=True, kw_only=True)
class AboutOverlay:
    __pydantic_config__: ClassVar[ConfigDict] = STRICT
    id: Id
    version: Version
    title: Text
    date: datetime.date
    licence: Words
    publisher: Text
    base: Base


# forums.toml [[forum]]
@dataclass(frozen=True, slots=True, kw_only=True)
class Forum:
    """Where people of different agencies meet: what for, who, and how often.

    `kind` is the national kind of forum that it is, with what that kind needs and is not.
    """

    __pydantic_config__: ClassVar[ConfigDict] = STRICT
    id: Id
    kind: Id
    name: Text
    lead: Text
    who: Annotated[tuple[Text, ...], Field(min_length=1)]
    meets: Text
    contact: Id | None = None


# routines.toml [[routine]]
@dataclass(frozen=True, slots=True, kw_only=True)
class Routine:
    """How something is done here, step by step. `who` says for whom."""

    __pydantic_config__: ClassVar[ConfigDict] = STRICT
    id: Id
    title: Text
    text: Text
    who: Text
    steps: Annotated[tuple[Text, ...], Field(min_length=1)]


# changes.toml [[hide]]
@dataclass(frozen=True, slots=True, kw_only=True)
class Hide:
    """A national item that is not shown here. `instead` takes its place where it was pointed at."""

    __pydantic_config__: ClassVar[ConfigDict] = STRICT
    part: Words
    id: Id
    instead: Id | None = None
    reason: Text

    @property
    def key(self) -> str:
        return f"{self.part}/{self.id}"


# changes.toml [[reword]]
@dataclass(frozen=True, slots=True, kw_only=True)
class Reword:
    """A text of a national item in other words. `field` is its path in the item: `do.2`."""

    __pydantic_config__: ClassVar[ConfigDict] = STRICT
    part: Words
    id: Id
    field: Words
    text: Text
    reason: Text

    @property
    def key(self) -> str:
        return f"{self.part}/{self.id}.{self.field}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Hidden:
    """What was hidden, by its name, and why."""

    part: str
    id: str
    title: Text
    reason: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Reworded:
    """What was reworded: the national words, the local ones, and why."""

    part: str
    id: str
    title: Text
    field: str
    was: Text
    now: Text
    reason: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Outdated:
    """A place in an overlay that leans on a national item that has changed since.

    `fields` names what changed in it; empty for an item that is new since then.
    """

    file: str
    place: str
    part: str
    id: str
    title: Text
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Overlay:
    """What an overlay did to the pack it lies over."""

    about: AboutOverlay
    digest: str
    hidden: tuple[Hidden, ...]
    reworded: tuple[Reworded, ...]
    outdated: tuple[Outdated, ...]
