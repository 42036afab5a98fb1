"""Fictitious documents, and texts that try to be something other than text."""

from __future__ import annotations

import dataclasses
import datetime
from typing import Final

from fyrstod.documents.tree import (
    Attachment,
    Block,
    Bullets,
    Document,
    Field,
    Fields,
    Notice,
    Paragraph,
    Quote,
    Section,
    Signature,
    Table,
)

CREATED: Final = datetime.datetime(
    2026, 11, 23, 14, 5, tzinfo=datetime.timezone(datetime.timedelta(hours=1))
)

HOSTILE: Final = (
    '#read("/etc/passwd")',
    "#panic(1)",
    "</w:t></w:r></w:p>",
    '=HYPERLINK("x")',
    "<script>alert(1)</script>",
    "$x$ *bold* _emphasis_ `code` @ref",
    "\\u{41} #{1 + 1} // comment",
    "&amp; &#x41; ]]> <!-- -->",
    "{% csrf_token %} {{ settings }}",
)
"""Commands to one format or another, all of them only letters here."""

ANSWERS: Final = b'{"answers": {"observed": "Hej"}}'


def document(
    *blocks: Block, language: str = "sv", created: datetime.datetime = CREATED
) -> Document:
    """One section with the given blocks, or with one of each kind."""
    section = Section("Barnet", blocks or one_of_each())
    swedish = Document(
        title="Orosanmälan",
        subtitle="Elias Testsson, 15 år",
        language="sv",
        reference="FS-K7QX-M2DA",
        pack="Fyrstöd 2026.1",
        created=created,
        recipient="Socialtjänsten i Lillköping",
        secrecy="Sekretess: ____ kap. ____ § offentlighets- och sekretesslagen.",
        sections=(section,),
        labels={
            "page": "Sida",
            "of": "av",
            "reference": "Referens",
            "pack": "Stödmaterial",
            "created": "Upprättad",
            "to": "Till",
        },
        author="Maria Exempelsson",
        attachments=(Attachment("answers.json", "application/json", "Svaren", ANSWERS),),
    )
    if language == "sv":
        return swedish
    return dataclasses.replace(
        swedish,
        title="Concern report",
        language="en",
        labels={
            "page": "Page",
            "of": "of",
            "reference": "Reference",
            "pack": "Support material",
            "created": "Made",
            "to": "To",
        },
    )


def one_of_each(text: str = "Elias satt ensam.\nHan åt inte.") -> tuple[Block, ...]:
    return (
        Paragraph(text),
        Quote(text),
        Notice(text),
        Bullets((text, text)),
        Fields((Field("Ditt namn", text), Field("Adress", text or "Inte besvarad", missing=True))),
        Table("Vårdnadshavare", ("Namn", "Telefon"), ((text, text), (text, text))),
        Signature((Field("Namnförtydligande", text), Field("Ort och datum", ""))),
    )
