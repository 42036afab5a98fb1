"""How wide the columns of a table are beside each other."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from fyrstod.documents.tree import Table

TABLE_CHARACTERS: Final = 76
"""What fits side by side on A4, with letters somewhat wider than most."""

CELL_MARGIN: Final = 2
_LEAST_COLUMN: Final = 6
_WHOLE_LINE: Final = 14
_LONGEST_WORD: Final = 20
_LONGEST_LINE: Final = 80
"""Unit: characters. A date or a telephone number stays on one line where it can."""


def shares(table: Table) -> list[int]:
    """The width of each column in characters, its margins among them.

    Each gets room for its longest word, and what is left goes to those with most to say.
    """
    least, more = [], []
    for cells in zip(table.header, *table.rows, strict=True):
        line = _longest(line for cell in cells for line in cell.split("\n"))
        word = _longest(word for cell in cells for word in cell.split())
        least.append(CELL_MARGIN + (line if line <= _WHOLE_LINE else min(word, _LONGEST_WORD)))
        more.append(max(0, min(line, _LONGEST_LINE) - word))
    spare = max(0, TABLE_CHARACTERS - sum(least))
    return [
        share + spare * wish // max(1, sum(more)) for share, wish in zip(least, more, strict=True)
    ]


def _longest(texts: Iterable[str]) -> int:
    return max(_LEAST_COLUMN, max(map(len, texts), default=0))
