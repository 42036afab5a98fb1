"""When a closed concern is erased: no database, request or clock of its own."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Final

from fyrstod.law.advice import in_force
from fyrstod.packs.cards import RuleCard
from fyrstod.packs.disposal import MONTHS_IN_A_YEAR, Disposal
from fyrstod.packs.schema import Pack

_NUMBER_DIGITS: Final = 12
_ADDED_TO_THE_DAY: Final = 60
"""A coordination number (samordningsnummer) has this much on top of the day of birth."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """The day that a rule gives, the rule, and the card with its statute."""

    on: datetime.date
    disposal: Disposal
    card: RuleCard


def due(
    pack: Pack,
    *,
    agency: str,
    record: str,
    about: str,
    last_note: datetime.date,
    number: str,
    today: datetime.date,
) -> Due | None:
    """When a record is erased. None where no rule gives a day: then the records officer decides.

    `number` is a personal identity number of twelve digits, or "". No rule gives a day that is
    past already for a clock that counts from birth: then something else is wrong.
    """
    found = rule_for(pack, agency=agency, record=record, about=about, today=today)
    if found is None:
        return None
    disposal, card = found
    day = _day(disposal, last_note=last_note, born=born_on(number))
    if day is None:
        return None
    if disposal.clock.until_age is not None and day <= today:
        return None
    return Due(on=max(day, today + datetime.timedelta(days=1)), disposal=disposal, card=card)


def rule_for(
    pack: Pack, *, agency: str, record: str, about: str, today: datetime.date
) -> tuple[Disposal, RuleCard] | None:
    """The rule for a kind of record here, whose statute is in force today."""
    known = {card.id: card for card in pack.rules}
    for disposal in pack.disposals:
        card = known[disposal.rule]
        if disposal.fits(agency, record, about) and in_force(card, today):
            return disposal, card
    return None


def _day(
    disposal: Disposal, *, last_note: datetime.date, born: datetime.date | None
) -> datetime.date | None:
    if disposal.clock.until_age is not None:
        months = disposal.clock.until_age * MONTHS_IN_A_YEAR
        return later(born, months) if born else None
    after = disposal.clock.months_after_the_last_note
    return None if after is None else later(last_note, after)


def later(day: datetime.date, months: int) -> datetime.date:
    """The same day so many months on. Where a month is too short, the first of the next.

    So what is counted from 29 February, or from the 31st, is never erased a day too soon.
    """
    year, month = divmod(day.year * MONTHS_IN_A_YEAR + day.month - 1 + months, MONTHS_IN_A_YEAR)
    try:
        return datetime.date(year, month + 1, day.day)
    except ValueError:
        # A month that lacks the day is never December, which has 31.
        return datetime.date(year, month + 2, 1)


def born_on(number: str) -> datetime.date | None:
    """The day of birth in a personal identity number or coordination number; None without one."""
    if len(number) != _NUMBER_DIGITS or not number.isdigit():
        return None
    day = int(number[6:8])
    try:
        return datetime.date(
            int(number[:4]),
            int(number[4:6]),
            day - _ADDED_TO_THE_DAY if day > _ADDED_TO_THE_DAY else day,
        )
    except ValueError:
        return None
