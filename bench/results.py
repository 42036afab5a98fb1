"""What was measured, and how it is told: in the terminal and in docs/benchmarks.md."""

from __future__ import annotations

import statistics
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

Unit = Literal["ms", "s", "requests/s", "MB", "kB"]
_DECIMALS: dict[Unit, int] = {"ms": 1, "s": 1, "requests/s": 0, "MB": 0, "kB": 1}


def said(value: float, unit: Unit) -> str:
    return f"{value:,.{_DECIMALS[unit]}f} {unit}"


@dataclass(frozen=True, slots=True)
class Measured:
    """One thing measured some times. `ours` tells it from what it is compared with."""

    name: str
    unit: Unit
    values: tuple[float, ...]
    ours: bool = True

    @property
    def median(self) -> float:
        return statistics.median(self.values)

    @property
    def spread(self) -> str:
        """The middle half, which a neighbour on the machine disturbs least."""
        if len(self.values) < 4:
            return "–" if len(self.values) == 1 else _range(self.values, self.unit)
        quarters = statistics.quantiles(self.values, n=4)
        return _range((quarters[0], quarters[2]), self.unit)


def _range(values: Sequence[float], unit: Unit) -> str:
    places = _DECIMALS[unit]
    return f"{min(values):,.{places}f}–{max(values):,.{places}f}"


@dataclass(frozen=True, slots=True)
class Target:
    """What was asked for, what came out, and whether that is enough."""

    asked: str
    result: str
    met: bool


def at_most(what: str, result: float, limit: float, unit: Unit) -> Target:
    return Target(f"{what} ≤ {said(limit, unit)}", said(result, unit), result <= limit)


def proportion(one: Measured, other: Measured) -> float:
    """How many times the other it is: in each round by itself, for what disturbs meets both."""
    pairs = zip(one.values, other.values, strict=True)
    return statistics.median(value / compared for value, compared in pairs)


def share(what: str, ours: Measured, other: Measured, *, least: float) -> Target:
    """`ours` as a share of `other`, of which at least `least` is asked for."""
    result = proportion(ours, other)
    return Target(f"{what} ≥ {least:.0%}", f"{result:.0%}", result >= least)


@dataclass(frozen=True, slots=True)
class Part:
    """One question that the bench asks, with its answer.

    `marks` are the targets that lie on the scale of what is measured, by its name.
    """

    title: str
    how: str
    measured: tuple[Measured, ...]
    targets: tuple[Target, ...]
    marks: Mapping[str, float] = field(default_factory=dict)
    left_out: str = ""


def as_markdown(parts: Iterable[Part]) -> str:
    return "\n\n".join(_part(part) for part in parts)


def _part(part: Part) -> str:
    rows = [
        (f"**{one.name}**" if one.ours else one.name, said(one.median, one.unit), one.spread)
        for one in part.measured
    ]
    verdicts = [(one.asked, one.result, "met" if one.met else "**missed**") for one in part.targets]
    pieces = [f"## {part.title}", part.how]
    if rows:
        pieces.append(_table(("Measured", "Median", "Middle half"), rows))
    if verdicts:
        pieces.append(_table(("Target", "Result", ""), verdicts))
    if part.left_out:
        pieces.append(part.left_out)
    return "\n\n".join(pieces)


def _table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [header, ["---"] * len(header), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def as_text(part: Part) -> str:
    """For the terminal."""
    lines = [f"\n{part.title}"]
    lines += [
        f"  {one.name:<58} {said(one.median, one.unit):>18}   ({one.spread})"
        for one in part.measured
    ]
    for goal in part.targets:
        mark = "met   " if goal.met else "MISSED"
        lines.append(f"  {mark} {goal.asked}: {goal.result}")
    if part.left_out:
        lines.append(f"  {part.left_out}")
    return "\n".join(lines)
