"""What every part of a pack is made of: ids, words in two languages, named things."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, ClassVar, Literal

from pydantic import ConfigDict, StringConstraints

Id = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9]*(?:[-_][a-z0-9]+)*$", max_length=60)]
"""A stable name, for ever. Answers, links and printed papers point at it."""

VERSION = r"^\d{4}\.\d+$"
Version = Annotated[str, StringConstraints(pattern=VERSION)]
"""A year, and a number within it."""

Words = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]

STRICT = ConfigDict(extra="forbid")

Language = Literal["sv", "en"]
LANGUAGES: tuple[Language, ...] = ("sv", "en")


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """The same words in both languages."""

    __pydantic_config__: ClassVar[ConfigDict] = STRICT
    sv: Words
    en: Words

    def in_language(self, language: str) -> str:
        return self.en if language == "en" else self.sv


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """An id and its name: themes, people one talks with, askers, levels, strengths."""

    __pydantic_config__: ClassVar[ConfigDict] = STRICT
    id: Id
    title: Text
    lead: Text


def in_order(version: str) -> tuple[int, int]:
    """A version as numbers, since 2026.10 comes after 2026.9."""
    year, _dot, number = version.partition(".")
    return int(year), int(number)
