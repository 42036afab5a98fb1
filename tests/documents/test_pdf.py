from __future__ import annotations

import dataclasses
import datetime
import io
import itertools
import operator
import re
import threading
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

import page
import pikepdf
import pytest

from fyrstod.documents import pdf
from fyrstod.documents.fonts import covered
from fyrstod.documents.pdf import to_pdf
from fyrstod.documents.tree import (
    Attachment,
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

LONG = {
    "prose": "Elias satt ensam och åt ingenting. " * 570,
    "no spaces": "abcdefghij" * 2_000,
    "no-break spaces": "a\xa0" * 10_000,
    "many line breaks": "x\n" * 10_000,
    "only line breaks": "\n" * 20_000,
    "emoji": "👩‍👩‍👧" * 4_000,
    "Arabic": "مرحبا بالعالم " * 1_400,
    "Arabic without spaces": "م" * 20_000,
    "Chinese": "中" * 20_000,
    "marks on one letter": "a" + "\u0301" * 19_999,
    "marks that no letter bears": "\u0899\u0304\u08f5\u08e2\u06e4" * 400,
}


def faults(written: bytes) -> list[str]:
    """What the checker finds against PDF/UA-1 and PDF/A-3a, by rule."""
    limits = page.SafetyLimits.unlimited()
    return [
        f"{profile}: {failure.rule_id} {failure.message}"
        for profile in ("ua1", "3a")
        for failure in page.validate_pdf_bytes(written, profile=profile, limits=limits).failures
    ]


def pages_of(written: bytes) -> list[str]:
    """The letters of each page without the space between them."""
    with pikepdf.open(io.BytesIO(written)) as opened:
        return ["".join(letter for _, letter in _letters(sheet)) for sheet in opened.pages]


def lines_of(written: bytes) -> list[str]:
    """The letters of each line without the space between them."""
    with pikepdf.open(io.BytesIO(written)) as opened:
        return [
            "".join(letter for _, letter in line)
            for sheet in opened.pages
            for _, line in itertools.groupby(_letters(sheet), key=operator.itemgetter(0))
        ]


def _letters(sheet: pikepdf.Page) -> Iterator[tuple[float, str]]:
    """Each letter with the height that it stands at."""
    fonts = {name: _unicode_of(font) for name, font in sheet.Resources.Font.items()}
    font: Mapping[bytes, str] = {}
    height = 0.0
    for step in pikepdf.parse_content_stream(sheet):
        does, operands = str(step.operator), step.operands
        if does == "cm":
            height = float(operands[5])
        elif does == "Tf":
            font = fonts[str(operands[0])]
        elif does in {"Tj", "TJ"}:
            shown = operands[0] if does == "TJ" else operands
            glyphs = b"".join(bytes(part) for part in shown if isinstance(part, pikepdf.String))
            for at in range(0, len(glyphs), 2):
                yield height, font.get(glyphs[at : at + 2], "").strip()


def _unicode_of(font: pikepdf.Object) -> dict[bytes, str]:
    table = font.ToUnicode.read_bytes().decode("ascii")
    return {
        bytes.fromhex(code): bytes.fromhex(text).decode("utf-16-be")
        for code, text in re.findall(r"<([0-9A-Fa-f]{4})> <([0-9A-Fa-f]+)>", table)
    }


@pytest.mark.parametrize("language", ["sv", "en"])
def test_a_report_is_accessible_and_fit_for_an_archive(language: str) -> None:
    assert faults(to_pdf(samples.document(language=language))) == []


@pytest.mark.parametrize("text", LONG.values(), ids=LONG.keys())
def test_fields_filled_to_their_limit_stay_accessible(text: str) -> None:
    filled = text[:20_000]
    fields = Fields((Field("Ditt namn", filled), Field("Adress", filled, missing=True)))
    table = Table("Vittnen", ("Namn", "Vad"), (("Kim", filled),))

    assert faults(to_pdf(samples.document(fields, table))) == []


@pytest.mark.parametrize("text", [LONG["no spaces"], LONG["no-break spaces"], "—" * 20_000])
def test_a_text_without_spaces_goes_on_to_the_next_line_and_page(text: str) -> None:
    written = to_pdf(samples.document(Paragraph(text)))

    pages = pages_of(written)

    assert len(pages) >= 4
    assert sum(letters.count(text[0]) for letters in pages) >= text.count(text[0])


def test_no_line_ends_inside_a_statute_however_long_the_words_before_it() -> None:
    law = "26 kap. 9 § offentlighets- och sekretesslagen"
    texts = tuple(
        f"{'mm ' * words}{'m' * letters} {law}" for words in (11, 12) for letters in range(9)
    )
    fields = Fields((Field("Regel", "", points=texts),))

    lines = lines_of(to_pdf(samples.document(Bullets(texts), *map(Paragraph, texts), fields)))

    assert sum("26kap.9§" in line for line in lines) == 3 * len(texts)
    assert any(line.startswith("26kap.9§") for line in lines)


def test_only_a_long_word_is_divided_in_a_narrow_column() -> None:
    fields = Fields(
        (Field("Samverkansöverenskommelser", "Nej"), Field("Nu aktuella avtalen", "Ja"))
    )
    table = Table(
        "Avtal", ("Samverkansöverenskommelser", *"ABCDEFG"), (("Nu aktuella", *"1234567"),)
    )

    lines = lines_of(to_pdf(samples.document(fields, table)))

    divided = [line for line in lines if line.endswith("\xad")]
    assert len(divided) >= 2
    assert all("Samverkansöverenskommelser".startswith(line[:-1]) for line in divided)


@pytest.mark.parametrize("language", ["sv", "en"])
def test_title_language_author_and_words_are_in_the_properties(language: str) -> None:
    document = samples.document(language=language)

    with pikepdf.open(io.BytesIO(to_pdf(document))) as opened:
        assert str(opened.Root.Lang) == {"sv": "sv-SE", "en": "en-GB"}[language]
        assert bool(opened.Root.MarkInfo.Marked)
        assert bool(opened.Root.ViewerPreferences.DisplayDocTitle)
        assert str(opened.docinfo.Title) == document.title
        assert str(opened.docinfo.Author) == "Maria Exempelsson"
        assert str(opened.docinfo.Keywords) == "FS-K7QX-M2DA, Fyrstöd 2026.1"
        assert str(opened.docinfo.CreationDate) == "D:20261123130500Z"


def test_every_font_is_inside() -> None:
    written = to_pdf(samples.document(*samples.one_of_each("Hej مرحبا 😀")))

    with pikepdf.open(io.BytesIO(written)) as opened:
        fonts = {
            str(font.BaseFont).partition("+")[2]: font.DescendantFonts[0].FontDescriptor
            for sheet in opened.pages
            for font in sheet.Resources.Font.values()
        }
        assert {name.partition("-")[0] for name in fonts} == {
            "SourceSans3",
            "NotoSansArabic",
            "NotoEmoji",
        }
        assert all("/FontFile2" in descriptor for descriptor in fonts.values())


@pytest.mark.parametrize("data", [samples.ANSWERS, "å 😀".encode(), b"\xff\x00\x80", b""])
def test_an_attachment_reads_back_byte_for_byte(data: bytes) -> None:
    attachment = Attachment("answers.json", "application/json", "Svaren", data)
    written = to_pdf(dataclasses.replace(samples.document(), attachments=(attachment,)))

    with pikepdf.open(io.BytesIO(written)) as opened:
        kept = opened.attachments["answers.json"]
        assert kept.get_file().read_bytes() == data
        assert kept.get_file().mime_type == "application/json"
        assert kept.description == "Svaren"
    assert faults(written) == []


@pytest.mark.parametrize("text", samples.HOSTILE)
def test_typed_text_is_text_and_nothing_else(text: str) -> None:
    document = dataclasses.replace(
        samples.document(
            Fields((Field(text, text),)), Bullets((text,)), Table(text, (text,), ((text,),))
        ),
        title=text,
        reference=text,
    )

    letters = "".join(pages_of(to_pdf(document)))

    assert letters.count("".join(text.split())) >= 5


def test_what_no_font_shows_is_described_and_hidden_characters_are_dropped() -> None:
    written = to_pdf(samples.document(Paragraph("x中文\x00\x07\u202ey\ud800 🇸🇪 ☢ z")))

    (letters,) = pages_of(written)

    assert "x[U+4E2D6587]y" in letters
    assert faults(written) == []


def test_each_letter_the_fonts_have_can_be_set_in_every_face(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def never() -> frozenset[str]:
        raise AssertionError("the compiler refused a character")

    monkeypatch.setattr(pdf, "_steady_characters", never)
    characters = " ".join(sorted(covered("*Regular.ttf")))
    document = samples.document(
        Fields((Field(characters, characters), Field("", characters, missing=True)))
    )

    assert faults(to_pdf(document)) == []


def test_marks_that_defeat_every_font_together_are_described_one_by_one() -> None:
    """Each of the four has a glyph, but no font can build the letter they make."""
    defeating = "\u08d5\u030a\U0001f600\u0309"

    written = to_pdf(samples.document(Paragraph(f"före {defeating} efter")))

    assert "före[U+08D5030A][GRINNINGFACE][U+0309]efter" in "".join(pages_of(written))
    assert faults(written) == []


def test_every_page_says_which_it_is_and_later_ones_bear_the_mark() -> None:
    first, second, *_ = pages = pages_of(to_pdf(samples.document(Paragraph(LONG["prose"]))))

    assert first.endswith(f"FS-K7QX-M2DASida1av{len(pages)}")
    assert second.endswith(f"FS-K7QX-M2DASida2av{len(pages)}")
    assert second.startswith("FS-K7QX-M2DASekretess")
    assert first.startswith("Orosanmälan")


def test_an_english_paper_counts_its_pages_in_english() -> None:
    (letters,) = pages_of(to_pdf(samples.document(language="en")))

    assert letters.endswith("Page1of1")


def test_headings_captions_and_header_cells_are_tagged() -> None:
    with pikepdf.open(io.BytesIO(to_pdf(samples.document()))) as opened:
        tags = [
            str(thing.S)
            for thing in opened.objects
            if isinstance(thing, pikepdf.Dictionary) and "/S" in thing and "/P" in thing
        ]

    assert tags.count("/Title") == 1
    assert tags.count("/H1") == 1
    assert tags.count("/TH") == 2
    assert tags.count("/TD") == 4
    assert tags.count("/Caption") == 1
    assert tags.count("/BlockQuote") == 1
    assert tags.count("/LI") == 2


def test_the_lines_of_the_secrecy_mark_are_as_far_apart_as_a_hand_needs() -> None:
    secrecy = "Sekretess: ____ kap. ____ §.\nDatum: ____\nMyndighet: ____"
    document = samples.document(Paragraph("Hej."))
    without = heights_of_lines(to_pdf(dataclasses.replace(document, secrecy="Sekretess.")))
    marked = dataclasses.replace(document, secrecy=secrecy)

    lines = [height for height in heights_of_lines(to_pdf(marked)) if height not in without]

    gaps = [(above - below) * 25.4 / 72 for above, below in itertools.pairwise(lines[:3])]
    assert all(gap >= 8 for gap in gaps)
    assert faults(to_pdf(marked)) == []


def test_what_hangs_on_an_answer_is_tagged_as_a_list() -> None:
    points = Fields((Field("Regel", "Om:", points=("ett", "två", "tre")),))

    with pikepdf.open(io.BytesIO(to_pdf(samples.document(points)))) as opened:
        tags = [
            str(thing.S)
            for thing in opened.objects
            if isinstance(thing, pikepdf.Dictionary) and "/S" in thing and "/P" in thing
        ]

    assert tags.count("/L") == 1
    assert tags.count("/LI") == 3


def test_no_heading_is_left_alone_at_the_foot_of_a_page() -> None:
    blocks = (Paragraph("Text. " * 60), Fields((Field("Namn", "Elias " * 40),)))
    sections = tuple(Section(f"RUBRIK{n}", (blocks[n % 2],)) for n in range(60))

    pages = pages_of(to_pdf(dataclasses.replace(samples.document(), sections=sections)))

    assert len(pages) > 5
    assert not [letters for letters in pages if re.search(r"RUBRIK\d+FS-K7QX", letters)]


@pytest.mark.parametrize("above", range(0, 60, 6))
def test_a_signature_stands_whole_on_one_page_with_its_heading(above: int) -> None:
    lines = Signature((Field("NAMN", "Kim"), Field("DATUM", ""), Field("TECKNING", "")))
    filling = Section("Barnet", (Bullets(tuple(f"Rad {n}" for n in range(above))),))
    sections = (filling, Section("UNDERSKRIFT", (lines,)))

    pages = pages_of(to_pdf(dataclasses.replace(samples.document(), sections=sections)))

    assert "UNDERSKRIFTNAMNKimDATUMTECKNINGFS-K7QX" in pages[-1]


@pytest.mark.parametrize("lines_before", range(28, 44, 2))
def test_what_leads_to_a_list_stands_on_its_page(lines_before: int) -> None:
    before = Section("Barnet", (Paragraph("\n".join(["Rad."] * lines_before)),))
    fields = Fields(tuple(Field(f"F{n}", "Ett svar. " * 30) for n in range(5)))
    sections = (before, Section("FRÅGOR", (Paragraph("INLEDNING."), fields)))

    pages = pages_of(to_pdf(dataclasses.replace(samples.document(), sections=sections)))

    assert [sheet for sheet in pages if "FRÅGORINLEDNING.F0" in sheet]


@pytest.mark.parametrize("lines_before", range(34, 46, 2))
def test_what_leads_to_a_heading_inside_its_section_stands_on_its_page(lines_before: int) -> None:
    before = Section("Barnet", (Paragraph("\n".join(["Rad."] * lines_before)),))
    inner = Section("SIDAN", (Paragraph("Inget."),))
    sections = (before, Section("FAKTORER", (Paragraph("INLEDNING."),), (inner,)))

    pages = pages_of(to_pdf(dataclasses.replace(samples.document(), sections=sections)))

    assert [sheet for sheet in pages if "FAKTORERINLEDNING.SIDANInget." in sheet]


SIGNED: Final[Mapping[str, Callable[[int], Block]]] = {
    "list": lambda lines: Bullets(tuple(f"RAD {n}" for n in range(lines))),
    "fields": lambda lines: Fields(tuple(Field(f"F{n}", f"RAD {n}") for n in range(lines))),
    "text": lambda lines: Paragraph("RAD. " * 15 * lines),
    "lines": lambda lines: Paragraph("\n".join(f"RAD {n}" for n in range(lines))),
}
"""The last thing above a signature, so many lines long."""


@pytest.mark.parametrize("kind", SIGNED)
@pytest.mark.parametrize("above", range(24, 44, 3))
def test_no_sheet_is_signed_that_says_nothing_else(kind: str, above: int) -> None:
    lines = Signature((Field("NAMN", "Kim"), Field("DATUM", ""), Field("TECKNING", "")))
    sections = (Section("Barnet", (SIGNED[kind](above),)), Section("UNDERSKRIFT", (lines,)))

    pages = pages_of(to_pdf(dataclasses.replace(samples.document(), sections=sections)))

    assert re.search(r"RAD.*UNDERSKRIFTNAMNKimDATUMTECKNINGFS-K7QX", pages[-1])


def test_what_is_divided_above_a_signature_is_told_once_and_stays_accessible() -> None:
    lines = Signature((Field("NAMN", "Kim"), Field("DATUM", "")))
    for block in (made(60) for made in SIGNED.values()):
        written = to_pdf(samples.document(block, lines))

        told = "".join(pages_of(written)).count("RAD")
        assert told == (60 * 15 if "RAD. " in str(block) else 60)
        assert faults(written) == []


def heights_of_lines(written: bytes) -> list[float]:
    """How high on the first page each straight line ends, the highest first. Unit: points."""
    with pikepdf.open(io.BytesIO(written)) as opened:
        steps = pikepdf.parse_content_stream(opened.pages[0])
        matrix, outer, heights = pikepdf.Matrix(), [], set()
        for step in steps:
            match str(step.operator):
                case "q":
                    outer.append(matrix)
                case "Q":
                    matrix = outer.pop()
                case "cm":
                    matrix = pikepdf.Matrix(*map(float, step.operands)) @ matrix
                case "l":
                    x, y = map(float, step.operands)
                    heights.add(round(matrix.transform((x, y))[1], 1))
    return sorted(heights, reverse=True)


def test_lines_to_write_on_are_as_many_and_as_far_apart_as_a_hand_needs() -> None:
    written = to_pdf(samples.document(Fields((Field("SKÄL", "", lines=3),))))
    without = heights_of_lines(to_pdf(samples.document(Fields((Field("SKÄL", ""),)))))

    lines = [height for height in heights_of_lines(written) if height not in without]

    assert len(lines) == 3
    assert all(above - below >= 8.5 * 72 / 25.4 for above, below in itertools.pairwise(lines))
    assert faults(written) == []


def test_empty_texts_and_a_deep_tree_are_still_a_document() -> None:
    deep = Section(
        "", (*samples.one_of_each(""), Bullets(()), Fields(()), Signature(()), Table("", (), ()))
    )
    for number in range(9):
        deep = Section(f"Nivå {number}", (), (deep,))
    empty = dataclasses.replace(
        samples.document(),
        title="",
        subtitle="",
        reference="",
        pack="",
        recipient="",
        secrecy="",
        author="",
        sections=(deep,),
        attachments=(),
    )

    assert faults(to_pdf(empty)) == []


def test_even_the_words_around_the_answers_may_be_long() -> None:
    text = LONG["prose"][:4_000]
    document = dataclasses.replace(
        samples.document(Fields((Field(text, text),)), Table(text, (text,), ((text,),))),
        title=text,
        subtitle=text,
        recipient=text,
        secrecy=text,
    )

    assert faults(to_pdf(document)) == []


def test_the_same_document_gives_the_same_bytes_and_another_time_gives_others() -> None:
    later = samples.CREATED + datetime.timedelta(minutes=1)

    assert to_pdf(samples.document()) == to_pdf(samples.document())
    assert to_pdf(samples.document()) != to_pdf(samples.document(created=later))


def test_a_named_time_zone_will_do_but_none_at_all_will_not() -> None:
    stockholm = samples.CREATED.astimezone(ZoneInfo("Europe/Stockholm"))

    assert to_pdf(samples.document(created=stockholm)) == to_pdf(samples.document())
    with pytest.raises(ValueError, match="time zone"):
        to_pdf(samples.document(created=samples.CREATED.replace(tzinfo=None)))


def test_threads_write_at_once_and_write_the_same() -> None:
    documents: list[Document] = [samples.document(Paragraph(f"Nummer {n}")) for n in range(8)]
    written: dict[int, bytes] = {}

    def write(number: int) -> None:
        written[number] = to_pdf(documents[number])

    threads = [threading.Thread(target=write, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert [written[number] for number in range(8)] == [to_pdf(each) for each in documents]


def test_a_stream_that_ends_with_a_carriage_return_is_told_from_its_line_end() -> None:
    """The checksum at the end of this attachment, when packed, ends with 0D."""
    attachment = Attachment("answers.json", "application/json", "", b" " * 200 + b"\x0c")

    written = to_pdf(dataclasses.replace(samples.document(), attachments=(attachment,)))

    assert b"\r\rendstream" in written
    assert faults(written) == []


def test_quiet_text_is_dark_enough_to_read() -> None:
    template = Path(pdf.__file__).with_name("report.typ").read_text(encoding="utf-8")
    colours = dict(re.findall(r'#let (pine|ink|quiet) = rgb\("#(\w{6})"\)', template))

    contrasts = {name: 1.05 / (_luminance(colour) + 0.05) for name, colour in colours.items()}

    assert contrasts.keys() == {"pine", "ink", "quiet"}
    assert min(contrasts.values()) >= 4.5


def _luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("lines_before", range(30, 50, 4))
def test_short_fields_are_never_divided_between_pages(lines_before: int) -> None:
    before = Paragraph("\n".join(["Rad."] * lines_before))
    names = [f"Fält{number}" for number in range(1, 7)]
    fields = Fields(tuple(Field(name, "Kort.") for name in names))

    pages = pages_of(to_pdf(samples.document(before, fields)))

    assert any(all(name in page for name in names) for page in pages)


@pytest.mark.parametrize("value", ["\n" * 60 + "Slutet", "Ett längre svar. " * 400 + "Slutet"])
def test_a_field_longer_than_a_page_goes_on_to_the_next(value: str) -> None:
    fields = Fields((Field("Vad", value), Field("Sedan", "Kort.")))

    pages = pages_of(to_pdf(samples.document(fields)))

    assert len(pages) > 1
    assert "Slutet" in "".join(pages)
    assert "Sedan" in pages[-1]


@pytest.mark.parametrize("kind", ["fields", "table"])
@pytest.mark.parametrize("lines_before", range(26, 44, 3))
def test_a_row_that_fits_on_a_page_is_never_divided(kind: str, lines_before: int) -> None:
    words = "ord " * 110
    rows = [(f"ETT{n}", f"FÖRST{n} {words}SIST{n}") for n in range(6)]
    fields = Fields(tuple(Field(label, value) for label, value in rows))
    block = fields if kind == "fields" else Table("Rader", ("A", "B"), tuple(rows))
    before = Paragraph("\n".join(["Rad."] * lines_before))

    pages = pages_of(to_pdf(samples.document(before, block)))

    assert len(pages) > 1
    for number in range(6):
        whole = [sheet for sheet in pages if f"FÖRST{number}" in sheet]
        assert [f"SIST{number}" in sheet for sheet in whole] == [True]
