"""From an invitation to the room: password, code app, recovery codes, out and in again."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Opener, Server, axe
from tests.journeys.look import faults_in_both_languages
from tests.journeys.walk import CodeApp, follow

pytestmark = [pytest.mark.browser, pytest.mark.stored]

PASSWORD = "fyra gula fyrar vid kusten"
CODE = re.compile(r"^(?:[A-Z2-7]{4}-){5}[A-Z2-7]{4}$", re.MULTILINE)


def first_administrator(server: Server, municipality: str, name: str, email: str) -> str:
    """The one-time code that whoever runs the installation is given for somebody."""
    given = ("--municipality", municipality, "--name", name, "--email", email)
    found = CODE.search(server.command("people", "first", *given))
    assert found
    return found.group()


def set_password(page: Page, code: str) -> None:
    page.goto(f"/sv/account/password/set/#{code}")
    if not page.get_by_label("Din engångskod").input_value():
        page.get_by_label("Din engångskod").fill(code)
    page.get_by_label("Nytt lösenord", exact=True).fill(PASSWORD)
    page.get_by_label("Det nya lösenordet igen").fill(PASSWORD)
    follow(page.get_by_role("button", name="Spara lösenordet"))


def set_up_codes(page: Page) -> tuple[CodeApp, list[str]]:
    app = CodeApp(page.locator("code.key").inner_text())
    page.get_by_label("Kod från din app").fill(app.code())
    page.get_by_role("button", name="Fortsätt").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Reservkoder")
    codes = page.locator(".codes code").all_inner_texts()
    return app, codes


def sign_in(page: Page, email: str, code: str) -> None:
    page.goto("/sv/people/")
    page.get_by_label("E-post i arbetet").fill(email)
    page.get_by_label("Lösenord").fill(PASSWORD)
    page.get_by_role("button", name="Fortsätt").click()
    page.get_by_label("Kod från din app").fill(code)
    page.get_by_role("button", name="Logga in", exact=True).click()


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_from_the_invitation_to_the_room_and_in_again(
    open_page: Opener, server: Server, script: bool
) -> None:
    mark = "med" if script else "utan"
    ada, bo, cia = (f"{name}.{mark}@bjorkdala.example" for name in ("ada", "bo", "cia"))
    here = f"Björkdala {mark} skript"
    code_of_ada = first_administrator(server, here, "Ada Ask", ada)
    code_of_bo = first_administrator(server, here, "Bo Björk", bo)
    page = open_page(script=script, width=360)

    set_password(page, code_of_ada)
    expect(page.get_by_role("heading", level=1)).to_have_text("Koppla din kodapp")
    page.goto("/sv/people/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Koppla din kodapp")
    app, recovery = set_up_codes(page)
    assert len(recovery) == 10
    page.get_by_role("link", name="Jag har sparat dem").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Mitt rum")

    follow(page.get_by_role("button", name="Logga ut"))
    sign_in(page, ada, app.code())
    expect(page.get_by_text("Inloggad som Ada Ask")).to_be_visible()
    follow(page.get_by_role("button", name="Logga ut"))
    sign_in(page, ada, recovery[0])
    expect(page.get_by_text("Inloggad som Ada Ask")).to_be_visible()
    follow(page.get_by_role("button", name="Logga ut"))
    sign_in(page, ada, recovery[0])
    expect(page.locator(".govuk-error-summary")).to_contain_text("Koden stämde inte")
    page.get_by_label("Kod från din app").fill(recovery[1])
    page.get_by_role("button", name="Logga in", exact=True).click()

    # Ada proposes Cia; she cannot confirm it herself, and Bo is given the link to hand over.
    page.get_by_role("link", name=f"Se vilka som arbetar i {here}").click()
    page.get_by_role("link", name="Lägg till en verksamhet").click()
    page.get_by_label("Skolan", exact=True).check()
    page.get_by_label("Vad heter den hos er?").fill(f"Alskolan {mark}")
    page.get_by_role("button", name="Lägg till verksamheten").click()
    page.get_by_role("link", name="Föreslå en roll").click()
    page.get_by_label("E-post i arbetet").fill(cia)
    page.get_by_label("Namn", exact=True).fill("Cia Cypress")
    page.get_by_label("Medarbetare").check()
    page.get_by_label("Var?").select_option(label=f"Alskolan {mark}")
    page.get_by_role("button", name="Föreslå rollen").click()
    expect(page.get_by_role("button", name="Bekräfta rollen")).to_have_count(0)
    proposal = page.url

    other = open_page(script=script)
    set_password(other, code_of_bo)
    set_up_codes(other)
    other.goto(proposal)
    other.get_by_role("button", name="Bekräfta rollen").click()
    expect(other.get_by_role("heading", level=1)).to_contain_text("Cia Cypress")
    code_of_cia = other.locator(".copy__text").nth(1).inner_text()

    third = open_page(script=script, width=360)
    set_password(third, code_of_cia)
    expect(third.locator(".govuk-inset-text")).to_contain_text("Bo Björk gav dig rätt")
    set_up_codes(third)
    third.goto("/sv/people/")
    expect(third.locator(".people")).to_contain_text("Medarbetare")

    written = server.written()
    for secret in (app.secret, recovery[2], code_of_ada, code_of_cia, PASSWORD):
        assert secret.encode() not in written


def test_every_page_of_people_is_without_fault(open_page: Opener, server: Server) -> None:
    page = open_page(width=360)
    for name in ("login", "password/reset", "password/set"):
        page.goto(f"/sv/account/{name}/")
        assert faults_in_both_languages(page) == []

    code = first_administrator(server, "Granvik", "Eva Ek", "eva@granvik.example")
    set_password(page, code)
    assert faults_in_both_languages(page) == []
    app, _codes = set_up_codes(page)
    assert faults_in_both_languages(page) == []
    for address in ("", "logout/", "password/change/", "code/set-up/", "recovery-codes/new/"):
        page.goto(f"/sv/account/{address}")
        assert faults_in_both_languages(page) == []
    page.goto("/sv/people/")
    assert faults_in_both_languages(page) == []
    follow(page.get_by_role("link", name="Se vilka som arbetar"))
    assert faults_in_both_languages(page) == []
    here = page.url
    for address in ("agencies/add/", "roles/propose/"):
        page.goto(f"{here}{address}")
        assert faults_in_both_languages(page) == []
        page.get_by_role("main").get_by_role("button").last.click()
        expect(page.locator(".govuk-error-summary")).to_be_visible()
        assert axe(page) == []
    page.get_by_label("E-post i arbetet").fill("finn@granvik.example")
    page.get_by_label("Namn", exact=True).fill("Finn Fura")
    page.get_by_label("Innehållsredaktör").check()
    page.get_by_label("Var?").select_option("all")
    follow(page.get_by_role("button", name="Föreslå rollen"))
    assert faults_in_both_languages(page) == []
    page.goto(here)
    assert faults_in_both_languages(page) == []

    other = open_page(dark=True)
    code = first_administrator(server, "Granvik", "Bo Björk", "bo@granvik.example")
    set_password(other, code)
    set_up_codes(other)
    other.goto(here)
    other.get_by_role("link", name="Finn Fura").click()
    follow(other.get_by_role("button", name="Bekräfta rollen"))
    assert axe(other) == []
    page.goto(here)
    follow(page.get_by_role("link", name="Finn Fura"))
    assert faults_in_both_languages(page) == []
    page.get_by_label("Ett nytt lösenord").check()
    follow(page.get_by_role("button", name="Be om det"))
    other.goto(here)
    assert faults_in_both_languages(other) == []

    page.get_by_role("button", name="Logga ut").click()
    page.get_by_label("E-post i arbetet").fill("eva@granvik.example")
    page.get_by_label("Lösenord").fill(PASSWORD)
    follow(page.get_by_role("button", name="Fortsätt"))
    assert faults_in_both_languages(page) == []
    page.get_by_label("Kod från din app").fill(app.code())
    page.get_by_role("button", name="Logga in", exact=True).click()
    expect(page.get_by_text("Inloggad som Eva Ek")).to_be_visible()
