"""A database out into a file and back in, on whichever databases the tests run."""

from __future__ import annotations

from pathlib import Path

import pytest

from fyrstod.protection import copies
from fyrstod.protection.copies import CopyFailed, copy_in, copy_out
from fyrstod.protection.models import RoomKey
from fyrstod.protection.stores import KEYS
from tests.protection.conftest import Room

pytestmark = pytest.mark.django_db(databases="__all__", transaction=True)


def rooms() -> list[object]:
    return list(RoomKey.objects.order_by("pk").values())


def test_what_was_copied_out_comes_in_again_and_what_came_after_goes(
    room: Room, tmp_path: Path
) -> None:
    before = rooms()
    copy_out(KEYS, tmp_path / "copy")
    RoomKey.objects.create(
        id=room.municipality_id,
        municipality_id=room.municipality_id,
        wrapped=b"x",
        wrapped_index_key=b"x",
        sealed_by="x",
    )

    copy_in(KEYS, tmp_path / "copy")

    assert rooms() == before


def test_the_rows_of_a_table_may_be_left_out(room: Room, tmp_path: Path) -> None:
    copy_out(KEYS, tmp_path / "copy", without=[RoomKey._meta.db_table])

    copy_in(KEYS, tmp_path / "copy")

    assert rooms() == []


@pytest.mark.parametrize("content", [b"no database at all", None], ids=["another file", "cut off"])
def test_a_file_that_cannot_be_read_changes_nothing(
    room: Room, tmp_path: Path, content: bytes | None
) -> None:
    copy_out(KEYS, tmp_path / "copy")
    whole = (tmp_path / "copy").read_bytes()
    (tmp_path / "copy").write_bytes(content or whole[: len(whole) // 3])
    before = rooms()

    with pytest.raises(CopyFailed):
        copy_in(KEYS, tmp_path / "copy")

    assert rooms() == before


def test_a_program_that_is_missing_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(copies, "_PLACES", ())
    monkeypatch.setenv("PATH", "")

    with pytest.raises(CopyFailed, match="pg_dump is not on this machine"):
        copies._program("pg_dump")
