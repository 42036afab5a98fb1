from __future__ import annotations

import pytest

from fyrstod.documents.breaks import MAY_BREAK, breakable


def test_text_with_spaces_is_left_alone() -> None:
    text = "Elias satt ensam i matsalen för tredje veckan i rad."

    assert breakable(text, 12) == text


@pytest.mark.parametrize("run", ["x" * 20_000, "a\xa0" * 10_000, "—" * 20_000, "a\u0301" * 10_000])
def test_a_line_may_end_often_in_a_long_run_and_nothing_is_lost(run: str) -> None:
    pieces = breakable(run, 40).split(MAY_BREAK)

    assert "".join(pieces) == run
    assert max(map(len, pieces)) <= 24


def test_a_run_that_fits_is_left_alone() -> None:
    assert breakable("x" * 40, 40) == "x" * 40


def test_a_long_word_is_left_to_be_hyphenated() -> None:
    assert breakable("orosanmälningsskyldigheten", 12) == "orosanmälningsskyldigheten"


def test_an_emoji_of_several_characters_is_not_divided() -> None:
    family = "👩‍👩‍👧"

    pieces = breakable(family * 20, 40).split(MAY_BREAK)

    assert not any(piece.startswith("\u200d") or piece.endswith("\u200d") for piece in pieces)
