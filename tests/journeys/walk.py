"""What a person does on the pages, as steps that every journey shares."""

from __future__ import annotations

import itertools
import time
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from playwright.sync_api import Download, Locator, Page

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


class CodeApp:
    """A code app that never shows a code twice, nor one that is about to be too old.

    The server takes the code of this half minute, and those before and after it. The one before
    could run out on its way.
    """

    def __init__(self, secret: str) -> None:
        self.secret = secret
        self._last = 0

    def code(self) -> str:
        now, into = divmod(time.time(), 30)
        if self._last > now:
            time.sleep(30 - into)
            return self.code()
        self._last = max(self._last + 1, int(now))
        return str(format_hotp_value(hotp_value(self.secret, self._last)))


_PAGES_LEFT = itertools.count()


@contextmanager
def arriving(page: Page) -> Iterator[None]:
    """What is done inside leads to a page, which is there in full afterwards.

    The page that is left is marked: a slow answer leaves the browser on it for a while, as loaded
    and as still as the one that comes.
    """
    left = str(next(_PAGES_LEFT))
    page.locator("#page").evaluate("(it, left) => { it.dataset.left = left }", left)
    yield
    still = ":not(.htmx-request):not(.htmx-swapping):not(.htmx-settling)"
    page.wait_for_selector(f"#page:not([data-left='{left}']){still}")
    page.wait_for_load_state("load")


def follow(way: Locator) -> None:
    """Press a button or follow a link, and wait for the page that comes."""
    with arriving(way.page):
        way.click()


def press(page: Page, selector: str) -> None:
    follow(page.locator(selector).first)


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
        press(page, "main form[novalidate] button:not([name]):not([aria-hidden])")
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
