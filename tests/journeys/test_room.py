"""A concern's whole way: a draft, a room, pieces, reports, an end, and what no backup brings back.

Each step is a person's, on the pages; the operator's are commands.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import ExitStack
from itertools import chain
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from fyrstod.drafts import files
from tests.journeys.conftest import Install, Opener, Server, running
from tests.journeys.look import faults_in_both_languages
from tests.journeys.test_room_papers import PASSPHRASE, open_saved
from tests.journeys.test_rooms import pass_sign_in, sign_in
from tests.journeys.walk import follow, press
from tests.leaks import found_in, in_files, places_with
from tests.reports.made import contents_of

pytestmark = [pytest.mark.browser, pytest.mark.stored]

NAME = "Alma Påhittsson"
NUMBER = "191212121212"
FACTORS = ("justifies-violence", "warm-clear-parenting")
TYPED = {
    "why": "Tre lärare har hört samma sak i veckan.",
    "seen": "Skrattade åt filmklippet från gallerian.",
    "right": "Skrattade nervöst och gick sedan undan.",
    "reason": "Frågade vakten en gång till.",
    "other": "Kompisen skrev så i tråden.",
    "unknown": "Vem startade tråden?",
    "who": "fritidsledaren Quirina",
    "answer": "Tråden startades av en äldre släkting.",
    "view": "Jag ville bara passa in.",
    "told": "Hemmet vet vad vi har antecknat.",
    "second": "Busschauffören hörde av sig.",
    "changed": "Trådens tonläge har lugnat sig.",
    "decided": "Vi fortsätter med läxhjälpen.",
    "ended": "Det rörde sig om en skoluppgift.",
    "place": "Påhittsgallerians entré",
    "number": "DNR-55443/26",
}
SECRETS = {NAME, "Påhittsson", NUMBER, "20121212", *FACTORS, *TYPED.values()}


@pytest.fixture
def operated(install: Install) -> Iterator[tuple[Server, ExitStack]]:
    """An installation with the fictitious municipality, and what stops its server."""
    server = install("demo")
    with ExitStack() as service:
        service.enter_context(running(server))
        yield server, service


def choose(page: Page, *, kind: str = "", voice: str = "", **texts: str) -> None:
    """Fill in the form of a piece."""
    for name, value in (("kind", kind), ("voice", voice)):
        if value:
            page.locator(f"input[name={name}][value={value}]").check()
    for name, text in texts.items():
        page.locator(f"[name={name}]").fill(text)


def in_clear(server: Server, *more: Path) -> dict[str, set[str]]:
    return places_with(chain(server.kept(), in_files(*more)), SECRETS)


@pytest.mark.parametrize(("script", "width"), [(True, 1280), (False, 360)])
def test_a_concern_from_a_teachers_draft_to_an_end_that_no_backup_undoes(
    open_page: Opener,
    operated: tuple[Server, ExitStack],
    tmp_path: Path,
    script: bool,
    width: int,
) -> None:
    server, service = operated
    page = open_page(script=script, width=width)
    found: list[str] = []

    def look() -> None:
        # What axe reads is the same without script, where it cannot run to its end.
        if script:
            found.extend(faults_in_both_languages(page))

    # A draft without an account meets the sign-in with its second factor, and goes on.
    saved = tmp_path / "draft.fyrstod"
    saved.write_bytes(files.to_file(contents_of("fifteen-year-old"), PASSPHRASE))
    open_saved(page, server, saved)
    follow(page.get_by_role("link", name="Flytta till mitt rum"))
    pass_sign_in(page, "kim")
    follow(page.get_by_role("link", name="I en ny oro"))
    page.get_by_label("Varför nu?").fill(TYPED["why"])
    expect(page.get_by_label("Namn", exact=True)).to_have_value(NAME)
    page.get_by_label("Personnummer eller samordningsnummer").fill(NUMBER)
    follow(page.get_by_role("button", name="Öppna oron"))
    expect(page.get_by_role("heading", level=1)).to_contain_text(NAME)
    concern = page.url
    reference = page.locator(".reference").first.inner_text()
    follow(page.get_by_role("button", name="Börja arbetet"))

    # Pieces, linked to either side, corrected, and what nobody knew.
    page.goto(f"{concern}pieces/add/")
    choose(page, kind="seen", text=TYPED["seen"], date="2026-11", source="gallerian")
    follow(page.get_by_role("button", name="Spara och koppla faktorer"))
    look()
    expect(page.locator("input[name=factors]").first).to_be_attached()
    for factor in FACTORS:
        tick = page.locator(f"input[name=factors][value={factor}]")
        if not tick.is_visible():
            tick.locator("xpath=ancestor::details[1]").locator("summary").first.click()
        tick.check()
    follow(page.get_by_role("button", name="Spara kopplingarna"))
    first = page.locator("#pieces article", has_text=TYPED["seen"])
    expect(first).to_contain_text("Kopplat till:")
    follow(first.get_by_role("link", name=re.compile("^Rätta")))
    choose(page, text=TYPED["right"], reason=TYPED["reason"])
    follow(page.get_by_role("button", name="Spara pusselbiten"))
    right = page.locator("#pieces article", has_text=TYPED["right"])
    follow(right.get_by_role("link", name=re.compile("^Ändrat")))
    expect(page.locator(".versions li")).to_have_count(3)
    look()
    page.goto(f"{concern}pieces/unknown/")
    choose(page, text=TYPED["unknown"], source=TYPED["who"])
    follow(page.get_by_role("button", name="Spara", exact=True))
    follow(page.locator("#sides").get_by_role("link", name="Nu vet vi"))
    look()
    choose(page, text=TYPED["answer"], date="2026-11-20")
    follow(page.get_by_role("button", name="Spara pusselbiten"))
    expect(page.locator("#pieces")).to_contain_text(TYPED["answer"])
    expect(page.locator("#sides")).to_contain_text("Frågor som har fått svar")
    page.goto(f"{concern}pieces/add/")
    choose(page, kind="told", text=TYPED["other"], date="2026-11-19")
    follow(page.get_by_role("button", name="Spara pusselbiten"))
    other = page.locator("#pieces article", has_text=TYPED["other"])
    follow(other.get_by_role("link", name="Ta bort"))
    look()
    choose(page, reason=TYPED["reason"])
    follow(page.get_by_role("button", name="Ta bort den"))
    expect(page.locator("#pieces")).to_contain_text("Borttaget")
    page.goto(f"{concern}pieces/view/")
    choose(page, voice="person", text=TYPED["view"], date="2026-11-21")
    follow(page.get_by_role("button", name="Spara", exact=True))
    page.goto(f"{concern}pieces/told/")
    choose(page, voice="guardians", text=TYPED["told"], source="mentorn")
    follow(page.get_by_role("button", name="Spara", exact=True))
    expect(page.locator("#voices")).to_contain_text(TYPED["view"])
    expect(page.locator("#voices")).to_contain_text(TYPED["told"])

    # Both reports, each with what its receiver needs.
    page.goto(f"{concern}papers/report/concern/")
    follow(page.get_by_role("button", name="Fyll utkastet och börja"))
    page.goto(f"{server.url}/sv/reports/concern/page/reporter/")
    page.locator("#id_reporter_role").fill("Lärare")
    page.locator("#id_reporter_phone").fill("070-174 06 05")
    press(page, "button:text-is('Spara och fortsätt')")
    page.goto(f"{server.url}/sv/reports/police/check/")
    page.get_by_label(re.compile(re.escape(TYPED["answer"]))).uncheck()
    press(page, "button:text-is('Spara valet av pusselbitar')")
    page.goto(f"{server.url}/sv/reports/concern/check/")
    only_here = page.locator("details", has_text="Bara i det här")
    expect(only_here).to_contain_text(TYPED["answer"])
    look()
    for report, then in (("concern", "fortsätt"), ("police", "radera")):
        page.goto(f"{server.url}/sv/reports/{report}/document/")
        follow(page.get_by_role("link", name="Behåll den i rummet"))
        look()
        follow(page.get_by_role("button", name=re.compile(f"Behåll den, och {then}")))
        expect(page.get_by_role("heading", level=1).first).to_contain_text("anmälan")
        look()
    page.goto(concern)
    expect(page.locator("#papers")).to_contain_text("Orosanmälan")
    expect(page.locator("#papers")).to_contain_text("Polisanmälan")

    # A second concern about the same person meets the first.
    page.goto(re.sub(r"[^/]+/$", "new/", concern))
    page.get_by_label("Ett barn").check()
    page.get_by_label("Varför nu?").fill(TYPED["second"])
    page.get_by_label("Personnummer eller samordningsnummer").fill(NUMBER)
    follow(page.get_by_role("button", name="Öppna oron"))
    expect(page.locator("main")).to_contain_text(reference)
    follow(page.get_by_role("button", name="Öppna en ny oro också"))
    expect(page.locator("#earlier article")).to_have_count(1)
    expect(page.locator("#earlier")).to_contain_text(reference)

    # A review, the export with its number, and an end without a ground.
    page.goto(f"{concern}review/")
    page.get_by_label("Vad har ändrats sedan sist?").fill(TYPED["changed"])
    page.get_by_label("Vad beslutar du, och varför?").fill(TYPED["decided"])
    follow(page.get_by_role("button", name="Spara avstämningen"))
    expect(page.locator("#reviews")).to_contain_text(TYPED["decided"])
    page.goto(f"{concern}papers/export/")
    with page.expect_download() as caught:
        page.get_by_role("link", name="Hämta som PDF").click()
    assert not found_in(caught.value.suggested_filename.encode(), SECRETS)
    page.get_by_label("Diarienummer").fill(TYPED["number"])
    follow(page.get_by_role("button", name="Spara numret"))
    expect(page.locator("#papers")).to_contain_text(TYPED["number"])
    page.goto(f"{concern}end/close/")
    page.locator("input[name=outcome][value=no-ground]").check()
    page.locator("textarea[name=outcome_text]").fill(TYPED["ended"])
    page.locator("input[name=record][value=working-notes]").check()
    page.get_by_label("Jag vet att det här inte finns i vårt ärendesystem").check()
    follow(page.get_by_role("button", name="Avsluta oron"))
    expect(page.locator("#end")).to_contain_text(TYPED["ended"])
    day = page.locator(".clock__point--end strong").inner_text()
    look()

    assert found == []
    # A reference means nothing and is kept in clear: what was kept is what is searched.
    assert reference.encode() in server.written()
    assert in_clear(server) == {}

    # The operator keeps a backup; on its day the clock erases; the backup cannot undo it.
    backup = str(tmp_path / "rooms")
    server.command("backup", backup)
    assert reference in server.command("dispose", "--on", day, "--dry-run")
    page.goto(concern)
    expect(page.locator("#end")).to_contain_text(TYPED["ended"])
    assert reference in server.command("dispose", "--on", day)
    answer = page.goto(concern)
    assert answer is not None
    assert answer.status == 410
    assert not found_in(page.content().encode(), SECRETS)
    service.close()
    server.command("restore", backup, "--keys", f"{backup}.keys", "--yes")
    with running(server):
        page = open_page(script=script, width=width)
        sign_in(page, server, "kim")
        answer = page.goto(concern)
        assert answer is not None
        assert answer.status == 410
        assert not found_in(page.content().encode(), SECRETS - {NAME, "Påhittsson"})
        server.command("journal", "verify")
        assert in_clear(server, tmp_path) == {}
