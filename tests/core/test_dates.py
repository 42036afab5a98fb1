from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fyrstod.core.dates import EARLIEST, begins_after, parse, parse_day, parse_time

DAYS = st.dates(min_value=datetime.date(EARLIEST, 1, 1))


@pytest.mark.parametrize(
    ("written", "date"),
    [
        ("2026", "2026"),
        ("2026-11", "2026-11"),
        ("2026-11-23", "2026-11-23"),
        (" 2026-11-23 ", "2026-11-23"),
        ("2026.11.23", "2026-11-23"),
        ("2026/1/5", "2026-01-05"),
        ("2026 11 23", "2026-11-23"),
        ("20261123", "2026-11-23"),
        ("2024-02-29", "2024-02-29"),
    ],
)
def test_a_date_is_taken_as_people_write_it(written: str, date: str) -> None:
    assert parse(written) == date


@pytest.mark.parametrize(
    "written",
    [
        "",
        "i går",
        "26-11-23",
        "23/11 2026",
        "2026-13",
        "2026-00",
        "2026-00-15",
        "2026-11-00",
        "2026-11-31",
        "2026-02-29",
        "202611",
        "2026-11-23 08:30",
        "0000",
        "1899-12-31",
    ],
)
def test_a_date_that_cannot_be_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        parse(written)


@given(DAYS, st.sampled_from(["-", ".", "/", " "]), st.booleans())
def test_every_day_is_read_back_however_it_is_written(
    day: datetime.date, separator: str, padded: bool
) -> None:
    parts = (
        (f"{day.year}", f"{day.month:02}", f"{day.day:02}")
        if padded
        else (f"{day.year}", f"{day.month}", f"{day.day}")
    )

    assert parse(separator.join(parts)) == day.isoformat()
    assert parse(f"{day:%Y%m%d}") == day.isoformat()
    assert parse_day(separator.join(parts)) == day


@given(DAYS, st.sampled_from([4, 7, 10]))
def test_what_was_read_reads_the_same_again(day: datetime.date, precision: int) -> None:
    date = day.isoformat()[:precision]

    assert parse(date) == date


@given(st.text(st.sampled_from("0123456789-./ "), max_size=12))
def test_anything_is_a_date_in_the_one_form_or_refused(written: str) -> None:
    try:
        date = parse(written)
    except ValueError:
        return

    datetime.date.fromisoformat(date + "-01-01"[len(date) - 4 :])


@pytest.mark.parametrize("written", ["2026", "2026-11"])
def test_a_whole_date_is_more_than_a_year_or_a_month(written: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        parse_day(written)


@pytest.mark.parametrize(
    ("partial", "is_after"),
    [
        ("2026", False),
        ("2027", True),
        ("2026-11", False),
        ("2026-12", True),
        ("2026-11-23", False),
        ("2026-11-24", True),
        ("2025-12-31", False),
    ],
)
def test_a_date_is_in_the_future_when_all_of_it_is(partial: str, is_after: bool) -> None:
    assert begins_after(partial, datetime.date(2026, 11, 23)) is is_after


@given(DAYS, DAYS)
def test_a_whole_date_is_after_today_exactly_when_it_is(
    day: datetime.date, today: datetime.date
) -> None:
    assert begins_after(day.isoformat(), today) is (day > today)


@pytest.mark.parametrize(
    ("written", "time"),
    [
        ("8", "08:00"),
        ("8.30", "08:30"),
        ("8:30", "08:30"),
        ("08.30", "08:30"),
        ("0830", "08:30"),
        ("830", "08:30"),
        ("kl. 8.30", "08:30"),
        ("Kl 8", "08:00"),
        (" 23:59 ", "23:59"),
        ("00:00", "00:00"),
    ],
)
def test_a_time_is_taken_as_people_write_it(written: str, time: str) -> None:
    assert parse_time(written) == time


@pytest.mark.parametrize("written", ["", "24:00", "8:60", "nio", "8.3", "8:30:15", "-1", "12345"])
def test_a_time_that_cannot_be_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        parse_time(written)


@given(st.times())
def test_every_minute_is_read_back(time: datetime.time) -> None:
    assert parse_time(f"{time:%H:%M}") == f"{time:%H:%M}"
    assert parse_time(f"kl {time:%H.%M}") == f"{time:%H:%M}"
