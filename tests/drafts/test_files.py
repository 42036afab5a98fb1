"""A draft saved to a file of one's own."""

from __future__ import annotations

import unicodedata

import pytest

from fyrstod.drafts import files
from fyrstod.drafts.contents import Contents
from fyrstod.drafts.files import MAGIC, NotADraftFile, WrongPassphrase, from_file, to_file
from tests.drafts.conftest import piece
from tests.drafts.test_contents import ASSESSMENT

PASSPHRASE = "fyra lugna ord här"
CONTENTS = Contents(
    pack="fyrstod 2026.1",
    pieces=(piece("Han stod ensam vid bussen."),),
    assessment=ASSESSMENT,
)


@pytest.fixture(scope="module")
def saved() -> bytes:
    return to_file(CONTENTS, PASSPHRASE)


def test_a_file_opens_with_the_passphrase_it_was_saved_with(saved: bytes) -> None:
    assert from_file(saved, PASSPHRASE) == CONTENTS


def test_nothing_of_the_text_can_be_read_in_the_file(saved: bytes) -> None:
    assert b"bussen" not in saved
    assert b"Ekbacka" not in saved
    assert saved.startswith(MAGIC)


def test_saving_twice_never_gives_the_same_bytes(saved: bytes) -> None:
    assert to_file(CONTENTS, PASSPHRASE)[len(MAGIC) :] != saved[len(MAGIC) :]


def test_letters_written_in_two_parts_are_the_same_passphrase(saved: bytes) -> None:
    assert from_file(saved, unicodedata.normalize("NFD", PASSPHRASE)) == CONTENTS


@pytest.mark.parametrize("passphrase", ["", "Fyra lugna ord här", PASSPHRASE + " "])
def test_another_passphrase_is_said_to_be_wrong(saved: bytes, passphrase: str) -> None:
    with pytest.raises(WrongPassphrase):
        from_file(saved, passphrase)


@pytest.mark.parametrize("place", [len(MAGIC) + 4, len(MAGIC) + 24, -1])
def test_a_file_changed_on_the_way_does_not_open(saved: bytes, place: int) -> None:
    changed = bytearray(saved)
    changed[place] ^= 1

    with pytest.raises(WrongPassphrase):
        from_file(bytes(changed), PASSPHRASE)


@pytest.mark.parametrize("length", [0, 10, len(MAGIC), len(MAGIC) + 32, -1])
def test_a_file_cut_off_anywhere_is_no_whole_file(saved: bytes, length: int) -> None:
    with pytest.raises(NotADraftFile):
        from_file(saved[:length], PASSPHRASE)


def test_a_file_with_something_after_its_end_is_no_whole_file(saved: bytes) -> None:
    with pytest.raises(NotADraftFile):
        from_file(saved + b"\n", PASSPHRASE)


@pytest.mark.parametrize("data", [b"%PDF-1.7 ...", b"PK\x03\x04", b"\x00" * 200])
def test_another_kind_of_file_is_no_draft(data: bytes) -> None:
    with pytest.raises(NotADraftFile):
        from_file(data, PASSPHRASE)


def test_a_file_larger_than_a_draft_can_be_is_never_unlocked() -> None:
    with pytest.raises(NotADraftFile):
        from_file(MAGIC + b"\x00" * files.MAX_FILE_BYTES, PASSPHRASE)


def test_a_locked_file_that_holds_something_else_is_no_draft(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(files, "dump", lambda _contents: b'{"risk_score": 3}')
    forged = to_file(CONTENTS, PASSPHRASE)

    with pytest.raises(NotADraftFile):
        from_file(forged, PASSPHRASE)
