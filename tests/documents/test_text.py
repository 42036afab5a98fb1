from __future__ import annotations

import dataclasses

import pytest

from fyrstod.documents.text import to_text
from fyrstod.documents.tree import Field, Fields, Paragraph, Section
from tests.documents import samples


def test_a_document_reads_from_top_to_bottom() -> None:
    inner = Section("Nivå två", (Paragraph("Sist."),))
    document = samples.document()
    document = dataclasses.replace(
        document, sections=(dataclasses.replace(document.sections[0], sections=(inner,)),)
    )

    assert to_text(document) == (
        "Orosanmälan\n"
        "===========\n\n"
        "Elias Testsson, 15 år\n\n"
        "Sekretess: ____ kap. ____ § offentlighets- och sekretesslagen.\n\n"
        "Till: Socialtjänsten i Lillköping\n"
        "Referens: FS-K7QX-M2DA\n"
        "Upprättad: 2026-11-23 14:05\n"
        "Stödmaterial: Fyrstöd 2026.1\n\n"
        "Barnet\n"
        "------\n\n"
        "Elias satt ensam.\nHan åt inte.\n\n"
        "> Elias satt ensam.\n> Han åt inte.\n\n"
        "! Elias satt ensam.\n! Han åt inte.\n\n"
        "- Elias satt ensam.\n  Han åt inte.\n"
        "- Elias satt ensam.\n  Han åt inte.\n\n"
        "Ditt namn\n  Elias satt ensam.\n  Han åt inte.\n\n"
        "Adress\n  Elias satt ensam.\n  Han åt inte.\n\n"
        "Vårdnadshavare\n\n"
        "  Namn: Elias satt ensam.\n    Han åt inte.\n"
        "  Telefon: Elias satt ensam.\n    Han åt inte.\n\n"
        "  Namn: Elias satt ensam.\n    Han åt inte.\n"
        "  Telefon: Elias satt ensam.\n    Han åt inte.\n\n"
        "Namnförtydligande: Elias satt ensam.\n  Han åt inte.\n\n"
        f"Ort och datum: {40 * '_'}\n\n"
        "Nivå två\n"
        "~~~~~~~~\n\n"
        "Sist.\n"
    )


def test_what_hangs_on_an_answer_is_a_list_under_it_and_a_pen_gets_lines() -> None:
    fields = Fields((Field("Regel", "Om:", points=("ett", "två")), Field("Skäl", "", lines=2)))

    line = "  " + "_" * 40
    assert to_text(samples.document(fields)).endswith(
        f"Regel\n  Om:\n  - ett\n  - två\n\nSkäl\n{line}\n{line}\n"
    )


def test_no_line_ends_inside_a_statute_and_its_spaces_are_plain() -> None:
    words = "x" * 70

    told = to_text(samples.document(Paragraph(f"{words} 19 kap. 1 § gäller.")))

    assert f"{words}\n19 kap. 1 § gäller." in told


@pytest.mark.parametrize("text", ["x" * 20_000, "ord " * 5_000, "https://exempel.invalid/" * 800])
def test_no_line_is_longer_than_78_characters(text: str) -> None:
    lines = to_text(samples.document(*samples.one_of_each(text))).splitlines()

    assert max(map(len, lines)) <= 78


@pytest.mark.parametrize("text", samples.HOSTILE)
def test_typed_text_is_kept_as_it_is(text: str) -> None:
    assert text in to_text(samples.document(Paragraph(text)))


def test_hidden_characters_are_dropped_and_empty_texts_leave_no_gap() -> None:
    document = samples.document(Paragraph(""), Paragraph("a\x00b\u202ec"), Paragraph(""))

    assert to_text(document).endswith("------\n\nabc\n")
