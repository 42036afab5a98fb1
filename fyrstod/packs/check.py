"""What must hold across a pack's files, beyond the shape of each item."""

from __future__ import annotations

import dataclasses
import datetime
import statistics
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from fyrstod.core.text import has_hidden
from fyrstod.packs import check_disposal, check_law, check_table, facts, forbidden, readability
from fyrstod.packs.base import LANGUAGES, Text
from fyrstod.packs.loader import Fault, Loaded, key_of
from fyrstod.packs.parts import dangling, taken_apart
from fyrstod.packs.schema import (
    Channel,
    Contact,
    CopyBlock,
    Factor,
    Kind,
    Option,
    ReportField,
    Section,
    ShowIf,
    Side,
    Strength,
)

CONTACT_GOOD_FOR = datetime.timedelta(days=90)
"""Unit: days. A contact checked longer ago than this is warned of."""


@dataclass(frozen=True, slots=True)
class Readability:
    """LIX over the items of `LONG_TEXT_WORDS` words or more, in Swedish."""

    median: float
    max: float
    texts: int


@dataclass(frozen=True, slots=True)
class CheckReport:
    faults: tuple[Fault, ...]
    warnings: tuple[Fault, ...]
    readability: Readability
    counts: dict[str, int]


def check(loaded: Loaded, *, today: datetime.date | None = None) -> CheckReport:
    """Everything wrong with a pack that loads. Contacts are aged only when `today` is given."""
    readable, faults = check_texts(loaded.items(), about="pack.toml")
    contacts = [(loaded.file_of("contacts", item.id), item) for item in loaded.pack.contacts]
    return CheckReport(
        faults=tuple(sorted({*what_stops_a_start(loaded), *faults})),
        warnings=tuple(old_contacts(contacts, today)) if today else (),
        readability=readable,
        counts=_counts(loaded),
    )


def what_stops_a_start(loaded: Loaded) -> tuple[Fault, ...]:
    """The faults that would break a page, mislead or do harm.

    Every process asks this when it starts, so what means reading every text (how heavy it is,
    what hides in it) is left to `check`.
    """
    return tuple(sorted({*released(loaded), *between_items(loaded)}))


def between_items(loaded: Loaded) -> set[Fault]:
    """The faults that show only when the items of a pack are held against one another."""
    return {
        *_dangling(loaded),
        *_factors(loaded),
        *_forbidden(loaded),
        *_reports(loaded),
        *check_law.faults(loaded),
        *check_table.faults(loaded),
        *check_disposal.faults(loaded),
    }


def _counts(loaded: Loaded) -> dict[str, int]:
    pack = loaded.pack
    sides = [factor.side for factor in pack.factors]
    return {
        "questions": len(pack.questions),
        "risk_factors": sides.count(Side.RISK),
        "protective_factors": sides.count(Side.PROTECTIVE),
        "steps": len(pack.steps),
        "themes": len(pack.themes),
        "advice": len(pack.advice),
        "sources": len(pack.sources),
        "contacts": len(pack.contacts),
        "terms": len(pack.terms),
        "prompts": len(pack.prompts),
        "next_steps": len(pack.next_steps),
        "rules": len(pack.rules),
        "agencies": len(pack.agencies),
        "timelines": len(pack.timelines),
        "shared_words": len(pack.shared_words),
        "recommendations": len(pack.recommendations),
        "agenda": len(pack.agenda),
        "table_questions": len(pack.table_questions),
        "held_back": len(pack.held_back),
        "forum_kinds": len(pack.forum_kinds),
        "disposals": len(pack.disposals),
        "concern_fields": _field_count(loaded, "concern"),
        "police_fields": _field_count(loaded, "police"),
    }


def _field_count(loaded: Loaded, report_id: str) -> int:
    return sum(len(r.all_fields()) for r in loaded.pack.reports if r.id == report_id)


def released(loaded: Loaded) -> Iterator[Fault]:
    """A version that was released is held to the bytes it was released with."""
    about = loaded.pack.about
    return held_to_release("pack.toml", about.version, loaded.pack.digest, loaded.folder)


def held_to_release(file: str, version: str, digest: str, folder: Path) -> Iterator[Fault]:
    """The same, for a pack or an overlay whose `file` says which version it is."""
    if version != folder.name:
        yield Fault(file, "version", f"is {version!r}, but the folder is {folder.name!r}")
    try:
        pinned = pinned_digest(folder)
    except (ValueError, OSError) as problem:
        beside = PurePosixPath(file).parent / "../releases.toml"
        yield Fault(str(beside), "file", f"cannot be read: {problem}")
        return
    if pinned is not None and pinned != digest:
        reason = "a released version is never edited; make a new version"
        yield Fault(file, version, reason)


def _dangling(loaded: Loaded) -> Iterator[Fault]:
    for link in dangling(taken_apart(loaded.pack)):
        reason = _not_among(link.wanted, link.target)
        yield Fault(loaded.file_of(link.part, link.id), link.place, reason)


def _not_among(wanted: str, target: str) -> str:
    return f"{str(wanted)!r} is not among the {target.replace('_', ' ')}"


def _hidden_characters(file: str, item: Any) -> Iterator[Fault]:
    for path, text in texts_of(item):
        for language in LANGUAGES:
            if has_hidden(text.in_language(language)):
                reason = "holds a character that nobody sees"
                yield Fault(file, f"{key_of(item)}.{path}.{language}", reason)


def _factors(loaded: Loaded) -> Iterator[Fault]:
    seen = {source.id for source in loaded.pack.sources if source.status == "seen"}
    known = {source.id for source in loaded.pack.sources}
    for factor in loaded.pack.factors:
        file = loaded.file_of("factors", factor.id)
        if factor.side is Side.PROTECTIVE and factor.protects_against is None:
            yield Fault(file, f"{factor.id}.protects_against", "say what it protects against")
        if factor.side is Side.RISK and factor.protects_against is not None:
            yield Fault(file, f"{factor.id}.protects_against", "is for protective factors only")
        if factor.strength is not Strength.PRACTICE and seen.isdisjoint(factor.sources):
            reason = f"{str(factor.strength)!r} needs research that was seen, or is 'practice'"
            yield Fault(file, f"{factor.id}.strength", reason)
        for number, figure in enumerate(factor.figures, start=1):
            place = f"{factor.id}.figures.{number}"
            if figure.source in known and figure.source not in seen:
                reason = (
                    f"a figure comes from a source that was seen, and {figure.source!r} was not"
                )
                yield Fault(file, place, reason)


def _forbidden(loaded: Loaded) -> Iterator[Fault]:
    risks = [factor for factor in loaded.pack.factors if factor.side is Side.RISK]
    if _without_a_hit(risks):
        return
    for risk in risks:
        file = loaded.file_of("factors", risk.id)
        for hit in forbidden.find_in_id(risk.id):
            yield Fault(file, f"{risk.id}.id", harms(hit))
        for name, text in (("label", risk.label), ("looks_like", risk.looks_like)):
            for language in LANGUAGES:
                for hit in forbidden.find(text.in_language(language), language):
                    yield Fault(file, f"{risk.id}.{name}.{language}", harms(hit))


def _without_a_hit(risks: list[Factor]) -> bool:
    """Reads all of them as one text: the list is long, and a sound pack has no hit."""
    together = {
        language: " . ".join(
            text.in_language(language) for risk in risks for text in (risk.label, risk.looks_like)
        )
        for language in LANGUAGES
    }
    return not (
        any(forbidden.find_in_id(" . ".join(risk.id for risk in risks)))
        or any(any(forbidden.find(text, language)) for language, text in together.items())
    )


def harms(hit: forbidden.Hit) -> str:
    return f"{hit.word!r} makes a risk of {hit.group}; describe behaviour"


def _reports(loaded: Loaded) -> Iterator[Fault]:
    shared: dict[str, ReportField] = {}
    for report in loaded.pack.reports:
        file = loaded.file_of("reports", report.id)
        fields = {field.id: field for field in report.all_fields()}
        yield from _twice(file, "fields", report.all_fields())
        yield from _twice(file, "sections", report.sections)
        yield from _twice(file, "channels", report.channels)
        yield from _twice(file, "copy_blocks", report.copy_blocks)
        yield from _protected_data(file, fields.get(PROTECTED_DATA))
        conditional: list[Section | ReportField] = [*report.sections, *fields.values()]
        for item in conditional:
            yield from _show_if(file, item.id, item.show_if, fields)
        for channel in report.channels:
            of_channel = loaded.file_of(f"{report.id}_channels", channel.id)
            yield from _show_if(of_channel, channel.id, channel.show_if, fields)
        for block in report.copy_blocks:
            for wanted in block.fields:
                if wanted not in fields:
                    yield Fault(file, block.id, _not_among(wanted, "fields"))
        for field in fields.values():
            yield from _field(file, field, inside_group=False)
            other = shared.setdefault(field.id, field)
            if _shape(other) != _shape(field):
                yield Fault(file, field.id, "the other report asks this in another shape")


PROTECTED_DATA = "protected_data"
"""The field that asks whether a person has protected personal data, in every report."""


def _protected_data(file: str, field: ReportField | None) -> Iterator[Fault]:
    options = {option.id for option in field.options} if field else set()
    if field is None or field.kind is not Kind.CHOICE or options != {"yes", "no", "unknown"}:
        reason = "every report asks this, as a choice of yes, no and unknown"
        yield Fault(file, PROTECTED_DATA, reason)


def _shape(field: ReportField) -> object:
    """What two reports must agree on to share an answer."""
    inner = tuple((part.id, _shape(part)) for part in field.fields)
    return field.kind, field.options, field.filled_from, inner


def _twice(
    file: str, place: str, items: Sequence[ReportField | Section | Channel | CopyBlock | Option]
) -> Iterator[Fault]:
    for item_id, times in Counter(item.id for item in items).items():
        if times > 1:
            yield Fault(file, place, f"the id {item_id!r} stands twice")


def _show_if(
    file: str, place: str, show_if: ShowIf | None, fields: dict[str, ReportField]
) -> Iterator[Fault]:
    if show_if is None:
        return
    field = fields.get(show_if.field)
    if field is None:
        yield Fault(file, f"{place}.show_if", _not_among(show_if.field, "fields"))
    elif field.kind is Kind.YES_NO:
        if set(show_if.is_one_of) - {"yes", "no"}:
            yield Fault(file, f"{place}.show_if", "a yes/no field is 'yes' or 'no'")
    elif strange := set(show_if.is_one_of) - {option.id for option in field.options}:
        yield Fault(file, f"{place}.show_if", f"not an option: {', '.join(sorted(strange))}")


def _field(file: str, field: ReportField, *, inside_group: bool) -> Iterator[Fault]:
    chooses = field.kind in (Kind.CHOICE, Kind.CHOICES)
    if chooses != bool(field.options):
        yield Fault(file, f"{field.id}.options", "belong to choice and choices, and only there")
    yield from _twice(file, f"{field.id}.options", field.options)
    yield from _twice(file, f"{field.id}.fields", field.fields)
    if (field.kind is Kind.GROUP) != bool(field.fields):
        yield Fault(file, f"{field.id}.fields", "belong to a group, and only there")
    if (field.kind in (Kind.SHORT_TEXT, Kind.LONG_TEXT)) != (field.max_length is not None):
        yield Fault(file, f"{field.id}.max_length", "belongs to the text kinds, and always there")
    if inside_group and (field.kind is Kind.GROUP or field.show_if):
        yield Fault(file, field.id, "a group holds plain fields only")
    for reason in _filled_from(field, inside_group=inside_group):
        yield Fault(file, f"{field.id}.filled_from", reason)
    for inner in field.fields:
        yield from _field(file, inner, inside_group=True)


def _filled_from(field: ReportField, *, inside_group: bool) -> Iterator[str]:
    """Why a question cannot take what a concern is to fill in."""
    fact = field.filled_from
    if sum(inner.filled_from is not None for inner in field.fields) > 1:
        yield "one field of a group takes the lines"
    if fact is None:
        return
    wanted = {Kind.CHOICE} if fact in facts.CHOICES else {Kind.LONG_TEXT}
    if fact not in facts.CHOICES and fact not in facts.LONG:
        wanted.add(Kind.SHORT_TEXT)
    if field.kind not in wanted:
        kinds = " or ".join(repr(str(kind)) for kind in Kind if kind in wanted)
        yield f"{fact!r} fills {kinds}"
    elif lacking := facts.CHOICES.get(fact, frozenset()) - {it.id for it in field.options}:
        yield f"{fact!r} needs the options: {', '.join(sorted(lacking))}"
    if inside_group != (fact in facts.ONE_EACH):
        yield f"{fact!r} fills {'a field of a group' if fact in facts.ONE_EACH else 'no group'}"
    if fact == "identity.address" and not field.address:
        yield "a question that takes an address has 'address = true'"


def old_contacts(contacts: Iterable[tuple[str, Contact]], today: datetime.date) -> Iterator[Fault]:
    """A warning for each contact, with its file before it, that nobody has looked at for long."""
    for file, contact in contacts:
        age = today - contact.checked
        if age > CONTACT_GOOD_FOR:
            reason = f"was checked {contact.checked}, {age.days} days ago; check it again"
            yield Fault(file, contact.id, reason)


def texts_of(item: object) -> Iterator[tuple[str, Text]]:
    """Every bilingual text in an item, with its path in it."""
    if isinstance(item, Text):
        yield "", item
    elif isinstance(item, tuple):
        for number, part in enumerate(item, start=1):
            for path, text in texts_of(part):
                yield f"{number}.{path}".rstrip("."), text
    elif dataclasses.is_dataclass(item) and not isinstance(item, type):
        for field in dataclasses.fields(item):
            for path, text in texts_of(getattr(item, field.name)):
                yield f"{field.name}.{path}".rstrip("."), text


def check_texts(items: Iterable[tuple[str, Any]], *, about: str) -> tuple[Readability, list[Fault]]:
    """What is wrong with the words themselves: how heavy they are, and what hides in them.

    LIX is of each item read as one text; words a sentence, of every string. `about` is the
    file that is blamed for the whole.
    """
    faults: list[Fault] = []
    scores: list[float] = []
    for file, item in items:
        faults.extend(_hidden_characters(file, item))
        measures: list[readability.Measure] = []
        for path, text in texts_of(item):
            measures.append(readability.measure(text.sv))
            if measures[-1].longest_sentence > readability.MAX_SENTENCE_WORDS:
                reason = f"a sentence of more than {readability.MAX_SENTENCE_WORDS} words"
                faults.append(Fault(file, f"{key_of(item)}.{path}.sv", reason))
        whole = readability.together(measures)
        if whole.words >= readability.LONG_TEXT_WORDS:
            scores.append(whole.lix())
            if scores[-1] > readability.MAX_LIX:
                reason = f"LIX {scores[-1]:.0f}, at most {readability.MAX_LIX}"
                faults.append(Fault(file, f"{key_of(item)}.sv", reason))
    median = statistics.median(scores) if scores else 0.0
    if median > readability.MAX_MEDIAN_LIX:
        reason = f"median LIX {median:.1f}, at most {readability.MAX_MEDIAN_LIX}"
        faults.append(Fault(about, "readability", reason))
    return Readability(round(median, 1), round(max(scores, default=0.0), 1), len(scores)), faults


def pinned_digest(folder: Path) -> str | None:
    """The digest a released version was given, or None while it is being written.

    `content/<pack>/releases.toml` holds a `[sha256]` table with one `"<version>" = "<digest>"`
    line for each release. Raises ValueError when it cannot be read.
    """
    releases = folder.parent / "releases.toml"
    if not releases.is_file():
        return None
    table = tomllib.loads(releases.read_text(encoding="utf-8")).get("sha256")
    if not isinstance(table, dict):
        raise ValueError("there is no [sha256] table")
    return str(table[folder.name]) if folder.name in table else None
