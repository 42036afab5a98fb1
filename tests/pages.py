"""A page as a person reads it."""

from __future__ import annotations

import html


def as_read(text: str) -> str:
    """Characters in place of their codes, and one kind of space."""
    return html.unescape(text).replace("\xa0", " ")
