"""The tree as HTML: the preview on our own page, and a file that stands alone."""

from __future__ import annotations

from html import escape
from typing import assert_never

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

_TITLE_LEVEL = 2
_LOWEST_LEVEL = 6
_STYLE = (
    "body{margin:2rem auto;max-width:44rem;padding:0 1rem;color:#1c2320;line-height:1.5;"
    "font-family:'Source Sans 3',Calibri,sans-serif;overflow-wrap:anywhere}"
    "h2,h3,h4,h5,h6,dt,caption,th{color:#1f4d3f}dt,caption,th{font-weight:600}"
    "dd{margin:0 0 .75rem}.paper-missing{color:#4f5b55;font-style:italic}"
    ".paper-secrecy,.paper-notice{border:1px solid #1f4d3f;padding:.5rem 1rem}"
    ".paper-header{border-bottom:2px solid #c8871f}"
    ".paper-quote{border-left:3px solid #c8871f;margin-left:0;padding-left:1rem}"
    ".paper-signature>div{display:grid;grid-template-columns:10rem 1fr;align-items:end}"
    ".paper-line{border-bottom:1px solid #1c2320;height:2rem}"
    "table{border-collapse:collapse;width:100%}caption{text-align:left}"
    "th,td{border-bottom:1px solid #c5cfc9;padding:.4rem;text-align:left;vertical-align:top}"
)


def to_html(document: Document) -> str:
    """A fragment that starts at `h2`, for a page that has an `h1` of its own."""
    rows = "".join(
        f"<div><dt>{_text(label)}</dt><dd>{_text(value)}</dd></div>"
        for label, value in masthead(document)
    )
    return "".join(
        (
            f'<article class="paper" lang="{document.language}">',
            '<header class="paper-header">',
            _optional("p", "paper-secrecy", document.secrecy),
            _optional(f"h{_TITLE_LEVEL}", "paper-title", document.title),
            _optional("p", "paper-subtitle", document.subtitle),
            f'<dl class="paper-meta">{rows}</dl>' if rows else "",
            "</header>",
            *(_section(section, _TITLE_LEVEL + 1) for section in document.sections),
            "</article>",
        )
    )


def to_html_page(document: Document) -> str:
    """The same as a whole page, for a file that is opened by itself."""
    return (
        f'<!DOCTYPE html><html lang="{document.language}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{_text(document.title)}</title><style>{_STYLE}</style></head>"
        f"<body><main>{to_html(document)}</main></body></html>\n"
    )


def _section(section: Section, level: int) -> str:
    heading = _optional(f"h{min(level, _LOWEST_LEVEL)}", "paper-heading", section.heading)
    return "".join(
        (
            '<section class="paper-section">',
            heading,
            *map(_block, section.blocks),
            *(_section(inner, level + bool(heading)) for inner in section.sections),
            "</section>",
        )
    )


def _block(block: Block) -> str:
    match block:
        case Paragraph(text):
            return f'<p class="paper-paragraph">{_text(text)}</p>'
        case Quote(text):
            return f'<blockquote class="paper-quote"><p>{_text(text)}</p></blockquote>'
        case Notice(text):
            return f'<div class="paper-notice" role="note"><p>{_text(text)}</p></div>'
        case Bullets(items):
            return _points(items)
        case Fields(items):
            pairs = "".join(map(_field, items))
            return f'<dl class="paper-fields">{pairs}</dl>' if pairs else ""
        case Signature(items):
            lines = "".join(map(_signed, items))
            return f'<dl class="paper-signature">{lines}</dl>' if lines else ""
        case Table():
            return _table(block)
    assert_never(block)


def _field(field: Field) -> str:
    missing = ' class="paper-missing"' if field.missing else ""
    answer = f"<dd{missing}>{_text(field.value)}{_points(field.points)}</dd>"
    if field.lines:
        answer = '<dd class="paper-line"></dd>' * field.lines
    return f'<div class="paper-field"><dt>{_text(field.label)}</dt>{answer}</div>'


def _points(items: tuple[str, ...]) -> str:
    points = "".join(f"<li>{_text(item)}</li>" for item in items)
    return f'<ul class="paper-bullets">{points}</ul>' if points else ""


def _signed(field: Field) -> str:
    line = "" if field.value else ' class="paper-line"'
    return f"<div><dt>{_text(field.label)}</dt><dd{line}>{_text(field.value)}</dd></div>"


def _table(table: Table) -> str:
    head = "".join(f'<th scope="col">{_text(cell)}</th>' for cell in table.header)
    headings = [escape(readable(cell)) for cell in table.header]
    rows = "".join(
        "<tr>"
        + "".join(
            f'<td data-heading="{heading}">{_text(cell)}</td>'
            for heading, cell in zip(headings, row, strict=True)
        )
        + "</tr>"
        for row in table.rows
    )
    caption = _optional("caption", "paper-caption", table.caption)
    return (
        f'<table class="paper-table">{caption}'
        f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"
    )


def _optional(tag: str, css_class: str, text: str) -> str:
    return f'<{tag} class="{css_class}">{_text(text)}</{tag}>' if text else ""


def _text(text: str) -> str:
    return escape(readable(text)).replace("\n", "<br>")
