"""Pictures of a concern's pieces, laid out without request, database or pack.

Every picture has a text twin on its page: a drawing shows where, and the list says what.
"""

from __future__ import annotations

import calendar
import datetime
import re
import textwrap
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

WIDTH: Final = 480
"""Unit: the drawing's own, as everything below."""
LINE: Final = 25
LETTER: Final = 9.6
"""How wide a letter is, on average, with room to spare."""
CAPITAL: Final = 11.8
"""The same where all are capitals."""
PAD: Final = 14
GAP: Final = 16
MARK: Final = 9
"""Half the height of a mark, and the radius of one for a day."""
STEP: Final = 24
"""From one mark to another above it in the same lane."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of words, and how far down its letters stand."""

    text: str
    down: int


@dataclass(frozen=True, slots=True)
class Panel:
    """One side of the picture."""

    name: str
    across: int
    top: int
    width: int
    height: int
    lines: tuple[Line, ...]

    @property
    def words_across(self) -> int:
        return self.across + PAD

    @property
    def name_down(self) -> int:
        return self.top + PAD + LINE // 2

    @property
    def right(self) -> int:
        return self.across + self.width


@dataclass(frozen=True, slots=True)
class Picture:
    """What protects and what worries with the same area, and what is unknown under both."""

    width: int
    height: int
    protects: Panel
    worries: Panel
    unknown: Panel


def picture(
    protects: tuple[str, Sequence[str]],
    worries: tuple[str, Sequence[str]],
    unknown: tuple[str, Sequence[str]],
) -> Picture:
    """Lay out three sides, each with its name and what stands in it."""
    half = (WIDTH - GAP) // 2
    sides = [_listed(words, half) for _name, words in (protects, worries)]
    height = _height(max(len(lines) for lines in sides))
    below = _listed(unknown[1], WIDTH)
    low = height + GAP
    return Picture(
        width=WIDTH,
        height=low + _height(len(below)),
        protects=_panel(protects[0], sides[0], across=0, top=0, width=half, height=height),
        worries=_panel(worries[0], sides[1], across=half + GAP, top=0, width=half, height=height),
        unknown=_panel(
            unknown[0], below, across=0, top=low, width=WIDTH, height=_height(len(below))
        ),
    )


def _height(lines: int) -> int:
    return 2 * PAD + LINE * (lines + 1)


def _panel(
    name: str, texts: Sequence[str], *, across: int, top: int, width: int, height: int
) -> Panel:
    first = top + PAD + LINE // 2 + LINE
    lines = tuple(Line(text, first + LINE * place) for place, text in enumerate(texts))
    return Panel(name, across, top, width, height, lines)


def _listed(texts: Iterable[str], width: int) -> list[str]:
    return [line for text in texts for line in wrapped(text, width - 2 * PAD, bullet="– ")]


def wrapped(text: str, width: int, *, bullet: str = "", letter: float = LETTER) -> list[str]:
    """Break a text into lines of `width`, and a word that is longer than a line where it may."""
    letters = int(width / (CAPITAL if text.isupper() else letter))
    room = letters - len(bullet)
    words = (part for word in text.split() for part in _parted(word, room))
    return textwrap.wrap(
        " ".join(words),
        letters,
        initial_indent=bullet,
        subsequent_indent=" " * len(bullet),
    )


SYLLABLE: Final = re.compile(r"(?<=\w\w)(?=[^\W\d_aeiouyåäö][aeiouyåäö]\w)", re.IGNORECASE)
"""Where a word may be broken, as a rule of thumb: before a consonant and the vowel after it."""


def _parted(word: str, letters: int) -> Iterator[str]:
    while len(word) > letters:
        places = [each.start() for each in SYLLABLE.finditer(word, 0, letters + 2)]
        if not places:
            break
        yield f"{word[: places[-1]]}-"
        word = word[places[-1] :]
    yield word


@dataclass(frozen=True, slots=True)
class Moment:
    """Something with a date from `core.dates` in a lane; `is_changed`: corrected since."""

    lane: str
    date: str
    is_changed: bool = False


@dataclass(frozen=True, slots=True)
class Mark:
    """A moment as drawn: as wide as its date is vague."""

    across: int
    down: int
    width: int
    is_changed: bool

    @property
    def left(self) -> int:
        return self.across - MARK

    @property
    def top(self) -> int:
        return self.down - MARK

    @property
    def whole_width(self) -> int:
        return self.width + 2 * MARK


@dataclass(frozen=True, slots=True)
class Lane:
    name: str
    name_down: int
    ground: int
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class Tick:
    """A day named under the lanes. `anchor` keeps its words inside the drawing."""

    text: str
    across: int
    anchor: str


@dataclass(frozen=True, slots=True)
class Timeline:
    width: int
    height: int
    left: int
    right: int
    axis: int
    lanes: tuple[Lane, ...]
    ticks: tuple[Tick, ...]

    @property
    def words_down(self) -> int:
        return self.axis + LINE


def timeline(moments: Sequence[Moment], lanes: Sequence[str]) -> Timeline | None:
    """Lay dated moments out in lanes. None where nothing is dated."""
    spans = [(moment, *span(moment.date)) for moment in moments if moment.date]
    if not spans:
        return None
    first, last = min(start for _m, start, _e in spans), max(end for _m, _s, end in spans)
    left, right = PAD, WIDTH - PAD
    days = (last - first).days

    def across(day: datetime.date) -> int:
        if not days:
            return (left + right) // 2
        return left + round((right - left) * (day - first).days / days)

    drawn, top = [], 0
    for name in lanes:
        here = sorted(
            (across(start), across(end), moment.is_changed)
            for moment, start, end in spans
            if moment.lane == name
        )
        rows = _rows([(start, end) for start, end, _changed in here])
        ground = top + LINE + STEP * (max(rows, default=0) + 1) + MARK
        marks = tuple(
            Mark(start, ground - MARK - 4 - STEP * row, end - start, is_changed)
            for row, (start, end, is_changed) in zip(rows, here, strict=True)
        )
        drawn.append(Lane(name, top + LINE - 6, ground, marks))
        top = ground + GAP
    return Timeline(
        width=WIDTH,
        height=top + LINE + GAP,
        left=left,
        right=right,
        axis=top,
        lanes=tuple(drawn),
        ticks=_ticks(first, last, across(first), across(last)),
    )


def _rows(spans: Sequence[tuple[int, int]]) -> list[int]:
    """How high over the ground each span lies, so that no two touch."""
    ends: list[int] = []
    rows = []
    for start, end in spans:
        row = next((at for at, taken in enumerate(ends) if taken < start), len(ends))
        ends[row : row + 1] = [end + 2 * MARK + 4]
        rows.append(row)
    return rows


def _ticks(first: datetime.date, last: datetime.date, left: int, right: int) -> tuple[Tick, ...]:
    if first == last:
        return (Tick(first.isoformat(), left, "middle"),)
    return (Tick(first.isoformat(), left, "start"), Tick(last.isoformat(), right, "end"))


def span(date: str) -> tuple[datetime.date, datetime.date]:
    """The first and the last day that a date from `core.dates` can mean."""
    year, *rest = (int(part) for part in date.split("-"))
    if not rest:
        return datetime.date(year, 1, 1), datetime.date(year, 12, 31)
    if len(rest) == 1:
        last = calendar.monthrange(year, rest[0])[1]
        return datetime.date(year, rest[0], 1), datetime.date(year, rest[0], last)
    day = datetime.date(year, rest[0], rest[1])
    return day, day
