"""Personal identity numbers and coordination numbers as people write them, whole or in part."""

from __future__ import annotations

import datetime
import re

from personnummer.personnummer import Personnummer, PersonnummerException

_WRITTEN = re.compile(r"(?P<date>\d{8}|\d{6})(?:[-+]?(?P<last>\d{4})|[-+]?[xn?*_]{0,4})", re.ASCII)
_DIGITS = re.compile(r"[\d+-]+", re.ASCII)
_DASHES = str.maketrans("–−", "--")
_BORN = ("18", "19", "20")
_ONE_OFF = (9, 11, 13)
"""Unit: digits. One too few or too many for a number of ten or twelve."""
_COORDINATION = 60
"""What a coordination number adds to the day of birth."""


def cannot_be(text: str, today: datetime.date) -> bool:
    """Whether what is written as a whole number, or as a date of birth, is one nobody can have.

    A part of a number, one with letters such as the reserve numbers of health care, and plain
    words say nothing that can be held against a check digit, and are let through.
    """
    plain = "".join(text.split()).translate(_DASHES).lower()
    match = _WRITTEN.fullmatch(plain)
    if match is None:
        return bool(_DIGITS.fullmatch(plain)) and len(re.sub("[-+]", "", plain)) in _ONE_OFF
    if not match["last"]:
        return not _can_be_born(match["date"], today)
    try:
        born: datetime.date = Personnummer(plain).get_date()
    except PersonnummerException:
        return True
    return len(match["date"]) == len("20260114") and born > today


def _can_be_born(date: str, today: datetime.date) -> bool:
    """Whether 20100114 or 100114 is a day; another number of eight digits is let through."""
    if len(date) == len("20260114"):
        return not date.startswith(_BORN) or _is_past(date, today)
    return any(_is_past(century + date, today) for century in _BORN)


def _is_past(date: str, today: datetime.date) -> bool:
    year, month, day = int(date[:4]), int(date[4:6]), int(date[6:])
    try:
        born = datetime.date(year, month, day - _COORDINATION if day > _COORDINATION else day)
    except ValueError:
        return False
    return born <= today
