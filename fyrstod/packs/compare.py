"""What differs between two packs: a version and the next, or national and local."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from fyrstod.packs.base import LANGUAGES, Text
from fyrstod.packs.parts import Parts, taken_apart
from fyrstod.packs.schema import Pack

_NAMES: Final = ("title", "name", "label", "word", "text", "question", "citation", "why")
"""The fields that an item is known by, the best first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    id: str
    title: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldChange:
    """A value in an item, by its path. Empty where there was, or is, none."""

    field: str
    old: str
    new: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangedItem:
    id: str
    title: Text
    fields: tuple[FieldChange, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PartChanges:
    """What differs in one part of the packs."""

    part: str
    added: tuple[Item, ...]
    removed: tuple[Item, ...]
    changed: tuple[ChangedItem, ...]


def compare(old: Pack, new: Pack) -> tuple[PartChanges, ...]:
    """The parts that differ, in the order of a pack."""
    before, after = taken_apart(old), taken_apart(new)
    names = dict.fromkeys([*after, *before])
    found = (_part(name, before.get(name, {}), after.get(name, {})) for name in names)
    return tuple(part for part in found if part.added or part.removed or part.changed)


def _part(name: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> PartChanges:
    both = [key for key in after if key in before and after[key] != before[key]]
    return PartChanges(
        part=name,
        added=tuple(Item(id=key, title=title_of(after[key])) for key in after if key not in before),
        removed=tuple(
            Item(id=key, title=title_of(before[key])) for key in before if key not in after
        ),
        changed=tuple(
            ChangedItem(
                id=key, title=title_of(after[key]), fields=tuple(_fields(before[key], after[key]))
            )
            for key in both
        ),
    )


def _fields(before: object, after: object) -> Iterator[FieldChange]:
    old, new = dict(values_of(before)), dict(values_of(after))
    for field in dict.fromkeys([*old, *new]):
        was, now = old.get(field, ""), new.get(field, "")
        if was != now:
            yield FieldChange(field=field, old=was, new=now)


def title_of(item: Any) -> Text:
    """What an item is called, in both languages."""
    for name in _NAMES:
        found = getattr(item, name, None)
        if isinstance(found, Text):
            return found
        if isinstance(found, str):
            return Text(sv=found, en=found)
    return Text(sv=item.id, en=item.id)


def values_of(value: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """Every value in an item with its path in it, as words. A list of texts is one value."""
    if value is None or value == ():
        return
    if isinstance(value, Text):
        for language in LANGUAGES:
            yield _under(path, language), value.in_language(language)
    elif isinstance(value, tuple):
        yield from _values_of_many(value, path)
    elif dataclasses.is_dataclass(value):
        for field in dataclasses.fields(value):
            yield from values_of(getattr(value, field.name), _under(path, field.name))
    else:
        yield path, str(value)


def _values_of_many(values: tuple[Any, ...], path: str) -> Iterator[tuple[str, str]]:
    if all(isinstance(value, Text) for value in values):
        for language in LANGUAGES:
            lines = (value.in_language(language) for value in values)
            yield _under(path, language), "\n".join(lines)
    elif any(dataclasses.is_dataclass(value) or isinstance(value, tuple) for value in values):
        for number, value in enumerate(values, start=1):
            yield from values_of(value, _under(path, str(getattr(value, "id", number))))
    else:
        yield path, ", ".join(map(str, values))


def _under(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name


def changed_since(old: Pack, new: Parts) -> dict[tuple[str, str], tuple[str, ...]]:
    """The items that are not as they were, by part and id, with the fields that differ.

    An item that is new has none.
    """
    before = taken_apart(old)
    found: dict[tuple[str, str], tuple[str, ...]] = {}
    for part, items in new.items():
        for key, item in items.items():
            was = before.get(part, {}).get(key)
            if was is None:
                found[part, key] = ()
            elif was != item:
                found[part, key] = tuple(change.field for change in _fields(was, item))
    return found
