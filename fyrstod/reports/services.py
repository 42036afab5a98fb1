"""What can be done with a report in a draft."""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Collection, Mapping
from typing import Any

from django.utils.translation import gettext as _

from fyrstod.core.errors import DomainError
from fyrstod.drafts import services as drafts
from fyrstod.drafts.contents import Contents
from fyrstod.drafts.fields import fingerprint
from fyrstod.drafts.rules import Ticket
from fyrstod.drafts.services import OpenDraft
from fyrstod.packs import shelf
from fyrstod.packs.schema import Report, ReportField, Section
from fyrstod.reports import changes, rules
from fyrstod.reports.rules import Answers, Filled, Value


class ChangedElsewhere(DomainError):
    """Another tab saved this page first. `saved` holds the answers as they are now."""

    def __init__(self, saved: Answers) -> None:
        super().__init__(
            _(
                "This page was changed in another tab, and nothing is saved from here yet. What "
                "you typed is kept below. Save again to put it in place of what is saved there."
            )
        )
        self.saved = saved


def answers_in(contents: Contents) -> dict[str, Value]:
    """The answers of a draft that fit the questions of the pack in use.

    A draft opened from a file may be older than the pack, or made by hand; what does not
    fit stays in the draft but is not shown or printed.
    """
    fields: dict[str, ReportField] = {}
    for report in shelf.current().reports:
        fields |= {field.id: field for field in report.all_fields()}
    fitting: dict[str, Value] = {}
    for name, raw in contents.answers.items():
        if name in fields:
            try:
                # What was in the past when it was saved still is, whatever this clock says.
                answer = rules.check(fields[name], raw, datetime.date.max)
            except rules.BadAnswer:
                continue
            if answer:
                fitting[name] = answer
    return fitting


def mark_of(section: Section, answers: Answers) -> str:
    """A mark of what is saved for a section, by which a page knows of another tab."""
    return fingerprint({field.id: answers.get(field.id) or None for field in section.fields})


def save_section(
    draft: OpenDraft, answers: Answers, section: Section, typed: Mapping[str, Value], seen: str
) -> tuple[OpenDraft, Answers]:
    """Save one page; the draft and the answers in it afterwards.

    `answers` are those of `draft`, so that they need not be checked again unless another tab
    has saved since. Raises ChangedElsewhere, and whatever `drafts.change` raises.
    """
    saved = answers

    def put(contents: Contents) -> Contents:
        nonlocal saved
        if contents.answers != draft.contents.answers:
            saved = answers_in(contents)
        mark = mark_of(section, saved)
        if mark != seen and mark != mark_of(section, {**saved, **typed}):
            raise ChangedElsewhere(saved)
        after: dict[str, Any] = {**contents.answers, **typed}
        return dataclasses.replace(contents, answers=_given(after))

    after = drafts.change(draft.ticket, put)
    return after, _given({**saved, **typed})


def _given(answers: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in answers.items() if value}


def choose_pieces(
    ticket: Ticket, report: Report, *, shown: Collection[str], taken: Collection[str]
) -> OpenDraft:
    """Take the pieces in `taken` into a report, and keep the others that were `shown` out of it.

    A piece that another tab has added since was not shown, so nothing is decided about it.
    """

    def put(contents: Contents) -> Contents:
        decided = {p.id: p.id in taken for p in contents.pieces if p.id in shown}
        chosen = {**contents.chosen.get(report.id, {}), **decided}
        return dataclasses.replace(contents, chosen={**contents.chosen, report.id: chosen})

    return drafts.change(ticket, put)


def note_made(draft: OpenDraft, filled: Filled, reference: str, at: datetime.datetime) -> OpenDraft:
    """Keep how a report stands as its document is made, so that later changes can be told."""
    now = changes.made_now(filled, draft.contents, reference, at)

    def put(contents: Contents) -> Contents:
        return dataclasses.replace(contents, made={**contents.made, filled.report.id: now})

    return drafts.change(draft.ticket, put)
