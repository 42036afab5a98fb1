"""Four people at one table, each from a room of their own, from a teacher's worry to its end."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from fyrstod.drafts import files
from tests.journeys.conftest import Install, Opener, Server, running
from tests.journeys.look import faults_in_both_languages
from tests.journeys.test_room_papers import PASSPHRASE, open_saved
from tests.journeys.test_rooms import sign_in
from tests.journeys.walk import download, follow
from tests.leaks import places_with
from tests.reports.made import contents_of

pytestmark = [pytest.mark.browser, pytest.mark.stored]

Pages = Mapping[str, Page]
Look = Callable[[Page], None]

NAME = "Billie Hittepå"
NUMBER = "191212121212"
TYPED = {
    "paper": "Orosanmälan från Quirinas mentor",
    "why": "Mentorn och vaktmästaren har båda hört av sig.",
    "piece": "Ritade ett vapen på bänken och sa att det var på skoj.",
    "rest": "Sitter själv i matsalen sedan bytet av klass.",
    "purpose": "Se tillsammans vad som kan hjälpa redan i veckan.",
    "asks": "Kan ni sätta er ned med oss på torsdag?",
    "judged": "Det behövs för att kunna planera stödet.",
    "other": "Brottsbalken 24 kap. 4 §, nöd: det brådskar att de vet.",
    "needs": "De behöver veta det för att kunna följa med hem.",
    "no": "Vi kan inte ta emot det utan beslut hos oss.",
    "protects": "Basketen och farmor Tuvalisa.",
    "school": "Drar sig undan från alla på rasterna.",
    "social": "Har slutat svara hemma.",
    "police": "Har setts med äldre som hotar andra.",
    "care": "Sover nästan inte.",
    "unknown": "Vem köper mobilerna?",
    "reason": "Därför att farmor redan har frågat.",
    "decision": "Vi börjar med farmors fredagar.",
    "dissent": "Polisen hade hellre väntat en vecka.",
    "deed": "Ringa farmor och fråga om fredag.",
    "goal": "Tillbaka till basketen på onsdagar.",
    "wish": "Jag vill hellre spela än prata.",
    "first": "Har varit där en gång.",
    "then": "Går dit varje vecka nu.",
    "achieved": "Sover och spelar igen.",
    "kept": "Planen och anteckningarna.",
    "tells": "Elin berättar på fredag.",
    "promise": "En fika med farmor i november.",
    "ended": "Insatserna räckte.",
}
SECRETS = {NAME, "Hittepå", NUMBER, "20121212", *TYPED.values()}
AROUND = {
    "kim": ("Ekbackens skola", "school", "at-risk"),
    "elin": ("Socialtjänsten i Björkdala", "social", "at-risk"),
    "sara": ("Lokalpolisen i Björkdala", "police", "a-risk"),
    "daniel": ("Björkdala vårdcentral", "care", "cannot-say"),
}
LOOKED_WITH = ("sara", "daniel")
"""Where all four see the same page: one on a small and light screen, one on a wide and dark one."""


@pytest.fixture
def around(install: Install) -> Iterator[Server]:
    server = install("demo")
    with running(server):
        yield server


def room_of(page: Page, server: Server, who: str) -> str:
    page.goto(f"{server.url}/sv/room/")
    follow(page.get_by_role("link", name=AROUND[who][0]).first)
    return page.url


def open_concern(page: Page, room: str) -> str:
    page.goto(f"{room}new/")
    page.get_by_label("Ett barn").check()
    page.get_by_label("Varför nu?").fill(TYPED["why"])
    page.get_by_label("Namn", exact=True).fill(NAME)
    page.get_by_label("Personnummer eller samordningsnummer").fill(NUMBER)
    follow(page.get_by_role("button", name="Öppna oron"))
    return page.url


def write_piece(page: Page, concern: str, text: str) -> None:
    page.goto(f"{concern}pieces/add/")
    page.locator("input[name=kind][value=seen]").check()
    page.locator("[name=text]").fill(text)
    follow(page.get_by_role("button", name="Spara pusselbiten"))


def ground(page: Page, *, rule: str, named: bool) -> None:
    """From what is known to the ground, and on."""
    if page.url.endswith("/facts/"):
        terror = rule == "osl-10-18b"
        matter = "risk-of-terror-crime" if terror else "risk-of-crime"
        page.locator(f"input[name=matter][value={matter}]").check()
        asked = page.locator(f"input[name=identified][value={'yes' if named else 'no'}]")
        if asked.count():
            asked.check()
        follow(page.get_by_role("button", name="Visa grunderna"))
    page.locator(f"input[name=rule][value={rule}]").check()
    if rule == "other":
        page.locator("[name=other_ground]").fill(TYPED["other"])
    page.locator("[name=judged]").fill(TYPED["judged"])
    follow(page.get_by_role("button", name="Spara", exact=True))


def tell(page: Page, concern: str, to: str, text: str, rule: str) -> None:
    """Lay a piece before another agency, up to the whole of it."""
    page.goto(f"{concern}given/new/")
    page.get_by_label(to).check()
    page.get_by_label(text).check()
    page.get_by_label("Ja: namn och personnummer").check()
    follow(page.get_by_role("button", name="Gå vidare till grunden"))
    ground(page, rule=rule, named=True)
    page.locator("[name=purpose]").fill(TYPED["needs"])
    follow(page.get_by_role("button", name="Spara", exact=True))


def answer(page: Page, room: str, *, accept: bool, into: str = "") -> str:
    """Answer the newest offer of a room; where it led."""
    page.goto(f"{room}offers/")
    follow(page.locator("main a[href*='/offers/']").last)
    if not accept:
        follow(page.get_by_role("link", name="Säg nej"))
        page.locator("[name=reason]").fill(TYPED["no"])
        follow(page.get_by_role("button", name="Säg nej"))
        return page.url
    follow(page.get_by_role("link", name="Ta emot"))
    if into:
        page.locator("input[name=into][value=there]").check()
        page.locator("[name=reference]").fill(into)
    follow(page.get_by_role("button", name="Ta emot"))
    return page.url


def choose_grounds(pages: Pages, tables: Mapping[str, str], look: Look) -> None:
    """Each chooses on what ground it tells each of the others."""
    for who, page in pages.items():
        for other_one in AROUND:
            if other_one != who:
                page.goto(f"{tables[who]}grounds/")
                follow(page.get_by_role("link", name=AROUND[other_one][0]))
                ground(page, rule="osl-10-2", named=True)
        expect(page.locator("main")).not_to_contain_text("Ingen grund än")
        if who in LOOKED_WITH:
            look(page)


def give_perspectives(pages: Pages, tables: Mapping[str, str], look: Look) -> None:
    """Each gives its own alone; two disagree; nobody finds another's before they are opened."""
    for who, (_room, part, stands) in AROUND.items():
        page = pages[who]
        page.goto(f"{tables[who]}perspectives/")
        for each in AROUND.values():
            expect(page.locator("main")).not_to_contain_text(TYPED[each[1]])
        page.goto(f"{tables[who]}perspective/")
        if who in LOOKED_WITH:
            look(page)
        page.locator(f"input[name=stands][value={stands}]").check()
        page.locator("[name=protects]").fill(TYPED["protects"])
        page.locator("[name=worries]").fill(TYPED[part])
        page.locator("[name=unknown]").fill(TYPED["unknown"])
        follow(page.get_by_role("button", name="Lämna ditt perspektiv"))
    for who, page in pages.items():
        page.goto(f"{tables[who]}perspectives/")
        for each in AROUND.values():
            expect(page.locator("main")).to_contain_text(TYPED[each[1]])
        expect(page.locator("main")).to_contain_text("Vi ser olika på det")
        if who in LOOKED_WITH:
            look(page)


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_four_people_at_one_table_from_the_first_worry_to_the_end(
    open_page: Opener, around: Server, tmp_path: Path, script: bool
) -> None:
    pages = {
        who: open_page(script=script, width=360 if who == "sara" else 1280, dark=who == "daniel")
        for who in AROUND
    }
    for who, page in pages.items():
        sign_in(page, around, who)
    rooms = {who: room_of(page, around, who) for who, page in pages.items()}
    found: list[str] = []

    def look(page: Page) -> None:
        # What axe reads is the same without script, where it cannot run to its end.
        if script:
            found.extend(faults_in_both_languages(page))

    # A teacher's draft becomes a report, which social services note in a room of their own.
    elin, sara, kim, daniel = (pages[who] for who in ("elin", "sara", "kim", "daniel"))
    saved = tmp_path / "draft.fyrstod"
    saved.write_bytes(files.to_file(contents_of("fifteen-year-old"), PASSPHRASE))
    open_saved(kim, around, saved)
    kim.goto(f"{around.url}/sv/reports/concern/document/")
    assert download(kim, "pdf").startswith(b"%PDF")
    concern = open_concern(elin, rooms["elin"])
    elin.goto(f"{concern}papers/received/")
    elin.locator("input[name=direction][value=received]").check()
    elin.locator("[name=title]").fill(TYPED["paper"])
    elin.locator("[name=other_party]").fill(AROUND["kim"][0])
    follow(elin.get_by_role("button", name="Spara", exact=True))

    # The others are asked to a table without a name.
    for text in (TYPED["piece"], TYPED["rest"]):
        write_piece(elin, concern, text)
    elin.goto(f"{concern}table/new/")
    look(elin)
    elin.locator("[name=purpose]").fill(TYPED["purpose"])
    follow(elin.get_by_role("button", name="Bjud in till bordet"))
    table = elin.url
    look(elin)
    tables = {"elin": table}
    for who in ("kim", "sara", "daniel"):
        elin.goto(f"{table}invite/")
        if who in LOOKED_WITH:
            look(elin)
        elin.get_by_label(AROUND[who][0]).check()
        elin.locator("[name=asks]").fill(TYPED["asks"])
        follow(elin.get_by_role("button", name="Gå vidare till grunden"))
        ground(elin, rule="ask-without-naming", named=False)
        follow(elin.get_by_role("button", name="Erbjud det"))
        guest = pages[who]
        guest.goto(f"{rooms[who]}offers/")
        follow(guest.locator("main a[href*='/offers/']").last)
        expect(guest.locator("main")).to_contain_text(TYPED["purpose"])
        expect(guest.locator("main")).not_to_contain_text(NAME)
        if who in LOOKED_WITH:
            look(guest)
        tables[who] = answer(guest, rooms[who], accept=True)
        assert "/table/" in tables[who]

    # One piece is accepted on 10:18 b, one declined, one withdrawn, one on another ground.
    inside = {who: re.sub(r"table/.*", "", address) for who, address in tables.items()}
    theirs = reference_in(sara, inside["sara"])
    tell(elin, concern, AROUND["sara"][0], TYPED["piece"], "osl-10-18b")
    follow(elin.get_by_role("button", name="Erbjud det"))
    answer(sara, rooms["sara"], accept=True, into=theirs)
    expect(sara.locator("main")).to_contain_text(TYPED["piece"])
    tell(elin, concern, AROUND["kim"][0], TYPED["rest"], "osl-10-2")
    follow(elin.get_by_role("button", name="Erbjud det"))
    answer(kim, rooms["kim"], accept=False)
    tell(elin, concern, AROUND["daniel"][0], TYPED["rest"], "osl-10-2")
    follow(elin.get_by_role("button", name="Erbjud det"))
    follow(elin.get_by_role("button", name="Ta tillbaka"))
    tell(elin, concern, AROUND["daniel"][0], TYPED["piece"], "other")
    follow(elin.get_by_role("button", name="Be en andra person"))
    other = elin.url
    second = open_page(script=script, width=360)
    sign_in(second, around, "maja")
    second.goto(other)
    follow(second.get_by_role("button", name="Släpp det i väg"))
    answer(daniel, rooms["daniel"], accept=True, into=reference_in(daniel, inside["daniel"]))
    expect(daniel.locator("main")).to_contain_text(TYPED["piece"])

    choose_grounds(pages, tables, look)
    give_perspectives(pages, tables, look)

    # They meet. Whoever sees it otherwise is heard, and what the school takes on is in its week.
    elin.goto(f"{table}meeting/")
    look(elin)
    elin.locator("[name=decision_0]").fill(TYPED["decision"])
    elin.locator("[name=decision_0_why]").fill(TYPED["reason"])
    elin.locator("[name=dissent]").fill(TYPED["dissent"])
    elin.locator("[name=deed_0]").fill(TYPED["deed"])
    elin.locator("[name=deed_0_agency]").select_option(label=AROUND["sara"][0])
    follow(elin.get_by_role("button", name="Spara och berätta för bordet"))
    for who in AROUND:
        pages[who].goto(tables[who])
    for page in (elin, sara, daniel):
        expect(page.locator("#meetings")).to_contain_text(TYPED["dissent"])
    sara.goto(f"{around.url}/sv/room/")
    expect(sara.locator("main")).to_contain_text(TYPED["deed"])

    # A plan, and what has changed since last time, told by another than the one who wrote it.
    elin.goto(f"{table}plan/")
    look(elin)
    elin.locator("[name=text]").fill(TYPED["goal"])
    elin.locator("[name=protects]").select_option(index=1)
    elin.locator("[name=wish]").fill(TYPED["wish"])
    elin.locator("input[name=agrees][value=yes]").check()
    follow(elin.get_by_role("button", name="Spara och berätta för bordet"))
    for changed, course in ((TYPED["first"], "under-way"), (TYPED["then"], "done")):
        daniel.goto(tables["daniel"])
        follow(daniel.get_by_role("link", name=re.compile("^Följ upp")))
        look(daniel)
        daniel.locator(f"input[name=course][value={course}]").check()
        daniel.locator("[name=changed]").fill(changed)
        follow(daniel.get_by_role("button", name="Spara och berätta för bordet"))
    elin.goto(table)
    for changed in (TYPED["first"], TYPED["then"]):
        expect(elin.locator("#plan")).to_contain_text(changed)
    look(elin)
    with elin.expect_download() as caught:
        elin.locator("a[href$='/record/pdf/']").first.click()
    assert Path(caught.value.path()).read_bytes().startswith(b"%PDF")

    # A new person takes over, and finds it all in the briefing.
    elin.goto(f"{concern}briefing/write/")
    elin.locator("[name=promised]").fill(TYPED["promise"])
    follow(elin.get_by_role("button", name="Spara", exact=True))
    elin.goto(f"{rooms['elin']}handovers/")
    elin.get_by_role("checkbox", name=re.compile(NAME)).check()
    elin.get_by_role("radio", name="Nadja Lindqvist").check()
    elin.get_by_role("button", name="Fråga").click()
    expect(elin.get_by_role("button", name=re.compile("^Ta tillbaka")).first).to_be_visible()
    nadja = open_page(script=script, width=360)
    sign_in(nadja, around, "nadja")
    nadja.get_by_role("link", name=NAME).first.click()
    for words in (
        TYPED["promise"],
        TYPED["decision"],
        TYPED["dissent"],
        TYPED["goal"],
        TYPED["then"],
    ):
        expect(nadja.locator(".paper")).to_contain_text(words)
    nadja.get_by_label("Jag tar över den").check()
    nadja.get_by_role("button", name="Svara").click()
    expect(nadja.locator(".concern-head")).to_contain_text("Nadja Lindqvist")

    # The table ends; each says what it keeps; the concern is closed.
    nadja.goto(f"{table}end/")
    look(nadja)
    for name in ("achieved", "kept", "tells"):
        nadja.locator(f"[name={name}]").fill(TYPED[name])
    follow(nadja.get_by_role("button", name="Avsluta bordet för alla"))
    sara.goto(tables["sara"])
    expect(sara.locator("#ending")).to_contain_text(TYPED["achieved"])
    look(sara)
    nadja.goto(f"{concern}end/close/")
    nadja.locator("input[name=outcome][value=went-well]").check()
    nadja.locator("textarea[name=outcome_text]").fill(TYPED["ended"])
    nadja.locator("input[name=record][value=working-notes]").check()
    nadja.get_by_label("Jag vet att det här inte finns i vårt ärendesystem").check()
    follow(nadja.get_by_role("button", name="Avsluta oron"))
    expect(nadja.locator("#end")).to_contain_text(TYPED["ended"])

    assert found == []
    around.command("journal", "verify")
    assert places_with(around.kept(), SECRETS) == {}


def reference_in(page: Page, concern: str) -> str:
    page.goto(concern)
    return page.locator(".reference").first.inner_text()
