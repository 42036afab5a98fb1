"""The rooms of the fictitious municipality: every page of theirs, and a week in one of them."""

from __future__ import annotations

import re
from collections import defaultdict

import pytest
from playwright.sync_api import Page, expect

from fyrstod.web.cli_demo import PASSWORD, SECRET
from tests.journeys.conftest import Opener, Server, axe
from tests.journeys.look import faults_in_both_languages, too_wide
from tests.journeys.walk import CodeApp, follow

pytestmark = [pytest.mark.browser, pytest.mark.stored]

IN_CONCERN = (
    *("", "describe/", "person/", "address/", "review/", "holder/", "tasks/add/"),
    *("pieces/add/", "pieces/unknown/", "pieces/view/", "pieces/told/", "picture/", "timeline/"),
    *(
        "papers/report/concern/",
        "papers/letter/",
        "papers/received/",
        "papers/export/",
        "briefing/",
        "briefing/write/",
        "end/close/",
    ),
)


APPS = defaultdict[str, CodeApp](lambda: CodeApp(SECRET))
"""By e-mail: everybody's app holds the same, and each code is good once a person."""


def sign_in(page: Page, server: Server, name: str) -> None:
    page.goto(f"{server.url}/sv/room/")
    pass_sign_in(page, name)
    expect(page.get_by_role("heading", level=1)).to_have_text("Min vecka")


def pass_sign_in(page: Page, name: str) -> None:
    """Password and code, wherever somebody was asked to sign in."""
    email = f"{name}@bjorkdala.example"
    page.get_by_label("E-post i arbetet").fill(email)
    page.get_by_label("Lösenord").fill(PASSWORD)
    follow(page.get_by_role("button", name="Fortsätt"))
    page.get_by_label("Kod från din app").fill(APPS[email].code())
    follow(page.get_by_role("button", name="Logga in", exact=True))


def tell(page: Page, concern: str) -> list[str]:
    """Write a draft of what another agency is told; the addresses of its pages, in their order."""
    page.goto(f"{concern}given/new/")
    addresses = [page.url]
    page.get_by_label("Lokalpolisen i Björkdala").check()
    follow(page.get_by_role("button", name="Gå vidare till grunden"))
    addresses.append(page.url)
    follow(page.get_by_role("button", name="Visa grunderna"))
    addresses.append(page.url)
    page.get_by_label("Fråga utan att säga vem").first.check()
    follow(page.get_by_role("button", name="Spara", exact=True))
    page.get_by_label("Varför behöver de veta?").fill("För råd.")
    page.get_by_label("Vad frågar ni dem om?").fill("Vad kan ni göra?")
    addresses.append(page.url)
    follow(page.get_by_role("button", name="Spara", exact=True))
    expect(page.get_by_role("button", name="Erbjud det")).to_be_visible()
    return [*addresses, page.url]


def test_every_page_of_a_room_is_without_fault(open_page: Opener, bjorkdala: Server) -> None:
    page = open_page(width=320)
    sign_in(page, bjorkdala, "daniel")
    found = faults_in_both_languages(page)
    follow(page.get_by_role("link", name="Björkdala vårdcentral"))
    room = page.url
    for part in ("", "closed/", "search/", "new/", "handovers/", "offers/"):
        page.goto(f"{room}{part}")
        found += faults_in_both_languages(page)
    page.goto(room)
    follow(page.get_by_role("link", name="Alex Låtsas"))
    concern = page.url
    for part in IN_CONCERN:
        page.goto(f"{concern}{part}")
        expect(page.get_by_text("Skyddade personuppgifter").first).to_be_visible()
        found += faults_in_both_languages(page)
    page.goto(f"{concern}looks/")
    found += faults_in_both_languages(page)
    for address in tell(page, concern):
        page.goto(address)
        found += faults_in_both_languages(page)
    page.goto(concern)
    for name in ("Ändra", "Klart"):
        follow(page.get_by_role("link", name=re.compile(f"^{name}.*Fråga rakt")))
        found += faults_in_both_languages(page)
        page.goto(concern)
    page.goto(f"{room}new/")
    follow(page.get_by_role("button", name="Öppna oron"))
    expect(page.locator(".govuk-error-summary")).to_be_visible()
    found += [str(violation) for violation in axe(page)]
    page.goto(f"{concern}gone/")
    found += [str(violation) for violation in axe(page)]

    assert found == []


def test_a_concern_goes_to_a_new_person_who_finds_all_of_it_in_the_briefing(
    open_page: Opener, bjorkdala: Server
) -> None:
    # One without script on a phone, one with it, and the coordinator on a wide screen.
    giver = open_page(script=False, width=360)
    sign_in(giver, bjorkdala, "kim")
    giver.get_by_role("link", name="Ekbackens skola").click()
    giver.get_by_role("link", name="Lämna över", exact=True).click()
    giver.get_by_role("checkbox", name=re.compile("Ingen namngiven ännu")).check()
    giver.get_by_role("radio", name="Leila Sundin").check()
    giver.get_by_role("button", name="Fråga").click()
    expect(giver.get_by_role("button", name=re.compile("^Ta tillbaka"))).to_have_count(2)
    giver.get_by_role("link", name=re.compile("^Skriv i överlämningen")).last.click()
    giver.get_by_label("Vad som är lovat, och till vem").fill("En fika på fredag.")
    giver.get_by_role("button", name="Spara", exact=True).click()
    expect(giver.locator(".paper")).to_contain_text("En fika på fredag.")
    found: list[str] = []

    taker = open_page(width=320)
    sign_in(taker, bjorkdala, "leila")
    taker.get_by_role("link", name="Robin Påhitt").first.click()
    for words in ("En fika på fredag.", "Boka möte med Robin", "Ringde Lo.", "Medkänsla"):
        expect(taker.locator(".paper")).to_contain_text(words)
    found += faults_in_both_languages(taker)
    taker.get_by_label("Jag kan inte ta över den").check()
    taker.get_by_role("button", name="Svara").click()
    expect(taker.locator(".govuk-error-summary")).to_be_visible()
    found += [str(violation) for violation in axe(taker)]
    taker.get_by_label("Jag tar över den").check()
    taker.get_by_role("button", name="Svara").click()
    expect(taker.locator(".concern-head")).to_contain_text("Leila Sundin")
    found += faults_in_both_languages(taker)
    taker.goto(f"{taker.url}briefing/write/")
    found += faults_in_both_languages(taker)
    taker.get_by_role("link", name="Lämna över", exact=True).click()
    found += faults_in_both_languages(taker)
    giver.goto(f"{bjorkdala.url}/sv/room/")
    expect(giver.get_by_text("Leila Sundin har tagit över den")).to_be_visible()

    coordinator = open_page(width=1280, dark=True)
    sign_in(coordinator, bjorkdala, "yusuf")
    coordinator.get_by_role("link", name="Ekbackens skola").click()
    for name, heading in (
        ("Kontinuitet", "Kontinuitet"),
        ("Lämna över", "Lämna över det som ingen har"),
    ):
        coordinator.get_by_role("link", name=name, exact=True).click()
        expect(coordinator.get_by_role("heading", level=1)).to_have_text(heading)
        found += faults_in_both_languages(coordinator)
    assert found == []


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_a_third_report_meets_the_first_two(
    open_page: Opener, bjorkdala: Server, script: bool
) -> None:
    page = open_page(script=script, width=360)
    sign_in(page, bjorkdala, "elin")
    follow(page.get_by_role("link", name="Socialtjänsten i Björkdala"))
    follow(page.get_by_role("link", name="Öppna en oro"))
    page.get_by_label("En ung vuxen").check()
    page.get_by_label("Varför nu?").fill("En tredje anmälan, den här gången från en granne.")
    page.get_by_label("Personnummer eller samordningsnummer").fill("050902-2380")
    # A change of language loses nothing, and neither does a way back from what is known.
    follow(page.get_by_role("button", name="English"))
    follow(page.get_by_role("button", name="Svenska"))
    follow(page.get_by_role("button", name="Öppna oron"))

    expect(page.get_by_role("heading", level=1)).to_contain_text("tidigare ärenden om oro")
    expect(page.get_by_text("Insatserna gick bra.")).to_be_visible()
    # The first two, and what another journey has left here.
    earlier = page.locator("#typing article").count()
    assert earlier >= 2
    follow(page.get_by_role("button", name="Ändra det jag skrev"))
    expect(page.get_by_label("Varför nu?")).to_have_value(re.compile("En tredje anmälan"))
    follow(page.get_by_role("button", name="Öppna oron"))
    follow(page.get_by_role("button", name="Öppna en ny oro också"))

    expect(page.get_by_role("heading", level=1)).to_have_text("Ingen namngiven ännu")
    expect(page.locator("#earlier article")).to_have_count(earlier)
    follow(page.get_by_role("link", name="Stäm av läget nu"))
    page.get_by_label("Vad har ändrats sedan sist?").fill("Inget, det är första dagen.")
    follow(page.get_by_role("button", name="Spara och gå tillbaka"))
    expect(page.locator(".govuk-error-summary")).to_contain_text("Skriv vad du beslutar")
    page.get_by_label("Vad beslutar du, och varför?").fill("Vi frågar Sasha först.")
    follow(page.get_by_role("button", name="Spara avstämningen"))

    expect(page.locator("#reviews")).to_contain_text("Vi frågar Sasha först.")
    if script:
        asks_about_a_name(page)
    stored = bjorkdala.written()
    for word in ("tredje anmälan", "200509022380", "20050902-2380", "frågar Sasha"):
        assert word.encode() not in stored


def asks_about_a_name(page: Page) -> None:
    """Somebody of the same name: asked, answered, and answered otherwise on a page of its own."""
    follow(page.get_by_role("link", name="Oro", exact=True))
    follow(page.get_by_role("link", name="Öppna en oro"))
    page.get_by_label("En ung vuxen").check()
    page.get_by_label("Varför nu?").fill("En tredje anmälan om samma namn.")
    page.get_by_label("Namn", exact=True).fill("sasha exempelsson")
    follow(page.get_by_role("button", name="Öppna oron"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Är det här samma person?")
    assert axe(page) == []
    follow(page.get_by_role("button", name="Öppna en ny oro också"))
    expect(page.locator(".govuk-error-summary")).to_contain_text("eller att ni inte vet ännu")
    assert axe(page) == []
    assert not too_wide(page)
    for unknown in page.get_by_label("Vi vet inte ännu").all():
        unknown.check()
    follow(page.get_by_role("button", name="Öppna en ny oro också"))
    expect(page.locator("#earlier")).to_contain_text("Är det här samma person?")
    follow(page.get_by_role("link", name=re.compile("^Ändra svaret")).first)
    assert faults_in_both_languages(page) == []
    page.get_by_label("Ja, det är samma person").check()
    follow(page.get_by_role("button", name="Spara", exact=True))
    expect(page.locator("#earlier")).to_contain_text("Annan oro om samma person")
    assert axe(page) == []


def test_every_page_of_an_end_and_of_a_journal_is_without_fault(
    open_page: Opener, bjorkdala: Server
) -> None:
    page = open_page(width=360)
    sign_in(page, bjorkdala, "maja")
    found = faults_in_both_languages(page)
    follow(page.get_by_role("link", name="Socialtjänsten i Björkdala").first)
    room = page.url
    for part in ("closed/", "disposal/", "disposal/erased/", "journal/", "journal/verify/"):
        page.goto(f"{room}{part}")
        found += faults_in_both_languages(page)
    page.goto(f"{room}closed/")
    follow(page.locator("main .line a").first)
    concern = page.url
    for part in ("", "end/decide/", "end/erase/", "looks/"):
        page.goto(f"{concern}{part}")
        found += faults_in_both_languages(page)
    page.goto(f"{concern}end/erase/")
    follow(page.locator("main form button.govuk-button").first)
    expect(page.locator(".govuk-error-summary")).to_be_visible()
    found += [str(violation) for violation in axe(page)]

    assert found == []
