"""A teacher's draft into the school's room, a report out of it, a letter, and the export."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pikepdf
import pytest
from playwright.sync_api import Page, expect

from fyrstod.drafts import files
from fyrstod.packs import shelf
from tests.documents.test_pdf import faults as faults_of_pdf
from tests.journeys.conftest import Opener, Server
from tests.journeys.look import faults_in_both_languages
from tests.journeys.test_rooms import sign_in
from tests.journeys.walk import follow, press
from tests.reports.made import contents_of

pytestmark = [pytest.mark.browser, pytest.mark.stored]

PASSPHRASE = "fyra ord i en rad"
NAME = "Alma Påhittsson"


@pytest.fixture
def saved(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A draft with both reports answered, in a file of the teacher's own."""
    assert shelf.current()
    path = tmp_path_factory.mktemp("saved") / "saved.fyrstod"
    path.write_bytes(files.to_file(contents_of("fifteen-year-old"), PASSPHRASE))
    return path


def open_saved(page: Page, server: Server, saved: Path) -> None:
    page.goto(f"{server.url}/sv/draft/open/")
    page.locator("input[type=file]").set_input_files(saved)
    page.get_by_label("Filens lösenfras").fill(PASSPHRASE)
    follow(page.get_by_role("button", name="Öppna filen"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Mitt utkast")


@pytest.mark.parametrize(("script", "width"), [(True, 1280), (False, 320)])
def test_a_draft_becomes_a_concern_a_report_a_letter_and_an_export(
    open_page: Opener, bjorkdala: Server, saved: Path, script: bool, width: int
) -> None:
    page = open_page(script=script, width=width)
    found: list[str] = []

    def look() -> None:
        # What axe reads is the same without script, where it cannot run to its end.
        if script:
            found.extend(faults_in_both_languages(page))

    # Written before anybody had signed in, and moved in afterwards.
    sign_in(page, bjorkdala, "kim")
    open_saved(page, bjorkdala, saved)
    follow(page.get_by_role("link", name="Flytta till mitt rum"))
    look()
    follow(page.get_by_role("link", name="I en ny oro"))
    expect(page.get_by_label("Namn", exact=True)).to_have_value(NAME)
    look()
    follow(page.get_by_role("button", name="Öppna oron"))
    if page.locator("button[name=anyway]").count():
        # The other journey has been here: the second report meets the first.
        for unknown in page.get_by_label("Vi vet inte ännu").all():
            unknown.check()
        follow(page.locator("button[name=anyway]"))
    expect(page.get_by_role("heading", level=1)).to_contain_text(NAME)
    concern = page.url

    # The draft is gone from the browser, and the pieces are in the room.
    page.goto(f"{bjorkdala.url}/sv/draft/")
    expect(page.get_by_role("heading", level=1)).not_to_have_text("Mitt utkast")

    # A report from the concern.
    page.goto(concern)
    follow(page.get_by_role("link", name="Skriv en orosanmälan"))
    look()
    follow(page.get_by_role("button", name="Fyll utkastet och börja"))
    expect(page.get_by_role("heading", level=1)).to_contain_text("Orosanmälan")
    page.goto(f"{bjorkdala.url}/sv/reports/concern/page/reporter/")
    page.locator("#id_reporter_role").fill("Lärare")
    page.locator("#id_reporter_phone").fill("070-174 06 05")
    press(page, "button:text-is('Spara och fortsätt')")
    page.goto(f"{bjorkdala.url}/sv/reports/concern/document/")
    follow(page.get_by_role("link", name="Behåll den i rummet"))
    look()
    follow(page.get_by_role("button", name="Behåll den, och radera utkastet"))
    expect(page.get_by_role("heading", level=1).first).to_have_text("Orosanmälan")
    look()
    follow(page.get_by_role("link", name="Det är skickat"))
    page.get_by_label("Diarienummer").fill("2026-117")
    follow(page.get_by_role("button", name="Spara", exact=True))
    expect(page.locator(".facts").first).to_contain_text("2026-117")

    # A letter, and that it has been handed over.
    page.goto(concern)
    follow(page.get_by_role("link", name="Skriv till personen eller vårdnadshavarna"))
    look()
    page.get_by_label("Varför är ni oroliga?").fill("Du har skrivit sådant som oroar oss.")
    page.get_by_label("Vad berättar du?").fill("Vi vill ses och höra hur du har det.")
    follow(page.get_by_role("button", name="Spara och se brevet"))
    expect(page.get_by_role("heading", name="Så här står det")).to_be_visible()
    look()
    follow(page.get_by_role("link", name="Det är överlämnat"))
    look()
    follow(page.get_by_role("button", name="Spara", exact=True))
    expect(page.locator("#papers")).to_contain_text("Skickat")

    # All of it to the case system.
    follow(page.get_by_role("link", name="Exportera till vårt ärendesystem"))
    look()
    with page.expect_download() as caught:
        page.get_by_role("link", name="Hämta som PDF").click()
    assert NAME not in caught.value.suggested_filename
    written = caught.value.path().read_bytes()
    assert faults_of_pdf(written) == []
    with pikepdf.open(io.BytesIO(written)) as opened:
        data = json.loads(opened.attachments["concern.json"].get_file().read_bytes())
    assert data["person"]["name"] == NAME
    kinds = {piece["versions"][0]["kind"] for piece in data["pieces"]}
    assert kinds >= {"seen", "informed"}
    page.get_by_label("Diarienummer").fill("2026-118")
    follow(page.get_by_role("button", name="Spara numret"))
    expect(page.locator("#papers")).to_contain_text("2026-118")

    assert found == []
    stored = bjorkdala.written()
    for word in (NAME, "2026-117", "2026-118", "höra hur du har det", "klasschatten"):
        assert word.encode() not in stored
