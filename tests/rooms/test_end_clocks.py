"""When a closed concern is erased, by the rules of the pack in use."""

from __future__ import annotations

import datetime
from functools import cache

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from fyrstod.packs.loader import load
from fyrstod.packs.schema import Pack
from fyrstod.rooms.clocks import Due, born_on, due, later
from tests.packs.bjorkdala import bjorkdala

TODAY = datetime.date(2026, 11, 25)


@cache
def pack() -> Pack:
    return load(settings.FYRSTOD_CONTENT)


def clock(
    agency: str,
    record: str,
    about: str = "child",
    *,
    last_note: datetime.date = TODAY,
    number: str = "",
    today: datetime.date = TODAY,
    of: Pack | None = None,
) -> Due | None:
    return due(
        of or pack(),
        agency=agency,
        record=record,
        about=about,
        last_note=last_note,
        number=number,
        today=today,
    )


def day(found: Due | None) -> str:
    return found.on.isoformat() if found else "the records officer decides"


@pytest.mark.parametrize(
    ("agency", "record", "about", "expected"),
    [
        ("social-services", "report-only", "child", "2031-11-25"),
        ("social-services", "report-only", "adult", "2031-11-25"),
        ("social-services", "case-file", "adult", "2031-11-25"),
        ("social-services", "child-investigation", "child", "2042-02-03"),
        ("social-services", "working-notes", "child", "2027-02-25"),
        ("school", "working-notes", "child", "2027-02-25"),
        ("health", "patient-record", "adult", "2036-11-25"),
    ],
)
def test_a_rule_gives_the_day(agency: str, record: str, about: str, expected: str) -> None:
    assert day(clock(agency, record, about, number="201202031234")) == expected


@pytest.mark.parametrize("about", ["child", "young-adult", "adult"])
@pytest.mark.parametrize(
    ("agency", "record"),
    [
        ("school", "other"),
        ("school", "patient-record"),
        ("police", "working-notes"),
        ("police", "other"),
        ("social-services", "other"),
        ("health", "other"),
        ("an-agency-that-no-pack-knows", "working-notes"),
    ],
)
def test_where_no_rule_fits_no_day_is_guessed(agency: str, record: str, about: str) -> None:
    assert clock(agency, record, about, number="201202031234") is None


def test_each_clock_leads_to_a_statute_that_was_read() -> None:
    for disposal in pack().disposals:
        (card,) = [card for card in pack().rules if card.id == disposal.rule]
        assert card.statute is not None
        assert card.verified == "seen"


def test_a_report_about_a_child_rests_on_the_rule_for_children() -> None:
    child = clock("social-services", "report-only", "child")
    adult = clock("social-services", "report-only", "adult")

    assert child is not None
    assert adult is not None
    assert (child.card.id, adult.card.id) == ("sol-16-2a", "sol-16-1")


def test_a_rule_that_is_not_yet_in_force_gives_no_day() -> None:
    before = datetime.date(2026, 1, 14)

    assert clock("social-services", "report-only", "child", today=before) is None
    assert clock("social-services", "report-only", "child", today=datetime.date(2026, 1, 15))


def test_an_investigation_without_a_day_of_birth_waits_for_the_records_officer() -> None:
    assert clock("social-services", "child-investigation", number="") is None


@pytest.mark.parametrize("number", ["199611251234", "199501011234", "191212121212"])
def test_somebody_who_is_30_already_is_nobody_to_erase_at_once(number: str) -> None:
    assert clock("social-services", "child-investigation", number=number) is None


def test_a_patient_record_is_never_kept_for_less_than_ten_years() -> None:
    found = clock("health", "patient-record", last_note=datetime.date(2024, 2, 29))

    assert day(found) == "2034-03-01"


def test_a_clock_that_has_run_out_at_closing_leaves_a_day_to_undo_it() -> None:
    found = clock("school", "working-notes", last_note=datetime.date(2020, 1, 1))

    assert day(found) == "2026-11-26"


def test_a_municipality_that_has_set_a_clock_tighter_gets_its_own_day() -> None:
    found = clock("school", "working-notes", of=bjorkdala())

    assert day(found) == "2026-12-25"


@pytest.mark.parametrize(
    ("start", "months", "expected"),
    [
        ("2024-02-29", 12, "2025-03-01"),
        ("2024-02-29", 48, "2028-02-29"),
        ("2024-02-29", 60, "2029-03-01"),
        ("2026-12-31", 2, "2027-03-01"),
        ("2026-10-31", 1, "2026-12-01"),
        ("2026-11-30", 1, "2026-12-30"),
        ("2026-12-31", 60, "2031-12-31"),
        ("2027-01-01", 60, "2032-01-01"),
        ("2026-01-31", 1, "2026-03-01"),
    ],
)
def test_months_later_is_never_a_day_too_soon(start: str, months: int, expected: str) -> None:
    assert later(datetime.date.fromisoformat(start), months).isoformat() == expected


@given(
    st.dates(datetime.date(1900, 1, 1), datetime.date(2200, 1, 1)),
    st.integers(min_value=1, max_value=1200),
)
def test_each_month_more_is_a_later_day(start: datetime.date, months: int) -> None:
    assert start < later(start, months) < later(start, months + 1)


@pytest.mark.parametrize(
    ("number", "born"),
    [
        ("191212121212", datetime.date(1912, 12, 12)),
        ("200002291234", datetime.date(2000, 2, 29)),
        ("201201631234", datetime.date(2012, 1, 3)),
        ("201301991234", None),
        ("200102291234", None),
        ("1212121212", None),
        ("", None),
        ("okänt", None),
    ],
)
def test_the_day_of_birth_is_in_the_number(number: str, born: datetime.date | None) -> None:
    assert born_on(number) == born


def test_somebody_born_on_29_february_turns_30_when_that_day_has_passed() -> None:
    found = clock("social-services", "child-investigation", number="201202291234")

    assert day(found) == "2042-03-01"
