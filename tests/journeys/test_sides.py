"""Both sides weigh the same beside each other, and leave no empty space below each other."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests.journeys import walk
from tests.journeys.conftest import Opener

pytestmark = pytest.mark.browser

HEIGHTS = "sides => sides.map(side => side.offsetHeight)"
EMPTY = """sides => Math.max(...sides.map(side =>
    side.getBoundingClientRect().bottom - side.lastElementChild.getBoundingClientRect().bottom))"""
"""Unit: pixels between the last words of a side and its lower edge."""


def see_the_picture(page: Page) -> None:
    page.goto("/sv/worry/")
    walk.press(page, "form.start button")
    walk.press(page, "main a[href*='pieces/add']")
    walk.write_piece(page, "seen", "Han var tyst.")
    page.goto("/sv/worry/pieces/")
    walk.press(page, "main a[href*='/factors/']")
    page.locator(".side--risk input[name=factors]").first.check()
    walk.press(page, "#typing > button:not([name])")
    page.goto("/sv/worry/picture/")


@pytest.mark.parametrize(("width", "beside"), [(360, False), (1280, True)])
def test_sides_are_as_tall_as_each_other_only_beside_each_other(
    open_page: Opener, width: int, beside: bool
) -> None:
    page = open_page(width=width)

    see_the_picture(page)

    sides = page.locator(".three-sides > .side")
    assert (len(set(sides.evaluate_all(HEIGHTS))) == 1) is beside
    assert beside or sides.evaluate_all(EMPTY) < 40


def test_factors_to_link_leave_no_empty_space_on_a_phone(open_page: Opener) -> None:
    page = open_page(width=360)

    page.goto("/sv/factors/")

    assert page.locator(".two-sides:visible > .side").evaluate_all(EMPTY) < 40
