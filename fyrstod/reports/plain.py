"""A report from plain data, as the command line and other systems give it.

The same checks as the pages, and the same paper: nothing here knows of a draft.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Mapping
from typing import Any, Final, Literal

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from fyrstod.core.errors import DomainError
from fyrstod.core.pieces import Piece
from fyrstod.documents.tree import Document
from fyrstod.packs.schema import Pack, Report
from fyrstod.reports import papers, rules
from fyrstod.reports.papers import Paper
from fyrstod.reports.rules import Fault, Value

MAX_BYTES: Final = 4 * 1024 * 1024
"""Unit: bytes of JSON, as much as a form on a page may hold."""
PARTS: Final = ("answers", "pieces")
_YEARS: Final = range(1980, 2100)
"""What the time stamps inside a DOCX can say."""


class NotReadable(DomainError):
    """What was given is not one JSON object."""


class Refused(DomainError):
    """Answers that make no report yet. `faults` holds every fault, never only the first."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        super().__init__("\n".join(map(str, faults)))
        self.faults = faults


class _Twice(ValueError):
    """An object with one name twice: keeping the last would lose what was typed first."""


def read(data: bytes) -> dict[str, Any]:
    """The JSON object in `data`. Raises NotReadable, in the active language."""
    if len(data) > MAX_BYTES:
        raise NotReadable(_("This is more than 4 MB, and no report is that long."))
    try:
        given = json.loads(data, object_pairs_hook=_object, parse_constant=_refuse_constant)
    except RecursionError:
        raise NotReadable(_("This is nested too deep to be a report.")) from None
    except _Twice:
        raise NotReadable(_("A name stands twice in the same object.")) from None
    except ValueError:
        raise NotReadable(_("This is not JSON in UTF-8.")) from None
    if not isinstance(given, dict):
        raise NotReadable(_("Give one JSON object with “answers” and “pieces”."))
    return given


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise _Twice
    return found


def _refuse_constant(name: str) -> None:
    raise ValueError(name)


def moment(written: str) -> datetime.datetime:
    """A day, or a day and a time, as ISO 8601; the installation's zone where none is said.

    Raises ValueError.
    """
    found = datetime.datetime.fromisoformat(written)
    if found.year not in _YEARS:
        raise ValueError("the year is out of range")
    aware = found if timezone.is_aware(found) else timezone.make_aware(found)
    return timezone.localtime(aware).replace(microsecond=0)


def document(
    given: Mapping[str, object],
    *,
    pack: Pack,
    report_id: Literal["concern", "police"],
    language: Literal["sv", "en"],
    created: datetime.datetime,
) -> Document:
    """The report on paper. The same data, pack and moment give the same tree.

    `given` is `{"answers": {id: value}, "pieces": [...]}`; both may be left out. Dates are
    held against the day of `created`. Raises Refused, in the language of the report.
    """
    with translation.override(language):
        report = next(report for report in pack.reports if report.id == report_id)
        answers, pieces, faults = _checked(given, pack, report, created.date())
        if faults:
            raise Refused(faults)
        return papers.document(
            Paper(
                pack=pack,
                report=report,
                answers=answers,
                pieces=pieces,
                language=language,
                created=created,
            )
        )


def _checked(
    given: Mapping[str, object], pack: Pack, report: Report, today: datetime.date
) -> tuple[dict[str, Value], tuple[Piece, ...], tuple[Fault, ...]]:
    """Answers and pieces, and every fault in them. An absent part is an empty one."""
    strangers = [name for name in given if name not in PARTS]
    faults = [Fault(name[:80], _("There is no such part here.")) for name in strangers]
    raw_answers, raw_pieces = given.get("answers", {}), given.get("pieces", [])
    if not isinstance(raw_answers, dict):
        raw_answers = {}
        faults.append(Fault("answers", _("Give the answers as an object.")))
    if not isinstance(raw_pieces, list):
        raw_pieces = []
        faults.append(Fault("pieces", _("Give the pieces as a list.")))
    factor_ids = frozenset(factor.id for factor in pack.factors)
    answers, bad_answers = rules.check_all(report, raw_answers, today)
    pieces, bad_pieces = rules.check_pieces(raw_pieces, factor_ids, today)
    return answers, pieces, (*faults, *bad_answers, *bad_pieces)
