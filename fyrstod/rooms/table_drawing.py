"""Pictures of working together at a table, laid out without request, database or pack.

None of them counts, ranks or averages. Each has a text twin beside it, as in `piece_drawing`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from operator import itemgetter
from typing import Final, TypeAlias

from fyrstod.rooms.contents import Stands
from fyrstod.rooms.piece_drawing import GAP, LETTER, LINE, PAD, WIDTH, wrapped

RISE: Final = 19
"""From the top of a line of words to the foot of its letters; unit as in `piece_drawing`."""
PLAIN: Final = 9
"""How wide a letter is where it is not bold, as LETTER is."""
APART: Final = 9
"""Between two texts in the same field."""


class Tone(StrEnum):
    """What a line of words is in its field: the name of it, what stands there, how it stands."""

    NAME = "name"
    WORDS = "words"
    STATE = "state"


@dataclass(frozen=True, slots=True)
class Written:
    """A line of words, and where its letters begin."""

    text: str
    tone: Tone
    across: int
    down: int

    @property
    def end(self) -> int:
        """How far down its own space reaches."""
        return self.down + LINE - RISE


Words: TypeAlias = tuple[Written, ...]


def _written(texts: Iterable[tuple[Tone, str]], *, across: int, top: int, width: int) -> Words:
    lines: list[Written] = []
    down = top + RISE
    for tone, text in texts:
        if lines and tone is Tone.WORDS:
            down += APART
        letter = LETTER if tone is Tone.NAME else PLAIN
        for line in wrapped(text, width, letter=letter):
            lines.append(Written(line, tone, across, down))
            down += LINE
    return tuple(lines)


def _end(*fields: Words, least: int) -> int:
    return max([least, *(lines[-1].end for lines in fields if lines)])


Point: TypeAlias = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Knob:
    """Where on an outline a piece reaches out, or, as a hole, lets its neighbour in."""

    at: Point
    is_hole: bool = False


KNOB: Final = 24
"""How far a knob reaches."""
LOOSE: Final = 6
"""Between two pieces that lie beside each other."""
_KNOB: Final = ((-20, 0), (-10, 0), (-6, 3), (-8.5, 8), (-17, 15), (-14, KNOB), (0, KNOB))
"""Half a knob: along the edge from its middle, and out from it. Two curves, one after the other."""
_HOLE: Final = ((-22, 0), (-17, 0), (-13, 0.5), (-14, 4), (-24, 10), (-19, KNOB), (0, KNOB))
"""The same, wider by what lies between two pieces."""


def _outline(corners: Sequence[Point], *, rounded: int, knobs: Sequence[Knob] = ()) -> str:
    """An SVG path along corners, given clockwise, with a knob wherever an edge passes one."""
    edges = [*pairwise(corners), (corners[-1], corners[0])]
    steps = [f"M{_at(_moved(corners[0], _way(*edges[0]), rounded))}"]
    for (start, end), (_, after) in zip(edges, [*edges[1:], edges[0]], strict=True):
        way = _way(start, end)
        here = [(_along(start, it.at), it) for it in knobs if _is_between(it.at, start, end)]
        steps += [_bent(knob, way) for _far, knob in sorted(here, key=itemgetter(0))]
        stop = _moved(end, way, -rounded)
        steps.append(f"L{_at(stop)}Q{_at(end)} {_at(_moved(end, _way(end, after), rounded))}")
    return f"{''.join(steps)}Z"


def _bent(knob: Knob, way: Point) -> str:
    half = _HOLE if knob.is_hole else _KNOB
    out = -1 if knob.is_hole else 1
    whole = [*half, *((-along, far) for along, far in reversed(half[:-1]))]
    (right, down), (across, deep) = way, knob.at
    # Outwards is to the left of the way, since the way is clockwise and y grows downwards.
    places = [
        _at((across + right * along + down * far * out, deep + down * along - right * far * out))
        for along, far in whole
    ]
    curves = (f"C{' '.join(places[first : first + 3])}" for first in range(1, len(places), 3))
    return f"L{places[0]}{''.join(curves)}"


def _way(start: Point, end: Point) -> Point:
    return _sign(end[0] - start[0]), _sign(end[1] - start[1])


def _sign(number: int) -> int:
    return (number > 0) - (number < 0)


def _moved(point: Point, way: Point, far: int) -> Point:
    return point[0] + way[0] * far, point[1] + way[1] * far


def _along(start: Point, point: Point) -> int:
    return abs(point[0] - start[0]) + abs(point[1] - start[1])


def _is_between(point: Point, start: Point, end: Point) -> bool:
    return _along(start, point) + _along(point, end) == _along(start, end)


def _at(point: tuple[float, float]) -> str:
    return f"{point[0]:g},{point[1]:g}"


def _rectangle(across: int, top: int, right: int, bottom: int) -> tuple[Point, ...]:
    return (across, top), (right, top), (right, bottom), (across, bottom)


class Holds(StrEnum):
    """How an agency stands to the puzzle. What one that has left has given is kept."""

    SHARED = "shared"
    HOLDS = "holds"
    ASKED = "asked"
    LEFT = "left"


@dataclass(frozen=True, slots=True)
class Part:
    """An agency at the table; `says` is how it stands to the puzzle, in words."""

    name: str
    holds: Holds
    says: str


@dataclass(frozen=True, slots=True)
class Piece:
    holds: Holds
    outline: str
    lines: Words


@dataclass(frozen=True, slots=True)
class Empty:
    """The piece that nobody has."""

    title: str
    outline: str
    lines: Words


@dataclass(frozen=True, slots=True)
class Puzzle:
    width: int
    height: int
    pieces: tuple[Piece, ...]
    gap: Empty


COLUMN: Final = (WIDTH - LOOSE) // 2
SECOND: Final = COLUMN + LOOSE
"""Where the second column begins."""
MIDDLES: Final = (COLUMN // 2, SECOND + COLUMN // 2)
REACH: Final = KNOB + 10
"""From the edge with a hole to the words."""
_COLUMN_WORDS: Final = COLUMN - PAD - REACH
_ROUNDED: Final = 8


def puzzle(parts: Sequence[Part], gap: tuple[str, Sequence[str]]) -> Puzzle:
    """Lay out one piece for each agency, two in a row, and under them the one that nobody has.

    With an odd number of agencies the empty piece also fills the place beside the last one.
    """
    title, unknown = gap
    rows = [tuple(parts[place : place + 2]) for place in range(0, len(parts), 2)]
    pieces: list[Piece] = []
    top, last = 0, _Row(0, 0, is_first=True, reaches_right=True)
    for place, row in enumerate(rows):
        first = top + (REACH if place else PAD)
        told = [
            _written(
                [(Tone.NAME, part.name), (Tone.STATE, part.says)],
                across=across,
                top=first,
                width=_COLUMN_WORDS,
            )
            for part, across in zip(row, (PAD, SECOND + REACH), strict=False)
        ]
        bottom = _end(*told, least=top + 2 * KNOB) + PAD
        last = _Row(top, bottom, is_first=not place, reaches_right=not place % 2)
        pieces += [
            Piece(part.holds, last.outline(column), lines)
            for column, (part, lines) in enumerate(zip(row, told, strict=True))
        ]
        top = bottom + LOOSE
    lines = _written(
        [(Tone.NAME, title), *((Tone.WORDS, text) for text in unknown)],
        across=PAD,
        top=top + (REACH if rows else PAD),
        width=WIDTH - 2 * PAD,
    )
    height = _end(lines, least=top + REACH) + PAD
    return Puzzle(
        width=WIDTH,
        height=height,
        pieces=tuple(pieces),
        gap=Empty(title, _empty(len(parts), last, top, height), lines),
    )


@dataclass(frozen=True, slots=True)
class _Row:
    """Two places beside each other. Which of them reaches into the other alternates."""

    top: int
    bottom: int
    is_first: bool
    reaches_right: bool

    def knobs(self, column: int) -> list[Knob]:
        edge, half = (COLUMN, SECOND)[column], (self.top + self.bottom) // 2
        below = Knob((MIDDLES[column], self.bottom))
        beside = Knob((edge, half), is_hole=bool(column) is self.reaches_right)
        above = Knob((MIDDLES[column], self.top), is_hole=True)
        return [below, beside] if self.is_first else [below, beside, above]

    def outline(self, column: int) -> str:
        across = SECOND if column else 0
        corners = _rectangle(across, self.top, across + COLUMN, self.bottom)
        return _outline(corners, rounded=_ROUNDED, knobs=self.knobs(column))


def _empty(many: int, last: _Row, top: int, bottom: int) -> str:
    if many % 2:
        corners: tuple[Point, ...] = (
            (SECOND, last.top),
            (WIDTH, last.top),
            (WIDTH, bottom),
            (0, bottom),
            (0, top),
            (SECOND, top),
        )
        _below, *beside = last.knobs(1)
        knobs = [Knob((MIDDLES[0], top), is_hole=True), *beside]
    else:
        corners = _rectangle(0, top, WIDTH, bottom)
        knobs = [Knob((middle, top), is_hole=True) for middle in MIDDLES if many]
    return _outline(corners, rounded=_ROUNDED, knobs=knobs)


@dataclass(frozen=True, slots=True)
class Board:
    """Two mirrored shapes, one over the other where both hold, and a field apart from them."""

    width: int
    height: int
    at_risk: str
    a_risk: str
    cannot_say: str
    words: Mapping[Stands, Words]


SLIP: Final = 10
"""How far each shape ends before the other where they lie over each other."""


def board(names: Mapping[Stands, Sequence[str]], titles: Mapping[Stands, str]) -> Board:
    """Write the agencies' names where each has chosen to stand.

    The shapes stand side by side and then run together, since words find no room in the
    middle of two circles.
    """
    half = (WIDTH - GAP) // 2

    def words(stands: Stands, across: int, top: int, width: int) -> Words:
        texts = [(Tone.NAME, titles[stands]), *((Tone.WORDS, it) for it in names.get(stands, ()))]
        return _written(texts, across=across + PAD, top=top + PAD, width=width - 2 * PAD)

    at_risk = words(Stands.AT_RISK, 0, 0, half)
    a_risk = words(Stands.A_RISK, half + GAP, 0, half)
    meeting = _end(at_risk, a_risk, least=0) + PAD
    both = words(Stands.BOTH, SLIP, meeting, WIDTH - 2 * SLIP)
    foot = _end(both, least=meeting) + PAD
    apart = foot + GAP
    cannot_say = words(Stands.CANNOT_SAY, 0, apart, WIDTH)
    height = _end(cannot_say, least=apart) + PAD
    left: tuple[Point, ...] = (
        (0, 0),
        (half, 0),
        (half, meeting),
        (WIDTH - SLIP, meeting),
        (WIDTH - SLIP, foot),
        (0, foot),
    )
    right = tuple((WIDTH - across, down) for across, down in reversed(left))
    return Board(
        width=WIDTH,
        height=height,
        at_risk=_outline(left, rounded=_ROUNDED),
        a_risk=_outline(right, rounded=_ROUNDED),
        cannot_say=_outline(_rectangle(0, apart, WIDTH, height), rounded=_ROUNDED),
        words={
            Stands.AT_RISK: at_risk,
            Stands.A_RISK: a_risk,
            Stands.BOTH: both,
            Stands.CANNOT_SAY: cannot_say,
        },
    )


@dataclass(frozen=True, slots=True)
class Aim:
    """What the table wants to strengthen, and how far it has come, in words."""

    text: str
    state: str


@dataclass(frozen=True, slots=True)
class Branch:
    """A protective factor: its panel, and what carries it from the stem."""

    limb: str
    leaf: str
    outline: str
    lines: Words


@dataclass(frozen=True, slots=True)
class Plan:
    width: int
    height: int
    stem: str
    branches: tuple[Branch, ...]


STEM: Final = 14
"""Where the stem stands."""
BRANCH: Final = 52
"""Where the panels begin."""
BEND: Final = 30
"""How far below its panel's name a branch leaves the stem."""


def plan(groups: Sequence[tuple[str, Sequence[Aim]]]) -> Plan:
    """Lay out one branch for each protective factor, all from the same stem."""
    branches: list[Branch] = []
    top = 0
    for factor, aims in groups:
        texts = [(Tone.NAME, factor)]
        for aim in aims:
            texts += [(Tone.WORDS, aim.text), (Tone.STATE, aim.state)]
        lines = _written(texts, across=BRANCH + PAD, top=top + PAD, width=WIDTH - BRANCH - 2 * PAD)
        bottom = _end(lines, least=top) + PAD
        node = top + PAD + LINE // 2
        branches.append(
            Branch(
                limb=f"M{STEM},{node + BEND}Q{STEM},{node} {BRANCH},{node}",
                leaf=_leaf(STEM + 14, node + 4),
                outline=_outline(_rectangle(BRANCH, top, WIDTH, bottom), rounded=_ROUNDED),
                lines=lines,
            )
        )
        top = bottom + GAP
    height = max(top, BRANCH + GAP) + 2 * GAP
    return Plan(WIDTH, height, _stem(PAD + LINE // 2 + BEND, height), tuple(branches))


def _stem(top: int, bottom: int) -> str:
    root = bottom - 2 * PAD
    left, right = STEM - 11, STEM + 20
    return (
        f"M{STEM},{top}L{STEM},{root}Q{STEM - 1},{root + 15} {left},{root + 20}"
        f"M{STEM},{root}Q{STEM + 1},{root + 17} {right},{root + 20}"
    )


def _leaf(x: int, y: int) -> str:
    return f"M{x},{y}Q{x - 4},{y - 14} {x + 12},{y - 22}Q{x + 18},{y - 8} {x},{y}Z"
