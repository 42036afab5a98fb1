"""What a page shows where a municipality has laid its own words over the pack."""

from __future__ import annotations

import dataclasses
import re
import uuid
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from fyrstod.drafts.contents import Contents, Plan, Sharing
from fyrstod.law.situation import Situation
from fyrstod.packs import shelf
from fyrstod.packs.base import Text
from fyrstod.packs.local import Outdated
from fyrstod.packs.parts import taken_apart
from fyrstod.packs.schema import Pack
from fyrstod.web.content_changes import NAMES
from tests.drafts.conftest import hold, new_browser, piece
from tests.packs.bjorkdala import bjorkdala
from tests.pages import as_read

pytestmark = pytest.mark.django_db

MARK = {"sv": "Lokalt", "en": "Local"}
A_PIECE = uuid.UUID(int=7)
PLAN = Plan(asker="school", person="teenager", step="concern")


@pytest.fixture
def _local(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shelf, "_in_use", [bjorkdala()])


def marked(page: str) -> list[str]:
    """The words right before each mark of a page, without what stands between."""
    plain = re.sub(r'<span class="local">[^<]*</span>', "¤", page)
    words = " ".join(unescape(re.sub(r"<[^>]+>", " ", plain)).split())
    return [part.strip() for part in words.split("¤")[:-1]]


def address(name: str, *arguments: object, language: str = "sv") -> str:
    with translation.override(language):
        return reverse(name, args=arguments)


@pytest.mark.usefixtures("_local")
@pytest.mark.parametrize("language", ["sv", "en"])
def test_a_local_contact_is_marked_and_a_national_one_is_not(client: Client, language: str) -> None:
    page = client.get(address("web:contacts", language=language)).text

    names = [
        contact.name.in_language(language)
        for contact in bjorkdala().contacts
        if ("contacts", contact.id) in bjorkdala().local
    ]
    assert [words[-len(name) :] for words, name in zip(marked(page), names, strict=True)] == names
    assert f'<span class="local">{MARK[language]}</span>' in page


def test_nothing_is_marked_where_no_overlay_lies_over_the_pack(client: Client) -> None:
    for name in ("web:contacts", "web:sources", "collaboration:here", "web:changes"):
        assert 'class="local"' not in client.get(address(name)).text


@pytest.mark.usefixtures("_local")
def test_what_is_hidden_is_gone_from_the_pages_and_told_of_with_its_reason(client: Client) -> None:
    contacts = client.get(address("web:contacts")).text
    changes = client.get(address("web:changes")).text

    (hidden,) = (item for item in shelf.national().contacts if item.id == "social-emergency")
    assert hidden.name.sv not in contacts
    assert hidden.name.sv in changes
    assert "Björkdalas socialjour har ett eget nummer" in changes


@pytest.mark.usefixtures("_local")
def test_a_local_question_is_marked_wherever_it_is_asked() -> None:
    browser = new_browser()
    hold(browser, Contents(plan=dataclasses.replace(PLAN, picked=("bjorkdala-youth-club",))))
    question = "Vem brukar du hänga med på Ladan?"

    theme = browser.get(address("guide:theme", "friends-leisure")).text
    plan = browser.get(address("guide:my_plan")).text
    pocket = browser.get(address("guide:pocket")).text
    noting = browser.get(address("drafts:piece_add") + "?question=bjorkdala-youth-club").text

    assert marked(theme) == [words for words in marked(theme) if question in words[-60:]]
    for page in (theme, plan, noting):
        assert any(question in words[-60:] for words in marked(page))
    assert any(words.endswith(question) for words in marked(pocket))


@pytest.mark.usefixtures("_local")
def test_local_ways_to_send_a_report_are_marked_and_so_is_whom_they_lead_to() -> None:
    browser = new_browser()
    hold(browser, Contents())

    page = browser.get(address("reports:send", "concern")).text

    ends = [words[-45:] for words in marked(page)]
    assert [end.split("SDK")[-1] for end in ends[:1]] == [") till Björkdala"]
    assert ends[1].endswith("klockan 8 och 13. (Påhittad adress.)")
    assert ends[2].endswith("Ring först, skriv sedan")
    assert ends[3].endswith("Björkdalas e-tjänst för orosanmälan")
    assert ends[4].endswith("Kvällar, nätter och helger")
    assert len(ends) == 5


@pytest.mark.usefixtures("_local")
def test_the_agency_one_reports_to_shows_the_local_number(client: Client) -> None:
    page = client.get(address("collaboration:agency", "social-services")).text

    assert any(words.endswith("Socialjouren i Björkdala") for words in marked(page))
    assert "08-465 004 12" in as_read(page)


@pytest.mark.usefixtures("_local")
@pytest.mark.parametrize("language", ["sv", "en"])
def test_the_local_page_tells_of_forums_routines_agreements_and_contacts(
    client: Client, language: str
) -> None:
    start = client.get(address("collaboration:start", language=language)).text
    page = client.get(address("collaboration:here", language=language)).text

    pack = bjorkdala()
    assert address("collaboration:here", language=language) in start
    for forum in pack.forums:
        assert any(words.endswith(forum.name.in_language(language)) for words in marked(page))
    for routine in pack.routines:
        assert any(words.endswith(routine.title.in_language(language)) for words in marked(page))
        assert all(line.in_language(language) in unescape(page) for line in routine.steps)
    assert any(words.endswith(pack.rules[-1].title.in_language(language)) for words in marked(page))


@pytest.mark.usefixtures("_local")
def test_a_local_rule_is_marked_in_the_answer_on_what_may_be_told() -> None:
    browser = new_browser()
    situation = Situation(sender="school", receiver="police", matter="concern")
    hold(browser, Contents(sharing=Sharing(situation=situation)))

    page = browser.get(address("collaboration:sharing_answer")).text

    title = "I Björkdalas SSPF börjar vi utan namn"
    found = [words for words in marked(page) if words.endswith(title)]
    assert len(found) == len(marked(page)) >= 2


def test_the_local_page_says_so_where_nothing_is_local(client: Client) -> None:
    start = client.get(address("collaboration:start")).text
    page = client.get(address("collaboration:here")).text

    assert address("collaboration:here") not in start
    assert "Ingen kommun har lagt till något eget" in page


def first(part: str) -> str:
    return next(iter(taken_apart(shelf.national())[part]))


REWORDED: dict[str, list[tuple[Any, ...]]] = {
    "advice": [("guide:advice_topic", "before-the-talk"), ("guide:advice",)],
    "steps": [("guide:step", "concern")],
    "factors": [("guide:factor", "has-a-plan"), ("drafts:piece_factors", A_PIECE)],
    "terms": [("web:glossary",)],
    "prompts": [("guide:worry",), ("drafts:piece_add",)],
    "next_steps": [("guide:next",)],
    "agencies": [
        ("collaboration:agency", "social-services"),
        ("collaboration:beside", "school", "social-services"),
    ],
    "shared_words": [("collaboration:words",)],
    "agenda": [("collaboration:table",)],
    "table_questions": [("collaboration:table",)],
    "held_back": [("collaboration:table",)],
    "forum_kinds": [("collaboration:forums",)],
    "recommendations": [("collaboration:recommendation", "x")],
    "sources": [("web:sources",)],
    "rules": [
        ("collaboration:agency", "social-services"),
        ("collaboration:rule", "x"),
        ("collaboration:rules",),
    ],
    "concern_sections": [("reports:intro", "concern"), ("reports:section", "concern", "danger")],
    "contacts": [("collaboration:agency", "police")],
}
"""For each part where an overlay may change words, pages that show an item of it."""
NAMED_IN = {
    "advice": "before-the-talk",
    "steps": "concern",
    "agencies": "social-services",
    "rules": "",
    "contacts": "police-web",
    "concern_sections": "danger",
}


@pytest.mark.parametrize("part", REWORDED)
def test_what_is_reworded_is_marked_on_every_page_that_shows_it(
    monkeypatch: pytest.MonkeyPatch, part: str
) -> None:
    pack = shelf.national()
    item = NAMED_IN.get(part) or first(part)
    if part == "rules":
        (agency,) = (found for found in pack.agencies if found.id == "social-services")
        item = agency.rules[0]
    monkeypatch.setattr(shelf, "_in_use", [dataclasses.replace(pack, local=((part, item),))])
    browser = new_browser()
    hold(browser, Contents(pieces=(piece(id=str(A_PIECE)),), plan=PLAN))

    for name, *arguments in REWORDED[part]:
        given = [item if word in ("x", "has-a-plan") else word for word in arguments]
        page = browser.get(address(name, *given))

        assert page.status_code == 200
        assert MARK["sv"] in page.text, name
        assert 'class="local"' in page.text, name


@pytest.mark.usefixtures("_local")
@pytest.mark.parametrize("language", ["sv", "en"])
def test_the_page_of_changes_sets_national_and_local_words_beside_each_other(
    client: Client, language: str
) -> None:
    page = as_read(client.get(address("web:changes", language=language)).text)

    overlay = bjorkdala().overlay
    assert overlay is not None
    for item in overlay.reworded:
        assert item.was.in_language(language) in page
        assert item.now.in_language(language) in page
        assert item.reason.in_language(language) in page
    assert overlay.about.title.in_language(language) in page


def test_the_page_of_changes_tells_what_came_went_and_changed_between_versions(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = shelf.national()
    (term, *terms), (advice, *_rest) = now.terms, now.advice
    before = dataclasses.replace(
        now,
        terms=(dataclasses.replace(term, meaning=Text(sv="Förr <b>.", en="Once.")), *terms),
        advice=(*now.advice, dataclasses.replace(advice, id="gone", title=Text(sv="A", en="B"))),
        prompts=now.prompts[1:],
        contacts=(dataclasses.replace(now.contacts[0], source="sdk"), *now.contacts[1:]),
    )
    monkeypatch.setattr(shelf, "_earlier", [before])

    page = client.get(address("web:changes")).text

    assert "Förr &lt;b&gt;." in page
    assert term.meaning.sv in unescape(page)
    assert "Once." not in page
    assert "Råd: 1 borttagen" in page
    assert "Frågor till sig själv: 1 ny" in page
    assert "Kontakter: 1 ändrad" in page
    assert "Inga ord: en källa" in page


def test_the_page_of_changes_says_so_when_there_is_nothing_to_compare_with(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shelf, "_earlier", [None])

    page = client.get(address("web:changes")).text

    assert "Det finns ingen tidigare version här att jämföra med." in page


def test_what_must_be_looked_at_is_on_the_page(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    pack = bjorkdala()
    assert pack.overlay is not None
    outdated = Outdated(
        file="f", place="p", part="themes", id="family", title=Text(sv="Ååå", en="Aaa"), fields=()
    )
    overlay = dataclasses.replace(pack.overlay, outdated=(outdated,))
    monkeypatch.setattr(shelf, "_in_use", [dataclasses.replace(pack, overlay=overlay)])

    page = client.get(address("web:changes")).text

    assert "Behöver ses över" in page
    assert "Ååå" in page
    assert "Frågornas teman" in page


def test_every_part_of_a_pack_has_a_name_for_people() -> None:
    assert taken_apart(bjorkdala()).keys() == NAMES.keys()


def test_a_page_that_is_kept_is_another_with_the_overlay(monkeypatch: pytest.MonkeyPatch) -> None:
    national = Client().get("/sv/contacts/")
    monkeypatch.setattr(shelf, "_in_use", [bjorkdala()])

    local = Client().get("/sv/contacts/", headers={"If-None-Match": national["ETag"]})

    assert local.status_code == 200
    assert local["ETag"] != national["ETag"]


def test_every_page_names_the_overlay_at_its_foot(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    national = client.get("/sv/about/").text
    monkeypatch.setattr(shelf, "_in_use", [bjorkdala()])

    local = Client().get("/sv/about/").text

    assert "Björkdala kommuns tillägg" not in national
    assert "Björkdala kommuns tillägg 2026.1" in local
    assert "Lokala texter är märkta" in local


@pytest.mark.usefixtures("_local")
def test_other_systems_are_told_of_the_overlay(client: Client) -> None:
    (entry,) = client.get("/api/v1/packs/").json()
    whole = client.get(entry["url"])

    pack: Pack = bjorkdala()
    assert pack.overlay is not None
    assert entry["overlay"]["id"] == "bjorkdala"
    assert entry["overlay"]["digest"] == pack.overlay.digest
    assert entry["digest"] == pack.digest != shelf.national().digest
    assert ["contacts", "bjorkdala-intake"] in whole.json()["local"]
    assert "immutable" not in whole["Cache-Control"]


def test_other_systems_are_told_that_there_is_no_overlay(client: Client) -> None:
    (entry,) = client.get("/api/v1/packs/").json()

    assert entry["overlay"] is None
