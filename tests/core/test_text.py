from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fyrstod.core.text import (
    NO_BREAK_SPACE,
    alphabetical,
    has_hidden,
    unbroken,
    unify_newlines,
    without_hidden,
)

WALES = "\U0001f3f4\U000e0067\U000e0062\U000e0077\U000e006c\U000e0073\U000e007f"
HIDDEN = {
    "a null": "\x00",
    "an escape": "\x1b",
    "a delete": "\x7f",
    "an override of direction": "\u202e",
    "an isolate of direction": "\u2066",
    "a byte order mark": "\ufeff",
    "half a surrogate pair": "\ud800",
    "a tag outside a flag": "\U000e0041",
    "the end of a flag that never began": "\U000e007f",
    "a space without width": "\u200b",
    "a joiner of words": "\u2060",
    "a sign that only a machine reads": "\u2062",
    "a joiner between letters that never join": "\u200d",
    "a letter that nobody sees": "\u3164",
    "a choice of shape after a letter with one shape": "\ufe0f",
    "a choice of shape that no font has": "\U000e0121",
    "a mark of direction among Swedish words": "\u200f",
}
SEEN = {
    "ordinary words": "Åsa sa: ”Hej – då.”",
    "a tab and a line break": "ett\ttvå\ntre",
    "Arabic with its joiners": "می\u200cخواهم",
    "a family of emoji": "\U0001f469\u200d\U0001f467",
    "a rainbow flag, joined after its shape": "\U0001f3f3\ufe0f\u200d\U0001f308",
    "a heart and a key in colour": "\u2764\ufe0f 1\ufe0f\u20e3",
    "a worker with a colour of skin": "\U0001f469\U0001f3fd\u200d\U0001f692",
    "Hindi with its joiner": "\u0915\u094d\u200d\u0937",
    "Arabic with a mark of direction": "(علي)\u200f sa: 5",
    "a soft hyphen from a document": "samverkans\u00adöverenskommelse",
    "a flag made of tags": f"Cymru {WALES}!",
    "what looks like code": '#read("/etc/passwd") </w:t> =HYPERLINK()',
}


@pytest.mark.parametrize("character", HIDDEN.values(), ids=HIDDEN.keys())
def test_what_hides_in_a_text_is_found_and_can_be_left_out(character: str) -> None:
    text = f"ett{character}två"

    assert has_hidden(text)
    assert without_hidden(text) == "etttvå"


@pytest.mark.parametrize("text", SEEN.values(), ids=SEEN.keys())
def test_what_people_write_is_left_as_it_is(text: str) -> None:
    assert not has_hidden(text)
    assert without_hidden(text) == text


def test_words_written_in_tags_are_found_even_when_they_end_like_a_flag() -> None:
    smuggled = "".join(chr(0xE0000 + ord(letter)) for letter in "ignore this") + "\U000e007f"

    assert has_hidden(f"Hej{smuggled}")
    assert without_hidden(f"Hej{smuggled}{WALES}") == f"Hej{WALES}"


def test_a_choice_of_shape_is_made_once() -> None:
    smuggled = "".join(chr(0xE0100 + number) for number in range(20))

    assert has_hidden(f"\u2764{smuggled}")
    assert without_hidden(f"\u2764{smuggled}") == "\u2764\U000e0100"


def test_no_sentence_fits_inside_a_flag() -> None:
    smuggled = "".join(chr(0xE0000 + ord(letter)) for letter in "he confessed")

    assert has_hidden(f"\U0001f3f4{smuggled}\U000e007f")
    assert without_hidden(f"\U0001f3f4{smuggled}\U000e007f") == "\U0001f3f4"


@pytest.mark.parametrize("newline", ["\r\n", "\r", "\v", "\f", "\x85", "\u2028", "\u2029", "\n"])
def test_every_kind_of_line_break_becomes_one(newline: str) -> None:
    assert unify_newlines(f"ett{newline}två") == "ett\ntvå"
    assert not has_hidden(f"ett{newline}två")


PIECES = st.one_of(
    st.characters(), st.sampled_from([*HIDDEN.values(), *SEEN.values(), WALES, *WALES, "\r"])
)
TEXTS = st.lists(PIECES, max_size=20).map("".join)


@given(TEXTS)
def test_nothing_is_hidden_in_what_is_left(text: str) -> None:
    left = without_hidden(text)

    assert not has_hidden(left)
    assert without_hidden(left) == left


@given(TEXTS)
def test_a_text_without_anything_hidden_changes_in_its_line_breaks_only(text: str) -> None:
    left = without_hidden(text)

    assert (left == unify_newlines(text)) is not has_hidden(text)


@given(st.text())
def test_line_breaks_are_unified_once_and_for_all(text: str) -> None:
    unified = unify_newlines(text)

    assert unify_newlines(unified) == unified
    assert "\r" not in unified


def test_swedish_letters_come_after_z() -> None:
    words = ["Öga", "zon", "ärende", "ålder", "Anmälan", "barn"]

    assert sorted(words, key=alphabetical) == ["Anmälan", "barn", "zon", "ålder", "ärende", "Öga"]


@pytest.mark.parametrize(
    "whole",
    [
        "10 kap. 18 a §",
        "14 kap. 1 §",
        "9 a §",
        "2–3 §§",
        "chapter 10",
        "section 18 a",
        "12 mars",
        "1 July 2025",
        "08-12 34 56",
        "020-100 200",
        "114 14",
        "18 år",
        "3 %",
        "klockan 8",
        "SFS 2025:400",
        "20 000",
    ],
)
def test_no_line_ends_inside_a_statute_a_day_or_a_number(whole: str) -> None:
    shown = unbroken(f"Se ({whole}), om det behövs.")

    assert shown == f"Se ({whole.replace(' ', NO_BREAK_SPACE)}), om det behövs."


@pytest.mark.parametrize(
    "text",
    ["Han kom 2 gånger och gick.", "Den 112 är stängd i dag.", "Rum 3 för alla", "vecka 48"],
)
def test_other_words_keep_their_plain_spaces(text: str) -> None:
    assert unbroken(text) == text


@given(st.text())
def test_nothing_but_spaces_is_changed(text: str) -> None:
    assert unbroken(text).replace(NO_BREAK_SPACE, " ") == text.replace(NO_BREAK_SPACE, " ")
