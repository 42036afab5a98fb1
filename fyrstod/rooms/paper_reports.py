"""A report that was made from a concern, kept so that the same one can be made again."""

from __future__ import annotations

import datetime
from typing import Any, Literal

from fyrstod.core.adapters import adapter_of
from fyrstod.core.pieces import Piece
from fyrstod.documents.tree import Document
from fyrstod.drafts.contents import Contents, ReportId
from fyrstod.packs import shelf
from fyrstod.packs.schema import Pack
from fyrstod.reports import papers, selectors
from fyrstod.reports.papers import Paper
from fyrstod.reports.rules import Filled
from fyrstod.reports.services import answers_in
from fyrstod.rooms.contents import Direction, PaperKind, Sheet
from fyrstod.rooms.paper_rules import REPORTS


def filled_in(contents: Contents, report_id: ReportId) -> Filled:
    return Filled(selectors.report_or_404(report_id), answers_in(contents))


def sheet_of(
    contents: Contents,
    report_id: ReportId,
    *,
    language: Literal["sv", "en"],
    created: datetime.datetime,
) -> Sheet:
    """A report as it stands in a draft: what it holds, and no more."""
    filled = filled_in(contents, report_id)
    paper = Paper(
        pack=shelf.current(),
        report=filled.report,
        answers=filled.given,
        pieces=selectors.pieces_for(filled.report, contents),
        language=language,
        created=created,
    )
    data: dict[str, Any] = {
        "report": report_id,
        "pack": paper.pack.edition,
        "language": language,
        "answers": dict(filled.given),
        "pieces": adapter_of(tuple[Piece, ...]).dump_python(paper.pieces, mode="json"),
    }
    return Sheet(
        kind=REPORTS[report_id],
        direction=Direction.MADE,
        title=filled.report.document_title.in_language(language),
        date=created.date(),
        data=data,
    )


def document(sheet: Sheet, created: datetime.datetime) -> Document:
    """The same report again, made at another moment."""
    data: dict[str, Any] = dict(sheet.data)
    pack = pack_of(sheet)
    report = next(report for report in pack.reports if report.id == data["report"])
    return papers.document(
        Paper(
            pack=pack,
            report=report,
            answers=data["answers"],
            pieces=adapter_of(tuple[Piece, ...]).validate_python(data["pieces"]),
            language=data["language"],
            created=created,
        )
    )


def pack_of(sheet: Sheet) -> Pack:
    """The content a report was made with, where it is still at hand; otherwise that in use."""
    for pack in (shelf.current(), shelf.earlier()):
        if pack is not None and pack.edition == sheet.data.get("pack"):
            return pack
    return shelf.current()


def is_report(sheet: Sheet) -> bool:
    return sheet.kind in (PaperKind.CONCERN_REPORT, PaperKind.POLICE_REPORT) and bool(sheet.data)
