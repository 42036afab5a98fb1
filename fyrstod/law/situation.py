"""A situation: what is known about who wants to tell whom what, and about whom."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias, TypeGuard, get_args

from fyrstod.core.errors import DomainError
from fyrstod.packs.base import Text
from fyrstod.packs.cards import FACT_VALUES, NUMBERS, FactName

Value: TypeAlias = str | int | bool | None
"""What somebody can say of a fact. None: not known."""
Known: TypeAlias = Value | range
"""What a condition is held against: a value, or the ages between which the right one lies."""

MAX_AGE = 120
MAX_MONTHS = 1_200
"""Unit: months of a crime's lowest penalty. More than any scale holds."""

About = Literal["child", "young-adult", "adult"]
AGES: Final[Mapping[str, range]] = {
    "child": range(18),
    "young-adult": range(18, MAX_AGE + 1),
    "adult": range(18, MAX_AGE + 1),
}
"""How old somebody is at least known to be. The law draws no line between the last two, and where
it turns at 20 or 21 the age itself must be asked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """Facts about a wish to tell. None anywhere means that it is not known.

    The names are the facts' of a pack, with `from` and `to` as `sender` and `receiver` and
    a dot as an underscore. The same kind of agency twice means two authorities or two
    committees, unless `same_authority` is true. `about` is what a room knows of somebody whose
    age it does not know; beside an age it says nothing.
    """

    sender: str | None = None
    receiver: str | None = None
    same_authority: bool | None = None
    age: int | None = None
    matter: str | None = None
    crime_category: str | None = None
    crime_minimum_months: int | None = None
    crime_prison_in_scale: bool | None = None
    crime_attempt: bool | None = None
    school_related: bool | None = None
    sender_role: str | None = None
    consent_person: str | None = None
    consent_guardian: str | None = None
    identified: bool | None = None
    about: About | None = None

    def facts(self) -> dict[FactName, Known]:
        """Every fact by its name in the pack, with what follows from the others."""
        known: dict[FactName, Known] = {
            name: getattr(self, attribute) for name, attribute in ATTRIBUTES.items()
        }
        if self.age is None and self.about:
            known["age"] = AGES[self.about]
        if self.sender and self.receiver:
            known["same_authority"] = self.sender == self.receiver and bool(self.same_authority)
        return known


def _attribute(name: FactName) -> str:
    return {"from": "sender", "to": "receiver"}.get(name, name.replace(".", "_"))


FACTS: tuple[FactName, ...] = get_args(FactName)
ATTRIBUTES: Mapping[FactName, str] = {name: _attribute(name) for name in FACTS}
_BY_NAME: Mapping[str, FactName] = {name: name for name in FACTS}
ABOUT: Final = "about"
"""The only thing that may be said and is no fact of a pack."""
_GROUPS = frozenset(name.partition(".")[0] for name in FACTS if "." in name)


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong with a situation: the fact, as in `crime.minimum_months`, and why."""

    field: str
    reason: Text

    def __str__(self) -> str:
        return f"{self.field}: {self.reason.en}"


class BadSituation(DomainError):
    """A situation that cannot be. `faults` holds all that is wrong with it."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        super().__init__("\n".join(map(str, faults)))
        self.faults = faults


NOT_AN_OBJECT = Text(sv="Skriv ett objekt med fält.", en="Write an object with fields.")
NO_SUCH_FACT = Text(sv="Det finns inget sådant fält.", en="There is no such field.")
NOT_YES_NO = Text(sv="Skriv true eller false.", en="Write true or false.")


def parse(data: object) -> Situation:
    """The situation in data of JSON's shapes, with `crime` and `consent` as objects.

    Raises BadSituation. A key left out, or null, is not known.
    """
    if not _is_object(data):
        raise BadSituation((Fault("situation", NOT_AN_OBJECT),))
    faults: list[Fault] = []
    given: dict[str, Value] = {}
    for name, value in _flat(data, faults):
        fact = _BY_NAME.get(name)
        if name == ABOUT and value in (None, *AGES):
            given[ABOUT] = value if isinstance(value, str) else None
        elif name == ABOUT:
            faults.append(Fault(name, _one_of(AGES)))
        elif fact is None:
            faults.append(Fault(name, NO_SUCH_FACT))
        elif value is not None and (reason := _wrong(fact, value)):
            faults.append(Fault(name, reason))
        elif isinstance(value, str | int | None):
            given[ATTRIBUTES[fact]] = value
    if faults:
        raise BadSituation(tuple(faults))
    return Situation(**given)  # type: ignore[arg-type]  # each value was held to its fact above


def to_data(situation: Situation) -> dict[str, object]:
    """What is known, as `parse` reads it."""
    data: dict[str, object] = {}
    for name, attribute in ATTRIBUTES.items():
        value = getattr(situation, attribute)
        group, dot, inner = name.partition(".")
        if value is None:
            continue
        if dot:
            part = data.setdefault(group, {})
            if isinstance(part, dict):
                part[inner] = value
        else:
            data[name] = value
    if situation.about:
        data[ABOUT] = situation.about
    return data


def _is_object(value: object) -> TypeGuard[Mapping[str, object]]:
    return isinstance(value, Mapping) and all(isinstance(key, str) for key in value)


def _flat(data: Mapping[str, object], faults: list[Fault]) -> Iterator[tuple[str, object]]:
    for name, value in data.items():
        if "." in name:
            faults.append(Fault(name, NO_SUCH_FACT))
        elif name not in _GROUPS:
            yield name, value
        elif _is_object(value):
            for inner, part in value.items():
                yield f"{name}.{inner}", part
        elif value is not None:
            faults.append(Fault(name, NOT_AN_OBJECT))


def roof_of(name: FactName) -> int:
    """The highest that a fact of numbers may be."""
    return MAX_AGE if name == "age" else MAX_MONTHS


def _wrong(name: FactName, value: object) -> Text | None:
    """Why a fact cannot be what it is said to be; None where it can."""
    if name in NUMBERS:
        roof = roof_of(name)
        if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= roof:
            return Text(
                sv=f"Skriv ett helt tal från 0 till {roof}.",
                en=f"Write a whole number from 0 to {roof}.",
            )
        return None
    if words := FACT_VALUES.get(name):
        return None if value in words else _one_of(words)
    return None if isinstance(value, bool) else NOT_YES_NO


def _one_of(words: Iterable[str]) -> Text:
    known = ", ".join(words)
    return Text(sv=f"Välj ett av: {known}.", en=f"Choose one of: {known}.")
