"""What a pack holds about disposal: kinds of record, and the clock that each one has where."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, ClassVar, Literal

from pydantic import ConfigDict, Field

from fyrstod.packs.base import STRICT, Id, Text

MONTHS_IN_A_YEAR = 12

Whom = Literal["child", "young-adult", "adult"]
"""Whom a record is about."""


# disposal.toml [[record]]
@dataclass(frozen=True, slots=True, kw_only=True)
class RecordKind:
    """A kind of record, as somebody who closes a concern chooses it.

    `agencies` and `about` say where it can be chosen; empty: everywhere, and about anybody.
    `rules` are the cards that the records officer reads where no clock fits.
    """

    __pydantic_config__: ClassVar[ConfigDict] = STRICT
    id: Id
    title: Text
    lead: Text
    agencies: tuple[Id, ...] = ()
    about: tuple[Whom, ...] = ()
    rules: Annotated[tuple[Id, ...], Field(min_length=1)]

    def fits(self, agency: str, about: str) -> bool:
        return (not self.agencies or agency in self.agencies) and (
            not self.about or about in self.about
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """How long something is kept. Exactly one of the three is given.

    Years and months count from the last note; `until_age`, in years, from the day of birth.
    """

    __pydantic_config__: ClassVar[ConfigDict] = STRICT
    years: Annotated[int, Field(ge=1, le=100)] | None = None
    months: Annotated[int, Field(ge=1, le=1200)] | None = None
    until_age: Annotated[int, Field(ge=1, le=100)] | None = None

    @property
    def is_one(self) -> bool:
        given = (self.years, self.months, self.until_age)
        return sum(value is not None for value in given) == 1

    @property
    def months_after_the_last_note(self) -> int | None:
        """Unit: months. None for a clock that counts from the day of birth."""
        if self.years is not None:
            return self.years * MONTHS_IN_A_YEAR
        return self.months


# disposal.toml [[disposal]]
@dataclass(frozen=True, slots=True, kw_only=True)
class Disposal:
    """When a kind of record is erased at some agencies.

    `says` is the clock in words, `first` what must be in the agency's own case system before,
    and `rule` the card with the statute. `about` empty: about anybody. `may_be_tighter`: a
    municipality may set the clock shorter; `tighter_because` is then its reason.
    """

    __pydantic_config__: ClassVar[ConfigDict] = STRICT
    id: Id
    agencies: Annotated[tuple[Id, ...], Field(min_length=1)]
    record: Id
    about: tuple[Whom, ...] = ()
    clock: Clock
    title: Text
    says: Text
    first: tuple[Text, ...] = ()
    may_be_tighter: bool
    rule: Id
    tighter_because: Text | None = None

    def fits(self, agency: str, record: str, about: str) -> bool:
        return (
            agency in self.agencies
            and record == self.record
            and (not self.about or about in self.about)
        )


# An overlay's disposal.toml [[tighter]]
@dataclass(frozen=True, slots=True, kw_only=True)
class Tighter:
    """A shorter clock for a national disposal, whose id it has."""

    __pydantic_config__: ClassVar[ConfigDict] = STRICT
    id: Id
    clock: Clock
    says: Text
    reason: Text
