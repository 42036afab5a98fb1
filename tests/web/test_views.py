"""The site's own pages, and the few addresses that have no language."""

from __future__ import annotations

import datetime
import re
from pathlib import Path

import pytest
from django.db import DatabaseError, connection
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import Settings

from fyrstod.core.text import alphabetical
from fyrstod.packs import shelf
from fyrstod.packs.schema import EMERGENCY_CONTACTS

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("accepts", "address"),
    [
        ("", "/sv/"),
        ("sv", "/sv/"),
        ("en", "/en/"),
        ("en-US,en;q=0.9,sv;q=0.8", "/en/"),
        ("sv-FI,en;q=0.9", "/sv/"),
        ("fi, ar;q=0.5", "/sv/"),
        ("*", "/sv/"),
        ("<script>", "/sv/"),
    ],
)
def test_the_first_address_leads_to_the_language_of_the_browser(
    client: Client, accepts: str, address: str
) -> None:
    response = client.get("/", headers={"Accept-Language": accepts})

    assert (response.status_code, response["Location"]) == (302, address)
    assert "Accept-Language" in response["Vary"]


def test_health_is_ok_when_drafts_can_be_read_and_the_pack_is_loaded(client: Client) -> None:
    response = client.get("/healthz")

    assert (response.status_code, response.text) == (200, "ok")


def test_health_is_not_ok_without_a_database(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken() -> None:
        raise DatabaseError("the disk is gone")

    monkeypatch.setattr(connection, "cursor", broken)

    response = client.get("/healthz")

    assert (response.status_code, response.text) == (503, "not ready")


def test_health_is_not_ok_without_a_pack(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("_chosen", "_in_use"):
        monkeypatch.setattr(shelf, name, [])
    shelf.choose(Path("/nowhere/2026.1"))

    assert client.get("/healthz").status_code == 503


def test_robots_may_read_content_and_no_page_of_a_draft(client: Client) -> None:
    lines = client.get("/robots.txt").text.splitlines()

    closed = [line.removeprefix("Disallow: ") for line in lines if line.startswith("Disallow")]
    assert "Allow: /" in lines
    for path in ("/sv/draft/", "/en/worry/pieces/", "/sv/reports/concern/page/", "/api/"):
        assert path in closed
    for path in ("/sv/", "/en/guide/", "/sv/reports/concern/", "/en/worry/", "/sv/factors/"):
        assert not any(path.startswith(prefix) for prefix in closed)


@pytest.mark.parametrize(
    ("contact", "expected"),
    [
        ("", "http://testserver/en/about/"),
        ("it@example.org", "mailto:it@example.org"),
        ("https://example.org/kontakt", "https://example.org/kontakt"),
        ("javascript:alert(1)", "http://testserver/en/about/"),
    ],
)
def test_who_finds_a_weakness_is_told_where_to_turn(
    client: Client, settings: Settings, contact: str, expected: str
) -> None:
    settings.FYRSTOD_CONTACT = contact

    text = client.get("/.well-known/security.txt").text

    fields = dict(line.split(": ", 1) for line in text.splitlines())
    expires = datetime.datetime.fromisoformat(fields["Expires"])
    assert fields["Contact"] == expected
    assert timezone.now() < expires < timezone.now() + datetime.timedelta(days=365)


@pytest.mark.parametrize("language", ["sv", "en"])
def test_home_offers_six_ways_on_the_map_and_somebody_to_call(
    client: Client, language: str
) -> None:
    page = client.get(f"/{language}/").text

    ways = ("guide/", "worry/", "reports/concern/", "reports/police/", "factors/", "collaboration/")
    for way in ways:
        assert re.search(rf'choice__name"><a href="/{language}/{way}"', page)
    for step in shelf.current().steps:
        assert f'href="/{language}/process/{step.id}/"' in page
    for number in ("tel:112", "tel:11414"):
        assert number in page


@pytest.mark.parametrize("language", ["sv", "en"])
def test_no_page_offers_a_number_to_call_that_nobody_has_confirmed(
    client: Client, language: str
) -> None:
    page = client.get(f"/{language}/about/").text

    unsure = [
        contact
        for contact in shelf.current().contacts
        if contact.id in EMERGENCY_CONTACTS and contact.status != "seen"
    ]
    assert unsure
    for contact in unsure:
        assert contact.phone
        assert contact.phone not in page
        assert f'href="/{language}/contacts/#{contact.id}"' in page
    assert page.count('href="tel:112"') == 1


def test_home_offers_no_file_to_open_where_nothing_can_be_typed(
    client: Client, settings: Settings
) -> None:
    settings.FYRSTOD_OPERATOR = ""

    assert "/sv/draft/open/" not in client.get("/sv/").text


@pytest.mark.parametrize("page", ["about", "accessibility"])
def test_who_runs_the_installation_and_how_to_reach_them_is_told(
    client: Client, settings: Settings, page: str
) -> None:
    settings.FYRSTOD_OPERATOR = "Storängs kommun (påhittad) & co"
    settings.FYRSTOD_CONTACT = "fyrstod@storang.example"

    text = client.get(f"/sv/{page}/").text

    assert "Storängs kommun (påhittad) &amp; co" in text
    assert 'href="mailto:fyrstod@storang.example"' in text


@pytest.mark.parametrize("page", ["about", "accessibility"])
def test_a_contact_that_is_no_address_becomes_no_link(
    client: Client, settings: Settings, page: str
) -> None:
    settings.FYRSTOD_CONTACT = "javascript:alert(1)"

    assert "javascript" not in client.get(f"/sv/{page}/").text


def test_every_source_is_shown_with_what_it_cannot_say(client: Client) -> None:
    page = client.get("/en/sources/")

    for source in shelf.current().sources:
        assert f'id="{source.id}"' in page.text
    assert page.text.count("data-filter-item") == len(shelf.current().sources)


@pytest.mark.parametrize("language", ["sv", "en"])
def test_the_sources_stand_under_headings_that_the_contents_lead_to(
    client: Client, language: str
) -> None:
    page = client.get(f"/{language}/sources/").text

    headings = re.findall(r'<h2 id="([a-z]+-sources)">', page)
    assert len(headings) == 4
    assert all(f'href="#{heading}"' in page for heading in headings)


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("recommendations/", "Samverkan"),
        ("recommendations/self-assessment/", "Samverkan"),
        ("sharing/rules/", "Samverkan"),
        ("collaboration/words/", "Samverkan"),
        ("questions/", "Samtal"),
        ("advice/", "Samtal"),
        ("process/", "Samtal"),
    ],
)
def test_the_menu_marks_the_part_that_a_page_belongs_to(
    client: Client, address: str, name: str
) -> None:
    menu = client.get(f"/sv/{address}").text.split('id="nav"')[1].split("</nav>")[0]

    assert re.findall(r'aria-current="true">([^<]+)<', menu) == [name]


def test_a_source_leads_to_the_factors_that_lean_on_it(client: Client) -> None:
    page = client.get("/en/sources/").text
    factor = shelf.current().factors[0]

    for source_id in factor.sources:
        entry = page.split(f'id="{source_id}"')[1].split("data-filter-item")[0]
        assert f"/en/factors/{factor.id}/" in entry


def test_every_contact_says_on_which_day_somebody_looked(client: Client) -> None:
    page = client.get("/sv/contacts/").text

    for contact in shelf.current().contacts:
        entry = page.split(f'id="{contact.id}"')[1].split("</section>")[0]
        assert contact.checked.isoformat() in entry


def test_words_stand_in_the_order_of_a_dictionary(client: Client) -> None:
    words = re.findall(r"<dfn>(.+?)</dfn>", client.get("/sv/glossary/").text)

    assert len(words) == len(shelf.current().terms)
    assert words == sorted(words, key=alphabetical)
