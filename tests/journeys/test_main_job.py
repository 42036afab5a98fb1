"""The main job: from a worry, by a conversation plan and pieces, to two finished documents."""

from __future__ import annotations

import io
import zipfile

import pikepdf
import pytest
from playwright.sync_api import expect

from tests.journeys import walk
from tests.journeys.conftest import Opener, Server

pytestmark = [pytest.mark.browser, pytest.mark.stored]


@pytest.mark.parametrize(
    ("script", "language", "width"),
    [
        (True, "sv", 360),
        (True, "en", 1280),
        (False, "sv", 1280),
        (False, "en", 360),
    ],
)
def test_a_worry_becomes_a_plan_two_reports_and_then_nothing(
    open_page: Opener, server: Server, script: bool, language: str, width: int
) -> None:
    page = open_page(script=script, width=width)

    # A worry, sorted into pieces.
    page.goto(f"/{language}/worry/")
    walk.press(page, "form.start button")
    walk.press(page, "main a[href*='pieces/add']")
    walk.write_piece(page, "seen", "Han satt ensam på skolgården.")
    walk.press(page, "main a[href*='kind=told']")
    walk.write_piece(page, "told", "Mentorn säger att han ofta skriker i korridoren.")
    walk.press(page, "main a[href*='kind=interpreted']")
    walk.write_piece(page, "interpreted", "Jag tror att han saknar sin bror.")
    walk.press(page, "main a[href*='/factors/']")
    page.locator("input[name=factors]").first.check()
    walk.press(page, "main form button:not([name])")
    walk.press(page, "main a[href$='/worry/picture/']")
    assert walk.MARK in page.content()
    page.goto(f"/{language}/worry/next/")
    assert page.locator("a[href='tel:112']").count() > 0

    # A conversation plan of one's own.
    page.goto(f"/{language}/guide/")
    page.locator("input[name=asker][value=school]").check()
    page.locator("input[name=person][value=teenager]").check()
    page.locator("input[name=step][value=concern]").check()
    walk.press(page, "main form button")
    walk.press(page, "form.start button")
    page.locator("input[name=text]").fill(f"Hur mår din hund? {walk.MARK}")
    walk.press(page, "form[action*='/own/'] button")
    assert page.get_by_text("Hur mår din hund?").count() > 0
    walk.press(page, "main a[href$='/pocket/']")
    assert "112" in page.locator("main").inner_text()

    # The concern report.
    page.goto(f"/{language}/reports/concern/")
    walk.press(page, "form.start button")
    walk.fill_report(page, "concern", walk.CONCERN)
    walk.press(page, "main button[name=document]")
    pdf = pikepdf.open(io.BytesIO(walk.download(page, "pdf")))
    word = zipfile.ZipFile(io.BytesIO(walk.download(page, "docx")))
    assert str(pdf.Root.Lang).startswith(language)
    assert walk.MARK in word.read("word/document.xml").decode()

    # The police report: what both ask for is already there.
    page.goto(f"/{language}/reports/police/")
    walk.press(page, "form.start button")
    walk.fill_report(page, "police", walk.POLICE)
    assert "Saga Provell" in page.locator("main").inner_text()
    walk.press(page, "main button[name=document]")
    assert walk.download(page, "pdf").startswith(b"%PDF")
    police_word = zipfile.ZipFile(io.BytesIO(walk.download(page, "docx")))
    assert "Jag tror att han saknar sin bror" not in police_word.read("word/document.xml").decode()
    walk.press(page, "main a[href$='/police/send/']")
    assert page.locator("a[href='tel:112']").count() > 0

    # Nothing that was typed lies in clear on disk or in the log, before or after the end.
    assert walk.MARK.encode() not in server.written()
    walk.press(page, ".draft-bar a[href$='/draft/erase/']")
    walk.press(page, "form[action$='/draft/erase/'] button")
    assert page.url.endswith(f"/{language}/draft/erased/")
    assert page.context.cookies() == []
    page.goto(f"/{language}/worry/pieces/")
    assert walk.MARK not in page.content()
    assert walk.MARK.encode() not in server.written()


def test_the_language_can_be_changed_with_the_page_and_the_draft_kept(open_page: Opener) -> None:
    page = open_page()
    page.goto("/sv/worry/")
    walk.press(page, "form.start button")
    walk.press(page, "main a[href*='pieces/add']")
    walk.write_piece(page, "seen", "Hon kom inte till träningen.")

    walk.press(page, "#language")

    assert page.url.endswith("/en/worry/pieces/")
    assert walk.MARK in page.content()


def test_a_draft_saved_to_a_file_opens_again_after_it_was_erased(open_page: Opener) -> None:
    page = open_page()
    page.goto("/sv/worry/")
    walk.press(page, "form.start button")
    walk.press(page, "main a[href*='pieces/add']")
    walk.write_piece(page, "seen", "Han ritade en fyr.")
    page.goto("/sv/draft/save/")
    page.locator("input[name=passphrase]").fill("fyra lugna ord här")
    page.locator("input[name=passphrase_again]").fill("fyra lugna ord här")
    with page.expect_download() as caught:
        page.locator("main form button").first.click()
    saved = caught.value.path()
    page.goto("/sv/draft/")
    walk.press(page, "main a[href$='/draft/erase/']")
    walk.press(page, "form[action$='/draft/erase/'] button")

    page.goto("/sv/draft/open/")
    page.locator("input[name=file]").set_input_files(saved)
    page.locator("input[name=passphrase]").fill("fyra lugna ord här")
    walk.press(page, "main form button")
    page.goto("/sv/worry/pieces/")

    assert "Han ritade en fyr." in page.content()


def test_erasing_in_one_tab_shows_what_was_typed_in_the_other(open_page: Opener) -> None:
    first = open_page()
    first.goto("/sv/worry/")
    walk.press(first, "form.start button")
    second = first.context.new_page()
    second.goto("/sv/draft/pieces/add/?kind=seen")
    second.locator("textarea[name=text]").fill("Det här får inte försvinna.")
    first.goto("/sv/draft/")
    walk.press(first, "main a[href$='/draft/erase/']")
    walk.press(first, "form[action$='/draft/erase/'] button")

    second.locator("main form button:not([name])").first.click()

    expect(second.locator("main")).to_contain_text("Det här får inte försvinna.")
