"""Where a line may end inside a text, and where it may not."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from fyrstod.core.text import unbroken, without_hidden

MAY_BREAK: Final = "\x1f"
"""Marks a place where a line may end. A control character, so no typed text holds it."""

_PIECE: Final = 6
_LONGEST_PIECE: Final = 24
"""Unit: characters. The longer one is for what belongs together, where anything does."""

_ZERO_WIDTH_JOINER: Final = "\u200d"
_WORD: Final = re.compile(
    r"(?i)(?=\w{,30}$)([^\W\d_aeiouyåäö]{,5}[aeiouyåäö])+[^\W\d_aeiouyåäö]{,5}"
)
"""What can be spoken: at most five consonants meet. The typesetter hyphenates such a word."""


def readable(text: str) -> str:
    """A text of the tree as every paper shows it: nothing hidden, no statute or day divided.

    The PDF keeps its spaces plain, and marks the same places for the typesetter.
    """
    return unbroken(without_hidden(text))


def breakable(text: str, longest: int) -> str:
    """The text with `MAY_BREAK` inside every unbroken run of more than `longest` characters.

    A long word is left as it is.
    """
    # No-break spaces are part of a run: a line may not end at them either.
    run = re.compile(rf"[\S\xa0\u2007\u202f]{{{longest + 1},}}")
    return run.sub(
        lambda found: found[0] if _WORD.fullmatch(found[0]) else _in_pieces(found[0]), text
    )


def _in_pieces(run: str) -> str:
    pieces, start = [], 0
    for at in range(1, len(run)):
        length = at - start
        if length == _LONGEST_PIECE or (
            length >= _PIECE and not _belong_together(run[at - 1], run[at])
        ):
            pieces.append(run[start:at])
            start = at
    return MAY_BREAK.join((*pieces, run[start:]))


def _belong_together(before: str, after: str) -> bool:
    """Whether two characters are drawn as one: an accent, an emoji made of several, a flag."""
    return (
        before == _ZERO_WIDTH_JOINER
        or unicodedata.category(after) in {"Mn", "Mc", "Me", "Cf", "Sk"}
        or "\U0001f1e6" <= after <= "\U0001f1ff"
    )
