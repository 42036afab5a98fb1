"""The fictitious concern that everything is measured with, varied so that no two are alike."""

from __future__ import annotations

import dataclasses
import datetime
import json
import uuid
from functools import cache
from typing import Any

from bench.installation import ROOT
from fyrstod.core.pieces import Piece
from fyrstod.documents.tree import Document
from fyrstod.drafts.contents import Contents
from fyrstod.packs import shelf
from fyrstod.packs.schema import Need, Report
from fyrstod.reports import papers, selectors
from fyrstod.reports.rules import Value, check_all, check_pieces

FILE = ROOT / "examples" / "fifteen-year-old.concern.json"
CREATED = datetime.datetime(2026, 11, 23, 9, 30, tzinfo=datetime.UTC)


def report() -> Report:
    return selectors.report_or_404("concern")


@cache
def _example() -> tuple[dict[str, Value], tuple[Piece, ...]]:
    given = json.loads(FILE.read_text(encoding="utf-8"))
    today = CREATED.date()
    kept, faults = check_all(report(), given["answers"], today)
    factors = frozenset(factor.id for factor in shelf.current().factors)
    told, more_faults = check_pieces(given["pieces"], factors, today)
    if faults or more_faults:
        raise ValueError(f"{FILE.name} does not fit the pack: {[*faults, *more_faults]}")
    return kept, tuple(dataclasses.replace(piece, id=str(uuid.uuid4())) for piece in told)


def answers(variant: int) -> dict[str, Value]:
    """Every question answered, with the variant's number in every text."""
    given, _pieces = _example()
    return {
        name: _numbered(answer, variant) if isinstance(answer, str) and " " in answer else answer
        for name, answer in given.items()
    }


def pieces(variant: int) -> tuple[Piece, ...]:
    _answers, given = _example()
    return tuple(dataclasses.replace(piece, text=_numbered(piece.text, variant)) for piece in given)


def contents(variant: int) -> Contents:
    plain: dict[str, Any] = {**answers(variant)}
    return Contents(answers=plain, pieces=pieces(variant))


def _numbered(text: str, variant: int) -> str:
    return f"{text} ({variant:05})"


def short_document(variant: int) -> Document:
    """A paper of three pages: the required answers and every piece."""
    needed = {field.id for field in report().all_fields() if field.need is Need.REQUIRED}
    return papers.document(
        papers.Paper(
            pack=shelf.current(),
            report=report(),
            answers={name: value for name, value in answers(variant).items() if name in needed},
            pieces=pieces(variant),
            language="sv",
            created=CREATED,
        )
    )
