"""The colours of frontend/app.css hold WCAG 2.2 AA, by day and by night."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

STYLES = Path(__file__).parent.parent.parent / "frontend" / "app.css"

GROUNDS = ("ground", "raised", "sunk", "chosen")
READ = ("ink", "soft", "action", "action-strong", "visited", "mistake", "danger-text")
PAIRS = [
    *((text, ground, 4.5) for text in READ for ground in GROUNDS),
    *(("edge", ground, 3.0) for ground in GROUNDS),
    ("on-action", "action", 4.5),
    ("on-action", "action-strong", 4.5),
    ("on-danger", "danger", 4.5),
    ("on-amber", "amber", 4.5),
    ("action", "ground", 3.0),
]


def palette(block: re.Match[str]) -> dict[str, str]:
    return dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{3,6});", block.group(1)))


def palettes() -> dict[str, dict[str, str]]:
    css = STYLES.read_text(encoding="utf-8")
    light = re.search(r":root \{([^}]*)\}", css)
    dark = re.search(r"prefers-color-scheme: dark\) \{\s*:root \{([^}]*)\}", css)
    assert light is not None
    assert dark is not None
    return {"light": palette(light), "dark": {**palette(light), **palette(dark)}}


def luminance(colour: str) -> float:
    digits = colour.lstrip("#")
    if len(digits) == 3:
        digits = "".join(digit * 2 for digit in digits)
    parts = [int(digits[place : place + 2], 16) / 255 for place in (0, 2, 4)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_pair_of_colours_can_be_read(scheme: str) -> None:
    colours = palettes()[scheme]

    weak = {
        (one, other): round(contrast(colours[one], colours[other]), 2)
        for one, other, needed in PAIRS
        if contrast(colours[one], colours[other]) < needed
    }

    assert weak == {}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_mark_of_focus_stands_out_from_every_ground(scheme: str) -> None:
    """Amber by night; by day the dark line that goes with it."""
    colours = palettes()[scheme]

    weak = [
        ground
        for ground in GROUNDS
        if max(contrast(colours[mark], colours[ground]) for mark in ("amber", "on-amber")) < 3
    ]

    assert weak == []
