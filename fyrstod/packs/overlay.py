"""An overlay: a municipality's own words, read from a folder and laid over a national pack.

What it may add, hide and reword stands in the tables here. Law, evidence, warnings and whom to
call in an emergency are the same everywhere.
"""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from fyrstod.packs import cards, loader, schema, table
from fyrstod.packs.base import Text, in_order
from fyrstod.packs.check import texts_of
from fyrstod.packs.check_disposal import why_not_tighter
from fyrstod.packs.compare import changed_since, title_of
from fyrstod.packs.disposal import Disposal, Tighter
from fyrstod.packs.loader import BadPack, Fault, Layout, Loaded, Shelf
from fyrstod.packs.local import (
    AboutOverlay,
    Forum,
    Hidden,
    Hide,
    Outdated,
    Overlay,
    Reword,
    Reworded,
    Routine,
)
from fyrstod.packs.parts import links, put_together, repointed, taken_apart
from fyrstod.packs.schema import EMERGENCY_CONTACTS, Pack

ABOUT: Final = "overlay.toml"
LAYOUT: Final = Layout(
    ABOUT,
    AboutOverlay,
    (
        Shelf("contacts.toml", "contact", schema.Contact, "contacts", None),
        Shelf("evidence.toml", "source", schema.Source, "sources", None),
        Shelf("forums.toml", "forum", Forum, "forums", None),
        Shelf("routines.toml", "routine", Routine, "routines", None),
        Shelf("questions", "question", schema.Question, "questions", None),
        Shelf("rules", "rule", cards.RuleCard, "rules", None),
        Shelf("table.toml", "agenda_item", table.AgendaItem, "agenda", None),
        Shelf("table.toml", "question", table.TableQuestion, "table_questions", None),
        Shelf("channels.toml", "concern", schema.Channel, "concern_channels", None),
        Shelf("channels.toml", "police", schema.Channel, "police_channels", None),
        Shelf("disposal.toml", "tighter", Tighter, "tighter", None),
        Shelf("changes.toml", "hide", Hide, "hides", None),
        Shelf("changes.toml", "reword", Reword, "rewords", None),
    ),
)
CHANGES: Final = ("hides", "rewords", "tighter")

REWORDABLE: Final[Mapping[str, frozenset[str]]] = {
    "questions": frozenset({"text", "why", "protective", "risk", "follow_up", "avoid"}),
    "advice": frozenset({"lead", "do", "say", "avoid"}),
    "factors": frozenset({"looks_like", "care_eye", "security_eye", "do"}),
    "contacts": frozenset({"name", "hours", "use"}),
    "terms": frozenset({"meaning"}),
    "prompts": frozenset({"text", "why"}),
    "next_steps": frozenset({"title", "text"}),
    "steps": frozenset({"who", "aims", "do", "avoid"}),
    "agencies": frozenset({"needs", "reach"}),
    "shared_words": frozenset({"lead", "ask"}),
    "recommendations": frozenset({"why", "first_step", "in_place"}),
    "agenda": frozenset({"why", "how", "avoid"}),
    "table_questions": frozenset({"text", "why", "then"}),
    "held_back": frozenset({"means", "say"}),
    "forum_kinds": frozenset({"lead"}),
    "reports": frozenset({"recipient"}),
    "concern_sections": frozenset({"lead"}),
    "police_sections": frozenset({"lead"}),
    "concern_channels": frozenset({"title", "text"}),
    "police_channels": frozenset({"title", "text"}),
}
"""The parts in which an overlay may put other words, and which of their texts."""

HIDEABLE: Final = frozenset(
    {"questions", "advice", "contacts", "terms", "prompts", "next_steps", "shared_words"}
    | {"agencies", "recommendations", "table_questions", "concern_channels", "police_channels"}
)
"""The parts of which an overlay may hide an item."""


@dataclass(frozen=True, slots=True)
class LoadedOverlay:
    """An overlay as it was read, each thing in its shape."""

    about: AboutOverlay
    digest: str
    parts: Mapping[str, tuple[Any, ...]]
    origin: Mapping[tuple[str, str], str]
    folder: Path

    @property
    def hides(self) -> tuple[Hide, ...]:
        return self.parts["hides"]

    @property
    def rewords(self) -> tuple[Reword, ...]:
        return self.parts["rewords"]

    @property
    def tighter(self) -> tuple[Tighter, ...]:
        return self.parts["tighter"]

    @property
    def added(self) -> dict[str, tuple[Any, ...]]:
        """The items of its own, by part."""
        return {part: items for part, items in self.parts.items() if part not in CHANGES}

    def named(self, file: str) -> str:
        return _named(self.folder, file)

    def items(self) -> Iterator[tuple[str, Any]]:
        """Everything in it that holds words, with its file before it."""
        yield self.named(ABOUT), self.about
        for part, items in self.parts.items():
            for item in items:
                yield self.origin[part, loader.key_of(item)], item


def is_overlay(folder: Path) -> bool:
    return (folder / ABOUT).is_file()


def read(folder: Path) -> LoadedOverlay:
    """The overlay in `folder`. Raises BadPack, with every fault of its shape.

    Its files are named with the folder before them, because a pack has files of the same names.
    """
    try:
        found = loader.read(folder, LAYOUT)
    except BadPack as problem:
        raise BadPack(
            tuple(
                dataclasses.replace(fault, file=_named(folder, fault.file))
                for fault in problem.faults
            )
        ) from None
    return LoadedOverlay(
        found.about,
        found.digest,
        found.parts,
        {key: _named(folder, file) for key, file in found.origin.items()},
        folder.resolve(),
    )


def _named(folder: Path, file: str) -> str:
    here = folder.resolve()
    return f"{here.parent.name}/{here.name}/{file}"


def base_folder(national: Loaded, overlay: LoadedOverlay) -> Path:
    """Where the version lies that the overlay was written for: beside the national pack."""
    return national.folder.parent / overlay.about.base.version


def lay_over(national: Loaded, overlay: LoadedOverlay) -> tuple[Loaded, tuple[Fault, ...]]:
    """One pack of both, and what stood in the way. What is at fault is left out of it."""
    layer = _Layer(national, overlay)
    base = layer.base()
    layer.add()
    layer.reword()
    layer.tighten()
    layer.hide()
    return layer.loaded(base), tuple(layer.faults)


class _Layer:
    """A national pack in parts, while an overlay is laid over it."""

    def __init__(self, national: Loaded, overlay: LoadedOverlay) -> None:
        self.national, self.overlay = national, overlay
        self.was = taken_apart(national.pack)
        self.parts = taken_apart(national.pack)
        self.origin = dict(national.origin)
        self.added: list[tuple[str, str]] = []
        self.reworded: list[Reworded] = []
        self.hidden: list[Hidden] = []
        self.faults: list[Fault] = []

    def base(self) -> Pack | None:
        """The pack that the overlay was written for; None where there is none, or it is in use."""
        wanted, about = self.overlay.about.base, self.national.pack.about
        reason = ""
        if wanted.pack != about.id:
            self._refuse("base.pack", f"{wanted.pack!r} is not the pack in use, {about.id!r}")
        elif in_order(wanted.version) > in_order(about.version):
            reason = f"{wanted.version!r} is newer than the pack in use, {about.version!r}"
        elif wanted.version != about.version:
            folder = base_folder(self.national, self.overlay)
            if folder.is_dir():
                return loader.load(folder)
            reason = f"there is no version {wanted.version!r} beside the pack in use"
        if reason:
            self._refuse("base.version", reason)
        return None

    def _refuse(self, place: str, reason: str) -> None:
        self.faults.append(Fault(self.overlay.named(ABOUT), place, reason))

    def add(self) -> None:
        for part, items in self.overlay.added.items():
            for item in items:
                file = self.overlay.origin[part, item.id]
                if item.id in self.was[part]:
                    reason = f"the {_name(part)} hold this id already; choose another"
                    self.faults.append(Fault(file, item.id, reason))
                    continue
                self.origin[part, item.id] = file
                self.added.append((part, item.id))
            own = {item.id: item for item in items if (part, item.id) in self.added}
            self.parts[part] = _after_emergencies(part, self.was[part], own)

    def reword(self) -> None:
        for change in self.overlay.rewords:
            file = self.overlay.origin["rewords", change.key]
            if reason := self._why_not_reworded(change):
                self.faults.append(Fault(file, change.key, reason))
                continue
            item = self.parts[change.part][change.id]
            self.reworded.append(
                Reworded(
                    part=change.part,
                    id=change.id,
                    title=title_of(self.was[change.part][change.id]),
                    field=change.field,
                    was=dict(texts_of(item))[change.field],
                    now=change.text,
                    reason=change.reason,
                )
            )
            self.origin[change.part, change.id] = file
            path = change.field.split(".")
            self.parts[change.part][change.id] = _with_text(item, path, change.text)

    def _why_not_reworded(self, change: Reword) -> str:
        if change.part not in REWORDABLE:
            return self._the_same_everywhere(change.part, "reworded", REWORDABLE)
        item = self.was[change.part].get(change.id)
        if item is None:
            return f"{change.id!r} is not among the {_name(change.part)}"
        if _is_emergency(change.part, item):
            return "whom to call in an emergency is the same everywhere"
        if any((hide.part, hide.id) == (change.part, change.id) for hide in self.overlay.hides):
            return "is hidden as well"
        return _why_not_this_text(change, item)

    def _the_same_everywhere(self, part: str, what: str, open_parts: Iterable[str]) -> str:
        if part in self.was:
            return f"the {_name(part)} are the same everywhere: none can be {what}"
        return f"there is no such part; what can be {what} is in {', '.join(sorted(open_parts))}"

    def tighten(self) -> None:
        """Shorter clocks, where the national pack allows them. They are told of as reworded."""
        for change in self.overlay.tighter:
            file = self.overlay.origin["tighter", change.id]
            was: Disposal | None = self.was["disposals"].get(change.id)
            reason = why_not_tighter(was, change)
            if was is None or reason:
                self.faults.append(Fault(file, change.id, reason))
                continue
            self.reworded.append(
                Reworded(
                    part="disposals",
                    id=change.id,
                    title=title_of(was),
                    field="says",
                    was=was.says,
                    now=change.says,
                    reason=change.reason,
                )
            )
            self.origin["disposals", change.id] = file
            self.parts["disposals"][change.id] = dataclasses.replace(
                was, clock=change.clock, says=change.says, tighter_because=change.reason
            )

    def hide(self) -> None:
        wanted = {(change.part, change.id): change for change in self.overlay.hides}
        open_ones = {
            key: change for key, change in wanted.items() if self._may_be_hidden(change, wanted)
        }
        for change in open_ones.values():
            if change.instead is not None:
                repointed(self.parts, change.part, change.id, change.instead)
        pointing: dict[tuple[str, str], list[str]] = {}
        for link in links(self.parts):
            if (link.part, link.id) not in open_ones:
                pointing.setdefault((link.target, link.wanted), []).append(
                    f"{link.part}/{link.place}"
                )
        for (part, item_id), change in open_ones.items():
            if found := pointing.get((part, item_id)):
                more = f" and {len(found) - 1} more" if len(found) > 1 else ""
                reason = f"{found[0]}{more} points at it; say what stands instead, or hide that too"
                self._refuse_hide(change, reason)
            elif len(self.parts[part]) == 1:
                self._refuse_hide(change, f"nothing would be left of the {_name(part)}")
            else:
                item = self.parts[part].pop(item_id)
                self.hidden.append(
                    Hidden(part=part, id=item_id, title=title_of(item), reason=change.reason)
                )

    def _may_be_hidden(self, change: Hide, wanted: Mapping[tuple[str, str], Hide]) -> bool:
        reason = ""
        if change.part not in HIDEABLE:
            reason = self._the_same_everywhere(change.part, "hidden", HIDEABLE)
        elif change.id not in self.was[change.part]:
            reason = f"{change.id!r} is not among the {_name(change.part)}"
        elif _is_emergency(change.part, self.was[change.part][change.id]):
            reason = "whom to call in an emergency is the same everywhere"
        elif change.instead is not None and (
            change.instead not in self.parts[change.part] or (change.part, change.instead) in wanted
        ):
            reason = f"{change.instead!r} is not among the {_name(change.part)}"
        if reason:
            self._refuse_hide(change, reason)
        return not reason

    def _refuse_hide(self, change: Hide, reason: str) -> None:
        file = self.overlay.origin["hides", change.key]
        self.faults.append(Fault(file, change.key, reason))

    def loaded(self, base: Pack | None) -> Loaded:
        about, digest = self.overlay.about, self.overlay.digest
        both = f"{self.national.pack.digest} {digest}".encode()
        pack = dataclasses.replace(
            put_together(self.national.pack, self.parts),
            digest=hashlib.sha256(both).hexdigest(),
            overlay=Overlay(
                about=about,
                digest=digest,
                hidden=tuple(self.hidden),
                reworded=tuple(self.reworded),
                outdated=tuple(self._outdated(base)) if base else (),
            ),
            local=tuple(sorted({*self.added, *((it.part, it.id) for it in self.reworded)})),
        )
        return Loaded(pack, self.origin, self.national.folder)

    def _outdated(self, base: Pack) -> Iterator[Outdated]:
        """What the overlay leans on that is not as it was when it was written."""
        changed = changed_since(base, self.was)
        for file, place, part, item_id in dict.fromkeys(self._leans_on()):
            if (part, item_id) in changed:
                yield Outdated(
                    file=file,
                    place=place,
                    part=part,
                    id=item_id,
                    title=title_of(self.was[part][item_id]),
                    fields=changed[part, item_id],
                )

    def _leans_on(self) -> Iterator[tuple[str, str, str, str]]:
        """Each national item that is hidden, reworded or pointed at, after the file and place."""
        for name, changes in (("hides", self.overlay.hides), ("rewords", self.overlay.rewords)):
            for change in changes:
                yield self.overlay.origin[name, change.key], change.key, change.part, change.id
        for clock in self.overlay.tighter:
            yield self.overlay.origin["tighter", clock.id], clock.id, "disposals", clock.id
        for link in links(self.parts):
            if (link.part, link.id) in self.added and (link.target, link.wanted) not in self.added:
                file = self.origin[link.part, link.id]
                yield file, link.place, link.target, link.wanted


def _name(part: str) -> str:
    return part.replace("_", " ")


def _is_emergency(part: str, item: Any) -> bool:
    if part == "contacts":
        return item.id in EMERGENCY_CONTACTS
    if isinstance(item, schema.NextStep):
        return item.target == "emergency"
    return isinstance(item, schema.Channel) and item.contact in EMERGENCY_CONTACTS


def _why_not_this_text(change: Reword, item: Any) -> str:
    texts = dict(texts_of(item))
    allowed = REWORDABLE[change.part]
    open_texts = [path for path in texts if path.partition(".")[0] in allowed]
    if change.field in open_texts:
        return ""
    what = "says the same everywhere" if change.field in texts else "there is no such text"
    return f"{what}; what can be reworded is {', '.join(open_texts) or 'nothing'}"


def _after_emergencies(
    part: str, national: Mapping[str, Any], own: Mapping[str, Any]
) -> dict[str, Any]:
    """Local items last; where one looks for whom to turn to, right after the emergency ones."""
    if part not in ("contacts", "concern_channels", "police_channels"):
        return {**national, **own}
    first: dict[str, Any] = {}
    for key, item in national.items():
        if not _is_emergency(part, item):
            break
        first[key] = item
    return {**first, **own, **national}


def _with_text(value: Any, path: Sequence[str], text: Text) -> Any:
    """An item with the text at a path replaced; `path` is one that `texts_of` gives."""
    if not path:
        return text
    if isinstance(value, tuple):
        place = int(path[0]) - 1
        inner = _with_text(value[place], path[1:], text)
        return (*value[:place], inner, *value[place + 1 :])
    inner = _with_text(getattr(value, path[0]), path[1:], text)
    return dataclasses.replace(value, **{path[0]: inner})
