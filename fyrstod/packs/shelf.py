"""The pack in use: loaded and checked once in a process, then only read."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fyrstod.packs.loader import Loaded
    from fyrstod.packs.schema import Pack, Source

_chosen: list[tuple[Path, Path | None]] = []
_in_use: list[Pack] = []
_national: list[Loaded] = []
_earlier: list[Pack | None] = []

NOTHING_YET = "no pack is in use yet: call shelf.choose(folder) first"


def choose(folder: Path, overlay: Path | None = None) -> None:
    """Use the pack in `folder`, with an overlay over it, from when somebody first asks for it."""
    _chosen[:] = [(folder, overlay)]
    _in_use.clear()


def put(folder: Path, overlay: Path | None = None) -> Pack:
    """Use the pack in `folder` from now on, with an overlay over it. Raises BadPack."""
    # What reads and checks a pack takes long to import, and not every process asks for one.
    from fyrstod.packs.check import what_stops_a_start  # noqa: PLC0415
    from fyrstod.packs.check_overlay import laid_over  # noqa: PLC0415
    from fyrstod.packs.loader import BadPack, load_with_origin  # noqa: PLC0415

    loaded = load_with_origin(folder)
    if faults := what_stops_a_start(loaded):
        raise BadPack(faults)
    laid = loaded if overlay is None else laid_over(loaded, overlay)
    _in_use[:], _national[:] = [laid.pack], [loaded]
    _earlier.clear()
    return laid.pack


def current() -> Pack:
    """The pack in use. Raises BadPack, or RuntimeError before one is chosen."""
    if not _in_use:
        if not _chosen:
            raise RuntimeError(NOTHING_YET)
        put(*_chosen[0])
    return _in_use[0]


def national() -> Pack:
    """The pack in use as it is without an overlay. Raises what `current` raises."""
    current()
    return _national[0].pack


def earlier() -> Pack | None:
    """The national version before the one in use, read the first time somebody asks.

    None where no earlier version lies beside it, or it cannot be read. Raises what `current`
    raises.
    """
    from fyrstod.packs.loader import BadPack, load, version_before  # noqa: PLC0415 - as above

    if not _earlier:
        current()
        folder = version_before(_national[0].folder)
        try:
            _earlier.append(load(folder) if folder else None)
        except BadPack:
            _earlier.append(None)
    return _earlier[0]


def sources(ids: Iterable[str]) -> tuple[Source, ...]:
    """The sources with these ids, each once, in the order given."""
    known = {source.id: source for source in current().sources}
    return tuple(known[source_id] for source_id in dict.fromkeys(ids))
