"""The shared words are found in a text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fyrstod.collaboration.mentions import Finder, Mention
from tests.collaboration.made import shared_word

WORDS = (
    shared_word("risk", "Risk", "Risk"),
    shared_word("safety", "Säkerhet och trygghet", "Security and safety"),
    shared_word("concern", "Oro", "Concern"),
    shared_word("report", "Anmälan", "Report"),
    shared_word("person", "Den det gäller", "The person concerned"),
)


def found(text: str, language: str = "sv") -> list[str]:
    pieces = Finder(WORDS, language).split(text)
    return [f"{piece.id}: {piece.written}" for piece in pieces if isinstance(piece, Mention)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Vi ser en risk här.", ["risk: risk"]),
        ("Risk?", ["risk: Risk"]),
        ("RISK", ["risk: RISK"]),
        ("Fråga den det gäller själv.", ["person: den det gäller"]),
        ("Elevens trygghet, polisens säkerhet.", ["safety: trygghet"]),
    ],
)
def test_a_word_is_found_in_letters_of_any_size(text: str, expected: list[str]) -> None:
    assert found(text) == expected


@pytest.mark.parametrize(
    "text", ["Riskera inget.", "Brandrisk.", "En risk- och skyddsfaktor.", "Orosanmälan", "åoro"]
)
def test_a_part_of_a_word_is_not_the_word(text: str) -> None:
    assert found(text) == []


def test_each_language_has_its_own_words() -> None:
    assert found("Säkerhet, security and safety.", "en") == ["safety: security"]
    assert found("Security, säkerhet.", "sv") == ["safety: säkerhet"]


def test_a_word_is_found_the_first_time_alone_also_over_several_texts() -> None:
    finder = Finder(WORDS, "sv")

    first, second = list(finder.split("Risk, oro, risk.")), list(finder.split("Oro. Anmälan."))

    assert [piece for piece in first if isinstance(piece, Mention)] == [
        Mention("Risk", "risk"),
        Mention("oro", "concern"),
    ]
    assert [piece for piece in second if isinstance(piece, Mention)] == [
        Mention("Anmälan", "report")
    ]


def test_of_two_words_beside_each_other_the_first_is_found() -> None:
    assert found("A concern report, then a report.", "en") == [
        "concern: concern",
        "report: report",
    ]
    assert list(Finder(WORDS, "en").split("concern report")) == [
        "",
        Mention("concern", "concern"),
        " report",
    ]


def test_without_shared_words_nothing_is_found() -> None:
    assert list(Finder((), "sv").split("En risk.")) == ["En risk."]


@given(st.text(st.sampled_from('risk oroRISK<>&"-.,å')))
def test_the_pieces_put_together_are_the_text(text: str) -> None:
    pieces = Finder(WORDS, "sv").split(text)

    assert "".join(piece if isinstance(piece, str) else piece.written for piece in pieces) == text
