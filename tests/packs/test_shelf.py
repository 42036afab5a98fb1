from __future__ import annotations

from pathlib import Path

import pytest

from fyrstod.packs import shelf
from fyrstod.packs.loader import BadPack
from tests.packs import tiny


@pytest.fixture(autouse=True)
def _the_shelf_as_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shelf, "_in_use", [])


def test_what_was_put_is_what_is_current(folder: Path) -> None:
    pack = shelf.put(folder)

    assert shelf.current() is pack


def test_nothing_is_current_before_a_pack_is_put() -> None:
    with pytest.raises(RuntimeError, match="no pack is in use yet"):
        shelf.current()


def test_a_bad_pack_is_not_put_and_the_one_in_use_stays(folder: Path) -> None:
    pack = shelf.put(folder)
    tiny.change(folder, "process.toml", '["study"]', '["x9"]')

    with pytest.raises(BadPack, match=r"process\.toml: concern\.sources: 'x9' is not among"):
        shelf.put(folder)

    assert shelf.current() is pack


def test_a_source_named_twice_is_shown_once_in_the_order_given(folder: Path) -> None:
    shelf.put(folder)

    found = shelf.sources(("practice", "study", "practice"))

    assert [source.id for source in found] == ["practice", "study"]
