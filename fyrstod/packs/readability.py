"""How heavy a Swedish text is to read: LIX, and words per sentence.

LIX is words per sentence plus the percentage of words longer than six letters
(Björnsson 1968). Under 30 is easy, 40 is a newspaper, over 50 is officialese.
What counts as a word and where a sentence ends: docs/content.md.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

LONG_TEXT_WORDS = 100
"""Texts of this many words or more are judged by LIX, shorter ones by their longest sentence."""
MAX_LIX = 45
MAX_MEDIAN_LIX = 40
MAX_SENTENCE_WORDS = 18
LONG_WORD_LETTERS = 6
"""Unit: letters. A word with more than these is a long word in LIX."""

_WORD = re.compile(
    r"https?://[^\s”\"<>)\]]+"
    r"|\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?!\w)"  # 1 509
    # t.ex, 8.30, 2026-11-23, 2025:400, 15-åring, polisen.se, 3,5 and 12–20 are one word each
    r"|[^\W_]+(?:(?:[-’'.:@]|(?<=\d)[,–](?=\d))[^\W_]+)*"
)
_SENTENCE_END = re.compile(r"[.!?:]+[”\"’)\]]*(?:\s+|$)|…[”\"’)\]]*\s+(?=[”\"(]?[A-ZÅÄÖ])|\n+")
# Those that often end a sentence (m.m., osv.) are missing here: a small letter after them tells.
_ABBREVIATIONS = frozenset(
    {"bl.a", "ca", "d.v.s", "dr", "dvs", "exkl", "f.d", "fr.o.m", "inkl", "jfr", "p.g.a", "pga"}
    | {"resp", "s.k", "t.ex", "t.o.m"}
)
_BEFORE_A_FIGURE = frozenset({"kap", "kl", "mom", "nr", "prop", "s", "sid", "st", "tel", "tfn"})


@dataclass(frozen=True, slots=True)
class Measure:
    """What LIX is made of. Measures of several texts add up to that of the whole."""

    words: int = 0
    long_words: int = 0
    sentences: int = 0
    longest_sentence: int = 0

    def lix(self) -> float:
        """Raises ValueError for a text without words."""
        if not self.words:
            raise ValueError("LIX needs at least one word")
        return self.words / self.sentences + 100 * self.long_words / self.words


def measure(text: str) -> Measure:
    counted = [words(sentence) for sentence in sentences(text)]
    return Measure(
        words=sum(map(len, counted)),
        long_words=sum(_is_long(word) for sentence in counted for word in sentence),
        sentences=len(counted),
        longest_sentence=max(map(len, counted), default=0),
    )


def together(measures: Iterable[Measure]) -> Measure:
    """The measure of the texts read one after the other."""
    all_of_them = list(measures)
    return Measure(
        words=sum(one.words for one in all_of_them),
        long_words=sum(one.long_words for one in all_of_them),
        sentences=sum(one.sentences for one in all_of_them),
        longest_sentence=max((one.longest_sentence for one in all_of_them), default=0),
    )


def words(text: str) -> list[str]:
    return _WORD.findall(text)


def sentences(text: str) -> list[str]:
    """The sentences of a text, without those that hold no word."""
    found: list[str] = []
    start = 0
    for end in _SENTENCE_END.finditer(text):
        if not _goes_on(text, end):
            found.append(text[start : end.start()])
            start = end.end()
    found.append(text[start:])
    return [part for part in found if _WORD.search(part)]


def lix(text: str) -> float:
    """The LIX of a text. Raises ValueError for a text without words."""
    return measure(text).lix()


def longest_sentence(text: str) -> int:
    """Words in the longest sentence, 0 for a text without words."""
    return measure(text).longest_sentence


def _goes_on(text: str, end: re.Match[str]) -> bool:
    """Whether what looks like a sentence's end is the full stop of an abbreviation."""
    if end[0].rstrip(" \u00a0\t") != ".":
        return False
    following = text[end.end() : end.end() + 1]
    before = text[max(0, end.start() - 20) : end.start()].split()[-1:]
    last = before[0].lstrip("(”“\"'").casefold() if before else ""
    return (
        following.islower()
        or (last in _ABBREVIATIONS and following != "")
        or (last in _BEFORE_A_FIGURE and following.isdigit())
    )


def _is_long(word: str) -> bool:
    return len(word) > LONG_WORD_LETTERS and sum(map(str.isalpha, word)) > LONG_WORD_LETTERS
