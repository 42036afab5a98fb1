"""Read a pack's folder into one frozen `Pack`, or say everything that is wrong with it."""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from fyrstod.core.adapters import adapter_of
from fyrstod.core.errors import DomainError
from fyrstod.packs import base, cards, disposal, schema, table, together


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One thing wrong with a pack: in which file, where in it, and why."""

    file: str
    place: str
    reason: str

    def __str__(self) -> str:
        return f"{self.file}: {self.place}: {self.reason}"


class BadPack(DomainError):
    """A pack that cannot be used. `faults` holds every fault found, never only the first."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        super().__init__("\n".join(map(str, faults)))
        self.faults = faults


@dataclass(frozen=True, slots=True)
class Shelf:
    """Where one part of a pack is kept: the file or folder, the key, the type and its place.

    `since` is the first format of a pack that must hold it; None where it may always be empty.
    """

    path: str
    key: str
    type: type[Any]
    attribute: str
    since: int | None = 1

    def holds(self, name: str) -> bool:
        """Whether the file `name` belongs here."""
        return name == self.path or name.startswith(f"{self.path}/")


SHELVES = (
    Shelf("process.toml", "step", schema.Step, "steps"),
    Shelf("themes.toml", "theme", base.Named, "themes"),
    Shelf("audiences.toml", "person", base.Named, "people"),
    Shelf("audiences.toml", "asker", base.Named, "askers"),
    Shelf("scales.toml", "level", base.Named, "levels"),
    Shelf("scales.toml", "strength", base.Named, "strengths"),
    Shelf("questions", "question", schema.Question, "questions"),
    Shelf("advice.toml", "advice", schema.Advice, "advice"),
    Shelf("factors", "factor", schema.Factor, "factors"),
    Shelf("evidence.toml", "source", schema.Source, "sources"),
    Shelf("contacts.toml", "contact", schema.Contact, "contacts"),
    Shelf("glossary.toml", "term", schema.Term, "terms"),
    Shelf("worry.toml", "prompt", schema.Prompt, "prompts"),
    Shelf("worry.toml", "next_step", schema.NextStep, "next_steps"),
    Shelf("situation.toml", "fact", cards.Fact, "facts", since=2),
    Shelf("acts.toml", "act", cards.Act, "acts", since=2),
    Shelf("rules", "rule", cards.RuleCard, "rules", since=2),
    Shelf("rules", "precedence", cards.Precedence, "precedence", since=2),
    Shelf("agencies", "agency", together.Agency, "agencies", since=2),
    Shelf("timelines.toml", "timeline", together.Timeline, "timelines", since=2),
    Shelf("shared-words.toml", "shared_word", together.SharedWord, "shared_words", since=2),
    Shelf("recommendations.toml", "area", together.Area, "areas", since=2),
    Shelf("recommendations.toml", "role", base.Named, "roles", since=2),
    Shelf("recommendations.toml", "state", base.Named, "states", since=2),
    Shelf("recommendations.toml", "recommendation", together.Recommendation, "recommendations", 2),
    Shelf("recommendations.toml", "plan_duty", together.PlanDuty, "plan_duties", since=2),
    Shelf("table.toml", "agenda_moment", base.Named, "agenda_moments", since=2),
    Shelf("table.toml", "agenda_item", table.AgendaItem, "agenda", since=2),
    Shelf("table.toml", "difference", base.Named, "differences", since=2),
    Shelf("table.toml", "question", table.TableQuestion, "table_questions", since=2),
    Shelf("table.toml", "held_back", table.HeldBack, "held_back", since=2),
    Shelf("table.toml", "forum_kind", table.ForumKind, "forum_kinds", since=2),
    Shelf("disposal.toml", "record", disposal.RecordKind, "record_kinds", since=2),
    Shelf("disposal.toml", "disposal", disposal.Disposal, "disposals", since=2),
)


REPORT_FILES = ("reports/concern.toml", "reports/police.toml")
PLAIN_REASONS = {
    "missing": "is missing",
    "unexpected_keyword_argument": "unknown key",
}
"""Kinds of fault that pydantic names in a programmer's words, in an editor's."""


@dataclass(frozen=True, slots=True)
class Layout:
    """What a folder of content may hold: what it is, its shelves, and files of one item each."""

    about: str
    type: type[Any]
    shelves: tuple[Shelf, ...]
    reports: tuple[str, ...] = ()


PACK = Layout("pack.toml", schema.About, SHELVES, REPORT_FILES)


@dataclass(frozen=True, slots=True)
class Found:
    """What was read in a folder: the items by part, and the file of each."""

    about: Any
    parts: Mapping[str, tuple[Any, ...]]
    origin: Mapping[tuple[str, str], str]
    digest: str


@dataclass(frozen=True, slots=True)
class Loaded:
    """A pack, its folder and, for each item, the file it came from, so that checks can name it."""

    pack: schema.Pack
    origin: Mapping[tuple[str, str], str]
    folder: Path

    def file_of(self, part: str, item_id: str) -> str:
        """The file of an item, also of one inside a report (`packs.parts`)."""
        report, _underscore, _part_of_it = part.partition("_")
        return self.origin.get((part, item_id)) or self.origin["reports", report]

    def items(self) -> Iterator[tuple[str, Any]]:
        """Each item that has an id and stands alone, with its file before it."""
        yield "pack.toml", self.pack.about
        for attribute in dict.fromkeys(attribute for attribute, _ in self.origin):
            for item in getattr(self.pack, attribute, ()):
                yield self.origin[attribute, item.id], item


def digest(folder: Path) -> str:
    """SHA-256 over the names and bytes of every file of a pack, in the order of their names.

    The same with every line ending, because a checkout may change them.
    """
    return _digest(dict(_read(folder, [])))


def load(folder: Path) -> schema.Pack:
    """The pack in `folder`. Raises BadPack, with every fault of its shape."""
    return load_with_origin(folder).pack


def version_before(folder: Path) -> Path | None:
    """The folder of the version before the one in `folder`, where it lies beside it."""
    here = folder.resolve()
    beside = [path for path in here.parent.iterdir() if re.fullmatch(base.VERSION, path.name)]
    earlier = [path for path in beside if base.in_order(path.name) < base.in_order(here.name)]
    return max(earlier, key=lambda path: base.in_order(path.name), default=None)


def load_with_origin(folder: Path) -> Loaded:
    """As `load`, and where each item stands."""
    found = read(folder, PACK)
    parts: dict[str, Any] = {**found.parts}
    pack = schema.Pack(about=found.about, digest=found.digest, **parts)
    return Loaded(pack, found.origin, folder.resolve())


def read(folder: Path, layout: Layout) -> Found:
    """Everything in a folder, each thing in its shape. Raises BadPack, with every fault."""
    faults: list[Fault] = []
    contents = dict(_read(folder, faults))
    files = dict(_parse(contents, faults))
    parts: dict[str, tuple[Any, ...]] = {}
    origin: dict[tuple[str, str], str] = {}
    about = _whole(layout.about, files, layout.type, faults)
    for shelf in layout.shelves:
        needed = shelf.since is not None and shelf.since <= (about.format if about else 1)
        parts[shelf.attribute] = tuple(_stand(shelf, files, origin, faults, needed=needed))
    if layout.reports:
        parts["reports"] = tuple(_reports(layout, files, origin, faults))
    faults.extend(_strangers(layout, files))
    if faults:
        raise BadPack(tuple(sorted(set(faults))))
    return Found(about, parts, origin, _digest(contents))


def _reports(
    layout: Layout,
    files: Mapping[str, dict[str, Any]],
    origin: dict[tuple[str, str], str],
    faults: list[Fault],
) -> Iterator[schema.Report]:
    for name in layout.reports:
        report = _whole(name, files, schema.Report, faults)
        if report is None:
            continue
        if name != f"reports/{report.id}.toml":
            faults.append(Fault(name, "id", f"{report.id!r} belongs in another file"))
        origin["reports", report.id] = name
        yield report


def _read(folder: Path, faults: list[Fault]) -> Iterator[tuple[str, bytes]]:
    """Every file of a pack but the hidden ones, such as an editor leaves behind."""
    if not folder.is_dir():
        raise BadPack((Fault(folder.name, "folder", "there is no such folder"),))
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder)
        if path.is_dir() or any(part.startswith(".") for part in name.parts):
            continue
        try:
            yield name.as_posix(), path.read_bytes()
        except OSError as problem:
            faults.append(Fault(name.as_posix(), "file", f"cannot be read: {problem.strerror}"))


def _digest(contents: Mapping[str, bytes]) -> str:
    total = hashlib.sha256()
    for name, content in sorted(contents.items()):
        total.update(len(name.encode()).to_bytes(4, "big") + name.encode())
        total.update(hashlib.sha256(content.replace(b"\r\n", b"\n")).digest())
    return total.hexdigest()


def _parse(
    contents: Mapping[str, bytes], faults: list[Fault]
) -> Iterator[tuple[str, dict[str, Any]]]:
    for name, content in contents.items():
        if not name.endswith(".toml"):
            faults.append(Fault(name, "file", "only .toml files belong here"))
            continue
        try:
            yield name, tomllib.loads(content.decode())
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as problem:
            faults.append(Fault(name, "file", f"cannot be read: {problem}"))


def _stand(
    shelf: Shelf,
    files: Mapping[str, dict[str, Any]],
    origin: dict[tuple[str, str], str],
    faults: list[Fault],
    *,
    needed: bool,
) -> Iterator[Any]:
    """What stands on one shelf. Notes in `origin` the file that each item came from."""
    empty = True
    for name, data in files.items():
        if not shelf.holds(name):
            continue
        for item in _items(name, data, shelf, faults):
            key = key_of(item)
            if (shelf.attribute, key) in origin:
                faults.append(Fault(name, key, "this id stands twice"))
            origin[shelf.attribute, key] = name
            empty = False
            yield item
    if needed and empty and not any(shelf.holds(fault.file) for fault in faults):
        faults.append(Fault(shelf.path, f"[[{shelf.key}]]", "nothing here; a pack needs it"))


def key_of(item: Any) -> str:
    """The id of an item; of a change to one, what it changes."""
    return str(getattr(item, "key", item.id))


def _items(name: str, data: Mapping[str, Any], shelf: Shelf, faults: list[Fault]) -> Iterator[Any]:
    rows = data.get(shelf.key, [])
    if not isinstance(rows, list):
        faults.append(Fault(name, shelf.key, f"write it as [[{shelf.key}]]"))
        return
    for number, row in enumerate(rows, start=1):
        own_id = row.get("id") if isinstance(row, dict) else None
        where = f"{shelf.key} {number}" + (f" ({own_id})" if own_id else "")
        try:
            yield adapter_of(shelf.type).validate_python(row)
        except ValidationError as problem:
            faults.extend(_faults(name, where, problem))


def _whole(
    name: str, files: Mapping[str, dict[str, Any]], type_: type[Any], faults: list[Fault]
) -> Any:
    if name not in files:
        if not any(fault.file == name for fault in faults):
            faults.append(Fault(name, "file", "is missing"))
        return None
    try:
        return adapter_of(type_).validate_python(files[name])
    except ValidationError as problem:
        faults.extend(_faults(name, "", problem))
        return None


def _faults(name: str, where: str, problem: ValidationError) -> Iterator[Fault]:
    errors = problem.errors(include_url=False, include_context=False)
    for error in errors:
        loc = error["loc"]
        # pydantic calls a list too short when what it holds is wrong; the inner fault is enough
        if error["type"] == "too_short" and any(
            other["loc"][: len(loc)] == loc != other["loc"] for other in errors
        ):
            continue
        path = ".".join(str(part + 1 if isinstance(part, int) else part) for part in loc)
        reason = PLAIN_REASONS.get(error["type"], error["msg"])
        yield Fault(name, " ".join(filter(None, (where, path))) or "file", reason)


def _strangers(layout: Layout, files: Mapping[str, Mapping[str, Any]]) -> Iterator[Fault]:
    """Files and keys that belong to no shelf: most often a misspelt name."""
    for name, data in files.items():
        if name == layout.about or name in layout.reports:
            continue
        keys = {shelf.key for shelf in layout.shelves if shelf.holds(name)}
        if not keys:
            what = "a pack" if layout.reports else "an overlay"
            yield Fault(name, "file", f"no part of {what} has this name")
        else:
            for key in sorted(set(data) - keys):
                yield Fault(name, key, f"unknown key; known here: {', '.join(sorted(keys))}")
