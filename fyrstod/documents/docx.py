"""The tree as a Word document, written part by part.

The parts that are the same in every document lie in `word_parts/`. The others are
written as text, many times faster than building each paragraph as an object.
"""

from __future__ import annotations

import datetime
import io
import zipfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Final, assert_never
from xml.sax.saxutils import escape, quoteattr

from fyrstod.core.text import without_hidden
from fyrstod.documents.columns import shares
from fyrstod.documents.masthead import LANGUAGE_TAGS, masthead, secrecy_parts
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
    Table,
)

_PARTS: Final = Path(__file__).with_name("word_parts")
_LANGUAGE: Final = b"LANGUAGE"
"""Stands in the fixed parts where the language of the document goes."""

_ZIP_DATE: Final = (1980, 1, 1, 0, 0, 0)
_TEXT_WIDTH: Final = 9411
"""Unit: twentieths of a point; A4 between margins of 22 mm."""

_LOWEST_LEVEL: Final = 9
_DECLARATION: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_NAMESPACE: Final = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_PROPERTY_NAMESPACES: Final = (
    'xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/" '
    'xmlns:dcterms="http://purl.org/dc/terms/" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
)
_SECTION: Final = (
    '<w:sectPr xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
    '<w:headerReference w:type="default" r:id="header"/>'
    '<w:headerReference w:type="first" r:id="header-first"/>'
    '<w:footerReference w:type="default" r:id="footer"/>'
    '<w:footerReference w:type="first" r:id="footer"/>'
    '<w:pgSz w:w="11906" w:h="16838"/>'
    '<w:pgMar w:top="1474" w:right="1247" w:bottom="1474" w:left="1248" '
    'w:header="737" w:footer="737" w:gutter="0"/>'
    "<w:titlePg/></w:sectPr>"
)
_TABLE_LOOK: Final = (
    '<w:tblLook w:val="0420" w:firstRow="1" w:lastRow="0" w:firstColumn="0" '
    'w:lastColumn="0" w:noHBand="0" w:noVBand="1"/>'
)


def to_docx(document: Document) -> bytes:
    """The same document gives the same bytes."""
    parts = _fixed_parts(LANGUAGE_TAGS[document.language]) | {
        "docProps/core.xml": _properties(document),
        "word/document.xml": _part("document", f"<w:body>{_body(document)}{_SECTION}</w:body>"),
        "word/header-first.xml": _part("hdr", _first_header(document)),
        "word/header.xml": _part("hdr", _header(document)),
        "word/footer.xml": _part("ftr", _footer(document)),
    }
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(parts):
            entry = zipfile.ZipInfo(name, _ZIP_DATE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 0
            archive.writestr(entry, parts[name])
    return packed.getvalue()


@cache
def _fixed_parts(language: str) -> dict[str, bytes]:
    return {
        path.relative_to(_PARTS).as_posix(): path.read_bytes().replace(
            _LANGUAGE, language.encode("ascii")
        )
        for path in _PARTS.rglob("*")
        if path.is_file()
    }


def _part(root: str, inside: str) -> bytes:
    return f"{_DECLARATION}<w:{root} {_NAMESPACE}>{inside}</w:{root}>".encode()


def _properties(document: Document) -> bytes:
    moment = f"{document.created.astimezone(datetime.UTC):%Y-%m-%dT%H:%M:%SZ}"
    return "".join(
        (
            f"{_DECLARATION}<cp:coreProperties {_PROPERTY_NAMESPACES}>",
            f"<dc:title>{_plain(document.title)}</dc:title>",
            f"<dc:creator>{_plain(document.author)}</dc:creator>",
            f"<cp:keywords>{_plain(document.reference)}</cp:keywords>",
            f"<dc:language>{LANGUAGE_TAGS[document.language]}</dc:language>",
            f'<dcterms:created xsi:type="dcterms:W3CDTF">{moment}</dcterms:created>',
            f'<dcterms:modified xsi:type="dcterms:W3CDTF">{moment}</dcterms:modified>',
            "</cp:coreProperties>",
        )
    ).encode()


def _first_header(document: Document) -> str:
    mark, rest = secrecy_parts(document)
    if not mark + rest:
        return _paragraph("Header")
    return _paragraph("Secrecy", _run(mark, "Strong"), _run(rest))


def _header(document: Document) -> str:
    mark, _ = secrecy_parts(document)
    return _paragraph("Header", _run(f"{document.reference}\t{mark}"))


def _footer(document: Document) -> str:
    labels = document.labels
    return _paragraph(
        "Footer",
        _run(f"{document.reference}\t{labels['page']} "),
        _counter("PAGE"),
        _run(f" {labels['of']} "),
        _counter("NUMPAGES"),
    )


def _counter(name: str) -> str:
    """A number that Word keeps up to date."""
    return f'<w:fldSimple w:instr=" {name} ">{_run("1")}</w:fldSimple>'


def _body(document: Document) -> str:
    return "".join(
        (
            _optional("Title", document.title),
            _optional("Subtitle", document.subtitle),
            *(
                _paragraph("Masthead", _run(label, "Quiet"), _run(f"\t{value}"))
                for label, value in masthead(document)
            ),
            *(part for section in document.sections for part in _section(section, 1)),
        )
    )


def _section(section: Section, level: int) -> Iterator[str]:
    yield _optional(f"Heading{min(level, _LOWEST_LEVEL)}", section.heading)
    yield from map(_block, section.blocks)
    for inner in section.sections:
        yield from _section(inner, level + bool(section.heading))


def _block(block: Block) -> str:
    match block:
        case Paragraph(text):
            return _paragraph("Normal", _run(text))
        case Quote(text):
            return _paragraph("Quote", _run(text))
        case Notice(text):
            return _paragraph("Notice", _run(text))
        case Bullets(items):
            return "".join(_paragraph("ListBullet", _run(item)) for item in items)
        case Fields(items):
            return "".join(map(_field, items))
        case Table():
            return _table(block)
    assert_never(block)


def _field(field: Field) -> str:
    value = _run(field.value, "Missing" if field.missing else "")
    return _paragraph("Label", _run(field.label)) + _paragraph("Normal", value)


def _table(table: Table) -> str:
    parts = shares(table)
    widths = [_TEXT_WIDTH * part // sum(parts) for part in parts]
    caption = f"<w:tblCaption w:val={quoteattr(without_hidden(table.caption))}/>"
    return "".join(
        (
            _optional("Caption", table.caption),
            f'<w:tbl><w:tblPr><w:tblStyle w:val="PaperTable"/><w:tblW w:w="{sum(widths)}" ',
            f'w:type="dxa"/><w:tblLayout w:type="fixed"/>{_TABLE_LOOK}{caption}</w:tblPr>',
            "<w:tblGrid>",
            *(f'<w:gridCol w:w="{width}"/>' for width in widths),
            "</w:tblGrid>",
            _row("<w:cantSplit/><w:tblHeader/>", "TableHeading", table.header, widths),
            *(_row("", "TableText", row, widths) for row in table.rows),
            "</w:tbl>",
            # Word joins two tables that touch, and wants a paragraph after the last.
            _paragraph("TableEnd"),
        )
    )


def _row(properties: str, style: str, cells: tuple[str, ...], widths: list[int]) -> str:
    filled = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>'
        f"{_paragraph(style, _run(cell))}</w:tc>"
        for cell, width in zip(cells, widths, strict=True)
    )
    return f"<w:tr><w:trPr>{properties}</w:trPr>{filled}</w:tr>"


def _optional(style: str, text: str) -> str:
    return _paragraph(style, _run(text)) if text else ""


def _paragraph(style: str, *runs: str) -> str:
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{"".join(runs)}</w:p>'


def _run(text: str, style: str = "") -> str:
    look = f'<w:rPr><w:rStyle w:val="{style}"/></w:rPr>' if style else ""
    lines = _plain(text).replace("\n", _between("br")).replace("\t", _between("tab"))
    return f'<w:r>{look}<w:t xml:space="preserve">{lines}</w:t></w:r>'


def _between(mark: str) -> str:
    return f'</w:t><w:{mark}/><w:t xml:space="preserve">'


def _plain(text: str) -> str:
    return escape(without_hidden(text))
