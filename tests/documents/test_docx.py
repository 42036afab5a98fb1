from __future__ import annotations

import dataclasses
import datetime
import io
import re
import zipfile
from xml.etree import ElementTree

import docx
import pytest
from docx.document import Document as WordDocument
from docx.enum.text import WD_TAB_LEADER
from docx.shared import Mm, Pt

from fyrstod.documents.docx import to_docx
from fyrstod.documents.tree import (
    Block,
    Bullets,
    Document,
    Field,
    Fields,
    Paragraph,
    Section,
    Signature,
    Table,
)
from tests.documents import samples

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def opened(document: Document) -> WordDocument:
    return docx.Document(io.BytesIO(to_docx(document)))


def styled(document: Document) -> list[tuple[str, str]]:
    return [(p.style.name if p.style else "", p.text) for p in opened(document).paragraphs]


def parts(document: Document) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(to_docx(document))) as archive:
        return {name: archive.read(name).decode("utf-8") for name in archive.namelist()}


def test_a_document_has_the_styles_that_word_knows() -> None:
    inner = Section("Nivå två", (Paragraph("Sist."),))
    outer = Section("Barnet", (Bullets(("Farfar",)), Fields((Field("Namn", "Elias"),))), (inner,))

    document = dataclasses.replace(samples.document(), sections=(outer,))

    assert styled(document) == [
        ("Title", "Orosanmälan"),
        ("Subtitle", "Elias Testsson, 15\xa0år"),
        ("Masthead", "Till\tSocialtjänsten i Lillköping"),
        ("Masthead", "Referens\tFS-K7QX-M2DA"),
        ("Masthead", "Upprättad\t2026-11-23\xa014:05"),
        ("Masthead", "Stödmaterial\tFyrstöd 2026.1"),
        ("Heading 1", "Barnet"),
        ("List Bullet", "Farfar"),
        ("Label", "Namn"),
        ("Normal", "Elias"),
        ("Heading 2", "Nivå två"),
        ("Body Text", "Sist."),
    ]


def test_a_header_row_is_marked_and_repeated() -> None:
    (table,) = opened(
        samples.document(Table("Vittnen", ("Namn", "Telefon"), (("Kim", "070"), ("Bo", "071"))))
    ).tables

    marked = [row._tr.find(f"{W}trPr/{W}tblHeader") is not None for row in table.rows]
    cells = [[cell.text for cell in row.cells] for row in table.rows]

    assert marked == [True, False, False]
    assert cells == [["Namn", "Telefon"], ["Kim", "070"], ["Bo", "071"]]
    assert table.style is not None
    assert table.style.name == "Paper Table"


def test_a_table_has_its_caption_above_it_and_in_its_properties() -> None:
    document = samples.document(Table("Vittnen", ("Namn",), (("Kim",),)))

    (table,) = opened(document).tables

    assert styled(document)[-2:] == [("Caption", "Vittnen"), ("Table End", "")]
    assert table._tbl.find(f"{W}tblPr/{W}tblCaption").get(f"{W}val") == "Vittnen"


def test_a_missing_answer_looks_different() -> None:
    word = opened(samples.document(Fields((Field("Adress", "Inte besvarad", missing=True),))))

    run = word.paragraphs[-1].runs[0]

    assert run.text == "Inte besvarad"
    assert run.style.name == "Missing"


def test_what_hangs_on_an_answer_is_a_list_under_it() -> None:
    document = samples.document(Fields((Field("Regel", "Om:", points=("ett", "två")),)))

    assert styled(document)[-3:] == [
        ("Normal", "Om:"),
        ("List Bullet", "ett"),
        ("List Bullet", "två"),
    ]


@pytest.mark.parametrize(
    "block",
    [Bullets(("ett", "två", "tre", "fyra")), Paragraph("fyra"), Fields((Field("A", "fyra"),))],
)
def test_the_last_lines_before_a_signature_stand_on_its_page(block: Block) -> None:
    signed = Section("Underskrift", (Signature((Field("Namn", ""),)),))
    document = dataclasses.replace(
        samples.document(block), sections=(Section("", (block,)), signed)
    )

    *_, last, _heading, _line = opened(document).paragraphs

    assert last.text == "fyra"
    assert last.paragraph_format.keep_with_next


def test_a_row_that_fits_on_a_page_is_never_divided() -> None:
    rows = (("Kim", "kort"), ("Bo", "lång text " * 400))

    (table,) = opened(samples.document(Table("Vittnen", ("Namn", "Vad"), rows))).tables

    whole = [row._tr.find(f"{W}trPr/{W}cantSplit") is not None for row in table.rows]
    assert whole == [True, True, False]


def test_a_blank_at_the_end_of_a_line_of_the_secrecy_mark_goes_on_to_the_edge() -> None:
    secrecy = "Sekretess: ____ kap.\nMyndighet: ____"
    document = dataclasses.replace(samples.document(), secrecy=secrecy)

    (mark,) = opened(document).sections[0].first_page_header.paragraphs

    assert mark.text == "Sekretess: ____ kap.\nMyndighet: \t"


def test_what_is_left_to_a_pen_has_lines_to_write_on() -> None:
    document = samples.document(Fields((Field("Skäl", "", lines=2),)))

    style = opened(document).styles["Writing Line"].paragraph_format

    assert styled(document)[-2:] == [("Writing Line", "\t"), ("Writing Line", "\t")]
    assert [stop.leader for stop in style.tab_stops] == [WD_TAB_LEADER.LINES]
    assert style.space_before + Pt(10.5 * 1.15) >= Mm(8.5)


def test_what_is_to_be_signed_has_a_line_where_nothing_is_known() -> None:
    document = samples.document(Signature((Field("Namn", "Kim"), Field("Datum", ""))))

    style = opened(document).styles["Signature"]
    stops = [(stop.leader, stop.position) for stop in style.paragraph_format.tab_stops]

    assert styled(document)[-2:] == [("Signature", "Namn\tKim"), ("Signature", "Datum\t\t")]
    assert [leader for leader, _position in stops] == [WD_TAB_LEADER.SPACES, WD_TAB_LEADER.LINES]
    assert stops[0][1] < stops[1][1]


@pytest.mark.parametrize(("language", "tag"), [("sv", "sv-SE"), ("en", "en-GB")])
def test_language_title_and_author_are_set(language: str, tag: str) -> None:
    document = samples.document(language=language)

    word = opened(document)

    assert word.core_properties.language == tag
    assert word.core_properties.title == document.title
    assert word.core_properties.author == "Maria Exempelsson"
    assert word.core_properties.created == datetime.datetime(
        2026, 11, 23, 13, 5, tzinfo=datetime.UTC
    )
    assert word.core_properties.modified == word.core_properties.created
    assert f'<w:lang w:val="{tag}"' in parts(document)["word/styles.xml"]


def test_the_first_page_leaves_the_statute_open_and_every_page_says_which_it_is() -> None:
    section = opened(samples.document()).sections[0]

    first = section.first_page_header.paragraphs[0].text
    later = section.header.paragraphs[0].text
    footers = [
        "".join(node.text or "" for node in footer._element.iter(f"{W}t"))
        for footer in (section.first_page_footer, section.footer)
    ]

    assert first == "Sekretess: ____ kap. ____ § offentlighets- och sekretesslagen."
    assert later == "FS-K7QX-M2DA\tSekretess"
    assert footers == ["FS-K7QX-M2DASida 1 av 1"] * 2
    written = parts(samples.document())
    fields = [re.findall('w:instr=" (\\w+) "', written[f"word/footer{n}.xml"]) for n in (1, 2)]
    assert fields == [["PAGE", "NUMPAGES"]] * 2


def test_the_statute_has_lines_wide_enough_to_write_on() -> None:
    word = opened(samples.document())

    runs = word.sections[0].first_page_header.paragraphs[0].runs

    assert [run.text for run in runs if run.style.name == "Blank"] == ["____", "____"]
    assert int(word.styles["Blank"].element.find(f"{W}rPr/{W}w").get(f"{W}val")) > 200


def test_a_long_title_is_whole_on_the_page_and_shortened_in_the_properties() -> None:
    title = "Orosanmälan " * 40

    word = opened(dataclasses.replace(samples.document(), title=title))

    assert word.paragraphs[0].text == title
    assert title.startswith(word.core_properties.title)


@pytest.mark.parametrize("text", samples.HOSTILE)
def test_typed_text_is_text_and_nothing_else(text: str) -> None:
    word = opened(samples.document(Paragraph(text), Table(text, (text,), ((text,),))))

    body = word.paragraphs
    assert [p.text for p in body[-3:-1]] == [text, text]
    assert [[cell.text for cell in row.cells] for row in word.tables[0].rows] == [[text], [text]]


def test_line_breaks_and_tabs_are_kept_and_hidden_characters_dropped() -> None:
    word = opened(samples.document(Paragraph("a\r\nb\tc\x00\x07\u202ed\ud800")))

    assert word.paragraphs[-1].text == "a\nb\tcd"


def test_no_line_ends_inside_a_statute_or_a_day() -> None:
    told = Paragraph("Enligt 19 kap. 1 § den 23 november 2026.")

    assert ("Body Text", "Enligt 19\xa0kap.\xa01\xa0§ den 23\xa0november\xa02026.") in styled(
        samples.document(told)
    )


def test_every_part_is_whole_and_every_style_it_names_exists() -> None:
    written = parts(samples.document())

    for text in written.values():
        ElementTree.fromstring(text)
    defined = set(re.findall(r'w:styleId="(\w+)"', written["word/styles.xml"]))
    named = {
        style
        for name, text in written.items()
        if name.startswith("word/") and name != "word/styles.xml"
        for style in re.findall(r'<w:(?:pStyle|rStyle|tblStyle) w:val="(\w+)"', text)
    }
    relations = written["word/_rels/document.xml.rels"]
    targets = {f"word/{target}" for target in re.findall(r'Target="([^"]+)"', relations)}
    assert named <= defined
    assert targets <= written.keys()


def test_nothing_is_left_of_the_library_s_own_template() -> None:
    written = parts(samples.document())

    assert written.keys() == {
        "[Content_Types].xml",
        "_rels/.rels",
        "docProps/core.xml",
        "word/_rels/document.xml.rels",
        "word/document.xml",
        "word/fontTable.xml",
        "word/footer1.xml",
        "word/footer2.xml",
        "word/header1.xml",
        "word/header2.xml",
        "word/numbering.xml",
        "word/settings.xml",
        "word/styles.xml",
    }
    assert not [name for name, text in written.items() if re.search("(?i)python|theme", text)]


def test_empty_texts_and_a_deep_tree_are_still_a_document() -> None:
    deep = Section("", samples.one_of_each(""))
    for number in range(12):
        deep = Section(f"Nivå {number}", (), (deep,))
    document = dataclasses.replace(
        samples.document(), title="", subtitle="", secrecy="", author="", sections=(deep,)
    )

    styles = {p.style.name for p in opened(document).paragraphs if p.style}

    assert "Heading 9" in styles


def test_the_same_document_gives_the_same_bytes_and_another_time_gives_others() -> None:
    later = samples.CREATED + datetime.timedelta(minutes=1)

    with zipfile.ZipFile(io.BytesIO(to_docx(samples.document()))) as archive:
        moments = {entry.date_time for entry in archive.infolist()}

    assert moments == {(1980, 1, 1, 0, 0, 0)}
    assert to_docx(samples.document()) == to_docx(samples.document())
    assert to_docx(samples.document()) != to_docx(samples.document(created=later))
