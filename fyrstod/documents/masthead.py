"""What stands above every paper, in the same words and order whatever the format."""

from __future__ import annotations

import re
from typing import Final

from fyrstod.documents.tree import Document

LANGUAGE_TAGS: Final = {"sv": "sv-SE", "en": "en-GB"}

_MARK: Final = re.compile(r"[^:.,;\n_]{1,40}")


def masthead(document: Document) -> tuple[tuple[str, str], ...]:
    """(label, value) for whom the paper is for and which paper it is; empty ones left out."""
    labels = document.labels
    rows = (
        (labels["to"], document.recipient),
        (labels["reference"], document.reference),
        (labels["created"], f"{document.created:%Y-%m-%d %H:%M}"),
        (labels["pack"], document.pack),
    )
    return tuple((label, value) for label, value in rows if value)


def secrecy_parts(document: Document) -> tuple[str, str]:
    """The first words, short enough to repeat on every page, and the text that follows them."""
    text = document.secrecy.strip()
    found = _MARK.match(text)
    mark = found[0].rstrip() if found else ""
    return mark, text.removeprefix(mark)
