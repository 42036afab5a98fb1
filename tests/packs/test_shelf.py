from __future__ import annotations

from pathlib import Path

import pytest

from fyrstod.packs import shelf
from fyrstod.packs.loader import BadPack
from tests.packs import tiny, tiny_overlay


@pytest.fixture(autouse=True)
def _the_shelf_as_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("_chosen", "_in_use", "_national", "_earlier"):
        monkeypatch.setattr(shelf, name, [])


def test_what_was_put_is_what_is_current(folder: Path) -> None:
    pack = shelf.put(folder)

    assert shelf.current() is pack


def test_what_is_chosen_is_read_when_somebody_first_asks(folder: Path) -> None:
    before = shelf.put(folder)
    shelf.choose(folder)
    tiny.change(folder, "process.toml", '["study"]', '["x9"]')

    with pytest.raises(BadPack, match="'x9' is not among"):
        shelf.current()
    tiny.change(folder, "process.toml", '["x9"]', '["study"]')

    assert shelf.current() is not before
    assert shelf.national() is shelf.current()


def test_nothing_is_current_before_a_pack_is_chosen() -> None:
    with pytest.raises(RuntimeError, match="no pack is in use yet"):
        shelf.current()


def test_a_bad_pack_is_not_put_and_the_one_in_use_stays(folder: Path) -> None:
    pack = shelf.put(folder)
    tiny.change(folder, "process.toml", '["study"]', '["x9"]')

    with pytest.raises(BadPack, match=r"process\.toml: concern\.sources: 'x9' is not among"):
        shelf.put(folder)

    assert shelf.current() is pack


def test_an_overlay_lies_over_what_is_put(tmp_path: Path) -> None:
    national = tiny_overlay.write_national(tmp_path / "tiny" / "2026.1")
    overlay = tiny_overlay.write(tmp_path / "town" / "2026.1")

    shelf.put(national, overlay)

    assert shelf.current().about.id == "tiny"
    assert [forum.id for forum in shelf.current().forums] == ["town-sspf"]


def test_a_bad_overlay_is_not_put_and_the_pack_in_use_stays(tmp_path: Path) -> None:
    national = tiny_overlay.write_national(tmp_path / "tiny" / "2026.1")
    overlay = tiny_overlay.write(tmp_path / "town" / "2026.1")
    pack = shelf.put(national)
    tiny.change(overlay, "forums.toml", '"town-intake"', '"x9"')

    with pytest.raises(BadPack, match=r"town/2026\.1/forums\.toml: town-sspf\.contact: 'x9'"):
        shelf.put(national, overlay)

    assert shelf.current() is pack


def test_a_source_named_twice_is_shown_once_in_the_order_given(folder: Path) -> None:
    shelf.put(folder)

    found = shelf.sources(("practice", "study", "practice"))

    assert [source.id for source in found] == ["practice", "study"]
