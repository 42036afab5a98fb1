"""The typefaces that papers are set in, and which characters they can show."""

from __future__ import annotations

import re
import struct
import unicodedata
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Final

FONT_DIR: Final = Path(__file__).parent / "fonts"
"""Filled by the build, outside git: Source Sans 3, Noto Sans Arabic and Noto Emoji as TTF."""

_SEGMENTED_COVERAGE: Final = 12
"""The cmap format that reaches beyond 65 535; every font we ship has one."""


class FontsMissing(RuntimeError):
    """The folder of typefaces is empty: the build has not run."""


def character_map(font: bytes) -> frozenset[int]:
    """The code points that a TrueType font has a glyph for. Raises ValueError without a map."""
    (tables,) = struct.unpack_from(">H", font, 4)
    offsets = dict(struct.unpack_from(">4s4xI4x", font, 12 + 16 * i) for i in range(tables))
    if (start := offsets.get(b"cmap")) is None:
        raise ValueError("not a TrueType font with a cmap table")
    (subtables,) = struct.unpack_from(">H", font, start + 2)
    for i in range(subtables):
        (offset,) = struct.unpack_from(">4xI", font, start + 4 + 8 * i)
        here = start + offset
        if struct.unpack_from(">H", font, here)[0] == _SEGMENTED_COVERAGE:
            (groups,) = struct.unpack_from(">I", font, here + 12)
            runs = struct.iter_unpack(">III", font[here + 16 : here + 16 + 12 * groups])
            return frozenset(code for first, last, _ in runs for code in range(first, last + 1))
    raise ValueError("the font has no cmap of format 12")


@cache
def covered(pattern: str, font_dir: Path = FONT_DIR) -> frozenset[str]:
    """The characters that at least one font file matching `pattern` can show.

    Private-use characters are left out: PDF/A forbids them, as nobody else knows what they mean.
    """
    paths = sorted(font_dir.glob(pattern))
    if not paths:
        raise FontsMissing(
            f"No {pattern} in {font_dir}. The build step for assets puts them there."
        )
    codes = frozenset[int]().union(*(character_map(path.read_bytes()) for path in paths))
    return frozenset(chr(code) for code in codes if unicodedata.category(chr(code)) != "Co")


def printable(text: str, characters: frozenset[str]) -> str:
    """The text with a visible description in place of each character outside `characters`."""
    missing = {*text} - characters - {"\n"}
    if not missing:
        return text
    run = re.compile(f"[{re.escape(''.join(missing))}]+")
    return run.sub(lambda found: _described(found[0]), text)


def _described(run: str) -> str:
    """`[WARNING SIGN]` for a symbol, `[U+4E2D 6587]` for letters: their names say nothing."""
    return "".join(
        "".join(f"[{unicodedata.name(character)}]" for character in group)
        if named
        else f"[U+{' '.join(f'{ord(character):04X}' for character in group)}]"
        for named, group in groupby(run, key=_has_a_telling_name)
    )


def _has_a_telling_name(character: str) -> bool:
    category = unicodedata.category(character)
    return category.startswith("S") and bool(unicodedata.name(character, ""))
