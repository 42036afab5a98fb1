"""Words that are not saved yet, when a page is left in any other way than by its own button."""

from __future__ import annotations

import pytest
from playwright.sync_api import Dialog, Page, expect

from tests.journeys import walk
from tests.journeys.conftest import Opener

pytestmark = [pytest.mark.browser, pytest.mark.stored]

WORDS = f"Hon säger att läraren ser henne. {walk.MARK}"
SECTION = "/sv/reports/concern/page/why-now/"
LANGUAGE = "#language button[value=language]"
BACK = ".way button"


def begin(page: Page, address: str) -> None:
    page.goto("/sv/reports/concern/")
    walk.press(page, "form.start button")
    page.goto(address)


@pytest.mark.parametrize("script", [True, False])
def test_a_change_of_language_keeps_a_half_written_page(open_page: Opener, script: bool) -> None:
    page = open_page(script=script, width=360)
    begin(page, SECTION)
    page.locator("textarea[name=worry_now]").fill(WORDS)

    walk.press(page, LANGUAGE)

    assert page.url.endswith(SECTION.replace("/sv/", "/en/"))
    assert page.locator("html[lang=en]").count() == 1
    expect(page.locator("textarea[name=worry_now]")).to_have_value(WORDS)


@pytest.mark.parametrize("script", [True, False])
def test_a_step_back_saves_the_page_it_leaves(open_page: Opener, script: bool) -> None:
    page = open_page(script=script)
    begin(page, SECTION)
    page.locator("textarea[name=worry_now]").fill(WORDS)

    walk.press(page, BACK)
    assert not page.url.endswith(SECTION)
    page.goto(SECTION)

    expect(page.locator("textarea[name=worry_now]")).to_have_value(WORDS)


@pytest.mark.parametrize("script", [True, False])
def test_a_piece_follows_from_language_to_language_and_is_saved_on_the_way_back(
    open_page: Opener, script: bool
) -> None:
    page = open_page(script=script)
    begin(page, "/sv/draft/pieces/add/?kind=seen")
    page.locator("textarea[name=text]").fill(WORDS)

    walk.press(page, LANGUAGE)
    walk.press(page, LANGUAGE)
    expect(page.locator("textarea[name=text]")).to_have_value(WORDS)
    walk.press(page, BACK)

    assert page.url.endswith("/sv/worry/pieces/")
    expect(page.locator(".piece__text")).to_have_text(WORDS)


@pytest.mark.parametrize("script", [True, False])
def test_the_enter_key_saves_and_goes_on_in_the_same_language(
    open_page: Opener, script: bool
) -> None:
    page = open_page(script=script)
    begin(page, "/sv/draft/pieces/add/?kind=seen")
    page.locator("textarea[name=text]").fill(WORDS)

    page.locator("input[name=source]").press("Enter")
    page.wait_for_url("**/worry/pieces/")

    assert page.url.endswith("/sv/worry/pieces/")
    expect(page.locator(".piece__text")).to_have_text(WORDS)


def test_any_other_way_out_is_asked_about_while_something_is_unsaved(open_page: Opener) -> None:
    page = open_page()
    begin(page, SECTION)
    asked: list[str] = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    page.on("dialog", stay)
    page.locator(".wordmark").click()
    page.wait_for_url("**/sv/")
    assert asked == []

    page.goto(SECTION)
    page.locator("textarea[name=worry_now]").press_sequentially("Hon")
    with page.expect_event("dialog"):
        page.locator(".wordmark").click()

    assert asked == ["beforeunload"]
    expect(page.locator("textarea[name=worry_now]")).to_have_value("Hon")


def test_saving_and_calling_112_are_never_asked_about(open_page: Opener) -> None:
    page = open_page()
    begin(page, SECTION)
    asked: list[str] = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    page.on("dialog", stay)
    page.locator("textarea[name=worry_now]").press_sequentially("Hon")

    walk.press(page, LANGUAGE)
    assert page.locator("html[lang=en]").count() == 1
    page.locator("textarea[name=worry_now]").press_sequentially("She")
    # The call comes last: a browser asks about the telephone in a window of its own, and takes
    # no more on the page until that is answered.
    with page.expect_event("requestfailed", lambda request: request.url == "tel:112"):
        page.locator(".safety a[href='tel:112']").first.click()

    assert asked == []


def test_what_the_server_would_not_take_is_asked_about(open_page: Opener) -> None:
    page = open_page()
    begin(page, "/sv/draft/pieces/add/")
    page.locator("textarea[name=text]").fill(WORDS)
    walk.press(page, BACK)
    asked: list[str] = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    page.on("dialog", stay)
    page.locator("textarea[name=text]").click()

    with page.expect_event("dialog"):
        page.locator(".wordmark").click()
    walk.press(page, ".way a[data-discards]")

    assert asked == ["beforeunload"]
    assert page.url.endswith("/sv/worry/pieces/")
    assert page.locator(".piece").count() == 0
