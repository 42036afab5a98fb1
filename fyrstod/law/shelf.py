"""The rulebook of the pack in use, made ready once."""

from __future__ import annotations

from fyrstod.law.advice import Rulebook
from fyrstod.packs import shelf
from fyrstod.packs.schema import Pack

_in_use: list[tuple[Pack, Rulebook]] = []


def current() -> Rulebook:
    """Raises RuntimeError before a pack is put on the shelf."""
    pack = shelf.current()
    if not _in_use or _in_use[0][0] is not pack:
        _in_use[:] = [(pack, Rulebook.of(pack))]
    return _in_use[0][1]
