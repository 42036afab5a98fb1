"""Each broken pack is the small one with one change to its table, and is refused for it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from fyrstod.packs.loader import Fault
from tests.packs import tiny, tiny_law


@dataclass(frozen=True)
class Broken:
    old: str
    new: str
    place: str
    reason: str


BROKEN = {
    "a difference that nobody is asked about": Broken(
        'serves = ["urgency", "unknown"]',
        'serves = ["urgency"]',
        "[[question]]",
        "nobody is asked anything where unknown differs",
    ),
    "a question that serves no known difference": Broken(
        'serves = ["urgency", "unknown"]',
        'serves = ["urgency", "unknown", "mood"]',
        "how-soon.serves",
        "'mood' is not among the differences",
    ),
    "differences in another order": Broken(
        'id = "stance"\n',
        'id = "standing"\n',
        "[[difference]]",
        "in this order: stance, worries, protection, unknown, urgency",
    ),
    "an item at no known moment": Broken(
        'id = "next"\nmoment = "close"',
        'id = "next"\nmoment = "lunch"',
        "next.moment",
        "'lunch' is not among the agenda moments",
    ),
    "a moment without an item": Broken(
        'id = "next"\nmoment = "close"',
        'id = "next"\nmoment = "begin"',
        "close",
        "no item of the agenda belongs to this moment",
    ),
    "a question about what somebody believes in": Broken(
        'en = "How soon?"',
        'en = "Does he go to a mosque?"',
        "how-soon.text.en",
        "'mosque' asks about faith or visible religiosity; ask about behaviour",
    ),
    "a reason that leans on no known rule": Broken(
        'rules = ["bar"]', 'rules = ["pub"]', "secret.rules", "'pub' is not among the rules"
    ),
    "no forum where a person can be spoken of": Broken(
        'speaks_of = "person"',
        'speaks_of = "situation"',
        "[[forum_kind]]",
        "in none of them can a person be spoken of",
    ),
    "a forum that speaks of something else": Broken(
        'speaks_of = "person"',
        'speaks_of = "football"',
        "forum_kind 1 (sspf) speaks_of",
        "Input should be 'person' or 'situation'",
    ),
    "an item that does not say how": Broken(
        'how = [{ sv = "Välj en dag.", en = "Choose a day." }]',
        "how = []",
        "agenda_item 2 (next) how",
        "Tuple should have at least 1 item after validation, not 0",
    ),
    "an item without a source": Broken(
        'avoid = { sv = "Att vänta.", en = "Waiting." }\nsources = ["study"]',
        'avoid = { sv = "Att vänta.", en = "Waiting." }\nsources = ["rumour"]',
        "next.sources",
        "'rumour' is not among the sources",
    ),
}


@pytest.mark.parametrize("broken", BROKEN.values(), ids=BROKEN.keys())
def test_a_broken_table_is_refused_with_file_place_and_reason(folder: Path, broken: Broken) -> None:
    tiny.change(tiny_law.write(folder), "table.toml", broken.old, broken.new)

    assert Fault("table.toml", broken.place, broken.reason) in tiny.faults_of(folder)


@pytest.mark.parametrize("key", ["agenda_item", "question", "held_back", "forum_kind"])
def test_a_pack_with_law_needs_each_part_of_the_table(folder: Path, key: str) -> None:
    file = tiny_law.write(folder) / "table.toml"
    parts = file.read_text(encoding="utf-8").split("[[")
    kept = [part for part in parts if not part.startswith(f"{key}]]")]
    file.write_text("[[".join(kept), encoding="utf-8")

    faults = tiny.faults_of(folder)

    assert Fault("table.toml", f"[[{key}]]", "nothing here; a pack needs it") in faults


def test_a_pack_without_law_needs_no_table(folder: Path) -> None:
    assert tiny.look_at(folder).faults == ()
