"""What `fyrstod pack diff` does: say what differs between two packs, as text or as data."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from fyrstod.core.adapters import adapter_of
from fyrstod.packs.check_overlay import laid_over, must_be_looked_at, under
from fyrstod.packs.compare import ChangedItem, PartChanges, compare
from fyrstod.packs.loader import load, load_with_origin
from fyrstod.packs.overlay import is_overlay
from fyrstod.packs.schema import Pack
from fyrstod.web.stop import Stop


def packs(first: str, second: str, *, in_use: Path) -> tuple[Pack, Pack]:
    """The two packs, each named by its folder or as `pack/version`. Raises Stop and BadPack.

    An overlay is laid over the other pack where that is national, else over the one in use.
    """
    one, other = (_folder(name, in_use) for name in (first, second))
    return _pack(one, other, in_use), _pack(other, one, in_use)


def _folder(name: str, in_use: Path) -> Path:
    content = in_use.resolve().parent.parent
    for folder in (Path(name), content / name):
        if is_overlay(folder) or (folder / "pack.toml").is_file():
            return folder
    raise Stop(f"{name}: no pack and no overlay lies there")


def _pack(folder: Path, other: Path, in_use: Path) -> Pack:
    if not is_overlay(folder):
        return load(folder)
    national = under(in_use if is_overlay(other) else other, folder)
    return laid_over(load_with_origin(national), folder).pack


def as_data(old: Pack, new: Pack) -> dict[str, Any]:
    return {
        "from": _name(old),
        "to": _name(new),
        "parts": adapter_of(tuple[PartChanges, ...]).dump_python(compare(old, new), mode="json"),
        "must_be_looked_at": [str(warning) for warning in must_be_looked_at(new)],
    }


def as_text(old: Pack, new: Pack) -> Iterator[str]:
    """The same, a line at a time. Items are named in Swedish, as they were first written."""
    parts = compare(old, new)
    yield f"{_name(old)} → {_name(new)}"
    for part in parts:
        yield ""
        yield part.part.replace("_", " ")
        yield from (f"  + {item.id}: {item.title.sv}" for item in part.added)
        yield from (f"  - {item.id}: {item.title.sv}" for item in part.removed)
        for item in part.changed:
            yield from _changed(item)
    if warnings := tuple(must_be_looked_at(new)):
        yield ""
        yield "must be looked at"
        yield from (f"  {warning}" for warning in warnings)
    yield ""
    counts = (
        sum(len(part.added) for part in parts),
        sum(len(part.removed) for part in parts),
        sum(len(part.changed) for part in parts),
    )
    yield "{} added, {} removed, {} changed".format(*counts)


def _changed(item: ChangedItem) -> Iterator[str]:
    yield f"  ~ {item.id}: {item.title.sv}"
    for change in item.fields:
        yield f"      {change.field}"
        yield from (f"        - {line}" for line in change.old.splitlines())
        yield from (f"        + {line}" for line in change.new.splitlines())


def _name(pack: Pack) -> str:
    about = pack.about
    national = f"{about.id} {about.version}"
    if pack.overlay is None:
        return national
    return f"{national} with {pack.overlay.about.id} {pack.overlay.about.version}"
