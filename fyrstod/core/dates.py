"""Dates as people write them: a year, a month or a day."""

from __future__ import annotations

import datetime
import re

_SEPARATED = re.compile(r"(\d{4})(?:[-/. ](\d{1,2})(?:[-/. ](\d{1,2}))?)?")
_RUN_TOGETHER = re.compile(r"(\d{4})(\d{2})(\d{2})")
EARLIEST = 1900


def parse(text: str) -> str:
    """The date as "2026", "2026-11" or "2026-11-23".

    Takes the same with dots, slashes or spaces, and 20261123. Raises ValueError for a
    date that cannot be.
    """
    written = text.strip()
    match = _RUN_TOGETHER.fullmatch(written) or _SEPARATED.fullmatch(written)
    if match is None:
        raise ValueError("not a date")
    year, *month_and_day = (int(part) for part in match.groups() if part is not None)
    month, day = (*month_and_day, 1, 1)[:2]
    if datetime.date(year, month, day).year < EARLIEST:
        raise ValueError("too long ago")
    return "-".join((f"{year:04}", *(f"{part:02}" for part in month_and_day)))


def parse_day(text: str) -> datetime.date:
    """A whole date. Raises ValueError for a year or month alone too."""
    return datetime.date.fromisoformat(parse(text))


def begins_after(partial: str, today: datetime.date) -> bool:
    """Whether a date from `parse` lies wholly in the future."""
    return partial > today.isoformat()[: len(partial)]


def parse_time(text: str) -> str:
    """A time of day as "08:30"; takes 8.30, 8:30, 0830, 8 and "Kl. 8". Raises ValueError."""
    match = re.fullmatch(
        r"(\d{1,2})(?:[.:]?(\d{2}))?", text.strip().lower().removeprefix("kl").strip(" .")
    )
    if match is None:
        raise ValueError("not a time")
    return datetime.time(int(match[1]), int(match[2] or 0)).strftime("%H:%M")
