"""What a pack holds for a meeting at the table: agenda, questions, what is held back, forums."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, ClassVar, Final, Literal

from pydantic import ConfigDict, Field

from fyrstod.packs.base import STRICT, Id, Text

DIFFERENCES: Final = ("stance", "worries", "protection", "unknown", "urgency")
"""In what perspectives can differ, in the order of the page."""


# table.toml [[agenda_item]]
@dataclass(frozen=True, slots=True, kw_only=True)
class AgendaItem:
    """One item of a meeting. Moments, and items within one, stand in the suggested order."""

    __pydantic_config__: ClassVar[ConfigDict] = STRICT
    id: Id
    moment: Id
    title: Text
    why: Text
    how: Annotated[tuple[Text, ...], Field(min_length=1)]
    avoid: Text
    sources: Annotated[tuple[Id, ...], Field(min_length=1)]


# table.toml [[question]]
@dataclass(frozen=True, slots=True, kw_only=True)
class TableQuestion:
    """A question to talk about where perspectives differ. `serves` says in what they do.

    `then` is what to do with the answers.
    """

    __pydantic_config__: ClassVar[ConfigDict] = STRICT
    id: Id
    serves: Annotated[tuple[Id, ...], Field(min_length=1)]
    text: Text
    why: Text
    then: Text
    sources: Annotated[tuple[Id, ...], Field(min_length=1)]


# table.toml [[held_back]]
@dataclass(frozen=True, slots=True, kw_only=True)
class HeldBack:
    """A kind of reason to hold something back. `say` is what the receiver may hear of it.

    `rules` are cards that such a reason may lean on; which of them applies, the situation says.
    """

    __pydantic_config__: ClassVar[ConfigDict] = STRICT
    id: Id
    title: Text
    means: Text
    say: Text
    rules: tuple[Id, ...] = ()
    sources: Annotated[tuple[Id, ...], Field(min_length=1)]


# table.toml [[forum_kind]]
@dataclass(frozen=True, slots=True, kw_only=True)
class ForumKind:
    """A kind of forum: what it needs to act, and what it is not.

    `speaks_of` says whether one person may be the subject there, or only the state of things.
    """

    __pydantic_config__: ClassVar[ConfigDict] = STRICT
    id: Id
    speaks_of: Literal["person", "situation"]
    title: Text
    lead: Text
    mandate: Annotated[tuple[Text, ...], Field(min_length=1)]
    is_not: Annotated[tuple[Text, ...], Field(min_length=1)]
    sources: Annotated[tuple[Id, ...], Field(min_length=1)]
