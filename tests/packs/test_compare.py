from __future__ import annotations

from pathlib import Path

import pytest

from fyrstod.packs.base import Text
from fyrstod.packs.check_overlay import laid_over
from fyrstod.packs.compare import ChangedItem, FieldChange, Item, PartChanges, compare, title_of
from fyrstod.packs.loader import load, load_with_origin, version_before
from fyrstod.packs.schema import Pack
from tests.packs import tiny, tiny_law, tiny_overlay

GOOD_DAY = Text(sv="Hur ser en bra dag ut?", en="What does a good day look like?")


@pytest.fixture
def old(tmp_path: Path) -> Path:
    return tiny_law.write(tmp_path / "tiny" / "2026.1")


@pytest.fixture
def new(tmp_path: Path) -> Path:
    return tiny_law.write(tmp_path / "tiny" / "2026.2")


def between(old: Path, new: Path) -> tuple[PartChanges, ...]:
    return compare(load(old), load(new))


def test_a_pack_does_not_differ_from_itself(old: Path) -> None:
    assert between(old, old) == ()


def test_a_changed_text_is_told_with_its_field_and_both_words(old: Path, new: Path) -> None:
    tiny.change(new, "questions/family.toml", "Det öppnar.", "Det öppnar dörrar.")

    assert between(old, new) == (
        PartChanges(
            part="questions",
            added=(),
            removed=(),
            changed=(
                ChangedItem(
                    id="good-day",
                    title=GOOD_DAY,
                    fields=(
                        FieldChange(field="why.sv", old="Det öppnar.", new="Det öppnar dörrar."),
                    ),
                ),
            ),
        ),
    )


def test_what_came_and_what_went_is_told_by_name(old: Path, new: Path) -> None:
    tiny.change(new, "questions/family.toml", '"good-day"', '"bad-day"')

    assert between(old, new) == (
        PartChanges(
            part="questions",
            added=(Item(id="bad-day", title=GOOD_DAY),),
            removed=(Item(id="good-day", title=GOOD_DAY),),
            changed=(),
        ),
    )


VALUES = [
    (
        ("advice.toml", "Vänta", "Dröj"),
        FieldChange(field="do.sv", old="Sitt ner\nVänta\nTacka", new="Sitt ner\nDröj\nTacka"),
    ),
    (("advice.toml", '["any"]', "[]"), FieldChange(field="askers", old="any", new="")),
    (("contacts.toml", '"112"', '"113"'), FieldChange(field="phone", old="112", new="113")),
    (
        ("evidence.toml", "year = 2020", "year = 2021"),
        FieldChange(field="year", old="2020", new="2021"),
    ),
    (
        ("factors/risk.toml", "r = 0.10", "r = 0.20"),
        FieldChange(field="figures.1.value", old="r = 0.10", new="r = 0.20"),
    ),
    (
        ("rules/secrecy.toml", 'section = "1"', 'section = "2"'),
        FieldChange(field="statute.section", old="1", new="2"),
    ),
    (
        ("rules/secrecy.toml", "below = 21", "below = 20"),
        FieldChange(field="when.1.below", old="21", new="20"),
    ),
    (
        ("timelines.toml", "Genast", "Strax"),
        FieldChange(field="events.one.when.sv", old="Genast", new="Strax"),
    ),
]


@pytest.mark.parametrize(("change", "told"), VALUES, ids=[told.field for _change, told in VALUES])
def test_any_value_that_differs_is_told_by_its_path(
    old: Path, new: Path, change: tuple[str, str, str], told: FieldChange
) -> None:
    tiny.change(new, *change)

    (part,) = between(old, new)

    (item,) = part.changed
    assert item.fields == (told,)


def test_a_question_of_a_report_is_told_of_by_itself(old: Path, new: Path) -> None:
    tiny.change(new, "reports/concern.toml", "Fler såg.", "Andra såg.")

    (part,) = between(old, new)

    assert (part.part, [item.id for item in part.changed]) == ("concern_fields", ["witnesses"])


def test_national_and_local_differ_by_what_the_overlay_did(tmp_path: Path) -> None:
    national = load_with_origin(tiny_overlay.write_national(tmp_path / "tiny" / "2026.1"))
    overlay = tiny_overlay.write(tmp_path / "town" / "2026.1")

    found = {part.part: part for part in compare(national.pack, laid_over(national, overlay).pack)}

    assert [item.id for item in found["questions"].added] == ["town-ferry"]
    assert [change.field for change in found["questions"].changed[0].fields] == [
        "text.sv",
        "text.en",
    ]
    assert [item.id for item in found["next_steps"].removed] == ["wait"]
    assert [item.id for item in found["concern_channels"].added] == ["town-e-service"]
    assert found.keys() == {
        "questions",
        "sources",
        "contacts",
        "next_steps",
        "rules",
        "agenda",
        "table_questions",
        "disposals",
        "forums",
        "routines",
        "concern_channels",
    }


def test_every_item_of_a_pack_has_a_name(old: Path) -> None:
    pack: Pack = load(old)

    assert title_of(pack.sources[0]) == Text(sv="A review", en="A review")
    assert title_of(pack.reports[0].copy_blocks[0]).sv == "Vem"
    assert title_of(pack.precedence[0]).sv == "Undantaget bryter."


def test_the_version_before_is_the_nearest_by_number_not_by_letters(old: Path) -> None:
    for name in ("2026.9", "2026.10", "2025.30", "notes", "2027.1"):
        (old.parent / name).mkdir()

    assert version_before(old.parent / "2027.1") == old.parent / "2026.10"
    assert version_before(old) == old.parent / "2025.30"
    assert version_before(old.parent / "2025.30") is None
