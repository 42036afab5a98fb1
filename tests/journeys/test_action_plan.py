"""From the front page, by a self-assessment, to an action plan in Word and a file of one's own."""

from __future__ import annotations

import io
import zipfile

import pytest
from playwright.sync_api import Page

from tests.journeys import walk
from tests.journeys.conftest import Opener, Server
from tests.journeys.test_keyboard import enter, tab_to

pytestmark = [pytest.mark.browser, pytest.mark.stored]

PASSPHRASE = "fyra lugna ord här"
AREA = "/recommendations/self-assessment/area/"


def plan_first_gap(page: Page, language: str) -> None:
    """Put one gap in the plan, with a day and a day to follow it up."""
    page.goto(f"/{language}/recommendations/plan/")
    page.locator("input[name=gaps]").first.check()
    walk.press(page, "form[action$='/plan/take/'] button")
    walk.press(page, "article.piece a[href*='/plan/action/']")
    page.locator("textarea[name=what]").fill(f"Boka ett möte. {walk.MARK}")
    page.locator("input[name=by]").fill("2031-03")
    page.locator("input[name=follow_up]").fill("2031-04-15")
    walk.press(page, "main form button")


@pytest.mark.parametrize(
    ("script", "language", "width"),
    [
        (True, "sv", 360),
        (True, "en", 1280),
        (False, "sv", 1280),
        (False, "en", 360),
    ],
)
def test_answers_become_a_plan_in_word_and_then_nothing(
    open_page: Opener, server: Server, script: bool, language: str, width: int
) -> None:
    page = open_page(script=script, width=width)

    page.goto(f"/{language}/collaboration/")
    walk.press(page, "main a[href$='/recommendations/']")
    walk.begin_assessment(page, language)
    while AREA in page.url:
        walk.answer_area(page, "partly")
    assert page.url.endswith("/self-assessment/check/")
    walk.press(page, "main a[href$='/self-assessment/result/']")
    assert page.locator("svg[role=img]").count() == page.locator("section.stand table").count()

    plan_first_gap(page, language)
    page.goto(f"/{language}/recommendations/plan/document/")
    word = zipfile.ZipFile(io.BytesIO(walk.download(page, "docx")))
    assert walk.download(page, "pdf").startswith(b"%PDF")

    assert f"Boka ett möte. {walk.MARK}" in word.read("word/document.xml").decode()
    assert walk.MARK.encode() not in server.written()
    walk.press(page, ".draft-bar a[href$='/draft/erase/']")
    walk.press(page, "form[action$='/draft/erase/'] button")
    page.goto(f"/{language}/recommendations/plan/")
    assert walk.MARK not in page.content()


def test_a_year_later_the_file_opens_and_a_new_round_shows_what_has_moved(
    open_page: Opener,
) -> None:
    page = open_page()
    walk.begin_assessment(page, "sv")
    while AREA in page.url:
        walk.answer_area(page, "not-yet" if "continuity" in page.url else "in-place")
    page.goto("/sv/draft/save/")
    page.locator("input[name=passphrase]").fill(PASSPHRASE)
    page.locator("input[name=passphrase_again]").fill(PASSPHRASE)
    with page.expect_download() as caught:
        page.locator("main form button").first.click()
    saved = caught.value.path()
    page.goto("/sv/draft/erase/")
    walk.press(page, "form[action$='/draft/erase/'] button")

    page.goto("/sv/draft/open/")
    page.locator("input[name=file]").set_input_files(saved)
    page.locator("input[name=passphrase]").fill(PASSPHRASE)
    walk.press(page, "main form button")
    walk.press(page, "main a[href$='/self-assessment/']")
    walk.press(page, "main a[href$='/new-round/']")
    walk.press(page, "main form button")
    walk.press(page, "main a.govuk-button")
    while AREA in page.url:
        walk.answer_area(page, "in-place")
    page.goto("/sv/recommendations/self-assessment/result/")

    moved = page.locator(".moves li").all_inner_texts()
    assert moved
    assert all("från ”Inte" in text and "till ”På plats”" in text for text in moved)


@pytest.mark.parametrize("script", [True, False])
def test_an_area_is_answered_and_an_action_written_without_a_mouse(
    open_page: Opener, script: bool
) -> None:
    page = open_page(script=script, width=360)
    page.goto("/sv/recommendations/")
    tab_to(page, "form.start button")
    enter(page)
    tab_to(page, "input[name=scope]")
    page.keyboard.press("Space")
    tab_to(page, "input[name=name]")
    page.keyboard.type("Björkdala kommun")
    tab_to(page, "main form button")
    enter(page)
    tab_to(page, "main a.govuk-button")
    enter(page)
    tab_to(page, "input[name$=state]")
    page.keyboard.press("Space")
    tab_to(page, "section.answer details[data-show-if] summary")
    page.keyboard.press("Enter")
    tab_to(page, "input[name$=owner]")
    page.keyboard.type("Fältgruppen")
    tab_to(page, "form.wide .govuk-button-group button:not([name])")
    enter(page)
    page.goto("/sv/recommendations/plan/add/")
    tab_to(page, "textarea[name=what]")
    page.keyboard.type("Boka ett möte")
    tab_to(page, "main form button")
    enter(page)

    shown = page.locator("main").inner_text()
    assert "Boka ett möte" in shown
    assert "Fältgruppen" in shown
