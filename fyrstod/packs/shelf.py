"""The pack in use: loaded and checked once when the process starts, then only read."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from fyrstod.packs.check import what_stops_a_start
from fyrstod.packs.check_overlay import laid_over
from fyrstod.packs.loader import BadPack, load_with_origin
from fyrstod.packs.schema import Pack, Source

_in_use: list[Pack] = []


def put(folder: Path, overlay: Path | None = None) -> Pack:
    """Use the pack in `folder` from now on, with an overlay over it. Raises BadPack."""
    loaded = load_with_origin(folder)
    if faults := what_stops_a_start(loaded):
        raise BadPack(faults)
    if overlay is not None:
        loaded = laid_over(loaded, overlay)
    _in_use[:] = [loaded.pack]
    return loaded.pack


def current() -> Pack:
    """The pack in use. Raises RuntimeError before `put`."""
    if not _in_use:
        raise RuntimeError("no pack is in use yet: call shelf.put(folder) first")
    return _in_use[0]


def sources(ids: Iterable[str]) -> tuple[Source, ...]:
    """The sources with these ids, each once, in the order given."""
    known = {source.id: source for source in current().sources}
    return tuple(known[source_id] for source_id in dict.fromkeys(ids))
