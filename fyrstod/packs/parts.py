"""A pack taken apart into its items, and what points at what among them.

A report is no single item: its questions, its pages and the ways to hand it over are parts of
their own, such as `concern_fields`, `concern_sections` and `concern_channels`.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

from fyrstod.packs.schema import Pack, Report

Parts: TypeAlias = Mapping[str, Mapping[str, Any]]
"""Every item by its part and its id."""

_NO_PARTS: Final = frozenset({"about", "digest", "reports", "overlay", "local"})


def taken_apart(pack: Pack) -> dict[str, dict[str, Any]]:
    names = [field.name for field in dataclasses.fields(pack) if field.name not in _NO_PARTS]
    parts = {name: _by_id(getattr(pack, name)) for name in names}
    parts["reports"] = {}
    for report in pack.reports:
        head = dataclasses.replace(report, sections=(), channels=(), copy_blocks=())
        pages = (dataclasses.replace(section, fields=()) for section in report.sections)
        parts["reports"][report.id] = head
        parts[f"{report.id}_sections"] = _by_id(tuple(pages))
        parts[f"{report.id}_fields"] = _by_id(report.all_fields())
        parts[f"{report.id}_channels"] = _by_id(report.channels)
        parts[f"{report.id}_copy_blocks"] = _by_id(report.copy_blocks)
    return parts


def put_together(pack: Pack, parts: Parts) -> Pack:
    """The pack with the items of `parts` in place of its own. No page or question is new."""
    names = {field.name for field in dataclasses.fields(pack)} - _NO_PARTS
    items: dict[str, Any] = {name: tuple(parts[name].values()) for name in names}
    reports = tuple(_report(report, parts) for report in pack.reports)
    return dataclasses.replace(pack, reports=reports, **items)


def _report(report: Report, parts: Parts) -> Report:
    head: Report = parts["reports"][report.id]
    pages, fields = parts[f"{report.id}_sections"], parts[f"{report.id}_fields"]
    return dataclasses.replace(
        head,
        sections=tuple(
            dataclasses.replace(
                pages[section.id], fields=tuple(fields[field.id] for field in section.fields)
            )
            for section in report.sections
        ),
        channels=tuple(parts[f"{report.id}_channels"].values()),
        copy_blocks=tuple(parts[f"{report.id}_copy_blocks"].values()),
    )


def _by_id(items: tuple[Any, ...]) -> dict[str, Any]:
    return {item.id: item for item in items}


LINKS: Final = (
    ("steps", "sources", "sources"),
    ("questions", "theme", "themes"),
    ("questions", "steps", "steps"),
    ("questions", "people", "people"),
    ("questions", "askers", "askers"),
    ("questions", "sources", "sources"),
    ("advice", "people", "people"),
    ("advice", "askers", "askers"),
    ("advice", "sources", "sources"),
    ("factors", "level", "levels"),
    ("factors", "strength", "strengths"),
    ("factors", "figures.source", "sources"),
    ("factors", "sources", "sources"),
    ("contacts", "source", "sources"),
    ("prompts", "sources", "sources"),
    ("next_steps", "sources", "sources"),
    ("reports", "sources", "sources"),
    *(
        link
        for report in ("concern", "police")
        for link in (
            (f"{report}_sections", "sources", "sources"),
            (f"{report}_channels", "contact", "contacts"),
        )
    ),
    ("rules", "sources", "sources"),
    ("precedence", "prevails.rules", "rules"),
    ("precedence", "over.rules", "rules"),
    ("agencies", "after.rule", "rules"),
    ("agencies", "contacts", "contacts"),
    ("agencies", "rules", "rules"),
    ("agencies", "sources", "sources"),
    ("timelines", "events.agency", "agencies"),
    ("timelines", "events.rule", "rules"),
    ("timelines", "sources", "sources"),
    ("shared_words", "meanings.agency", "agencies"),
    ("shared_words", "sources", "sources"),
    ("recommendations", "area", "areas"),
    ("recommendations", "owner", "roles"),
    ("recommendations", "sources", "sources"),
    ("plan_duties", "rule", "rules"),
    ("plan_duties", "covered_by", "recommendations"),
    ("agenda", "moment", "agenda_moments"),
    ("agenda", "sources", "sources"),
    ("table_questions", "serves", "differences"),
    ("table_questions", "sources", "sources"),
    ("held_back", "rules", "rules"),
    ("held_back", "sources", "sources"),
    ("forum_kinds", "sources", "sources"),
    ("record_kinds", "agencies", "agencies"),
    ("record_kinds", "rules", "rules"),
    ("disposals", "agencies", "agencies"),
    ("disposals", "record", "record_kinds"),
    ("disposals", "rule", "rules"),
    ("forums", "kind", "forum_kinds"),
    ("forums", "contact", "contacts"),
)
"""What points at what: a part of the pack, where in its items ids stand, the part they are in."""

_TARGETS: Final = {"advice": "advice", "plan": "people"}
"""What `advice:<topic>` and `plan:<person>`, where a next step leads, point at."""


@dataclass(frozen=True, slots=True)
class Link:
    """One item that points at another. `place` says where in it, from its own id on."""

    part: str
    id: str
    place: str
    target: str
    wanted: str


def links(parts: Parts) -> Iterator[Link]:
    """Everything in a pack that points at something, whether or not it is there."""
    for part, path, target in LINKS:
        for item in parts.get(part, {}).values():
            for place, wanted in _ids_at(item, path.split("."), item.id):
                yield Link(part, item.id, place, target, wanted)
    for step in parts["next_steps"].values():
        page, _colon, wanted = step.target.partition(":")
        if wanted:
            yield Link("next_steps", step.id, f"{step.id}.target", _TARGETS[page], wanted)


def _ids_at(value: Any, path: Sequence[str], place: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield place, value
    elif isinstance(value, tuple):
        for number, inner in enumerate(value, start=1):
            own = "" if isinstance(inner, str) else f".{getattr(inner, 'id', number)}"
            yield from _ids_at(inner, path, place + own)
    elif value is not None:
        yield from _ids_at(getattr(value, path[0]), path[1:], f"{place}.{path[0]}")


def dangling(parts: Parts) -> Iterator[Link]:
    """What points at nothing."""
    return (link for link in links(parts) if link.wanted not in parts.get(link.target, {}))


def repointed(parts: dict[str, dict[str, Any]], target: str, old: str, new: str) -> None:
    """Let everything that points at one item of a part point at another of it instead."""
    for part, path, found in LINKS:
        if found == target:
            for key, item in parts.get(part, {}).items():
                parts[part][key] = _pointing(item, path.split("."), old, new)


def _pointing(value: Any, path: Sequence[str], old: str, new: str) -> Any:
    if isinstance(value, str):
        return new if value == old else value
    if isinstance(value, tuple):
        found = (_pointing(inner, path, old, new) for inner in value)
        return tuple(dict.fromkeys(found))
    if value is None:
        return None
    inner = _pointing(getattr(value, path[0]), path[1:], old, new)
    return dataclasses.replace(value, **{path[0]: inner})
