from __future__ import annotations

import dataclasses
import datetime
from typing import Any

import pytest

from fyrstod.core.pieces import PieceKind
from fyrstod.drafts.contents import Contents
from fyrstod.reports import changes
from fyrstod.reports.rules import Filled
from fyrstod.reports.services import answers_in
from tests.drafts.conftest import piece
from tests.reports.made import contents_of, the_report

NOON = datetime.datetime(2026, 11, 23, 12, 0, tzinfo=datetime.UTC)


def filled(contents: Contents, report_id: str = "concern") -> Filled:
    return Filled(the_report(report_id), answers_in(contents))


def made(contents: Contents, report_id: Any = "concern") -> Contents:
    """A draft whose report has just been made."""
    now = changes.made_now(filled(contents, report_id), contents, "FS-AAAA-BBBB", NOON)
    return dataclasses.replace(contents, made={report_id: now})


def told(contents: Contents, report_id: str = "concern") -> list[tuple[str, str]]:
    since = changes.since_made(filled(contents, report_id), contents)
    assert since is not None
    return [
        (item.field.id if item.field else item.piece.text if item.piece else "", item.how)
        for item in since.changes
    ]


def answering(contents: Contents, **answers: Any) -> Contents:
    return dataclasses.replace(contents, answers={**contents.answers, **answers})


FULL = contents_of("fifteen-year-old")


def test_a_report_that_was_never_made_has_no_changes_to_tell() -> None:
    assert changes.since_made(filled(FULL), FULL) is None


@pytest.mark.parametrize("report_id", ["concern", "police"])
def test_a_report_as_it_was_made_has_not_changed(report_id: str) -> None:
    assert told(made(FULL, report_id), report_id) == []


def test_what_was_added_changed_and_taken_out_is_told_in_the_order_of_the_report() -> None:
    before = made(answering(FULL, person_where_now=""))

    after = answering(
        before, person_name="Alma P", person_where_now="Hos farmor", reporter_phone=""
    )

    assert told(after) == [
        ("person_name", "changed"),
        ("person_where_now", "added"),
        ("reporter_phone", "removed"),
    ]


def test_an_answer_that_the_report_no_longer_prints_is_told_as_taken_out() -> None:
    before = made(FULL)

    after = answering(before, protected_data="unknown")

    assert ("protected_data", "changed") in told(after)
    assert ("person_address", "removed") in told(after)


def test_pieces_that_came_changed_and_went_are_told() -> None:
    first, second = piece("Hon kom sent."), piece("Hon skrattade.")
    before = made(Contents(pieces=(first, second)))

    edited = dataclasses.replace(first, text="Hon kom i tid.")
    after = dataclasses.replace(before, pieces=(edited, piece("Hon sov.")))

    assert told(after) == [("Hon kom i tid.", "changed"), ("Hon sov.", "added"), ("", "removed")]


def test_the_police_are_not_told_of_what_their_report_does_not_hold() -> None:
    seen, thought = piece("Hon kom sent."), piece("Hon är arg.", kind=PieceKind.INTERPRETED)
    before = made(Contents(pieces=(seen,)), "police")

    linked = dataclasses.replace(seen, factors=("empathy",))
    after = dataclasses.replace(before, pieces=(linked, thought))

    assert told(after, "police") == []
