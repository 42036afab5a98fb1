"""What the example of a municipality's overlay promises."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from fyrstod.packs.check import CheckReport
from fyrstod.packs.check_overlay import checked, under
from fyrstod.packs.loader import load_with_origin, version_before
from fyrstod.packs.overlay import LoadedOverlay, read
from fyrstod.packs.schema import Pack

CONTENT = Path(__file__).parents[2] / "content"
FOLDER = CONTENT / "bjorkdala" / "2026.1"
FICTION = re.compile(r"08-465 004 \d\d")
"""The numbers that PTS keeps for books and films in the area of Stockholm."""


@pytest.fixture(scope="module")
def overlay() -> LoadedOverlay:
    return read(FOLDER)


@pytest.fixture(scope="module")
def laid(overlay: LoadedOverlay) -> tuple[Pack, CheckReport]:
    base = CONTENT / overlay.about.base.pack / overlay.about.base.version
    loaded, report = checked(load_with_origin(under(base, FOLDER)), FOLDER)
    return loaded.pack, report


def test_the_example_has_no_fault(laid: tuple[Pack, CheckReport]) -> None:
    assert laid[1].faults == ()


def test_the_example_shows_everything_that_an_overlay_can_do(
    laid: tuple[Pack, CheckReport],
) -> None:
    counts = laid[1].counts

    assert {what for what, count in counts.items() if count == 0} == {"police_channels"}
    assert counts["questions"] >= 3
    assert counts["routines"] >= 2


def test_nobody_can_be_called_by_the_numbers_of_the_example(overlay: LoadedOverlay) -> None:
    phones = [contact.phone for contact in overlay.parts["contacts"] if contact.phone]

    assert phones
    assert all(FICTION.fullmatch(phone) for phone in phones)


def test_nobody_can_own_the_addresses_of_the_example(overlay: LoadedOverlay) -> None:
    items = [*overlay.parts["contacts"], *overlay.parts["sources"]]
    addresses = [item.url for item in items if item.url]

    assert addresses
    assert all(re.match(r"https://([a-z-]+\.)*bjorkdala\.example/", url) for url in addresses)


def test_the_example_is_said_to_be_fictitious(overlay: LoadedOverlay) -> None:
    assert "påhittad" in overlay.about.publisher.sv
    assert "fictitious" in overlay.about.publisher.en


def test_the_version_that_the_example_is_written_for_has_one_before_it(
    overlay: LoadedOverlay,
) -> None:
    base = CONTENT / "fyrstod" / overlay.about.base.version

    assert version_before(base) == CONTENT.resolve() / "fyrstod" / "2026.1"
