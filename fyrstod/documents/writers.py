"""Which formats there are, and what each needs to be sent or saved."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from fyrstod.documents.docx import to_docx
from fyrstod.documents.html import to_html_page
from fyrstod.documents.jsonfile import to_json
from fyrstod.documents.pdf import to_pdf
from fyrstod.documents.text import to_text
from fyrstod.documents.tree import Document


@dataclass(frozen=True, slots=True)
class Writer:
    """`extension` has no dot. `media_type` names the character set where there is one."""

    extension: str
    media_type: str
    write: Callable[[Document], bytes]


def _encoded(write: Callable[[Document], str]) -> Callable[[Document], bytes]:
    return lambda document: write(document).encode("utf-8")


WRITERS: Final[Mapping[str, Writer]] = MappingProxyType(
    {
        writer.extension: writer
        for writer in (
            Writer("pdf", "application/pdf", to_pdf),
            Writer(
                "docx",
                "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
                to_docx,
            ),
            Writer("html", "text/html; charset=utf-8", _encoded(to_html_page)),
            Writer("txt", "text/plain; charset=utf-8", _encoded(to_text)),
            Writer("json", "application/json", _encoded(to_json)),
        )
    }
)
"""From the name of a format, which is also its file extension, to its writer."""
