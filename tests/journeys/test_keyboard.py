"""Everything can be done with a keyboard alone."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests.journeys.conftest import Opener
from tests.journeys.walk import arriving

pytestmark = pytest.mark.browser


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until the focus stands on what `selector` names."""
    for _step in range(120):
        page.keyboard.press("Tab")
        if page.evaluate("s => document.activeElement?.matches(s) ?? false", selector):
            return
    raise AssertionError(f"Tab never came to {selector} on {page.url}")


def enter(page: Page) -> None:
    with arriving(page):
        page.keyboard.press("Enter")


def test_the_first_tab_leads_past_the_menu(open_page: Opener) -> None:
    page = open_page()
    page.goto("/sv/")

    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    page.wait_for_url("**/sv/#main")


@pytest.mark.parametrize("script", [True, False])
def test_a_piece_and_a_page_of_the_report_are_written_without_a_mouse(
    open_page: Opener, script: bool
) -> None:
    page = open_page(script=script, width=360)
    page.goto("/sv/reports/concern/")
    tab_to(page, "form.start button")
    enter(page)
    tab_to(page, "main a[href$='/page/about-whom/']")
    enter(page)
    tab_to(page, "input[name=report_about]")
    page.keyboard.press("Space")
    tab_to(page, "main form[novalidate] button:not([name]):not([aria-hidden])")
    enter(page)
    assert "/page/about-whom/" not in page.url

    page.goto("/sv/draft/pieces/add/?kind=seen")
    tab_to(page, "textarea[name=text]")
    page.keyboard.type("Hon hälsade inte i dag.")
    tab_to(page, "main form button:not([name])")
    enter(page)

    assert "Hon hälsade inte i dag." in page.locator("main").inner_text()


def test_the_focus_can_always_be_seen(open_page: Opener) -> None:
    page = open_page()
    page.goto("/sv/guide/")
    unseen = []

    for _step in range(40):
        page.keyboard.press("Tab")
        style = page.evaluate(
            """() => {
              const element = document.activeElement;
              const near = [element, element.nextElementSibling, element.parentElement];
              const shows = (style) => style.boxShadow !== "none"
                || style.outlineStyle !== "none" && style.outlineWidth !== "0px";
              return near.filter(Boolean).some((one) =>
                [null, "::before", "::after"].some((part) => shows(getComputedStyle(one, part))));
            }"""
        )
        if not style and not page.evaluate("document.activeElement === document.body"):
            unseen.append(page.evaluate("document.activeElement.outerHTML.slice(0, 100)"))

    assert unseen == []
