"""The chain: what an entry's hash covers, and where a chain is broken."""

from __future__ import annotations

import datetime
import hashlib
import json
import re
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar

from pydantic import ConfigDict

from fyrstod.core.adapters import adapter_of

BEGINNING = "0" * 64
"""What the first entry of a room follows."""
_WORD = re.compile(r"[A-Za-z0-9._:-]{0,40}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """One entry as the chain sees it."""

    id: uuid.UUID
    municipality_id: uuid.UUID
    room_id: uuid.UUID
    number: int
    at: datetime.datetime
    who: uuid.UUID | None
    role: str
    action: str
    about: str
    kind: str
    result: str
    previous: str

    def as_data(self) -> dict[str, str | int | None]:
        return {
            "id": str(self.id),
            "municipality_id": str(self.municipality_id),
            "room_id": str(self.room_id),
            "number": self.number,
            "at": self.at.astimezone(datetime.UTC).isoformat(timespec="microseconds"),
            "who": str(self.who) if self.who else None,
            "role": self.role,
            "action": self.action,
            "about": self.about,
            "kind": self.kind,
            "result": self.result,
            "previous": self.previous,
        }

    def hash(self) -> str:
        """SHA-256 over the JSON of all of it, keys in order, without spaces."""
        written = json.dumps(self.as_data(), sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(written.encode()).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class End:
    """Where a chain ended at some moment: the number of its last entry, and that one's hash."""

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="forbid")
    municipality_id: uuid.UUID
    room_id: uuid.UUID
    number: int
    hash: str


def head_in(line: str | bytes) -> End | None:
    """The head that a line of an exported journal holds; None for an entry. Raises ValueError."""
    data = json.loads(line)
    if not isinstance(data, dict):
        raise ValueError("no line of a journal")
    return adapter_of(End).validate_python(data["head"]) if "head" in data else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """Whether a room's chain is whole. `number` is the first broken entry, None for none."""

    entries: int
    number: int | None = None
    reason: str = ""

    @property
    def whole(self) -> bool:
        return self.number is None


def fits(word: str) -> bool:
    """Whether a word may stand in an entry: a reference or an action, never what was typed."""
    return _WORD.fullmatch(word) is not None


def judged(chain: Iterable[tuple[Link, str]], *, head: End | None, kept: End | None) -> Verdict:
    """Follow a chain from its first entry, each given with the hash stored beside it.

    `head` is the end that the database names; `kept` one that was exported earlier.
    """
    number, last = 0, BEGINNING
    for link, stored in chain:
        if reason := _broken(link, stored, number + 1, last, kept):
            return Verdict(entries=number, number=number + 1, reason=reason)
        number, last = number + 1, stored
    return _judged_at_the_end(number, last, head, kept)


def _broken(link: Link, stored: str, expected: int, last: str, kept: End | None) -> str:
    """What is wrong with one entry, after those before it were found whole; or nothing."""
    if link.number != expected:
        return "is missing"
    if link.hash() != stored:
        return "was altered or moved"
    if link.previous != last:
        return "does not follow on the one before it"
    if kept is not None and kept.number == expected and kept.hash != stored:
        return "is not the one in the exported head"
    return ""


def _judged_at_the_end(number: int, last: str, head: End | None, kept: End | None) -> Verdict:
    end_number, end_hash = (head.number, head.hash) if head else (0, BEGINNING)
    if end_number > number:
        return Verdict(entries=number, number=number + 1, reason="is missing at the end")
    if end_number < number:
        reason = "stands after the end of the chain"
        return Verdict(entries=number, number=end_number + 1, reason=reason)
    if end_hash != last:
        return Verdict(entries=number, number=number, reason="is not the one the chain ends with")
    if kept is not None and kept.number > number:
        reason = "is missing, and was there when the head was exported"
        return Verdict(entries=number, number=number + 1, reason=reason)
    return Verdict(entries=number)
