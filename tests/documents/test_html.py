from __future__ import annotations

import dataclasses
from html.parser import HTMLParser

import pytest

from fyrstod.documents.html import to_html, to_html_page
from fyrstod.documents.tree import Bullets, Field, Fields, Paragraph, Section, Signature, Table
from tests.documents import samples


class Read(HTMLParser):
    """The tags and the text that a browser would find."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.open: list[str] = []
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        if tag not in {"br", "meta"}:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


@pytest.mark.parametrize("text", samples.HOSTILE)
def test_typed_text_is_text_and_nothing_else(text: str) -> None:
    harmless = Read(to_html(samples.document(*samples.one_of_each("abc"))))
    hostile = Read(to_html(samples.document(*samples.one_of_each(text))))

    assert hostile.tags == harmless.tags
    assert hostile.text == harmless.text.replace("abc", text)
    assert not hostile.open


def test_a_heading_is_escaped_too() -> None:
    document = dataclasses.replace(samples.document(), title="<b>", sections=(Section("<i>", ()),))

    read = Read(to_html(document))

    assert "b" not in read.tags
    assert "i" not in read.tags


def test_headings_start_at_two_and_go_down_one_at_a_time() -> None:
    inner = Section("3", (), (Section("4", (), (Section("", (), (Section("5", ()),)),)),))
    deep = Section("1", (), (Section("2", (), (inner,)),))
    document = dataclasses.replace(samples.document(), sections=(deep,))

    tags = Read(to_html(document)).tags

    assert [tag for tag in tags if tag in {"h1", "h2", "h3", "h4", "h5", "h6"}] == [
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "h6",
    ]


def test_line_breaks_are_kept() -> None:
    assert "ett<br>två<br><br>tre" in to_html(samples.document(Paragraph("ett\r\ntvå\n\ntre")))


def test_no_line_ends_inside_a_statute_or_a_day() -> None:
    told = to_html(samples.document(Paragraph("Enligt 19 kap. 1 § den 23 november 2026.")))

    assert "Enligt 19\xa0kap.\xa01\xa0§ den 23\xa0november\xa02026." in told


def test_a_table_names_its_columns() -> None:
    html = to_html(samples.document(Table("Vittnen", ("Namn",), (("Kim",),))))

    assert '<caption class="paper-caption">Vittnen</caption>' in html
    assert '<thead><tr><th scope="col">Namn</th></tr></thead>' in html


def test_a_cell_knows_its_column_where_there_is_no_room_for_columns() -> None:
    html = to_html(samples.document(Table("Vittnen", ('Namn" x', "Tel"), (("Kim", "070"),))))

    assert '<td data-heading="Namn&quot; x">Kim</td><td data-heading="Tel">070</td>' in html


def test_a_missing_answer_is_marked() -> None:
    html = to_html(samples.document(Fields((Field("Adress", "Inte besvarad", missing=True),))))

    assert '<dt>Adress</dt><dd class="paper-missing">Inte besvarad</dd>' in html


def test_what_hangs_on_an_answer_is_a_list_under_it() -> None:
    html = to_html(samples.document(Fields((Field("Regel", "Om:", points=("a < b", "c")),))))

    assert '<dd>Om:<ul class="paper-bullets"><li>a &lt; b</li><li>c</li></ul></dd>' in html


def test_what_is_left_to_a_pen_has_lines_to_write_on() -> None:
    html = to_html(samples.document(Fields((Field("Skäl", "", lines=2),))))

    assert '<dt>Skäl</dt><dd class="paper-line"></dd><dd class="paper-line"></dd></div>' in html


def test_what_is_to_be_signed_has_a_line_where_nothing_is_known() -> None:
    html = to_html(samples.document(Signature((Field("Namn", "Kim"), Field("Datum", "")))))

    assert "<dt>Namn</dt><dd>Kim</dd>" in html
    assert '<dt>Datum</dt><dd class="paper-line"></dd>' in html


def test_nothing_empty_is_left_behind() -> None:
    document = dataclasses.replace(
        samples.document(Bullets(()), Fields(()), Signature(())), subtitle="", secrecy=""
    )

    html = to_html(document)

    assert "<ul" not in html
    assert "paper-fields" not in html
    assert "paper-signature" not in html
    assert "paper-subtitle" not in html
    assert "paper-secrecy" not in html


def test_hidden_characters_never_reach_the_page() -> None:
    html = to_html(samples.document(Paragraph("a\x00b\x07c\u202ed\ud800e")))

    assert '<p class="paper-paragraph">abcde</p>' in html


def test_a_file_of_its_own_names_its_language_title_and_letters() -> None:
    page = to_html_page(samples.document(language="en"))

    assert page.startswith('<!DOCTYPE html><html lang="en"><head><meta charset="utf-8">')
    assert "<title>Concern report</title>" in page
    assert to_html(samples.document(language="en")) in page
