"""The tree as a PDF that is accessible (PDF/UA-1) and fit for an archive (PDF/A-3a)."""

from __future__ import annotations

import datetime
import json
import re
import threading
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any, Final, assert_never, cast

import typst

from fyrstod.core.text import WHOLE, without_hidden
from fyrstod.documents.breaks import breakable
from fyrstod.documents.columns import CELL_MARGIN, TABLE_CHARACTERS, shares
from fyrstod.documents.fonts import FONT_DIR, covered, printable
from fyrstod.documents.masthead import LANGUAGE_TAGS, masthead, secrecy_parts
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

_TEMPLATE: Final = Path(__file__).with_name("report.typ")
_STANDARDS: Final[list[typst.PDFStandard]] = ["a-3a", "ua-1"]
_LOWEST_LEVEL: Final = 6

_LABEL_CHARACTERS: Final = 18
_LINE_CHARACTERS: Final = 40
"""What surely fits on a line of report.typ."""

_EDGE: Final = "\x1e"
"""Stands before and after a part of a text that report.typ sets apart from the rest. A control
character, so no typed text holds it."""
_LONG_WORD: Final = re.compile(r"\S{15,}")
"""May be hyphenated in a narrow column."""

_TAB: Final = "  "
_PROPERTY_CHARACTERS: Final = 500
"""PDF/A forbids very long strings outside the pages."""

_TOGETHER: Final = 900
"""A table or a list of fields of at most so many characters is not divided between pages,"""
_TOGETHER_LINES: Final = 25
"""nor one of so few lines: what cannot be divided must fit on a page."""

_SHORT: Final = 300
"""Unit: characters. So much goes along with a signature, or with the list that it leads to,"""
_SHORT_LINES: Final = 4
"""or so many lines: together they must fit on a page."""

_SENTENCE: Final = re.compile(r"(?<=\n)|(?<=[.!?] )")
"""Where a text too long to be moved may be divided."""

_COMPILES_REMEMBERED: Final = 10
"""How long the compiler keeps what it has set, to be quick when the same text comes again."""


def to_pdf(document: Document) -> bytes:
    """The same document gives the same bytes.

    Never call this in a process that will fork: the compiler's threads do not
    survive a fork, and the child would wait for them for ever.
    """
    try:
        return _compiled(document, covered("*Regular.ttf"))
    except typst.TypstError:
        # Marks of several scripts on one letter defeat fonts that have a glyph for each.
        return _compiled(document, _steady_characters())
    finally:
        _forget()


def _compiled(document: Document, characters: frozenset[str]) -> bytes:
    pdf = _per_thread.compiler.compile(
        format="pdf",
        sys_inputs={"document": json.dumps(_Setter(characters).document(document))},
        pdf_standards=_STANDARDS,
        timestamp=document.created.astimezone(datetime.timezone(_offset(document.created))),
    )
    return _with_clear_ends(cast("bytes", pdf))


def _forget() -> None:
    """Empty the compiler's memory, which would hold ten people's reports.

    The next paper is somebody else's, so remembering gains no time; it cost a worker
    eight megabytes for each full report.
    """
    for _ in range(_COMPILES_REMEMBERED + 1):
        _per_thread.eraser.compile(b"", format="svg")


def _with_clear_ends(pdf: bytes) -> bytes:
    """The PDF with a lone carriage return after every stream that ends with one.

    One stream in 256 does, by chance. Before a line feed, the last byte of the stream
    and the end of the line look like one line end of two bytes, and a careful checker
    of PDF/A then finds the stream a byte too short.
    """
    return pdf.replace(b"\r\nendstream", b"\r\rendstream")


def _offset(created: datetime.datetime) -> datetime.timedelta:
    """The compiler takes fixed offsets only, not named time zones."""
    offset = created.utcoffset()
    if offset is None:
        raise ValueError("`created` needs a time zone")
    return offset


class _PerThread(threading.local):
    """A compiler that two threads share answers “already borrowed”."""

    @cached_property
    def compiler(self) -> typst.Compiler:
        return typst.Compiler(_TEMPLATE, root=_TEMPLATE.parent, font_paths=_typefaces())

    @cached_property
    def eraser(self) -> typst.Compiler:
        """For papers with nothing on them, given anew each time: it forgets even those."""
        return typst.Compiler(font_paths=_typefaces())


_per_thread: Final = _PerThread()


@cache
def _typefaces() -> typst.Fonts:
    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONT_DIR]
    )


@cache
def _steady_characters() -> frozenset[str]:
    """What one font shows by itself, with nothing that combines."""
    return frozenset(
        character
        for character in covered("SourceSans3-Regular.ttf")
        if unicodedata.category(character) not in {"Mn", "Mc", "Me", "Cf"}
    )


@dataclass(frozen=True, slots=True)
class _Setter:
    """Turns the tree into the data that report.typ reads."""

    characters: frozenset[str]

    def document(self, document: Document) -> dict[str, Any]:
        mark, secrecy = secrecy_parts(document)
        return {
            "title": self.text(document.title),
            "subtitle": self.text(document.subtitle),
            "language": document.language,
            "region": LANGUAGE_TAGS[document.language].partition("-")[2],
            "properties": {
                "title": _property(document.title or document.reference) or "–",
                "author": _property(document.author),
                "keywords": [_property(document.reference), _property(document.pack)],
            },
            "mark": self.text(mark),
            "secrecy": self.text(secrecy),
            "reference": self.text(document.reference),
            "masthead": [
                [self.text(label, _LABEL_CHARACTERS), self.text(value)]
                for label, value in masthead(document)
            ],
            "page": self.text(document.labels["page"]),
            "of": self.text(document.labels["of"]),
            "blocks": [
                _with_parts_marked(block)
                for block in _kept_with_signature(
                    _with_leads_kept(
                        [it for section in document.sections for it in self.section(section, 1)]
                    )
                )
            ],
            "attachments": [_attachment(attachment) for attachment in document.attachments],
        }

    def section(self, section: Section, level: int) -> Iterator[dict[str, Any]]:
        if section.heading:
            yield {
                "kind": "heading",
                "level": min(level, _LOWEST_LEVEL),
                "text": self.text(section.heading),
            }
        for block in section.blocks:
            yield self.block(block)
        for inner in section.sections:
            yield from self.section(inner, level + bool(section.heading))

    def block(self, block: Block) -> dict[str, Any]:
        match block:
            case Paragraph(text):
                return {"kind": "paragraph", "text": self.text(text)}
            case Quote(text):
                return {"kind": "quote", "text": self.text(text)}
            case Notice(text):
                return {"kind": "notice", "text": self.text(text)}
            case Bullets(items):
                return {"kind": "bullets", "items": [self.text(item) for item in items]}
            case Fields(items):
                return {
                    "kind": "fields",
                    "items": self.fields(items),
                    "together": _fit_together([field.label + _room_of(field) for field in items]),
                }
            case Signature(items):
                return {"kind": "signature", "items": self.fields(items)}
            case Table():
                return self.table(block)
        assert_never(block)

    def fields(self, items: tuple[Field, ...]) -> list[dict[str, Any]]:
        return [
            {
                "label": self.text(field.label, _LABEL_CHARACTERS),
                "value": self.text(field.value),
                "missing": field.missing,
                "points": [self.text(point) for point in field.points],
                "lines": field.lines,
                "whole": _fit_together([field.label, _room_of(field)]),
            }
            for field in items
        ]

    def table(self, table: Table) -> dict[str, Any]:
        widths = shares(table)
        fits = [TABLE_CHARACTERS * width // sum(widths) - CELL_MARGIN for width in widths]
        rows = [self.row(row, fits) for row in table.rows]
        return {
            "kind": "table",
            "caption": self.text(table.caption),
            "columns": widths,
            "header": self.row(table.header, fits),
            "rows": [{"cells": row, "whole": _fit_together(row)} for row in rows],
            "together": _fit_together([cell for row in rows for cell in row]),
        }

    def row(self, cells: tuple[str, ...], fits: list[int]) -> list[str]:
        return [self.text(cell, fit) for cell, fit in zip(cells, fits, strict=True)]

    def text(self, text: str, longest: int = _LINE_CHARACTERS) -> str:
        plain = without_hidden(text).replace("\t", _TAB)
        return breakable(printable(plain, self.characters), longest)


def _room_of(field: Field) -> str:
    """A text as high as the answer of a field; a line for a pen is as high as two."""
    return "\n".join((field.value, *field.points)) + "\n\n" * field.lines


def _fit_together(
    texts: Sequence[str], most: int = _TOGETHER, most_lines: int = _TOGETHER_LINES
) -> bool:
    """Whether rows are so short that none need be parted from the rest by the end of a page."""
    lines = len(texts) + sum(text.count("\n") for text in texts)
    return sum(map(len, texts)) <= most and lines <= most_lines


def _with_leads_kept(blocks: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The blocks, with what only leads to the next one marked to stand on its page."""
    kept = list(blocks)
    for at in range(len(blocks) - 1):
        before, block, after = blocks[at - 1] if at else {}, blocks[at], blocks[at + 1]
        if (
            block["kind"] == "paragraph"
            and (before.get("kind") == "heading" or block["text"].endswith(":"))
            and (
                after["kind"] in {"bullets", "fields", "table"}
                # A heading inside the same section.
                or after.get("level", 0) > before.get("level", _LOWEST_LEVEL)
            )
            and _fit_together([block["text"]], _SHORT, _SHORT_LINES)
        ):
            kept[at] = {**block, "with_next": True}
    return kept


def _kept_with_signature(blocks: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The blocks, with the last lines before a signature marked to go along with it.

    Nobody signs an empty sheet. A long list is divided, so that no more than its end moves.
    """
    kept: list[dict[str, Any]] = []
    for block in blocks:
        if block["kind"] == "signature":
            before = next(
                (at for at, it in reversed([*enumerate(kept)]) if it["kind"] != "heading"), None
            )
            if before is not None:
                kept[before : before + 1] = _with_end_apart(kept[before])
        kept.append(block)
    return kept


def _with_end_apart(block: dict[str, Any]) -> tuple[dict[str, Any], ...]:
    """A block as what may stand on any page, and what must stand with the next block."""
    match block:
        case {"kind": "bullets" | "fields", "items": [_, *_] as items}:
            end = _end_of(_texts(items))
            parts: tuple[Any, Any] = items[:end], items[end:]
            name = "items"
        case {"kind": "paragraph", "text": str(text)}:
            sentences = [text] if _fit_together([text]) else _SENTENCE.split(text)
            end = _end_of(sentences)
            parts = "".join(sentences[:end]).rstrip(), "".join(sentences[end:])
            name = "text"
        case _:
            return (block,)
    first, last = parts
    if not last:
        return (block,)
    if not first:
        return ({**block, "with_next": True},)
    return (
        {**block, name: first, "together": False, "parted": True},
        {**block, name: last, "with_next": True, "joined": True},
    )


def _end_of(texts: Sequence[str]) -> int:
    """Where the last few lines of a list begin: at its end, where the last is too long to move."""
    at = len(texts)
    if not _fit_together(texts[-1:]):
        return at
    at -= 1
    while at and _fit_together(texts[at - 1 :], _SHORT, _SHORT_LINES):
        at -= 1
    return at


def _texts(items: Sequence[str | dict[str, Any]]) -> list[str]:
    """The rows of a list; the label and the value of a field stand beside each other."""
    return [it if isinstance(it, str) else f"{it['label']} {it['value']}" for it in items]


def _with_parts_marked(block: dict[str, Any]) -> dict[str, Any]:
    """The block, with marks around what no line ends inside and around long words of a column.

    The last thing done to it: before this its texts are as they will be read.
    """
    match block:
        case {"kind": "paragraph" | "quote" | "notice", "text": text}:
            return {**block, "text": _marked(WHOLE, text)}
        case {"kind": "bullets", "items": items}:
            return {**block, "items": [_marked(WHOLE, item) for item in items]}
        case {"kind": "fields" | "signature", "items": items}:
            return {**block, "items": [_with_field_marked(item) for item in items]}
        case {"kind": "table", "header": header, "rows": rows}:
            return {
                **block,
                "header": _with_long_words_marked(header),
                "rows": [{**row, "cells": _with_long_words_marked(row["cells"])} for row in rows],
            }
    return block


def _with_field_marked(field: dict[str, Any]) -> dict[str, Any]:
    return {
        **field,
        "label": _marked(_LONG_WORD, field["label"]),
        "value": _marked(WHOLE, field["value"]),
        "points": [_marked(WHOLE, point) for point in field["points"]],
    }


def _with_long_words_marked(cells: Sequence[str]) -> list[str]:
    return [_marked(_LONG_WORD, cell) for cell in cells]


def _marked(parts: re.Pattern[str], text: str) -> str:
    return parts.sub(rf"{_EDGE}\g<0>{_EDGE}", text)


def _property(text: str) -> str:
    return without_hidden(text)[:_PROPERTY_CHARACTERS]


def _attachment(attachment: Attachment) -> dict[str, Any]:
    try:
        data: str | list[int] = attachment.data.decode("utf-8")
    except UnicodeDecodeError:
        data = list(attachment.data)
    return {
        "name": attachment.name,
        "media_type": attachment.media_type,
        "description": attachment.description,
        "data": data,
    }
