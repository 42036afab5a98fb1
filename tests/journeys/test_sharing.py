"""From the front page to an answer on what may be told, with and without script and mouse."""

from __future__ import annotations

import io
from typing import Any

import pikepdf
import pytest
from playwright.sync_api import Page, expect

from tests.journeys import walk
from tests.journeys.conftest import Opener, axe
from tests.journeys.look import faults, too_wide
from tests.journeys.test_keyboard import enter, tab_to

pytestmark = [pytest.mark.browser, pytest.mark.stored]

ANSWERS = {
    "sender": "school",
    "receiver": "police",
    "age": "19",
    "matter": "suspected-crime",
    "crime_prison_in_scale": "yes",
    "consent_person": "refused",
    "identified": "yes",
}


def answer_page(page: Page) -> None:
    """Choose every answer that the page asks for."""
    for name, value in ANSWERS.items():
        field = page.locator(f"main [name={name}]")
        if field.count() and field.first.is_visible():
            walk.fill(field, value)


def faults_of(page: Page, *, with_axe: bool) -> list[str]:
    return faults(page) if with_axe else list(filter(None, [too_wide(page)]))


@pytest.mark.parametrize(
    ("language", "how"),
    [
        ("sv", {"width": 360, "dark": True}),
        ("en", {"width": 360, "bare": True}),
        ("en", {"width": 1280}),
        ("sv", {"width": 1280, "bare": True, "dark": True}),
        ("sv", {"width": 360, "script": False}),
        ("en", {"width": 360, "script": False}),
    ],
    ids=str,
)
def test_six_questions_lead_from_the_front_page_to_an_answer_one_can_take_away(
    open_page: Opener, language: str, how: dict[str, Any]
) -> None:
    script = how.get("script", True)
    page = open_page(**how)
    found: list[str] = []

    page.goto(f"/{language}/")
    walk.press(page, f"main a[href='/{language}/collaboration/']")
    walk.press(page, f"main a[href='/{language}/sharing/']")
    found += faults_of(page, with_axe=script)
    walk.press(page, "form.start button")
    for place in range(1, 7):
        assert "/question/" in page.url, place
        answer_page(page)
        found += faults_of(page, with_axe=script)
        walk.press(page, "main form button:not([name])")

    assert page.url.endswith(f"/{language}/sharing/answer/")
    expect(page.locator("#rule-osl-10-24")).to_be_hidden()
    page.locator(".in-short a[href='#rule-osl-10-24']").click()
    expect(page.locator("#rule-osl-10-24")).to_be_visible()
    for folded in page.locator("main summary").all():
        if not folded.evaluate("it => it.parentElement.open"):
            folded.click()
    expect(page.locator("#rule-consent-refused")).to_be_visible()
    found += faults_of(page, with_axe=script)
    assert found == []

    with page.expect_download() as caught:
        page.locator("a[href$='/sharing/answer/pdf/']").click()
    pdf = pikepdf.open(io.BytesIO(caught.value.path().read_bytes()))
    assert str(pdf.Root.Lang).startswith(language)

    walk.press(page, "#rule-osl-10-24 a[href$='/rules/osl-10-24/']")
    assert faults_of(page, with_axe=script) == []


@pytest.mark.parametrize("script", [True, False])
@pytest.mark.parametrize("width", [360, 1280])
def test_the_answer_is_reached_and_changed_with_the_keyboard_alone(
    open_page: Opener, script: bool, width: int
) -> None:
    page = open_page(script=script, width=width)
    page.goto("/sv/sharing/")

    tab_to(page, "form.start button")
    enter(page)
    tab_to(page, "input[name=sender]")
    page.keyboard.press("Space")
    tab_to(page, "main form button:not([name])")
    enter(page)
    assert page.url.endswith("/question/whom/")
    for _question in range(5):
        tab_to(page, "main form button[name=skip]")
        enter(page)

    assert page.url.endswith("/sharing/answer/")
    assert "Kommunal skola" in page.locator("main").inner_text()
    tab_to(page, "a[href$='/question/age/?from=answer']")
    enter(page)
    tab_to(page, "input[name=age]")
    page.keyboard.type("15")
    enter(page)

    assert page.url.endswith("/sharing/answer/")
    expect(page.locator(".said dd", has_text="15")).to_have_count(1)


@pytest.mark.parametrize("script", [True, False])
def test_what_hangs_on_an_answer_is_there_with_and_without_script(
    open_page: Opener, script: bool
) -> None:
    page = open_page(script=script)
    page.goto("/sv/sharing/")
    walk.press(page, "form.start button")
    page.goto("/sv/sharing/question/matter/")
    detail = page.locator("input[name=crime_category]").first

    expect(detail).to_be_visible(visible=not script)

    page.locator("input[name=matter][value=suspected-crime]").check()

    expect(detail).to_be_visible()


def test_the_report_leads_to_advice_on_its_receiver(open_page: Opener) -> None:
    page = open_page()
    page.goto("/sv/reports/police/")

    walk.press(page, "form[action$='/sharing/begin/'] button")
    page.goto("/sv/sharing/question/whom/")

    expect(page.locator("input[name=receiver][value=police]")).to_be_checked()
    assert axe(page) == []
