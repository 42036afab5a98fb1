"""The tree as plain text, for a form field, a screen reader or a printer."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from typing import Final, assert_never

from fyrstod.core.text import NO_BREAK_SPACE
from fyrstod.documents.breaks import readable
from fyrstod.documents.masthead import masthead
from fyrstod.documents.tree import (
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

WIDTH: Final = 78
_INDENT: Final = "  "
_LINE: Final = "_" * 40
_UNDERLINES: Final = "=-~"


def to_text(document: Document) -> str:
    """Lines of at most 78 characters, an empty line between one block and the next."""
    top = [
        _heading(document.title, 0),
        _wrapped(document.subtitle),
        _wrapped(document.secrecy),
        "\n".join(_pair(label, value) for label, value in masthead(document)),
    ]
    blocks = [*top, *(block for section in document.sections for block in _section(section, 1))]
    return "\n\n".join(block for block in blocks if block) + "\n"


def _section(section: Section, level: int) -> Iterator[str]:
    yield _heading(section.heading, level)
    for block in section.blocks:
        yield _block(block)
    for inner in section.sections:
        yield from _section(inner, level + 1)


def _heading(text: str, level: int) -> str:
    lines = _wrapped(text)
    underline = _UNDERLINES[level : level + 1] or _UNDERLINES[-1]
    return f"{lines}\n{underline * max(map(len, lines.splitlines()))}" if lines else ""


def _block(block: Block) -> str:
    match block:
        case Paragraph(text):
            return _wrapped(text)
        case Quote(text):
            return _wrapped(text, "> ", "> ")
        case Notice(text):
            return _wrapped(text, "! ", "! ")
        case Bullets(items):
            return "\n".join(_wrapped(item, "- ", _INDENT) for item in items)
        case Fields(items):
            return "\n\n".join(
                "\n".join((_wrapped(field.label), *_answer(field))).rstrip() for field in items
            )
        case Signature(items):
            return "\n\n".join(_pair(field.label, field.value or _LINE) for field in items)
        case Table():
            return _table(block)
    assert_never(block)


def _answer(field: Field) -> Iterator[str]:
    for line in (_LINE,) * field.lines or (field.value,):
        yield _wrapped(line, _INDENT, _INDENT)
    for point in field.points:
        yield _wrapped(point, f"{_INDENT}- ", 2 * _INDENT)


def _table(table: Table) -> str:
    """One row after the other, each cell after its heading: columns would not fit 78 characters."""
    rows = (
        "\n".join(_pair(name, cell, _INDENT) for name, cell in zip(table.header, row, strict=True))
        for row in table.rows
    )
    return "\n\n".join(part for part in (_wrapped(table.caption), *rows) if part)


def _pair(label: str, value: str, indent: str = "") -> str:
    colon = "" if label.endswith(("?", ":")) else ":"
    return _wrapped(f"{label}{colon} {value}", indent, indent + _INDENT)


def _wrapped(text: str, first: str = "", later: str = "") -> str:
    """The text in lines, its own line breaks kept. Between words stand plain spaces, to paste."""
    wrapper = textwrap.TextWrapper(width=WIDTH, subsequent_indent=later, break_on_hyphens=False)
    lines = []
    for number, line in enumerate(readable(text).split("\n")):
        wrapper.initial_indent = later if number else first
        lines += wrapper.wrap(line) or [wrapper.initial_indent.rstrip()]
    return "\n".join(lines).rstrip().replace(NO_BREAK_SPACE, " ")
