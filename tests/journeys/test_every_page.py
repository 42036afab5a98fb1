"""Every page and every error state: axe, reflow, and both languages."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Cookie, Page, expect

from fyrstod.collaboration.sharing_rules import QUESTIONS
from fyrstod.packs.loader import load
from tests.journeys import walk
from tests.journeys.conftest import ROOT, Opener
from tests.journeys.look import NARROW, WIDE, faults, too_wide

pytestmark = pytest.mark.browser

PACK = load(ROOT / "content" / "fyrstod" / "2026.2")
CONTENT = [
    "",
    "about/",
    "accessibility/",
    "sources/",
    "glossary/",
    "contacts/",
    "offline/",
    "guide/",
    "guide/plan/school/teenager/concern/",
    "guide/plan/police/guardian/follow-up/",
    "questions/",
    "questions/violence/",
    "advice/",
    f"advice/{PACK.advice[0].id}/",
    "process/",
    "process/assessment/",
    "worry/",
    "factors/",
    "factors/protective/",
    "factors/risk/",
    "factors/level/family/",
    f"factors/{PACK.factors[0].id}/",
    f"factors/{PACK.factors[-1].id}/",
    "reports/concern/",
    "reports/police/",
    "collaboration/",
    "collaboration/agencies/",
    *(f"collaboration/agencies/{agency.id}/" for agency in PACK.agencies),
    "collaboration/agencies/police/social-services/",
    *(f"collaboration/after/{timeline.id}/" for timeline in PACK.timelines),
    "collaboration/table/",
    "collaboration/forums/",
    "collaboration/words/",
    "collaboration/here/",
    "content/changes/",
    "recommendations/",
    *(
        f"recommendations/{item.id}/"
        for item in (PACK.recommendations[0], PACK.recommendations[-1])
    ),
    "sharing/",
    "sharing/rules/",
    *(f"sharing/rules/{card.id}/" for card in PACK.rules[:2]),
    "draft/erased/",
]
WITHOUT_DRAFT = [
    "draft/",
    "worry/pieces/",
    "no/such/page/",
    "guide/plan/?asker=school",
    "collaboration/beside/?agency=police&other=police",
]
WITH_DRAFT = [
    "recommendations/self-assessment/",
    "recommendations/self-assessment/whom/",
    *(f"recommendations/self-assessment/area/{area.id}/" for area in PACK.areas),
    "recommendations/self-assessment/check/",
    "recommendations/self-assessment/result/",
    "recommendations/self-assessment/new-round/",
    "recommendations/plan/",
    "recommendations/plan/add/",
    "recommendations/plan/document/",
    "draft/",
    "draft/erase/",
    "draft/save/",
    "draft/open/",
    "draft/pieces/add/",
    "draft/pieces/add/?kind=told&back=plan",
    "worry/pieces/",
    "worry/picture/",
    "worry/next/",
    "guide/my-plan/",
    "guide/my-plan/pocket/",
    *(f"sharing/question/{question.id}/" for question in QUESTIONS),
    "sharing/answer/",
    *(
        f"reports/{report.id}/{name}/"
        for report in PACK.reports
        for name in ("tasks", "check", "send")
    ),
    *(
        f"reports/{report.id}/page/{section.id}/"
        for report in PACK.reports
        for section in report.sections
        if section.show_if is None
    ),
]


BEGUN: dict[str, list[Cookie]] = {}


def begin(page: Page, language: str) -> None:
    """A draft with a piece, a linked factor, a plan, a self-assessment and the first answers.

    The same one each time: nothing that is done here changes it.
    """
    if language in BEGUN:
        page.context.add_cookies(
            [
                {
                    "name": cookie["name"],
                    "value": cookie["value"],
                    "domain": cookie["domain"],
                    "path": cookie["path"],
                    "secure": cookie["secure"],
                }
                for cookie in BEGUN[language]
            ]
        )
        return
    page.goto(f"/{language}/worry/")
    walk.press(page, "form.start button")
    page.goto(f"/{language}/draft/pieces/add/?kind=seen")
    walk.write_piece(page, "seen", "Han hjälpte en klasskamrat.")
    walk.press(page, "main a[href*='/factors/']")
    page.locator("#factors > details:not([open]) > summary").last.click()
    for number in (0, -1):
        page.locator("input[name=factors]").nth(number).check()
    walk.press(page, "main form button:not([name])")
    page.goto(f"/{language}/guide/plan/school/teenager/concern/")
    walk.press(page, "form.start button")
    walk.begin_assessment(page, language)
    walk.answer_area(page, "partly")
    walk.answer_area(page, "does-not-fit")
    BEGUN[language] = page.context.cookies()


def faults_of(page: Page, addresses: list[str], language: str) -> Iterator[str]:
    for address in addresses:
        page.goto(f"/{language}/{address}")
        yield from faults(page)


@pytest.mark.parametrize(("language", "width", "dark"), [("sv", NARROW, False), ("en", WIDE, True)])
def test_content_pages_have_no_fault(
    open_page: Opener, language: str, width: int, dark: bool
) -> None:
    page = open_page(width=width, dark=dark)

    assert list(faults_of(page, CONTENT + WITHOUT_DRAFT, language)) == []


@pytest.mark.parametrize(
    ("language", "width", "dark", "bare"),
    [("sv", WIDE, False, False), ("en", NARROW, False, True)],
)
def test_draft_pages_have_no_fault(
    open_page: Opener, language: str, width: int, dark: bool, bare: bool
) -> None:
    page = open_page(width=width, dark=dark, bare=bare)
    begin(page, language)

    assert list(faults_of(page, WITH_DRAFT, language)) == []


@pytest.mark.parametrize(("language", "bare"), [("sv", False), ("en", True)])
def test_error_states_have_no_fault(open_page: Opener, language: str, bare: bool) -> None:
    page = open_page(width=360, bare=bare)
    begin(page, language)
    found: list[str] = []

    for address in (
        "draft/pieces/add/",
        "draft/save/",
        "draft/open/",
        "recommendations/plan/add/",
    ):
        page.goto(f"/{language}/{address}")
        walk.press(page, "main form[novalidate] button, main form button")
        expect(page.locator(".govuk-error-summary")).to_have_count(1)
        found += faults(page)
    for report in PACK.reports:
        for section in report.sections:
            if section.show_if is not None or not any(f.need == "required" for f in section.fields):
                continue
            page.goto(f"/{language}/reports/{report.id}/page/{section.id}/")
            walk.press(page, "main form[novalidate] button:not([name]):not([aria-hidden])")
            expect(page.locator(".govuk-error-summary")).to_have_count(1)
            found += faults(page)

    assert found == []


@pytest.mark.parametrize("language", ["sv", "en"])
def test_who_to_call_does_not_take_the_page_at_twice_the_text_size(
    open_page: Opener, language: str
) -> None:
    page = open_page(width=320)
    page.goto(f"/{language}/")

    page.evaluate("document.documentElement.style.fontSize = '200%'")

    lines = "bar => bar.offsetHeight / parseFloat(getComputedStyle(bar).fontSize)"
    assert page.locator(".safety").evaluate(lines) < 3
    assert page.locator(".safety a[href='tel:112']").is_visible()


@pytest.mark.parametrize("language", ["sv", "en"])
def test_pages_hold_at_twice_the_text_size(open_page: Opener, language: str) -> None:
    page = open_page()
    found = []

    for address in CONTENT:
        page.goto(f"/{language}/{address}")
        page.evaluate("document.documentElement.style.fontSize = '200%'")
        for width in (NARROW, 2 * NARROW):
            page.set_viewport_size({"width": width, "height": 900})
            if wide := too_wide(page):
                found.append(f"{page.url} at {width}: {wide}")

    assert found == []
