"""Text as people type it, and what may hide in it."""

from __future__ import annotations

import re
from typing import Final

MAX_LONG_TEXT = 20_000
"""Unit: characters of one answer. Said beside the field before anybody types."""

_AFTER_Z = str.maketrans("åäö", "{|}")
_OTHER_NEWLINES = re.compile("[\r\v\f\x85\u2028\u2029]")
_ALWAYS_HIDDEN = (
    "\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f"  # control characters, tab and line breaks apart
    "\u202a-\u202e\u2066-\u2069"  # marks that turn the reading direction around
    "\u200b\u2060-\u2064\u206a-\u206f\u034f\ufeff"  # no width at all
    "\u115f\u1160\u17b4\u17b5\u3164\uffa0"  # letters that nobody sees
    "\ufff9-\ufffb\ufffe\uffff\ud800-\udfff"
    "\U000e0000-\U000e007f"  # tags
)
_JOINERS = "\u200c\u200d"
_SELECTORS = "\ufe00-\ufe0f\U000e0100-\U000e01ef"
_DIRECTIONS = "\u200e\u200f\u061c"
_RIGHT_TO_LEFT = re.compile(
    "[\u0590-\u061b\u061d-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
# What a joiner or a selector may stand after: letters of scripts that join, ideographs, emoji.
_JOINS = (
    "\u0530-\u061b\u061d-\u115e\u1161-\u17b3\u17b6-\u1dff\u2190-\u3163\u3165-\ud7ff"
    "\uf900-\ufdff\ufe70-\ufefc\U00010000-\U0003ffff"
)
_PERHAPS_HIDDEN = re.compile(f"[{_ALWAYS_HIDDEN}{_JOINERS}{_SELECTORS}{_DIRECTIONS}]")
_HIDDEN_OR_FLAG = re.compile(
    # Such as the flag of Wales: as long as a part of a country is named, no room for a sentence.
    "(?P<flag>\U0001f3f4[\U000e0030-\U000e0039\U000e0061-\U000e007a]{3,6}\U000e007f)"
    f"|[{_ALWAYS_HIDDEN}]"
    f"|(?<![{_JOINS}])(?<![{_JOINS}]\ufe0f)[{_JOINERS}]"
    f"|(?<![{_JOINS}#*0-9\xa9\xae\u203c\u2049\u2122\u2139])[{_SELECTORS}]"
)
_HIDDEN_OR_FLAG_LEFT_TO_RIGHT = re.compile(f"{_HIDDEN_OR_FLAG.pattern}|[{_DIRECTIONS}]")
"""Where nothing is read from right to left, no mark of a direction has an honest errand."""

_MONTHS = (
    "januari|februari|mars|april|maj|juni|juli|augusti|september|oktober|november|december"
    "|January|February|March|April|May|June|July|August|September|October|November|December"
)
_UNITS = (
    "procent|kr|kronor|års?|månader|veckor|dagar|dygn|timmar|minuter"
    "|per cent|years?|months?|weeks?|days?|hours?|minutes?|am|pm"
)
_BEFORE_A_NUMBER = (
    "[Cc]hapters?|[Ss]ections?|[Aa]rticles?|[Aa]rtikel|[Ss]teg|[Ss]tep|[Aa]vsnitt|SFS|prop\\."
    "|kl\\.|klockan"
)
WHOLE: Final = re.compile(
    # One look at the first character clears nearly every place, in half the time.
    r"(?=[\dACSackps])(?:"
    + "|".join(
        (
            r"\d+ kap\.( \d+( [a-z]\b)?)?( §§?)?",
            r"\d+( [a-z])?([–-]\d+( [a-z])?)? §§?",
            rf"\d{{1,2}} ({_MONTHS})\b( \d{{4}}\b)?",
            rf"\d+([.,–-]\d+)? (({_UNITS})\b|%)",
            rf"\b({_BEFORE_A_NUMBER}) \d[\d:/.–-]*( [a-z]\b)?",
            r"\b\d{2,4}-\d{2,3}( \d{2,3}){1,4}\b",
            r"\b\d{1,3}( \d{2,3}){1,4}\b",
        )
    )
    + ")"
)
"""Statutes, days, numbers with their unit and telephone numbers: no line ends inside one."""
NO_BREAK_SPACE: Final = "\xa0"


def alphabetical(word: str) -> str:
    """A key that sorts words as a dictionary does: å, ä and ö come after z, in that order."""
    return word.casefold().translate(_AFTER_Z)


def unify_newlines(text: str) -> str:
    """One kind of line break, and no other change."""
    # One set of characters to look for is found ten times as fast as a choice of two patterns.
    return _OTHER_NEWLINES.sub("\n", text.replace("\r\n", "\n"))


def has_hidden(text: str) -> bool:
    """Whether a text holds characters that nobody sees but that change what is read or found.

    A joiner is no such thing within a script or an emoji that needs it, nor is a mark of
    direction in a text that is partly read from right to left. A soft hyphen is seen at the
    end of a line, and comes with what is pasted from a document.
    """
    # One quick look clears nearly every text, and every answer is looked through at every step.
    if not _PERHAPS_HIDDEN.search(text):
        return False
    return any(match["flag"] is None for match in _hidden_for(text).finditer(text))


def without_hidden(text: str) -> str:
    """The text as `has_hidden` lets it pass, with one kind of line break."""
    plain = unify_newlines(text)
    if not _PERHAPS_HIDDEN.search(plain):
        return plain
    return _hidden_for(plain).sub(lambda match: match["flag"] or "", plain)


def unbroken(text: str) -> str:
    """The text for a page, with spaces that no line ends at inside a statute, a day or a number.

    For what is shown and nothing else: what is searched, sent or copied keeps plain spaces.
    """
    return WHOLE.sub(lambda found: found[0].replace(" ", NO_BREAK_SPACE), text)


def _hidden_for(text: str) -> re.Pattern[str]:
    return _HIDDEN_OR_FLAG if _RIGHT_TO_LEFT.search(text) else _HIDDEN_OR_FLAG_LEFT_TO_RIGHT
