from __future__ import annotations

import html
import json
import re
from typing import Any

import pytest
from django.test import Client
from django.urls import resolve
from pytest_django.fixtures import Settings

from fyrstod.collaboration import assessment_services as services
from fyrstod.core.assessments import Answer, Assessment, Role, Round, Scope, State, Status
from fyrstod.drafts import services as drafts
from fyrstod.drafts.contents import MAX_ACTIONS, Contents
from fyrstod.drafts.http import COOKIE
from fyrstod.drafts.services import OpenDraft
from fyrstod.packs import shelf
from fyrstod.packs.schema import Pack
from tests.collaboration.answered import OTHER_ID, SOME_ID, action, answer, assessment, role
from tests.drafts.conftest import held, hold

NASTY = '#read("/etc/passwd") </w:t> =HYPERLINK("x") <script>alert(1)</script> 🦉'
OWN_PAGES = (
    "self-assessment/",
    "self-assessment/whom/",
    "self-assessment/area/mandate/",
    "self-assessment/law/",
    "self-assessment/check/",
    "self-assessment/result/",
    "self-assessment/new-round/",
    "plan/",
    "plan/add/",
    f"plan/add/{OTHER_ID}/",
    f"plan/action/{SOME_ID}/",
    f"plan/action/{SOME_ID}/remove/",
    "plan/document/",
    "plan/document/txt/",
)
ANSWERED = assessment(
    answer("decision", State.PARTLY, evidence="Beslut", owner=role("coordinator")),
    answer("deputy", State.NOT_YET),
    actions=(action("Ring polisen", about="deputy"),),
    rounds=(Round(day="2025-11-20", pack="fyrstod 2026.1", states={"decision": State.NOT_YET}),),
)


def at(path: str = "", language: str = "sv") -> str:
    return f"/{language}/recommendations/{path}"


AREA = at("self-assessment/area/mandate/")
PLAN = at("plan/")


def words(response: Any) -> str:
    """A page as a reader gets it: without tags and with real characters."""
    text = re.sub(r"<[^>]+>", " ", response.content.decode())
    return " ".join(html.unescape(text).split())


def kept(draft: OpenDraft) -> Assessment:
    """The assessment that a draft holds now."""
    found = held(draft).assessment
    assert found is not None
    return found


def seen_in(response: Any) -> str:
    """The mark of what was saved when a page was shown."""
    match = re.search(r'name="seen"(?: value="(\w*)")?', response.content.decode())
    assert match is not None
    return match[1] or ""


def send(browser: Client, path: str, typed: dict[str, str], **more: str) -> Any:
    """Open a page, fill it in and send it."""
    return browser.post(path, {"seen": seen_in(browser.get(path)), **typed, **more})


@pytest.fixture
def answered(pack: Pack, browser: Client) -> OpenDraft:
    return hold(browser, Contents(pack="fyrstod 2026.2", assessment=ANSWERED))


# ── To read ─────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("path", ["", "decision/"])
@pytest.mark.parametrize("language", ["sv", "en"])
def test_what_one_reads_is_the_same_bytes_for_everybody(
    pack: Pack, browser: Client, path: str, language: str
) -> None:
    stranger = browser.get(at(path, language))
    hold(browser, Contents(assessment=ANSWERED))

    writer = browser.get(at(path, language))

    assert stranger.status_code == 200
    assert writer.content == stranger.content
    assert "Björkdala kommun (påhittad)" in words(stranger)


def test_every_recommendation_is_listed_under_its_area(pack: Pack, browser: Client) -> None:
    shown = words(browser.get(at()))

    assert all(item.title.sv in shown for item in pack.recommendations)
    assert "Tomt" not in shown


def test_a_recommendation_says_why_where_to_begin_and_when_it_is_in_place(
    pack: Pack, browser: Client
) -> None:
    here = pack.recommendations[0]

    shown = words(browser.get(at(f"{here.id}/")))

    for text in (here.why, here.first_step, here.in_place, pack.plan_duties[0].text):
        assert text.sv in shown
    assert "Brottsförebyggande samordnare" in shown


def test_no_recommendation_of_the_real_pack_lies_behind_another_page() -> None:
    for item in shelf.current().recommendations:
        assert resolve(at(f"{item.id}/")).url_name == "recommendation"


@pytest.mark.parametrize(
    "path", ["unknown/", "self-assessment/area/unknown/", f"plan/action/{OTHER_ID}/"]
)
def test_what_does_not_exist_is_not_found(browser: Client, answered: OpenDraft, path: str) -> None:
    assert browser.get(at(path)).status_code == 404


# ── To begin ────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("path", OWN_PAGES)
def test_a_stranger_without_a_draft_sees_nothing(pack: Pack, browser: Client, path: str) -> None:
    assert browser.get(at(path)).status_code == 404


@pytest.mark.parametrize("path", OWN_PAGES)
def test_a_draft_without_an_assessment_is_asked_whom_it_is_for(
    pack: Pack, browser: Client, path: str
) -> None:
    hold(browser, Contents())

    response = browser.get(at(path), follow=True)

    assert response.status_code == 200
    assert "Först: vem svarar du för?" in words(response)


def test_only_a_post_begins(pack: Pack, browser: Client) -> None:
    visited = browser.get(at("self-assessment/begin/"))
    begun = browser.post(at("self-assessment/begin/"))

    assert (visited["Location"], COOKIE in visited.cookies) == (at(), False)
    assert (begun["Location"], COOKIE in begun.cookies) == (at("self-assessment/whom/"), True)


def test_beginning_again_keeps_what_is_there(browser: Client, answered: OpenDraft) -> None:
    response = browser.post(at("self-assessment/begin/"))

    assert response["Location"] == at("self-assessment/")
    assert kept(answered) == ANSWERED


def test_nobody_can_begin_where_no_operator_is_named(
    pack: Pack, browser: Client, settings: Settings
) -> None:
    settings.FYRSTOD_OPERATOR = ""

    assert browser.post(at("self-assessment/begin/")).status_code == 403


def test_saying_whom_it_is_for_leads_to_the_areas(pack: Pack, browser: Client) -> None:
    draft = hold(browser, Contents())

    response = browser.post(
        at("self-assessment/whom/"), {"scope": "agency", "name": "Ekbacka skola"}
    )

    assert response["Location"] == at("self-assessment/")
    assert (kept(draft).scope, kept(draft).name) == (Scope.AGENCY, "Ekbacka skola")


def test_without_a_name_it_asks_again_and_keeps_the_rest(pack: Pack, browser: Client) -> None:
    hold(browser, Contents())

    response = browser.post(at("self-assessment/whom/"), {"scope": "agency", "name": ""})

    assert response.status_code == 422
    assert re.search(r'value="agency" checked', response.content.decode())


# ── To answer ───────────────────────────────────────────────────────────────


def test_an_area_is_saved_and_the_next_one_follows(browser: Client, begun: OpenDraft) -> None:
    typed = {"decision-state": "partly", "decision-evidence": "Beslut", "deputy-state": "in-place"}

    response = send(browser, AREA, typed)

    assert response["Location"] == at("self-assessment/area/forum/")
    assert kept(begun).answer("decision") == answer("decision", State.PARTLY, evidence="Beslut")
    assert kept(begun).answer("deputy").state is State.IN_PLACE


def test_the_last_area_leads_to_what_the_law_asks_beside_and_that_to_the_check_page(
    browser: Client, begun: OpenDraft
) -> None:
    forum, law = at("self-assessment/area/forum/"), at("self-assessment/law/")

    assert send(browser, forum, {})["Location"] == law
    answers = {"duty-picture-state": "not-yet"}
    assert send(browser, law, answers)["Location"] == at("self-assessment/check/")
    assert kept(begun).answer("duty-picture").state is State.NOT_YET


def test_an_agency_is_not_asked_what_the_law_asks_of_a_municipality(
    pack: Pack, browser: Client
) -> None:
    hold(browser, Contents(assessment=assessment(scope=Scope.AGENCY)))

    last = send(browser, at("self-assessment/area/forum/"), {})

    assert last["Location"] == at("self-assessment/check/")
    assert browser.get(at("self-assessment/law/"))["Location"] == at("self-assessment/")
    assert "kräver" not in words(browser.get(PLAN))


@pytest.mark.parametrize(
    ("sent", "to"), [("later", "self-assessment/"), ("return_to", "self-assessment/check/")]
)
def test_one_can_come_back_later_or_go_back_to_the_check_page(
    browser: Client, begun: OpenDraft, sent: str, to: str
) -> None:
    value = "check" if sent == "return_to" else "1"

    assert send(browser, AREA, {}, **{sent: value})["Location"] == at(to)


def test_what_cannot_be_saved_is_said_at_the_top_and_kept(
    browser: Client, begun: OpenDraft
) -> None:
    typed = {"decision-state": "does-not-fit", "decision-evidence": "Kanelbulle"}

    response = send(browser, AREA, typed)

    assert response.status_code == 422
    assert 'href="#id_decision-reason"' in response.content.decode()
    assert "Kanelbulle" in response.content.decode()
    assert kept(begun).answers == ()


def test_another_tab_is_not_overwritten_until_one_says_so(
    browser: Client, begun: OpenDraft
) -> None:
    shown = seen_in(browser.get(AREA))
    send(browser, AREA, {"decision-state": "partly", "decision-evidence": "Från andra fliken"})

    clash = browser.post(AREA, {"seen": shown, "decision-state": "in-place"})
    again = browser.post(AREA, {"seen": seen_in(clash), "decision-state": "in-place"})

    assert clash.status_code == 409
    assert "Från andra fliken" in words(clash)
    assert re.search(r'value="in-place" checked', clash.content.decode())
    assert again.status_code == 302
    assert kept(begun).answer("decision").state is State.IN_PLACE


def test_the_same_page_sent_twice_is_no_clash(browser: Client, begun: OpenDraft) -> None:
    typed = {"seen": seen_in(browser.get(AREA)), "decision-state": "partly"}

    assert [browser.post(AREA, typed).status_code for _ in range(2)] == [302, 302]


def test_what_is_typed_after_another_tab_erased_is_shown_to_be_copied(
    pack: Pack, browser: Client
) -> None:
    hold(browser, Contents())

    response = browser.post(AREA, {"seen": "x", "decision-evidence": "Kanelbulle"})

    assert response.status_code == 409
    assert "Kanelbulle" in words(response)


def test_a_field_that_no_page_has_is_passed_over(browser: Client, begun: OpenDraft) -> None:
    send(browser, AREA, {"agreement-state": "in-place", "unknown-state": "partly"})

    assert kept(begun).answers == ()


def test_the_check_page_tells_every_answer_and_leads_back_to_it(
    browser: Client, answered: OpenDraft
) -> None:
    response = browser.get(at("self-assessment/check/"))

    assert "Delvis Syns i: Beslut Ägare: Brottsförebyggande samordnare" in words(response)
    assert f"{AREA}?from=check#decision" in response.content.decode()


def test_text_that_looks_like_code_is_shown_to_the_letter(pack: Pack, browser: Client) -> None:
    given = assessment(
        answer("decision", State.PARTLY, evidence=NASTY, owner=Role(words=NASTY)),
        answer("deputy", State.DOES_NOT_FIT, reason=NASTY),
        name=NASTY,
        actions=(action(NASTY, done_when=NASTY),),
    )
    hold(browser, Contents(assessment=given))

    for path in OWN_PAGES[:-1]:
        assert "<script>alert" not in browser.get(at(path)).content.decode()


# ── To see ──────────────────────────────────────────────────────────────────


def test_the_result_is_a_picture_with_a_name_and_a_table_that_says_the_same(
    browser: Client, answered: OpenDraft
) -> None:
    response = browser.get(at("self-assessment/result/"))

    page = response.content.decode()
    assert page.count('role="img"') == 2
    for drawing in re.findall(r'<svg[^>]*role="img"[^>]*>', page):
        (ids,) = re.findall(r'aria-labelledby="([^"]+)"', drawing)
        assert all(f'id="{name}"' in page for name in ids.split())
    assert "1 Ett beslut Delvis Inte än" in words(response)


def test_the_result_adds_nothing_up(browser: Client, answered: OpenDraft) -> None:
    shown = words(browser.get(at("self-assessment/result/")))

    assert "%" not in shown
    assert not re.search(r"\d+ av \d+", shown)


def test_what_has_moved_is_told_in_words(browser: Client, answered: OpenDraft) -> None:
    shown = words(browser.get(at("self-assessment/result/")))

    assert "Sedan 2025-11-20: Ett beslut från ”Inte än” till ”Delvis”" in shown


def test_the_list_of_areas_leads_to_what_has_moved_since_last_time(
    pack: Pack, browser: Client
) -> None:
    hold(browser, Contents(assessment=ANSWERED))
    again = words(browser.get(at("self-assessment/")))
    hold(browser, Contents(assessment=assessment(answer("deputy"))))

    first = words(browser.get(at("self-assessment/")))

    assert "Det som har ändrats sedan 2025-11-20" in again
    assert "Det som har ändrats sedan" not in first


def test_a_new_round_is_asked_for_begun_and_undone(browser: Client, answered: OpenDraft) -> None:
    address = at("self-assessment/new-round/")

    browser.get(address)
    assert kept(answered) == ANSWERED
    browser.post(address)
    browser.post(address)
    started = kept(answered)
    browser.get(at("self-assessment/undo-round/"))
    assert kept(answered) == started
    browser.post(at("self-assessment/undo-round/"))

    assert len(started.rounds) == 2
    assert kept(answered) == ANSWERED


def test_an_answer_from_last_time_stands_beside_the_question(
    browser: Client, answered: OpenDraft
) -> None:
    assert "Förra gången, 2025-11-20: Inte än" in words(browser.get(AREA))


# ── To plan ─────────────────────────────────────────────────────────────────


def test_ticked_gaps_become_actions_that_can_be_changed(
    browser: Client, answered: OpenDraft
) -> None:
    browser.post(at("plan/take/"), {"gaps": ["decision", "unknown"]})
    new = kept(answered).actions[1]

    response = send(
        browser,
        at(f"plan/action/{new.id}/"),
        {"what": "Skriv beslutet", "role": "Socialchef", "by": "2027-03", "status": "begun"},
    )

    changed = kept(answered).actions[1]
    assert response["Location"] == f"{PLAN}#actions"
    assert (changed.about, changed.what, changed.role) == (
        "decision",
        "Skriv beslutet",
        role("head"),
    )
    assert (changed.by, changed.status) == ("2027-03", Status.BEGUN)


def test_an_action_of_ones_own_sent_twice_is_one_action(browser: Client, begun: OpenDraft) -> None:
    typed = {"seen": "", "what": "Ring polisen", "status": "planned"}

    first, again = (browser.post(at(f"plan/add/{SOME_ID}/"), typed) for _ in range(2))

    assert (first.status_code, again.status_code) == (302, 302)
    assert [item.what for item in kept(begun).actions] == ["Ring polisen"]


def test_each_new_action_gets_an_address_of_its_own(browser: Client, begun: OpenDraft) -> None:
    first, other = (browser.get(at("plan/add/"))["Location"] for _ in range(2))

    assert first != other
    assert all(re.fullmatch(at("plan/add/[0-9a-f-]{36}/"), address) for address in (first, other))
    assert kept(begun).actions == ()


def test_a_step_back_after_saving_leads_to_the_action_that_there_is(
    browser: Client, begun: OpenDraft
) -> None:
    address = browser.get(at("plan/add/"))["Location"]
    send(browser, address, {"what": "Ring polisen", "status": "planned"})

    back = browser.get(address, follow=True)
    send(browser, back.redirect_chain[-1][0], {"what": "Ring skolan", "status": "planned"})

    assert "Ändra en åtgärd" in words(back)
    assert "Ring polisen</textarea>" in back.content.decode()
    assert [item.what for item in kept(begun).actions] == ["Ring skolan"]


def test_a_form_that_a_browser_kept_from_before_it_was_saved_replaces_nothing_unasked(
    browser: Client, begun: OpenDraft
) -> None:
    address = at(f"plan/add/{SOME_ID}/")
    browser.post(address, {"seen": "", "what": "Ring polisen", "status": "planned"})

    clash = browser.post(address, {"seen": "", "what": "Ring skolan", "status": "planned"})

    assert clash.status_code == 422
    assert "”Ring polisen”" in words(clash)
    assert [item.what for item in kept(begun).actions] == ["Ring polisen"]


def test_a_follow_up_before_its_day_is_said_beside_the_field(
    browser: Client, answered: OpenDraft
) -> None:
    address = at(f"plan/action/{SOME_ID}/")
    typed = {"what": "Ring", "by": "2027-03-31", "follow_up": "2027-01", "status": "planned"}

    response = send(browser, address, typed)

    assert response.status_code == 422
    assert "ligger före dagen" in words(response)
    assert kept(answered) == ANSWERED


def test_an_action_changed_in_another_tab_is_shown_before_it_is_replaced(
    browser: Client, answered: OpenDraft
) -> None:
    address = at(f"plan/action/{SOME_ID}/")
    shown = seen_in(browser.get(address))
    send(browser, address, {"what": "Från andra fliken", "status": "planned"})

    clash = browser.post(address, {"seen": shown, "what": "Härifrån", "status": "planned"})
    again = browser.post(address, {"seen": seen_in(clash), "what": "Härifrån", "status": "planned"})

    assert clash.status_code == 422
    assert "Från andra fliken" in words(clash)
    assert again.status_code == 302
    assert kept(answered).actions[0].what == "Härifrån"


def test_an_action_removed_in_another_tab_comes_back_when_it_is_saved(
    browser: Client, answered: OpenDraft
) -> None:
    address = at(f"plan/action/{SOME_ID}/")
    shown = seen_in(browser.get(address))
    browser.post(at(f"plan/action/{SOME_ID}/remove/"))

    response = browser.post(address, {"seen": shown, "what": "Ring", "status": "planned"})

    assert response.status_code == 302
    assert [item.what for item in kept(answered).actions] == ["Ring"]


def test_an_action_is_removed_after_asking(browser: Client, answered: OpenDraft) -> None:
    address = at(f"plan/action/{SOME_ID}/remove/")

    asked = browser.get(address)
    assert "Ring polisen" in words(asked)
    assert kept(answered) == ANSWERED
    browser.post(address)

    assert kept(answered).actions == ()


def test_a_full_plan_says_so_and_keeps_what_was_typed(pack: Pack, browser: Client) -> None:
    actions = tuple(
        action(id=f"11111111-1111-4111-8111-{number:012}") for number in range(MAX_ACTIONS)
    )
    hold(
        browser,
        Contents(assessment=assessment(answer("decision", State.NOT_YET), actions=actions)),
    )

    taken = browser.post(at("plan/take/"), {"gaps": ["decision"]})
    added = browser.post(at(f"plan/add/{OTHER_ID}/"), {"what": "Kanelbulle", "status": "planned"})

    assert (taken.status_code, added.status_code) == (422, 422)
    assert "högst 100 åtgärder" in words(taken)
    assert "Kanelbulle" in added.content.decode()


def test_the_plan_shows_what_the_law_asks_and_what_is_missing(
    browser: Client, answered: OpenDraft
) -> None:
    shown = words(browser.get(PLAN))

    assert "Kommunen ska verka för en överenskommelse." in shown
    assert "Fattas än: Ett beslut ( planera det : Ett beslut )" in shown
    assert "Kvar att besvara: En överenskommelse" in shown


def test_a_duty_that_is_said_not_to_fit_is_law_on_every_page_and_can_be_planned(
    pack: Pack, browser: Client
) -> None:
    given = assessment(
        answer("agreement", State.DOES_NOT_FIT, reason="Vi är för små."),
        answer("decision", State.IN_PLACE),
    )
    draft = hold(browser, Contents(assessment=given))
    asked = browser.get(at("self-assessment/area/forum/"))
    stands = browser.get(at("self-assessment/result/"))
    plan = browser.get(PLAN)

    browser.post(at("plan/take/"), {"gaps": ["agreement"]})

    assert words(asked).count("Lagen kräver det här av kommunen") == 1
    assert words(stands).count("Lagen kräver det här av kommunen") == 1
    assert "Det är lag och inget val." in words(plan)
    assert 'href="#gap-agreement"' in plan.content.decode()
    assert [item.about for item in kept(draft).actions] == ["agreement"]
    assert 'href="#gap-agreement"' not in browser.get(PLAN).content.decode()


def test_no_gap_is_ticked_before_somebody_chooses_it(browser: Client, answered: OpenDraft) -> None:
    page = browser.get(PLAN).content.decode()

    boxes = re.findall(r'<input[^>]*name="gaps"[^>]*>', page)

    assert boxes
    assert not any("checked" in box for box in boxes)


def test_the_plan_and_its_document_page_say_that_a_date_is_missing(
    browser: Client, answered: OpenDraft
) -> None:
    plan, page = words(browser.get(PLAN)), words(browser.get(at("plan/document/")))

    assert "Datum saknas En ersättare" in plan
    assert "Planerat" not in plan
    assert all("Åtgärder kvar att göra utan datum: 1 av 1." in shown for shown in (plan, page))


def test_the_result_holds_apart_what_is_missing_and_what_is_not_answered(
    browser: Client, answered: OpenDraft
) -> None:
    shown = words(browser.get(at("self-assessment/result/")))

    assert "3 En rutin Inte besvarat än Inte besvarat" in shown
    assert "Det kan vara på plats eller fattas." in shown


def test_more_about_an_answer_is_folded_until_something_stands_there(
    browser: Client, answered: OpenDraft
) -> None:
    page = browser.get(AREA).content.decode()

    parts = re.findall(r'<details class="disclosure"( open)? data-show-if="(\w+)-state"', page)

    assert parts == [(" open", "decision"), ("", "deputy"), ("", "routine")]


def test_more_about_an_answer_is_open_where_it_must_be_mended(
    browser: Client, begun: OpenDraft
) -> None:
    typed = {"deputy-state": "partly", "deputy-owner": "Chef", "deputy-deputy": "Chef"}

    page = send(browser, AREA, typed).content.decode()

    assert '<details class="disclosure" open data-show-if="deputy-state"' in page
    assert "En ersättare: Vilken roll är ersättare? – " in html.unescape(page)


def test_a_wrong_date_is_said_of_the_right_one(browser: Client, answered: OpenDraft) -> None:
    typed = {"what": "Ring", "by": "snart", "follow_up": "sedan", "status": "planned"}

    page = send(browser, at(f"plan/action/{SOME_ID}/"), typed).content.decode()

    for name, label in (("by", "När ska det vara klart"), ("follow_up", "När följer ni upp")):
        assert re.search(rf'<a href="#id_{name}">{label}[^<]*</a>', page), name
    summary = page[page.index("govuk-error-summary") :].split("</form>")[0].split("<form")[0]
    assert summary.count("Skriv en dag") == 1


def test_the_plan_points_at_roles_that_one_person_carries_alone(
    browser: Client, answered: OpenDraft
) -> None:
    shown = words(browser.get(PLAN))

    assert "Ingen är ersättare för: Ett beslut." in shown
    assert "Det här äger ingen roll än En ersättare" in shown


# ── On paper and in a file ──────────────────────────────────────────────────


@pytest.mark.parametrize("file_format", ["pdf", "docx", "txt", "json"])
def test_the_plan_can_be_taken_along(
    browser: Client, answered: OpenDraft, file_format: str
) -> None:
    response = browser.get(at(f"plan/document/{file_format}/"))

    name = rf'attachment; filename="atgardsplan-FS-\w{{4}}-\w{{4}}\.{file_format}"'
    assert response.status_code == 200
    assert re.fullmatch(name, response["Content-Disposition"])
    assert response["Cache-Control"] == "no-store"


@pytest.mark.parametrize("file_format", ["exe", "html"])
def test_no_other_format_is_made(browser: Client, answered: OpenDraft, file_format: str) -> None:
    assert browser.get(at(f"plan/document/{file_format}/")).status_code == 404


def test_the_page_shows_the_paper_as_it_will_be(browser: Client, answered: OpenDraft) -> None:
    response = browser.get(at("plan/document/"))
    data = json.loads(browser.get(at("plan/document/json/")).content)

    assert data["title"] in words(response)
    assert data["reference"] in words(response)
    assert "Ring polisen" in words(response)


def test_nothing_that_is_typed_stands_in_an_address(browser: Client, begun: OpenDraft) -> None:
    responses = [
        browser.post(at("self-assessment/whom/"), {"scope": "agency", "name": "Kanelbulle"}),
        send(browser, AREA, {"decision-evidence": "Kanelbulle"}),
        browser.post(at(f"plan/add/{SOME_ID}/"), {"what": "Kanelbulle", "status": "planned"}),
    ]

    assert all("Kanelbulle" not in response["Location"] for response in responses)


def test_a_draft_erased_in_the_middle_is_told_with_what_was_typed(
    browser: Client, begun: OpenDraft
) -> None:
    drafts.erase(begun.ticket)

    response = browser.post(AREA, {"decision-state": "in-place", "decision-evidence": "Kanelbulle"})

    assert response.status_code == 410
    assert "Kanelbulle" in words(response)
    assert "in-place" not in words(response)


def test_answers_of_a_pack_that_asked_otherwise_are_kept_and_said(
    pack: Pack, browser: Client
) -> None:
    given = assessment(Answer(about="gone", state=State.PARTLY), pack="fyrstod 2020.1")
    draft = hold(browser, Contents(assessment=given))

    shown = words(browser.get(at("self-assessment/")))
    send(browser, AREA, {"decision-state": "partly"})

    assert "fyrstod 2020.1" in shown
    assert kept(draft).answer("gone").state is State.PARTLY
    assert services.version_of(pack) not in shown


@pytest.mark.parametrize(
    ("leave", "to"),
    [
        ("language", at("self-assessment/area/mandate/", "en")),
        ("back", at("self-assessment/", "en")),
    ],
)
def test_a_change_of_language_and_a_step_back_keep_what_was_answered(
    browser: Client, begun: OpenDraft, leave: str, to: str
) -> None:
    seen = seen_in(browser.get(AREA))
    english = at("self-assessment/area/mandate/", "en")

    response = browser.post(english, {"seen": seen, "decision-state": "partly", "leave": leave})

    assert response["Location"] == to
    assert kept(begun).answer("decision").state is State.PARTLY


@pytest.mark.parametrize("address", [f"plan/add/{OTHER_ID}/", f"plan/action/{SOME_ID}/"])
def test_a_half_written_action_is_shown_again_in_the_other_language(
    browser: Client, answered: OpenDraft, address: str
) -> None:
    browser.get(at(address))

    response = browser.post(
        at(address, "en"), {"seen": "", "what": "Kanelbulle", "leave": "language"}
    )

    assert response.status_code == 200
    assert 'lang="en"' in response.content.decode()
    assert "Kanelbulle</textarea>" in response.content.decode()
    assert kept(answered) == ANSWERED


def test_half_a_name_of_whom_one_answers_for_is_shown_again_in_the_other_language(
    browser: Client, begun: OpenDraft
) -> None:
    before = kept(begun)

    response = browser.post(
        at("self-assessment/whom/", "en"), {"name": "Kanelbulle", "leave": "language"}
    )

    assert 'value="Kanelbulle"' in response.content.decode()
    assert kept(begun) == before
