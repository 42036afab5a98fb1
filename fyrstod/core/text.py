"""Text as people type it, and what may hide in it."""

from __future__ import annotations

import re

MAX_LONG_TEXT = 20_000
"""Unit: characters of one answer. Said beside the field before anybody types."""

_NEWLINES = re.compile(r"\r\n?|[\v\f\x85\u2028\u2029]")
_HIDDEN = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f"  # control characters, tab and newline apart
    "\u202a-\u202e\u2066-\u2069"  # marks that turn the reading direction around
    "\ufeff\ufff9-\ufffb\ufffe\uffff\ud800-\udfff]"
    "|[\U000e0000-\U000e007f](?![\U000e0000-\U000e007f]*\U000e007f)"  # tags outside a flag
)


def unify_newlines(text: str) -> str:
    """One kind of line break, and no other change."""
    return _NEWLINES.sub("\n", text)


def has_hidden(text: str) -> bool:
    """Whether a text holds characters that nobody sees but that change what is read."""
    return _HIDDEN.search(unify_newlines(text)) is not None


def without_hidden(text: str) -> str:
    return _HIDDEN.sub("", unify_newlines(text))
