"""The empty Word document that every Word file starts from: page, styles and list."""

from __future__ import annotations

import io
from functools import cache
from typing import Any, Final

import docx
from docx.document import Document as WordDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.part import XmlPart
from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement
from docx.shared import Length, Mm, Pt, RGBColor

_FONT: Final = "Source Sans 3"
_FALLBACK: Final = "Calibri"
_ARABIC: Final = "Arial"

_PINE: Final = "1F4D3F"
_AMBER: Final = "C8871F"
_INK: Final = "1C2320"
_QUIET: Final = "4F5B55"
_HAIRLINE: Final = "C5CFC9"
_WASH: Final = "EEF3F0"

LOWEST_LEVEL: Final = 9
"""Word has no headings below this one."""

_PAGE_WIDTH: Final = Mm(210)
_MARGIN: Final = Mm(22)
TEXT_WIDTH: Final = Length(_PAGE_WIDTH - 2 * _MARGIN)
_LABEL_WIDTH: Final = Mm(49)
_SECRECY_WIDTH: Final = Mm(70)
_SIGNING_WIDTH: Final = Mm(95)

_KNOWN_TO_WORD: Final = {
    "Title",
    "Subtitle",
    *(f"Heading {level}" for level in range(1, LOWEST_LEVEL + 1)),
    "Body Text",
    "List Bullet",
    "Quote",
    "Caption",
    "Signature",
    "Header",
    "Footer",
}

_ROOM_TO_WRITE: Final = 13
"""Unit: points. With the line itself it makes nine millimetres for a hand."""

_PEN: Final = Pt(13)
"""The size of an underscore, so that there is room above it to write."""

_HANDWRITING: Final = 220
"""Unit: per cent. How much wider an underscore is, so that there is room to write on it."""

_KEPT_PARTS: Final = {
    RELATIONSHIP_TYPE.OFFICE_DOCUMENT,
    RELATIONSHIP_TYPE.CORE_PROPERTIES,
    RELATIONSHIP_TYPE.STYLES,
    RELATIONSHIP_TYPE.NUMBERING,
    RELATIONSHIP_TYPE.SETTINGS,
    RELATIONSHIP_TYPE.FONT_TABLE,
}


def empty_document(language: str) -> WordDocument:
    """A new document in the language of the tag, with our styles and no text."""
    return docx.Document(io.BytesIO(_template(language)))


@cache
def _template(language: str) -> bytes:
    word = docx.Document()
    for holder in (word.part.package, word.part):
        for key, relation in list(holder.rels.items()):
            if relation.reltype not in _KEPT_PARTS:
                del holder.rels[key]
    _set_page(word)
    _set_fonts(word)
    _set_list(word)
    _set_styles(word.styles, language)
    _set_settings(word.settings.element)
    packed = io.BytesIO()
    word.save(packed)
    return packed.getvalue()


def element(name: str, /, *children: Any, **attributes: str) -> Any:
    """An element of Word's own namespace, for what python-docx has no word for."""
    made: Any = OxmlElement(
        f"w:{name}", {qn(f"w:{key}"): value for key, value in attributes.items()}
    )
    made.extend(children)
    return made


def _set_page(word: WordDocument) -> None:
    (section,) = word.sections
    section.page_width, section.page_height = _PAGE_WIDTH, Mm(297)
    section.left_margin = section.right_margin = _MARGIN
    section.top_margin = section.bottom_margin = Mm(26)
    section.header_distance = section.footer_distance = Mm(13)
    section.different_first_page_header_footer = True
    for place in (
        section.first_page_header,
        section.header,
        section.first_page_footer,
        section.footer,
    ):
        place.is_linked_to_previous = False


def _set_fonts(word: WordDocument) -> None:
    """Says what stands in where the typeface is not installed."""
    part = word.part
    old = part.part_related_by(RELATIONSHIP_TYPE.FONT_TABLE)
    table = XmlPart.load(old.partname, old.content_type, old.blob, part.package)
    look = element("family", val="swiss"), element("pitch", val="variable")
    table.element[:] = [
        element("font", element("altName", val=_FALLBACK), *look, name=_FONT),
    ]
    (key,) = (key for key, relation in part.rels.items() if relation.target_part is old)
    part.load_rel(RELATIONSHIP_TYPE.FONT_TABLE, table, key)


def _set_list(word: WordDocument) -> None:
    """Leaves one list in the document, with a bullet."""
    level = element(
        "lvl",
        element("start", val="1"),
        element("numFmt", val="bullet"),
        element("pStyle", val="ListBullet"),
        element("lvlText", val="•"),
        element("lvlJc", val="left"),
        element("pPr", element("ind", left="340", hanging="227")),
        element("rPr", element("color", val=_PINE)),
        ilvl="0",
    )
    kind = element("multiLevelType", val="singleLevel")
    word.part.numbering_part.element[:] = [
        element("abstractNum", kind, level, abstractNumId="0"),
        element("num", element("abstractNumId", val="0"), numId="1"),
    ]


def _set_settings(settings: Any) -> None:
    """Without the last of them Word would open the file in its compatibility mode."""
    settings[:] = [
        element("zoom", percent="100"),
        element("defaultTabStop", val="720"),
        element("characterSpacingControl", val="doNotCompress"),
        element(
            "compat",
            element(
                "compatSetting",
                name="compatibilityMode",
                uri="http://schemas.microsoft.com/office/word",
                val="15",
            ),
        ),
    ]


def _set_styles(styles: Any, language: str) -> None:
    for style in list(styles):
        if not style.element.default:
            style.delete()
    for unneeded in ("w:docDefaults", "w:latentStyles"):
        styles.element.remove(styles.element.find(qn(unneeded)))
    _set_body(styles["Normal"], language)
    _add_headings(styles)
    _add_text(styles)
    _add_page_texts(styles)
    _add_table(styles)
    for name, colour in (("Quiet", _QUIET), ("Missing", _QUIET), ("Strong", None)):
        font = styles.add_style(name, WD_STYLE_TYPE.CHARACTER, builtin=name == "Strong").font
        font.italic = font.cs_italic = True if name == "Missing" else None
        font.bold = font.cs_bold = True if name == "Strong" else None
        font.color.rgb = colour and RGBColor.from_string(colour)
    label = styles.add_style("Signature Label", WD_STYLE_TYPE.CHARACTER)
    label.style_id = "SignatureLabel"
    label.font.bold = label.font.cs_bold = True
    label.font.color.rgb = RGBColor.from_string(_PINE)
    blank = styles.add_style("Blank", WD_STYLE_TYPE.CHARACTER)
    blank.element.get_or_add_rPr().append(element("w", val=str(_HANDWRITING)))
    blank.font.size = _PEN


def _set_body(style: Any, language: str) -> None:
    for old in style.element.xpath("w:rsid | w:pPr | w:rPr"):
        style.element.remove(old)
    style.element.get_or_add_rPr().extend(
        (
            element("rFonts", ascii=_FONT, hAnsi=_FONT, eastAsia=_FONT, cs=_ARABIC),
            element("lang", val=language, eastAsia=language, bidi="ar-SA"),
        )
    )
    style.paragraph_format.widow_control = True
    _format(style, size=10.5, colour=_INK, after=6, line=1.15)


def _add_headings(styles: Any) -> None:
    _format(_add(styles, "Title"), size=22, colour=_PINE, bold=True, after=3, line=1, keep=True)
    _format(_add(styles, "Subtitle"), size=12.5, colour=_QUIET, after=12, keep=True)
    sizes = ((14, 20, 7), (12, 15, 6)) + ((10.5, 12, 4),) * (LOWEST_LEVEL - 2)
    for level, (size, before, after) in enumerate(sizes, start=1):
        style = _add(
            styles,
            f"Heading {level}",
            element("keepLines"),
            element("outlineLvl", val=f"{level - 1}"),
        )
        _format(
            style,
            size=size,
            colour=_PINE,
            bold=True,
            before=before,
            after=after,
            line=1.05,
            keep=True,
        )


def _add_text(styles: Any) -> None:
    _format(_add(styles, "Body Text"), before=10)
    in_list = element("numPr", element("numId", val="1"))
    _format(_add(styles, "List Bullet", in_list), after=3)
    beside = element("pBdr", _line("left", 18, _AMBER, space=10))
    _format(_add(styles, "Quote", beside), before=4, after=8, left=Pt(14))
    shade = element("shd", val="clear", color="auto", fill=_WASH)
    notice = _add(styles, "Notice", element("keepLines"), _box(8), shade)
    _format(notice, before=8, after=10, left=Pt(8.5), right=Pt(8.5))
    label = _add(styles, "Label")
    _format(label, size=9.5, colour=_PINE, bold=True, before=8, after=0, keep=True)
    by_hand = _add(styles, "Writing Line")
    _format(by_hand, before=_ROOM_TO_WRITE, after=0)
    by_hand.paragraph_format.tab_stops.add_tab_stop(TEXT_WIDTH, leader=WD_TAB_LEADER.LINES)
    signature = _add(styles, "Signature")
    _format(
        signature, before=16, after=0, left=_LABEL_WIDTH, first=Length(-_LABEL_WIDTH), keep=True
    )
    stops = signature.paragraph_format.tab_stops
    stops.add_tab_stop(_LABEL_WIDTH)
    stops.add_tab_stop(_LABEL_WIDTH + _SIGNING_WIDTH, leader=WD_TAB_LEADER.LINES)


def _add_page_texts(styles: Any) -> None:
    """What stands above and below the text of a page, and the lines under the title."""
    _format(_add(styles, "Header"), size=8.5, colour=_QUIET, after=0, line=1)
    above = element("pBdr", _line("top", 4, _HAIRLINE, space=6))
    _format(_add(styles, "Footer", above), size=8.5, colour=_QUIET, after=0, line=1)
    for name in ("Header", "Footer"):
        stops = styles[name].paragraph_format.tab_stops
        stops.add_tab_stop(TEXT_WIDTH, WD_TAB_ALIGNMENT.RIGHT)
    _format(
        _add(styles, "Secrecy", _box(6)),
        size=8.5,
        after=6,
        line=1.6,
        left=Length(TEXT_WIDTH - _SECRECY_WIDTH),
        right=Pt(6),
    )
    edge = Length(TEXT_WIDTH - Pt(6))
    styles["Secrecy"].paragraph_format.tab_stops.add_tab_stop(edge, leader=WD_TAB_LEADER.LINES)
    above = element("pBdr", _line("top", 10, _AMBER, space=8))
    masthead = _add(styles, "Masthead", above, element("contextualSpacing"))
    _format(masthead, size=9.5, after=14, left=_LABEL_WIDTH, first=Length(-_LABEL_WIDTH))
    masthead.paragraph_format.tab_stops.add_tab_stop(_LABEL_WIDTH)


def _add_table(styles: Any) -> None:
    _format(
        _add(styles, "Caption"), size=9.5, colour=_PINE, bold=True, before=8, after=4, keep=True
    )
    _format(_add(styles, "Table Text"), size=9.5, before=3, after=3, line=1.05)
    heading = _add(styles, "Table Heading", based_on="Table Text")
    _format(heading, colour=_PINE, bold=True, keep=True)
    _format(_add(styles, "Table End"), size=6, after=0, line=1)
    table = styles.add_style("Paper Table", WD_STYLE_TYPE.TABLE)
    table.base_style = styles["Normal Table"]
    lines = (_line("bottom", 4, _HAIRLINE), _line("insideH", 4, _HAIRLINE))
    first_row = element(
        "tcPr",
        element("tcBorders", _line("bottom", 6, _PINE)),
        element("shd", val="clear", color="auto", fill=_WASH),
    )
    table.element.extend(
        (
            element("tblPr", element("tblBorders", *lines)),
            element("tblStylePr", first_row, type="firstRow"),
        )
    )


def _add(styles: Any, name: str, *properties: Any, based_on: str = "Normal") -> Any:
    """A paragraph style. The properties are in the order that Word's schema wants."""
    style = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH, builtin=name in _KNOWN_TO_WORD)
    style.style_id = name.replace(" ", "")
    style.base_style = styles[based_on]
    style.quick_style = True
    style.element.get_or_add_pPr().extend(properties)
    return style


def _format(
    style: Any,
    *,
    size: float | None = None,
    colour: str = "",
    bold: bool | None = None,
    before: float | None = None,
    after: float | None = None,
    line: float | None = None,
    left: Length | None = None,
    right: Length | None = None,
    first: Length | None = None,
    keep: bool | None = None,
) -> None:
    """Sizes and spaces are in points, the distance of lines in lines; None is inherited."""
    font, paragraph = style.font, style.paragraph_format
    font.bold = font.cs_bold = bold
    if colour:
        font.color.rgb = RGBColor.from_string(colour)
    if size:
        font.size = Pt(size)
        font.element.rPr.sz.addnext(element("szCs", val=f"{2 * size:.0f}"))
    paragraph.space_before = before if before is None else Pt(before)
    paragraph.space_after = after if after is None else Pt(after)
    paragraph.line_spacing = line if line is None else float(line)
    paragraph.left_indent = left
    paragraph.right_indent = right
    paragraph.first_line_indent = first
    paragraph.keep_with_next = keep
    if keep:
        style.next_paragraph_style = style.base_style


def _box(space: int) -> Any:
    sides = ("top", "left", "bottom", "right")
    return element("pBdr", *(_line(side, 6, _PINE, space=space) for side in sides))


def _line(side: str, thickness: int, colour: str, *, space: int = 0) -> Any:
    """`thickness` is in eighths of a point, `space` in points."""
    return element(side, val="single", sz=str(thickness), space=str(space), color=colour)
