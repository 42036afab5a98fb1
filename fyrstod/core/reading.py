"""A text as somebody reads it, whichever characters it was written with."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

_BREAKS: Final = frozenset("\n\r\v\f\x85\u2028\u2029")
_LIKE: Final = {**dict.fromkeys("’‘ʼ′´`", "'"), "−": "-"}
_MARKS: Final = frozenset({"Mn", "Me"})
_READ_AS: Final = {**dict.fromkeys((*_MARKS, "Cf", "Cc"), ""), "Pd": "-"}
"""What is read of all characters of a category: of most of these nothing, of dashes one dash."""
_MAX_CLUSTER: Final = 4
"""Unit: characters of a letter with its accents that count. A pile of hundreds is no letter."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What is read, and from where to where in the original each of its characters stands."""

    text: str
    starts: Sequence[int]
    ends: Sequence[int]

    def in_original(self, start: int, end: int) -> tuple[int, int]:
        """A stretch of one character or more as a stretch of the original."""
        return self.starts[start], self.ends[end - 1]


def read(text: str) -> Reading:
    """What is read of a text, in time that grows as the text does.

    What nobody sees is left out: soft hyphens, joiners, marks of direction. A letter and its
    accent are one, wide letters and digits of other scripts are plain, and every dash, space and
    apostrophe is the one of a keyboard.
    """
    if text.isascii() and text.isprintable():
        return Reading(text, range(len(text)), range(1, len(text) + 1))
    found: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    place, length = 0, len(text)
    while place < length:
        start, place = place, place + 1
        while place < length and unicodedata.category(text[place]) in _MARKS:
            place += 1
        seen = _seen(text[start : min(place, start + _MAX_CLUSTER)])
        found.append(seen)
        starts.extend([start] * len(seen))
        ends.extend([place] * len(seen))
    return Reading("".join(found), starts, ends)


def _seen(cluster: str) -> str:
    """What is read of one character and its accents; "" for what nobody sees."""
    first = cluster[0]
    if first.isspace():
        return "\n" if first in _BREAKS else " "
    if first in _LIKE:
        return _LIKE[first]
    category = unicodedata.category(first)
    if category in _READ_AS:
        return _READ_AS[category]
    if category == "Nd":
        return str(unicodedata.decimal(first))
    plain = unicodedata.normalize("NFKC", cluster)
    # One sign may stand for a whole sentence, and is then no letter of a name.
    if len(plain) > _MAX_CLUSTER:
        return first
    return "".join(letter for letter in plain if unicodedata.category(letter) not in _MARKS)
