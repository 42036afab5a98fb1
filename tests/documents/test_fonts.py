from __future__ import annotations

import struct
import unicodedata
from pathlib import Path

import pytest

from fyrstod.documents.fonts import FONT_DIR, FontsMissing, character_map, covered, printable


def font_with(subtable: bytes) -> bytes:
    """The least that has a cmap table with one subtable."""
    cmap = struct.pack(">HHHHI", 0, 1, 3, 10, 12) + subtable
    directory = struct.pack(">4sIII", b"cmap", 0, 28, len(cmap))
    return struct.pack(">IHHHH", 0x00010000, 1, 0, 0, 0) + directory + cmap


def test_a_character_map_is_read_from_its_runs() -> None:
    runs = ((0x41, 0x43, 1), (0x1F600, 0x1F600, 9))
    packed = b"".join(struct.pack(">III", *run) for run in runs)
    subtable = struct.pack(">HHIII", 12, 0, 16 + len(packed), 0, len(runs)) + packed

    assert character_map(font_with(subtable)) == {0x41, 0x42, 0x43, 0x1F600}


def test_a_font_without_a_map_we_read_says_so() -> None:
    with pytest.raises(ValueError, match="format 12"):
        character_map(font_with(struct.pack(">HHH", 4, 6, 0)))
    with pytest.raises(ValueError, match="cmap"):
        character_map(struct.pack(">IHHHH", 0x00010000, 0, 0, 0, 0))


def test_the_fonts_cover_what_people_write_here() -> None:
    characters = covered("*Regular.ttf")

    assert {*"ABCÅÄÖåäöéüßñøæšžğłőČŁŞ”–…−×§№ 0123456789ЖжΩωمرحبا😀"} <= characters
    assert "中" not in characters
    assert not any(unicodedata.category(character) == "Co" for character in characters)


def test_every_face_shows_what_the_regular_one_of_its_family_shows() -> None:
    for face in sorted(FONT_DIR.glob("*.ttf")):
        family, _, _ = face.name.partition("-")

        assert covered(face.name) == covered(f"{family}-Regular.ttf")


def test_an_empty_folder_of_fonts_is_said_in_words(tmp_path: Path) -> None:
    with pytest.raises(FontsMissing, match="build step"):
        covered("*Regular.ttf", tmp_path)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("abc", "abc"),
        ("a\nb", "a\nb"),
        ("中文 ab", "[U+4E2D 6587] ab"),
        ("𝛼", "[U+1D6FC]"),
        ("a☢☣b", "a[RADIOACTIVE SIGN][BIOHAZARD SIGN]b"),
        ("\U000f0000", "[U+F0000]"),
        ("", ""),
        ("]-\\", "[U+005D 002D 005C]"),
    ],
)
def test_what_cannot_be_shown_is_described(text: str, shown: str) -> None:
    assert printable(text, frozenset("ab c")) == shown
