from __future__ import annotations

from fyrstod.documents.columns import TABLE_CHARACTERS, shares
from fyrstod.documents.tree import Table


def test_a_date_stays_on_one_line_and_the_story_gets_the_room() -> None:
    table = Table("", ("Datum", "Vad"), (("2026-11-23", "Elias satt ensam i matsalen. " * 20),))

    date, story = shares(table)

    assert date >= len("2026-11-23")
    assert story > 3 * date
    assert date + story <= TABLE_CHARACTERS


def test_a_cell_of_twenty_thousand_characters_leaves_room_for_the_others() -> None:
    table = Table("", ("Namn", "Vad"), (("Samira Testsson", "x" * 20_000),))

    name, _ = shares(table)

    assert name >= len("Testsson")


def test_empty_columns_still_have_a_width() -> None:
    assert min(shares(Table("", ("", ""), (("", ""),)))) > 0
