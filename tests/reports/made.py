"""Small reports made for one test each, and what the examples hold."""

from __future__ import annotations

import datetime
import json
from pathlib import Path
from typing import Any, Literal

from fyrstod.core.pieces import Piece, PieceKind
from fyrstod.drafts.contents import Contents
from fyrstod.packs import shelf
from fyrstod.packs.base import Text
from fyrstod.packs.schema import Kind, Need, Option, Report, ReportField, Section, ShowIf
from fyrstod.reports import rules
from fyrstod.reports.papers import Paper
from tests.drafts.conftest import piece

TODAY = datetime.date(2026, 11, 23)
NOON = datetime.datetime(2026, 11, 23, 12, 0, tzinfo=datetime.UTC)
EXAMPLES = Path(__file__).parent.parent.parent / "examples"
WHO = ("fifteen-year-old", "adult")


def text(words: str) -> Text:
    return Text(sv=words, en=words)


def field(
    name: str, kind: Kind = Kind.SHORT_TEXT, need: Need = Need.IF_KNOWN, **more: Any
) -> ReportField:
    if kind in (Kind.CHOICE, Kind.CHOICES):
        more.setdefault("options", tuple(Option(id=o, label=text(o)) for o in ("one", "two")))
    return ReportField(id=name, kind=kind, need=need, label=text(name), why=text("why"), **more)


def group(name: str, *inner: ReportField, need: Need = Need.IF_KNOWN) -> ReportField:
    return field(name, Kind.GROUP, need, fields=inner)


def when(name: str, *values: str) -> ShowIf:
    return ShowIf(field=name, is_one_of=values)


def section(name: str, *fields: ReportField, **more: Any) -> Section:
    return Section(id=name, title=text(name), lead=text("lead"), fields=fields, **more)


def report(*sections: Section, name: Literal["concern", "police"] = "concern") -> Report:
    real = the_report(name)
    return Report(
        id=name,
        title=text("title"),
        lead=text("lead"),
        document_title=text("document"),
        recipient=text("recipient"),
        before=(text("before"),),
        secrecy=text("secrecy"),
        sections=sections,
        channels=real.channels,
        sources=real.sources,
    )


def the_report(name: str) -> Report:
    """A report of the pack in use."""
    return next(item for item in shelf.current().reports if item.id == name)


def the_section(report_id: str, section_id: str) -> Section:
    return next(item for item in the_report(report_id).sections if item.id == section_id)


def the_field(report_id: str, field_id: str) -> ReportField:
    return next(item for item in the_report(report_id).all_fields() if item.id == field_id)


def example(who: str, report_id: str) -> dict[str, Any]:
    data: dict[str, Any] = json.loads((EXAMPLES / f"{who}.{report_id}.json").read_text("utf-8"))
    return data


def contents_of(who: str) -> Contents:
    """A draft that holds both reports of an example."""
    concern, police = example(who, "concern"), example(who, "police")
    return Contents(
        pack="fyrstod 2026.1",
        answers={**police["answers"], **concern["answers"]},
        pieces=tuple(
            piece(
                item["text"],
                kind=PieceKind(item["kind"]),
                date=item["date"],
                source=item["source"],
                factors=tuple(item.get("factors", ())),
            )
            for item in concern["pieces"]
        ),
    )


def paper(
    report_id: str,
    answers: rules.Answers,
    *pieces: Piece,
    language: Literal["sv", "en"] = "sv",
    created: datetime.datetime = NOON,
) -> Paper:
    return Paper(
        pack=shelf.current(),
        report=the_report(report_id),
        answers=answers,
        pieces=pieces,
        language=language,
        created=created,
    )


def example_paper(who: str, report_id: str, language: Literal["sv", "en"] = "sv") -> Paper:
    data = example(who, report_id)
    factors = frozenset(factor.id for factor in shelf.current().factors)
    answers, faults = rules.check_all(the_report(report_id), data["answers"], TODAY)
    pieces, piece_faults = rules.check_pieces(data["pieces"], factors, TODAY)
    assert (faults, piece_faults) == ((), ())
    return paper(report_id, answers, *pieces, language=language)
