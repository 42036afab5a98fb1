"""Clocks of disposal: the small pack with one change each, and what an overlay may shorten."""

from __future__ import annotations

from pathlib import Path

import pytest

from fyrstod.packs.check_overlay import laid_over
from fyrstod.packs.disposal import Clock
from fyrstod.packs.loader import Fault, load_with_origin
from tests.packs import tiny, tiny_law, tiny_overlay

FILE = "disposal.toml"
LOCAL = "town/2026.1/disposal.toml"
NOT_SHORTER = "is not shorter than the national clock"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tiny_law.write(tmp_path / "tiny" / "2026.1")


@pytest.fixture
def overlay(tmp_path: Path) -> Path:
    return tiny_overlay.write(tmp_path / "town" / "2026.1")


@pytest.mark.parametrize(
    ("old", "new", "place", "reason"),
    [
        (
            "{ months = 6 }",
            "{ months = 6, years = 1 }",
            "notes-soon.clock",
            "is years, months or until_age, one of them",
        ),
        ("{ months = 6 }", "{}", "notes-soon.clock", "is years, months or until_age, one of them"),
        ('record = "notes"', 'record = "x9"', "notes-soon.record", "'x9' is not among the"),
        ('rule = "kept"', 'rule = "x9"', "notes-soon.rule", "'x9' is not among the rules"),
        ('rule = "kept"', 'rule = "young"', "notes-soon.rule", "'young' is no rule on records"),
        (
            'agencies = ["police", "school"]',
            'agencies = ["x9"]',
            "notes-soon.agencies",
            "'x9' is not among the agencies",
        ),
        (
            'record = "file"\nabout = ["adult"]\nclock',
            'record = "notes"\nclock',
            "file-later",
            "fits the same record as 'notes-soon'; one clock for each",
        ),
        (
            "may_be_tighter = true",
            'may_be_tighter = true\ntighter_because = { sv = "Så.", en = "So." }',
            "notes-soon.tighter_because",
            "is for an overlay alone",
        ),
    ],
)
def test_a_clock_that_does_not_hold_together_is_refused(
    folder: Path, old: str, new: str, place: str, reason: str
) -> None:
    tiny.change(folder, FILE, old, new)

    faults = tiny.faults_of(folder)

    assert any(
        (fault.file, fault.place) == (FILE, place) and reason in fault.reason for fault in faults
    ), faults


def test_a_municipality_may_shorten_a_clock_that_the_law_leaves_open(
    folder: Path, overlay: Path
) -> None:
    tiny_overlay.write_national(folder)

    pack = laid_over(load_with_origin(folder), overlay).pack

    notes, file = pack.disposals
    assert notes.clock == Clock(months=1)
    assert notes.says.en == "After one month."
    assert notes.tighter_because is not None
    assert file.clock == Clock(years=5)
    assert pack.overlay is not None
    told = pack.overlay.reworded[-1]
    assert (told.part, told.id, told.was.en, told.now.en) == (
        "disposals",
        "notes-soon",
        "After six months.",
        "After one month.",
    )


@pytest.mark.parametrize(
    ("old", "new", "place", "reason"),
    [
        (
            "{ months = 1 }",
            "{ months = 6 }",
            "notes-soon",
            "is not shorter than the national clock",
        ),
        ("{ months = 1 }", "{ years = 1 }", "notes-soon", "is not shorter than the national clock"),
        (
            "{ months = 1 }",
            "{ until_age = 18 }",
            "notes-soon",
            "give years or months after the last note, one of them",
        ),
        (
            'id = "notes-soon"',
            'id = "file-later"',
            "file-later",
            "the law sets this clock: no municipality can change it",
        ),
        ('id = "notes-soon"', 'id = "x9"', "x9", "'x9' is not among the disposals"),
    ],
)
def test_a_municipality_never_lengthens_a_clock_nor_touches_one_of_the_law(
    folder: Path, overlay: Path, *, old: str, new: str, place: str, reason: str
) -> None:
    tiny_overlay.write_national(folder)
    tiny.change(overlay, FILE, old, new)

    assert Fault(LOCAL, place, reason) in tiny_overlay.faults_of(folder, overlay)
