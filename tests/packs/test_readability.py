from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fyrstod.packs.readability import lix, longest_sentence, measure, sentences, together, words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Vi ses. Hej då!", ["Vi ses", "Hej då"]),
        ("Vad hände? Berätta: jag lyssnar.", ["Vad hände", "Berätta", "jag lyssnar."]),
        ("Skriv t.ex. Elsas namn.", ["Skriv t.ex. Elsas namn."]),
        ("Kom kl. 8.30 på tisdag. Ring sedan.", ["Kom kl. 8.30 på tisdag", "Ring sedan."]),
        (
            "Se 19 kap. 1 § socialtjänstlagen (2025:400). Läs den.",
            ["Se 19 kap. 1 § socialtjänstlagen (2025:400)", "Läs den."],
        ),
        ("Det gäller bl.a. hot och dyl. på nätet.", ["Det gäller bl.a. hot och dyl. på nätet."]),
        ("Ta bröd, ost m.m. Sedan går vi.", ["Ta bröd, ost m.m", "Sedan går vi."]),
        ("Ta bröd, ost m.m. och gå.", ["Ta bröd, ost m.m. och gå."]),
        ("Läs på polisen.se. Ring 112.", ["Läs på polisen.se", "Ring 112."]),
        ("Hon sa: ”Jag är rädd.” Sedan gick hon.", ["Hon sa", "”Jag är rädd", "Sedan gick hon."]),
        ("Jag vet inte … kanske i morgon.", ["Jag vet inte … kanske i morgon."]),
        ("Jag vet inte … Fråga någon.", ["Jag vet inte ", "Fråga någon."]),
        ("En rad\nNästa rad", ["En rad", "Nästa rad"]),
        (
            "112 svarar alltid. 114 14 svarar dygnet runt.",
            ["112 svarar alltid", "114 14 svarar dygnet runt."],
        ),
        ("… – !", []),
        ("", []),
    ],
)
def test_a_text_is_cut_where_its_sentences_end(text: str, expected: list[str]) -> None:
    assert [part.removesuffix(".") for part in sentences(text)] == [
        part.removesuffix(".") for part in expected
    ]


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("t.ex.", 1),
        ("kl. 8.30", 2),
        ("2026-11-23", 1),
        ("(2025:400)", 1),
        ("1 509 personer", 2),
        ("https://www.polisen.se/kontakt/tipsa-polisen/?sida=1#a", 1),
        ("anna.ek@example.org", 1),
        ("polisen.se", 1),
        ("15-åringen", 1),
        ("elev/vårdnadshavare", 2),
        ("19 kap. 1 §", 3),
        ("12–20 frågor", 2),
        ("hej – och hå", 3),
        ("3,5 meter", 2),
        ("ett,två", 2),
        ("“Don’t!”", 1),
    ],
)
def test_words_are_counted_as_a_reader_sees_them(text: str, count: int) -> None:
    assert len(words(text)) == count


def test_lix_is_words_a_sentence_plus_the_share_of_long_words() -> None:
    text = "Det här är en mening. Polisen kommer snart hit."

    assert lix(text) == 9 / 2 + 100 * 1 / 9


def test_figures_and_signs_do_not_make_a_word_long() -> None:
    assert measure("2026-11-23 2025:400").long_words == 0
    assert measure("polisen").long_words == 1
    assert measure("e-posten").long_words == 1
    assert measure("vi-anda").long_words == 0


def test_a_text_without_words_has_no_lix() -> None:
    with pytest.raises(ValueError, match="at least one word"):
        lix("… – !")


def test_the_longest_sentence_is_the_one_that_counts() -> None:
    assert longest_sentence("Kort. En lite längre mening här. Slut.") == 5
    assert longest_sentence("…") == 0


TEXTS = st.lists(
    st.sampled_from(["Hej.", "Kom kl. 8.30.", "Polisen frågade varför!", "”Nej.”", "t.ex.", "…"]),
    max_size=6,
).map(" ".join)


@given(st.lists(TEXTS, max_size=4))
def test_measures_add_up_to_that_of_the_texts_on_lines_of_their_own(texts: list[str]) -> None:
    assert together(map(measure, texts)) == measure("\n".join(texts))


@given(st.text())
def test_any_text_can_be_measured(text: str) -> None:
    measured = measure(text)

    assert measured.long_words <= measured.words
    assert measured.longest_sentence <= measured.words
    assert measured.sentences <= measured.words
