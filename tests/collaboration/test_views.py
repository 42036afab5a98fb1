"""Working together in the browser: agencies, timelines, shared words, the table."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from fyrstod.packs import shelf
from fyrstod.packs.check import texts_of
from fyrstod.packs.together import Agency, Timeline
from tests.drafts.conftest import new_browser
from tests.packs.bjorkdala import bjorkdala
from tests.pages import as_read

pytestmark = pytest.mark.django_db

PACK = shelf.current()
RULES = {rule.id: rule for rule in PACK.rules}


def page_of(client: Client, address: str) -> str:
    """A page as a person reads it, without its tags and with characters for their codes."""
    response = client.get(address)
    assert response.status_code == 200
    main = response.text.split("<main")[1]
    return as_read(re.sub(r"<[^>]+>", "", main))


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize("agency", PACK.agencies, ids=lambda agency: agency.id)
def test_a_page_tells_all_that_the_pack_knows_of_an_agency(
    client: Client, agency: Agency, language: str
) -> None:
    texts = (
        *(agency.name, agency.lead, agency.task, agency.looks_first, agency.because),
        *(*agency.may, *agency.must, *agency.needs, *agency.cannot_tell, agency.reach),
        *(text for after in agency.after for text in (after.when, after.text)),
        *(RULES[rule].title for rule in agency.rules),
        *(source.limits for source in shelf.sources(agency.sources)),
    )

    page = page_of(client, f"/{language}/collaboration/agencies/{agency.id}/")

    for text in texts:
        assert text.in_language(language) in page


@pytest.mark.parametrize("agency", PACK.agencies, ids=lambda agency: agency.id)
def test_an_agency_is_reached_by_contacts_that_say_when_somebody_looked(
    client: Client, agency: Agency
) -> None:
    page = client.get(f"/sv/collaboration/agencies/{agency.id}/").text

    contacts = {contact.id: contact for contact in PACK.contacts}
    for contact_id in agency.contacts:
        entry = page.split(f'id="{contact_id}"')[1].split("</section>")[0]
        assert contacts[contact_id].checked.isoformat() in entry


@pytest.mark.parametrize("agency", PACK.agencies, ids=lambda agency: agency.id)
def test_each_page_of_an_agency_has_one_next_step_and_leads_to_every_other_agency(
    client: Client, agency: Agency
) -> None:
    page = client.get(f"/en/collaboration/agencies/{agency.id}/").text

    assert page.count('class="govuk-button"') == 1
    for other in PACK.agencies:
        leads = f'"/en/collaboration/agencies/{agency.id}/{other.id}/"' in page
        assert leads is (other is not agency)


def test_every_agency_is_listed(client: Client) -> None:
    page = client.get("/sv/collaboration/agencies/").text

    for agency in PACK.agencies:
        assert f'href="/sv/collaboration/agencies/{agency.id}/"' in page


@pytest.mark.parametrize("language", ["sv", "en"])
def test_two_agencies_have_the_same_rows_and_each_row_names_both(
    client: Client, language: str
) -> None:
    pair = [agency for agency in PACK.agencies if agency.id in ("police", "school")]

    page = client.get(f"/{language}/collaboration/agencies/school/police/").text

    rows = page.split('<div class="beside">')[1:]
    assert len(rows) == 8
    for row in rows:
        for agency in pair:
            assert row.count(f"<h3>{agency.name.in_language(language)}</h3>") == 1
    text = as_read(re.sub(r"<[^>]+>", "", page))
    for agency in pair:
        for line in (agency.task, agency.because, *agency.may, *agency.must, *agency.needs):
            assert line.in_language(language) in text


def test_the_two_stand_in_the_order_they_were_chosen(client: Client) -> None:
    page = client.get("/sv/collaboration/agencies/school/police/").text
    turned = client.get("/sv/collaboration/agencies/police/school/").text

    assert page.index("<h3>Skolan") < page.index("<h3>Polisen")
    assert turned.index("<h3>Polisen") < turned.index("<h3>Skolan")


def test_two_choices_lead_to_a_page_with_an_address_of_its_own(client: Client) -> None:
    response = client.get("/sv/collaboration/beside/", {"agency": "police", "other": "school"})

    assert response.status_code == 302
    assert response["Location"] == "/sv/collaboration/agencies/police/school/"


def test_the_same_agency_twice_is_asked_for_again_with_the_choice_kept(client: Client) -> None:
    response = client.get("/sv/collaboration/beside/", {"agency": "police", "other": "police"})

    assert response.status_code == 422
    assert "Du valde samma två gånger." in response.text
    assert "Dina val finns kvar." in response.text
    assert response.text.count('<option value="police" selected>') == 2


def test_an_address_with_the_same_agency_twice_leads_to_that_agency(client: Client) -> None:
    response = client.get("/sv/collaboration/agencies/police/police/")

    assert response.status_code == 302
    assert response["Location"] == "/sv/collaboration/agencies/police/"


@pytest.mark.parametrize(
    "address",
    [
        "agencies/nobody/",
        "agencies/police/nobody/",
        "agencies/nobody/nobody/",
        "after/nothing/",
    ],
)
def test_what_the_pack_does_not_hold_is_not_found(client: Client, address: str) -> None:
    assert client.get(f"/sv/collaboration/{address}").status_code == 404


def test_an_unknown_choice_is_refused_without_an_echo(client: Client) -> None:
    response = client.get("/sv/collaboration/beside/", {"agency": "<b>", "other": "police"})

    assert response.status_code == 422
    assert "<b>" not in response.text


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize("timeline", PACK.timelines, ids=lambda timeline: timeline.id)
def test_a_timeline_says_the_same_as_a_drawing_and_as_a_list(
    client: Client, timeline: Timeline, language: str
) -> None:
    page = client.get(f"/{language}/collaboration/after/{timeline.id}/").text

    drawing, rest = page.split('<svg class="lanes"')[1].split("</svg>", 1)
    drawn = " ".join(as_read(re.sub(r"<[^>]+>", "", drawing)).split())
    listed = as_read(re.sub(r"<[^>]+>", "", rest.split("<ol")[1].split("</ol>")[0]))
    for event in timeline.events:
        assert event.when.in_language(language) in drawn
        assert event.title.in_language(language) in drawn
        for text in (event.when, event.title, event.text):
            assert text.in_language(language) in listed


@pytest.mark.parametrize(("language", "you"), [("sv", "Du"), ("en", "You")])
@pytest.mark.parametrize("timeline", PACK.timelines, ids=lambda timeline: timeline.id)
def test_each_stop_is_told_with_who_acts_in_the_drawing_and_in_the_list(
    client: Client, timeline: Timeline, language: str, you: str
) -> None:
    names = {agency.id: agency.name.in_language(language) for agency in PACK.agencies}

    page = client.get(f"/{language}/collaboration/after/{timeline.id}/").text

    drawing, rest = page.split('<svg class="lanes"')[1].split("</svg>", 1)
    lanes = as_read(" ".join(re.findall(r'class="lanes__name">(.*?)</text>', drawing)))
    stops = rest.split("<ol")[1].split("</ol>")[0].split("<li>")[1:]
    for event, stop in zip(timeline.events, stops, strict=True):
        who = names[event.agency] if event.agency else you
        assert f">{who}<" in stop
        assert who in " ".join(re.sub(r"<[^>]+>", "", lanes).split())


def test_a_drawing_has_a_title_and_a_description(client: Client) -> None:
    page = client.get("/en/collaboration/after/concern/").text

    drawing = page.split('<svg class="lanes"')[1].split("</svg>")[0]
    assert 'role="img" aria-labelledby="lanes-title lanes-about"' in drawing
    assert '<title id="lanes-title">' in drawing
    assert '<desc id="lanes-about">' in drawing


def test_a_word_in_a_text_leads_to_a_place_that_is_there(client: Client) -> None:
    words = client.get("/sv/collaboration/words/").text

    found = set()
    for agency in PACK.agencies:
        page = client.get(f"/sv/collaboration/agencies/{agency.id}/").text
        found |= set(re.findall(r'href="/sv/collaboration/words/#(word-[a-z-]+)"', page))

    assert len(found) > 5
    assert all(f'id="{place}"' in words for place in found)


@pytest.mark.parametrize("language", ["sv", "en"])
def test_every_shared_word_says_what_each_means_by_it_and_what_to_ask(
    client: Client, language: str
) -> None:
    page = page_of(client, f"/{language}/collaboration/words/")

    for word in PACK.shared_words:
        for text in (word.word, word.lead, word.ask, *(said.text for said in word.meanings)):
            assert text.in_language(language) in page


@pytest.mark.parametrize("language", ["sv", "en"])
def test_the_page_of_the_table_tells_the_agenda_the_questions_and_the_reasons(
    client: Client, language: str
) -> None:
    page = page_of(client, f"/{language}/collaboration/table/")

    told = [PACK.agenda_moments, PACK.agenda, PACK.differences, PACK.table_questions]
    for item in (*(one for part in told for one in part), *PACK.held_back):
        for _path, text in texts_of(item):
            assert text.in_language(language) in page


def test_the_agenda_stands_in_order_and_each_question_once(client: Client) -> None:
    page = client.get("/sv/collaboration/table/").text

    items = re.findall(r'id="agenda-([a-z-]+)"', page)
    asked = re.findall(r'id="question-([a-z-]+)"', page)
    assert items == [item.id for item in PACK.agenda]
    assert sorted(asked) == sorted(question.id for question in PACK.table_questions)


def test_a_local_item_of_the_agenda_comes_last_in_its_part_of_the_meeting(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shelf, "_in_use", [bjorkdala()])

    page = client.get("/sv/collaboration/table/").text

    items = re.findall(r'id="agenda-([a-z-]+)"', page)
    assert items[:4] == ["purpose", "what-may-be-said", "bjorkdala-whose-yes", "round"]


@pytest.mark.parametrize("language", ["sv", "en"])
def test_each_kind_of_forum_says_what_it_needs_and_what_it_is_not(
    client: Client, language: str
) -> None:
    page = page_of(client, f"/{language}/collaboration/forums/")

    for kind in PACK.forum_kinds:
        for _path, text in texts_of(kind):
            assert text.in_language(language) in page


def test_a_local_forum_and_its_kind_lead_to_each_other(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shelf, "_in_use", [bjorkdala()])

    kinds = client.get("/sv/collaboration/forums/").text
    here = client.get("/sv/collaboration/here/").text

    sspf = kinds.split('id="kind-sspf"')[1].split("</section>")[0]
    assert 'href="/sv/collaboration/here/#forum-bjorkdala-sspf"' in sspf
    forum = here.split('id="forum-bjorkdala-sspf"')[1].split("</section>")[0]
    assert 'href="/sv/collaboration/forums/#kind-sspf"' in forum
    assert "Hos er:" not in kinds.split('id="kind-council"')[1].split("</section>")[0]


@pytest.mark.parametrize(
    "address",
    [
        *("", "agencies/", "agencies/school/", "agencies/school/police/", "after/police/"),
        *("table/", "forums/"),
    ],
)
def test_a_page_is_the_same_for_somebody_with_a_draft(client: Client, address: str) -> None:
    writer = new_browser()
    writer.post("/sv/worry/begin/")

    page = f"/sv/collaboration/{address}"

    assert writer.get(page).content == client.get(page).content
