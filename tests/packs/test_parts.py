from __future__ import annotations

import dataclasses
from pathlib import Path

from fyrstod.packs.loader import load
from fyrstod.packs.parts import Link, dangling, links, put_together, taken_apart
from tests.packs import tiny_law


def test_a_pack_taken_apart_and_put_together_is_the_same(folder: Path) -> None:
    pack = load(tiny_law.write(folder))

    assert put_together(pack, taken_apart(pack)) == pack


def test_a_report_comes_apart_into_its_pages_questions_and_ways(folder: Path) -> None:
    parts = taken_apart(load(folder))

    assert list(parts["concern_sections"]) == ["person"]
    assert list(parts["concern_fields"]) == ["protected_data", "address", "witnesses"]
    assert list(parts["police_channels"]) == ["call"]
    assert list(parts["police_copy_blocks"]) == ["who"]
    assert parts["reports"]["concern"].sections == ()


def test_a_changed_question_is_put_back_on_its_page(folder: Path) -> None:
    pack = load(folder)
    parts = taken_apart(pack)
    address = dataclasses.replace(parts["concern_fields"]["address"], max_length=7)
    parts["concern_fields"]["address"] = address

    concern, police = put_together(pack, parts).reports

    assert concern.sections[0].fields[1] == address
    assert police == pack.reports[1]


def test_what_points_at_what_is_told_with_its_place(folder: Path) -> None:
    parts = taken_apart(load(tiny_law.write(folder)))

    found = set(links(parts))

    assert {
        Link("contacts", "emergency-112", "emergency-112.source", "sources", "study"),
        Link(
            "factors", "praises-violence", "praises-violence.figures.1.source", "sources", "study"
        ),
        Link("concern_channels", "call", "call.contact", "contacts", "emergency-112"),
        Link("timelines", "police", "police.events.one.agency", "agencies", "police"),
        Link("plan_duties", "picture", "picture.covered_by", "recommendations", "deputy"),
    } <= found
    assert list(dangling(parts)) == []


def test_what_points_at_an_item_that_is_taken_away_dangles(folder: Path) -> None:
    parts = taken_apart(load(folder))
    del parts["people"]["teenager"]

    assert [link.place for link in dangling(parts)] == ["good-day.people", "listen.people"]
