"""The figures as one picture, in light and in dark, with the same said in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from html import escape
from itertools import groupby

from bench.results import Measured, Part, said

WIDTH = 760
LEFT, RIGHT = 24, 136
NAMES = 292
ROW, BAR = 26, 14
TOP, HEADING, AFTER = 84, 34, 18

KEY = "Green is Fyrstöd, grey what it is compared with. The line is the target."

STYLE = """
.ground { fill: #fbf7ef } .text { fill: #1c2320 } .quiet { fill: #4f5b55 }
.ours { fill: #1f6b54 } .other { fill: #a9b4ae } .target { fill: #b26a00 }
text { font: 14px system-ui, sans-serif } .title { font-size: 20px; font-weight: 600 }
.heading { font-weight: 600 }
@media (prefers-color-scheme: dark) {
  .ground { fill: #15211f } .text { fill: #f1ede3 } .quiet { fill: #b5c0ba }
  .ours { fill: #6cc3a0 } .other { fill: #5d6b65 } .target { fill: #f2b040 }
}
"""


def draw(parts: Sequence[Part], title: str) -> str:
    y = TOP
    pieces: list[str] = []
    for part in parts:
        better = "more" if part.measured[0].unit == "requests/s" else "less"
        pieces.append(_text(LEFT, y + 15, part.title, "text heading"))
        pieces.append(_text(NAMES, y + 15, f"{better} is better", "quiet"))
        y += HEADING
        for _unit, group in groupby(part.measured, key=lambda one: one.unit):
            alike = list(group)
            longest = max(_reach(one, part) for one in alike)
            for one in alike:
                # What has a target of its own is drawn against that, and not against the others.
                scale = _reach(one, part) if _is_budget(part) else longest
                pieces += _row(one, part.marks.get(one.name), scale, y)
                y += ROW
        y += AFTER
    described = escape(" ".join(_sentences(parts)))
    body = "\n".join(pieces)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {y}" width="{WIDTH}" '
        f'height="{y}" role="img" aria-labelledby="title desc">\n'
        f'<title id="title">{escape(title)}</title>\n<desc id="desc">{described}</desc>\n'
        f"<style>{STYLE}</style>\n"
        f'<rect class="ground" width="{WIDTH}" height="{y}" rx="8"/>\n'
        f"{_text(LEFT, 38, title, 'text title')}\n"
        f"{_text(LEFT, 60, KEY, 'quiet')}\n"
        f"{body}\n</svg>\n"
    )


def _is_budget(part: Part) -> bool:
    """Whether nothing is compared: each has a roof of its own."""
    return all(one.ours for one in part.measured)


def _reach(one: Measured, part: Part) -> float:
    return max(one.median, part.marks.get(one.name, 0))


def _row(one: Measured, mark: float | None, scale: float, y: int) -> Iterator[str]:
    room = WIDTH - NAMES - RIGHT - LEFT
    length = max(2, round(room * one.median / scale))
    css_class = "ours" if one.ours else "other"
    yield _text(LEFT, y + 12, one.name, "text")
    yield f'<rect class="{css_class}" x="{NAMES}" y="{y}" width="{length}" height="{BAR}" rx="2"/>'
    end = length
    if mark is not None:
        at = round(room * mark / scale)
        end = max(end, at)
        yield (
            f'<rect class="ground" x="{NAMES + at - 3}" y="{y}" width="7" height="{BAR}"/>'
            f'<rect class="target" x="{NAMES + at - 1}" y="{y - 4}" width="3" height="{BAR + 8}"/>'
        )
    yield _text(NAMES + end + 10, y + 12, said(one.median, one.unit), "quiet")


def _text(x: int, y: int, text: str, css_class: str) -> str:
    return f'<text class="{css_class}" x="{x}" y="{y}">{escape(text)}</text>'


def _sentences(parts: Iterable[Part]) -> Iterator[str]:
    for part in parts:
        figures = "; ".join(f"{one.name} {said(one.median, one.unit)}" for one in part.measured)
        yield f"{part.title}: {figures}."
        for goal in part.targets:
            yield f"{goal.asked}: {goal.result}, {'met' if goal.met else 'missed'}."
