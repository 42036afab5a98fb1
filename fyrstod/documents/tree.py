"""The frozen tree that every paper is read from.

Text in the tree is plain text: nothing in it is markup in any language. Line
breaks in a `Paragraph` or a `Field` are kept by every writer.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Paragraph:
    text: str


@dataclass(frozen=True, slots=True)
class Quote:
    """Somebody's own words, kept as they were said."""

    text: str


@dataclass(frozen=True, slots=True)
class Notice:
    """Set apart from the rest: 112, or what a reader must know first."""

    text: str


@dataclass(frozen=True, slots=True)
class Bullets:
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Field:
    """A label and its answer. `missing` marks that nothing was answered and `value` says so.

    `points` hang on the answer, each on a line of its own. `lines` is how many lines there are
    to write on by hand, where the answer is left to a pen.
    """

    label: str
    value: str
    missing: bool = False
    points: tuple[str, ...] = ()
    lines: int = 0


@dataclass(frozen=True, slots=True)
class Fields:
    items: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table with one header row. Every row is as long as `header`."""

    caption: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Signature:
    """Where a paper is signed: each label with what is known, or a line to write on by hand."""

    items: tuple[Field, ...]


Block = Paragraph | Quote | Notice | Bullets | Fields | Table | Signature


@dataclass(frozen=True, slots=True)
class Section:
    heading: str
    blocks: tuple[Block, ...]
    sections: tuple[Section, ...] = ()


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that travels inside the PDF."""

    name: str
    media_type: str
    description: str
    data: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """What one paper says.

    `language` is "sv" or "en". `secrecy` is the text of the secrecy mark, with
    the statute left open for the authority. `labels` holds the few words that
    writers add of their own (page, of, reference, pack, made), so that this
    package needs no catalogue of its own. `created` has a time zone.
    """

    title: str
    subtitle: str
    language: Literal["sv", "en"]
    reference: str
    pack: str
    created: datetime.datetime
    recipient: str
    secrecy: str
    sections: tuple[Section, ...]
    labels: Mapping[Literal["page", "of", "reference", "pack", "created", "to"], str]
    author: str = ""
    attachments: tuple[Attachment, ...] = ()
