"""A pack as plain data, for the command line and for other systems."""

from __future__ import annotations

from typing import Any

from fyrstod.core.adapters import adapter_of
from fyrstod.packs.schema import Need, Pack, Report, ReportField, ShowIf
from fyrstod.reports.rules import options_of


def pack_data(pack: Pack) -> dict[str, Any]:
    """The whole pack, part by part, in the pack's own order."""
    data: dict[str, Any] = adapter_of(Pack).dump_python(pack, mode="json")
    return data


def questions_data(report: Report) -> list[dict[str, Any]]:
    """What a report asks, in its order: the shape that `ANSWERS.json` must have.

    A question without a condition of its own has its section's, so `show_if` says when each
    is asked.
    """
    return [
        _question(field, field.show_if or section.show_if)
        for section in report.sections
        for field in section.fields
    ]


def _question(field: ReportField, show_if: ShowIf | None) -> dict[str, Any]:
    data: dict[str, Any] = {
        "id": field.id,
        "kind": str(field.kind),
        "required": field.need is Need.REQUIRED,
        "options": list(options_of(field)),
        "label": {"sv": field.label.sv, "en": field.label.en},
        "max_length": field.max_length,
        "need": str(field.need),
        "show_if": show_if and {"field": show_if.field, "is_one_of": list(show_if.is_one_of)},
    }
    if field.fields:
        data["fields"] = [_question(inner, inner.show_if) for inner in field.fields]
    return data
