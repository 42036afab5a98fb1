"""The tree as a Word document, through python-docx."""

from __future__ import annotations

import datetime
import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from typing import Any, Final, assert_never

from docx.document import Document as WordDocument
from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement
from docx.oxml.table import CT_Tbl
from docx.shared import Length

from fyrstod.core.text import without_hidden
from fyrstod.documents.breaks import readable
from fyrstod.documents.columns import shares
from fyrstod.documents.docx_template import LOWEST_LEVEL, TEXT_WIDTH, element, empty_document
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
    Signature,
    Table,
)

_ZIP_DATE: Final = (1980, 1, 1, 0, 0, 0)
_LONGEST_PROPERTY: Final = 255
"""Unit: characters. python-docx refuses a longer one."""

_LINES_WITH_SIGNATURE: Final = 3
_LONGEST_ROW: Final = 2_000
"""Unit: characters. A row that may be longer than a page must be divided between pages."""

_BLANK: Final = re.compile(r"(__+)")
"""A line to write on by hand."""


def to_docx(document: Document) -> bytes:
    """The same document gives the same bytes."""
    word = empty_document(LANGUAGE_TAGS[document.language])
    _set_properties(word, document)
    _set_page_texts(word, document)
    end = word.element.body.sectPr
    for block in _body(document):
        end.addprevious(block)
    packed = io.BytesIO()
    word.save(packed)
    return _without_clock(packed)


def _without_clock(packed: io.BytesIO) -> bytes:
    """The same package, without the time when each of its parts was written."""
    fixed = io.BytesIO()
    with zipfile.ZipFile(packed) as source, zipfile.ZipFile(fixed, "w") as target:
        for name in source.namelist():
            entry = zipfile.ZipInfo(name, _ZIP_DATE)
            entry.create_system = 0
            target.writestr(entry, source.read(name), zipfile.ZIP_DEFLATED)
    return fixed.getvalue()


def _set_properties(word: WordDocument, document: Document) -> None:
    properties: Any = word.core_properties
    moment = document.created.astimezone(datetime.UTC)
    properties.title = _property(document.title)
    properties.author = properties.last_modified_by = _property(document.author)
    properties.keywords = _property(document.reference)
    properties.language = LANGUAGE_TAGS[document.language]
    properties.comments = ""
    properties.created = properties.modified = moment
    properties.revision = 1


def _property(text: str) -> str:
    return without_hidden(text)[:_LONGEST_PROPERTY]


def _set_page_texts(word: WordDocument, document: Document) -> None:
    (section,) = word.sections
    mark, rest = secrecy_parts(document)
    first = _paragraph("Header")
    if mark + rest:
        first = _paragraph("Secrecy", _run(mark, "Strong"), *_with_blanks(rest))
    later = _paragraph("Header", _run(f"{document.reference}\t{mark}"))
    for place, paragraph in (
        (section.first_page_header, first),
        (section.header, later),
        (section.first_page_footer, _footer(document)),
        (section.footer, _footer(document)),
    ):
        place._element[:] = [paragraph]


def _footer(document: Document) -> Any:
    labels = document.labels
    return _paragraph(
        "Footer",
        _run(f"{document.reference}\t{labels['page']} "),
        _counter("PAGE"),
        _run(f" {labels['of']} "),
        _counter("NUMPAGES"),
    )


def _counter(name: str) -> Any:
    """A number that Word keeps up to date."""
    return element("fldSimple", _run("1"), instr=f" {name} ")


def _with_blanks(text: str) -> Iterator[Any]:
    """The text with lines to write on. One that ends its line goes on to the edge."""
    parts = _BLANK.split(text)
    for part, following in zip(parts, (*parts[1:], "\n"), strict=True):
        if _BLANK.match(part):
            yield _run("\t" if following[:1] in ("", "\n") else part, "Blank")
        elif part:
            yield _run(part)


def _body(document: Document) -> Iterator[Any]:
    yield from _optional("Title", document.title)
    yield from _optional("Subtitle", document.subtitle)
    for label, value in masthead(document):
        yield _paragraph("Masthead", _run(label, "Quiet"), _run(f"\t{value}"))
    told = [made for section in document.sections for made in _section(section, 1)]
    _keep_with_signature(told)
    yield from told


def _keep_with_signature(told: list[Any]) -> None:
    """Nobody signs an empty sheet: the last lines before a signature stand on its page."""
    styles = [made.style if made.tag == qn("w:p") else "" for made in told]
    if "Signature" in styles:
        signed = styles.index("Signature")
        texts = [at for at in range(signed) if not (styles[at] or "").startswith("Heading")]
        for at in texts[-_LINES_WITH_SIGNATURE:]:
            if styles[at]:
                told[at].get_or_add_pPr().get_or_add_keepNext()


def _section(section: Section, level: int) -> Iterator[Any]:
    yield from _optional(f"Heading{min(level, LOWEST_LEVEL)}", section.heading)
    for block in section.blocks:
        yield from _block(block)
    for inner in section.sections:
        yield from _section(inner, level + bool(section.heading))


def _block(block: Block) -> Iterable[Any]:
    match block:
        case Paragraph(text):
            return (_paragraph("BodyText", _run(text)),)
        case Quote(text):
            return (_paragraph("Quote", _run(text)),)
        case Notice(text):
            return (_paragraph("Notice", _run(text)),)
        case Bullets(items):
            return (_paragraph("ListBullet", _run(item)) for item in items)
        case Fields(items):
            return (paragraph for item in items for paragraph in _field(item))
        case Signature(items):
            return (_signed(item) for item in items)
        case Table():
            return _table(block)
    assert_never(block)


def _field(field: Field) -> Iterator[Any]:
    yield _paragraph("Label", _run(field.label))
    if field.lines:
        yield from (_paragraph("WritingLine", _run("\t")) for _number in range(field.lines))
        return
    yield _paragraph("Normal", _run(field.value, "Missing" if field.missing else ""))
    yield from (_paragraph("ListBullet", _run(point)) for point in field.points)


def _signed(field: Field) -> Any:
    """The tab after the label leads to what is known; a second one draws a line to write on."""
    known = _run("\t" + (field.value or "\t"))
    return _paragraph("Signature", _run(field.label, "SignatureLabel"), known)


def _table(table: Table) -> Iterator[Any]:
    yield from _optional("Caption", table.caption)
    made: Any = CT_Tbl.new_tbl(1 + len(table.rows), len(table.header), TEXT_WIDTH)
    made.tblStyle_val = "PaperTable"
    made.tblPr.autofit = False
    made.tblPr.append(element("tblCaption", val=readable(table.caption)))
    parts = shares(table)
    widths = [Length(TEXT_WIDTH * part // sum(parts)) for part in parts]
    for column, width in zip(made.tblGrid.gridCol_lst, widths, strict=True):
        column.w = width
    styles = ("TableHeading", *("TableText" for _ in table.rows))
    for row, texts, style in zip(made.tr_lst, (table.header, *table.rows), styles, strict=True):
        for cell, text, width in zip(row.tc_lst, texts, widths, strict=True):
            cell.width = width
            cell[-1] = _paragraph(style, _run(text))
    for row, texts in zip(made.tr_lst, (table.header, *table.rows), strict=True):
        if sum(map(len, texts)) <= _LONGEST_ROW:
            row.get_or_add_trPr().append(element("cantSplit"))
    made.tr_lst[0].get_or_add_trPr().append(element("tblHeader"))
    yield made
    # Word joins two tables that touch, and wants a paragraph after the last.
    yield _paragraph("TableEnd")


def _optional(style: str, text: str) -> tuple[Any, ...]:
    return (_paragraph(style, _run(text)),) if text else ()


def _paragraph(style: str, *runs: Any) -> Any:
    made: Any = OxmlElement("w:p")
    made.style = style
    made.extend(runs)
    return made


def _run(text: str, style: str = "") -> Any:
    made: Any = OxmlElement("w:r")
    if style:
        made.style = style
    made.text = readable(text)
    return made
