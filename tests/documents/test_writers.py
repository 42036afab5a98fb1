from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fyrstod.documents.writers import WRITERS
from tests.documents import samples


@pytest.mark.parametrize(
    ("name", "start"),
    [
        ("pdf", b"%PDF-"),
        ("docx", b"PK\x03\x04"),
        ("html", b"<!DOCTYPE html>"),
        ("txt", "Orosanmälan".encode()),
        ("json", b"{"),
    ],
)
def test_each_format_is_written_by_its_name(name: str, start: bytes) -> None:
    writer = WRITERS[name]

    assert writer.extension == name
    assert writer.write(samples.document()).startswith(start)


def test_these_are_the_formats() -> None:
    assert {name: writer.media_type for name, writer in WRITERS.items()} == {
        "pdf": "application/pdf",
        "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "html": "text/html; charset=utf-8",
        "txt": "text/plain; charset=utf-8",
        "json": "application/json",
    }


@settings(max_examples=40, deadline=None, derandomize=True)
@given(st.text(st.characters(exclude_categories=())))
def test_whatever_is_typed_every_format_can_be_written(text: str) -> None:
    document = samples.document(*samples.one_of_each(text))

    for writer in WRITERS.values():
        assert writer.write(document)
