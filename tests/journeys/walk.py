"""What a person does on the pages, as steps that every journey shares."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from pathlib import Path

from playwright.sync_api import Download, Locator, Page, Response

MARK = f"Kanelbulle-{uuid.uuid4().hex}"
"""Stands in every text that is typed, and must never be found on disk."""

CONCERN: Mapping[str, str] = {
    "report_about": "child",
    "danger_now": "no",
    "reporter_name": f"Saga Provell {MARK}",
    "reporter_workplace": "Storängsskolan (påhittad)",
    "reporter_phone": "070-174 06 01",
    "protected_data": "no",
    "person_name": f"Milo Exempelsson {MARK}",
    "worry_now": f"Milo har slutat komma till fotbollen. {MARK}",
    "family_informed": "yes",
    "join_meeting": "yes",
}
POLICE: Mapping[str, str] = {
    "incident_what": f"Ett hot skrevs på en vägg. {MARK}",
    "incident_when_from": "2026-11",
    "incident_when_about": "efter lunch",
    "incident_place": "Skolgården, Björkdala",
    "how_known": "saw_self",
    "person_part": "acted",
    "reporting_as": "self",
}


def is_a_page(answer: Response) -> bool:
    """Whether an answer is the next page: a whole one, or one that script puts in place."""
    whole_or_part = answer.request.resource_type in ("document", "fetch", "xhr")
    return whole_or_part and not 300 <= answer.status < 400


def has_left(address: str) -> Callable[[str], bool]:
    return lambda url: url != address


def press(page: Page, selector: str) -> None:
    """Press a button or follow a link, and wait for the page that comes."""
    with page.expect_response(is_a_page) as caught:
        page.locator(selector).first.click()
    if caught.value.request.resource_type == "document":
        page.wait_for_load_state("load")
    else:
        caught.value.finished()
        page.wait_for_selector("#page:not(.htmx-request):not(.htmx-swapping):not(.htmx-settling)")


def write_piece(page: Page, kind: str, text: str, date: str = "2026-11-02") -> None:
    page.locator(f"input[name=kind][value={kind}]").check()
    page.locator("textarea[name=text]").fill(f"{text} {MARK}")
    page.locator("input[name=date]").fill(date)
    page.locator("input[name=source]").fill("mentorn")
    press(page, "form[novalidate] button:not([name])")


def fill(field: Locator, value: str) -> None:
    """Write or choose an answer in whatever element it is asked in."""
    kind = field.first.get_attribute("type")
    if kind in ("radio", "checkbox"):
        field.page.locator(
            f"input[name={field.first.get_attribute('name')}][value={value}]"
        ).check()
    else:
        field.first.fill(value)


def fill_report(page: Page, report: str, answers: Mapping[str, str]) -> None:
    """From the task list through every page of a report, to its check page."""
    press(page, f"main a[href*='/{report}/page/']")
    for _page in range(60):
        if page.url.split("?")[0].endswith("/check/"):
            return
        for name, value in answers.items():
            field = page.locator(f"main [name={name}]")
            if field.count() and field.first.is_visible():
                fill(field, value)
        before = page.locator("h1").inner_text()
        address = page.url
        press(page, "main form[novalidate] button:not([name]):not([aria-hidden])")
        page.wait_for_url(has_left(address))
        assert page.locator("h1").inner_text() != before, page.locator("main").inner_text()
    raise AssertionError("the report never came to its check page")


def download(page: Page, file_format: str) -> bytes:
    with page.expect_download() as caught:
        page.locator(f"a[href$='/document/{file_format}/']").click()
    found: Download = caught.value
    return Path(found.path()).read_bytes()


def begin_assessment(page: Page, language: str) -> None:
    """Begin a self-assessment for a made-up municipality, up to its first area."""
    page.goto(f"/{language}/recommendations/")
    press(page, "form.start button")
    page.locator("input[name=scope][value=municipality]").check()
    page.locator("input[name=name]").fill(f"Björkdala kommun {MARK}")
    press(page, "main form button")
    press(page, "main a.govuk-button")


def answer_area(page: Page, state: str) -> None:
    """Answer everything on the page that is open the same, and go on to the next."""
    for section in page.locator("section.answer").all():
        section.locator(f"input[value={state}]").check()
        if state == "does-not-fit":
            section.locator("textarea[name$=reason]").fill(f"Grannen håller i det. {MARK}")
        if state in ("in-place", "partly"):
            owner = section.locator("input[name$=owner]")
            if not owner.is_visible():
                section.locator("details[data-show-if] > summary").click()
            owner.fill(f"Fältgruppen {MARK}")
    press(page, "form.wide .govuk-button-group button:not([name])")
