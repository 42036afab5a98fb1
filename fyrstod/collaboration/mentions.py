"""Finds the shared words in a text: whole words, whatever their letters' size."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from fyrstod.packs.together import SharedWord

_AND: Final = re.compile(r" (?:och|and) ")


@dataclass(frozen=True, slots=True)
class Mention:
    """A shared word as it stands in a text."""

    written: str
    id: str


class Finder:
    """Finds each shared word the first time it stands in any of the texts it is given.

    A word such as “Security and safety” is two, and each is found.
    """

    def __init__(self, words: Iterable[SharedWord], language: str) -> None:
        self._ids = {
            form.casefold(): word.id
            for word in words
            for form in _AND.split(word.word.in_language(language))
        }
        longest_first = sorted(self._ids, key=len, reverse=True)
        any_of_them = "|".join(re.escape(form) for form in longest_first)
        # A hyphen joins words into one: “risk- och skyddsfaktorer” holds no word “risk”.
        self._pattern = re.compile(rf"(?<![\w-])(?:{any_of_them})(?![\w-])", re.IGNORECASE)
        self._found: set[str] = set()

    def split(self, text: str) -> Iterator[str | Mention]:
        """The text in pieces; put together they are the text again."""
        done = 0
        for match in self._pattern.finditer(text) if self._ids else ():
            word_id = self._ids[match[0].casefold()]
            between = text[done : match.start()]
            # Two links with a space between them look like one.
            if word_id not in self._found and not between.isspace():
                self._found.add(word_id)
                yield between
                yield Mention(match[0], word_id)
                done = match.end()
        yield text[done:]
