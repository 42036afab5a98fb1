"""The pack in use: loaded and checked once when the process starts, then only read."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from fyrstod.packs.check import what_stops_a_start
from fyrstod.packs.check_overlay import laid_over
from fyrstod.packs.loader import BadPack, Loaded, load, load_with_origin, version_before
from fyrstod.packs.schema import Pack, Source

_in_use: list[Pack] = []
_national: list[Loaded] = []
_earlier: list[Pack | None] = []

NOTHING_YET = "no pack is in use yet: call shelf.put(folder) first"


def put(folder: Path, overlay: Path | None = None) -> Pack:
    """Use the pack in `folder` from now on, with an overlay over it. Raises BadPack."""
    loaded = load_with_origin(folder)
    if faults := what_stops_a_start(loaded):
        raise BadPack(faults)
    laid = loaded if overlay is None else laid_over(loaded, overlay)
    _in_use[:], _national[:] = [laid.pack], [loaded]
    _earlier.clear()
    return laid.pack


def current() -> Pack:
    """The pack in use. Raises RuntimeError before `put`."""
    if not _in_use:
        raise RuntimeError(NOTHING_YET)
    return _in_use[0]


def national() -> Pack:
    """The pack in use as it is without an overlay. Raises RuntimeError before `put`."""
    if not _national:
        raise RuntimeError(NOTHING_YET)
    return _national[0].pack


def earlier() -> Pack | None:
    """The national version before the one in use, read the first time somebody asks.

    None where no earlier version lies beside it, or it cannot be read.
    """
    if not _earlier:
        folder = version_before(_national[0].folder) if _national else None
        try:
            _earlier.append(load(folder) if folder else None)
        except BadPack:
            _earlier.append(None)
    return _earlier[0]


def sources(ids: Iterable[str]) -> tuple[Source, ...]:
    """The sources with these ids, each once, in the order given."""
    known = {source.id: source for source in current().sources}
    return tuple(known[source_id] for source_id in dict.fromkeys(ids))
