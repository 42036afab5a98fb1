"""The guide in the browser."""

from __future__ import annotations

import dataclasses
import re
import uuid

import pytest
from django.http import HttpResponseBase
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries
from pytest_django.fixtures import Settings

from fyrstod.core.pieces import Piece, PieceKind
from fyrstod.drafts import services as drafts
from fyrstod.drafts.contents import MAX_OWN_QUESTIONS, Contents, OwnQuestion, Plan
from fyrstod.drafts.http import COOKIE
from fyrstod.drafts.models import Draft
from fyrstod.drafts.rules import Ticket
from fyrstod.drafts.services import OpenDraft
from fyrstod.guide import selectors, services
from fyrstod.packs import shelf
from fyrstod.packs.schema import Side
from tests.drafts.conftest import held, hold, new_browser, piece
from tests.pages import as_read

PACK = shelf.current()
SCHOOL = ("school", "teenager", "concern")
PLAN = "/sv/guide/plan/school/teenager/concern/"
CONTENT = [
    "/sv/guide/",
    PLAN,
    "/sv/questions/",
    *(f"/sv/questions/{theme.id}/" for theme in PACK.themes),
    "/sv/advice/",
    *(f"/sv/advice/{advice.id}/" for advice in PACK.advice),
    "/sv/process/",
    *(f"/sv/process/{step.id}/" for step in PACK.steps),
    "/sv/worry/",
    "/sv/factors/",
    "/sv/factors/protective/",
    "/sv/factors/risk/",
    *(f"/sv/factors/level/{level.id}/" for level in PACK.levels),
    *(f"/sv/factors/{factor.id}/" for factor in PACK.factors),
]
NEEDS_DRAFT = [
    "/sv/guide/my-plan/",
    "/sv/guide/my-plan/choices/",
    "/sv/guide/my-plan/own/",
    f"/sv/guide/my-plan/own/{uuid.UUID(int=7)}/remove/",
    "/sv/guide/my-plan/pocket/",
    "/sv/worry/pieces/",
    "/sv/worry/pieces/lens/",
    "/sv/worry/picture/",
    "/sv/worry/picture/lens/",
    "/sv/worry/next/",
]


def text_of(response: HttpResponseBase) -> str:
    """A page as a person reads it, with characters in place of their codes."""
    return as_read(getattr(response, "content", b"").decode())


def main_of(response: HttpResponseBase) -> str:
    return text_of(response).split("<main")[1].split("</main>")[0]


def words_of(markup: str) -> list[str]:
    return re.sub(r"<[^>]+>", " ", markup).split()


def planned(own: tuple[OwnQuestion, ...] = ()) -> Contents:
    asker, person, step = SCHOOL
    return Contents(plan=Plan(asker=asker, person=person, step=step, own=own))


def own(text: str) -> OwnQuestion:
    return OwnQuestion(id=str(uuid.uuid4()), text=text)


def factor_id(side: Side) -> str:
    return next(factor.id for factor in PACK.factors if factor.side is side)


def chosen(draft: OpenDraft) -> set[str]:
    plan = held(draft).plan
    assert plan is not None
    return {question.id for question in selectors.chosen(plan)}


# Content: the same for everybody


@pytest.mark.parametrize("address", CONTENT)
def test_content_is_the_same_for_everybody_and_may_be_kept(browser: Client, address: str) -> None:
    hold(browser, Contents(pieces=(piece("Mitt eget."),)))

    mine, strangers = browser.get(address), new_browser().get(address)

    assert mine.status_code == 200
    assert mine.content == strangers.content
    assert mine["Cache-Control"].startswith("public")
    assert COOKIE not in strangers.cookies


def test_content_never_asks_the_database(
    browser: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(0):
        for address in CONTENT:
            new_browser().get(address)


@pytest.mark.parametrize("address", CONTENT)
def test_content_is_all_there_without_an_operator_but_nothing_to_type_into(
    db: None, settings: Settings, address: str
) -> None:
    settings.FYRSTOD_OPERATOR = ""

    page = text_of(new_browser().get(address))

    assert 'method="post"' not in page
    assert "<textarea" not in page


@pytest.mark.parametrize("address", CONTENT)
def test_no_page_carries_a_style_a_script_or_a_token_of_its_own(db: None, address: str) -> None:
    page = text_of(new_browser().get(address.replace("/sv/", "/en/")))

    assert not re.search(r"<[^>]+\s(style|on\w+)=", page)
    assert "csrf" not in page.lower()
    assert page.count("<h1") == 1


@pytest.mark.parametrize(
    "address",
    [
        "/sv/guide/plan/school/teenager/never/",
        "/sv/guide/plan/prison/teenager/concern/",
        "/sv/guide/plan/school/teenager/never/begin/",
        "/sv/questions/never/",
        "/sv/advice/never/",
        "/sv/process/never/",
        "/sv/factors/never/",
        "/sv/factors/level/never/",
    ],
)
def test_an_unknown_id_is_not_found_and_never_kept(db: None, address: str) -> None:
    response = new_browser().get(address)

    assert response.status_code == 404
    assert response["Cache-Control"] == "no-store"


def test_three_choices_lead_to_an_address_of_their_own(db: None) -> None:
    response = new_browser().get(
        "/sv/guide/plan/", {"asker": "school", "person": "teenager", "step": "concern"}
    )

    assert (response.status_code, response["Location"]) == (302, PLAN)


@pytest.mark.parametrize("value", [None, "", "never", "<script>"])
def test_a_missing_choice_is_asked_for_at_its_field_and_the_others_are_kept(
    db: None, value: str | None
) -> None:
    given = {"asker": "school", "person": "teenager"} | ({"step": value} if value else {})

    response = new_browser().get("/sv/guide/plan/", given)

    page = text_of(response)
    assert response.status_code == 422
    assert response["Cache-Control"] == "no-store"
    assert 'href="#id_step"' in page
    assert 'href="#id_asker"' not in page
    assert re.search(r'value="teenager" checked', page)


def test_a_plan_shows_each_question_with_both_sides_in_the_same_form(db: None) -> None:
    page = text_of(new_browser().get(PLAN))

    for question in selectors.suggested(selectors.choices_or_404(*SCHOOL)):
        protective, risk = page.index(question.protective.sv), page.index(question.risk.sv)
        assert page.index(question.text.sv) < protective < risk
    assert page.count("side--protective") == page.count("side--risk")


def test_a_factor_page_says_everything_the_pack_says_of_it(db: None) -> None:
    for factor in PACK.factors:
        page = text_of(new_browser().get(f"/en/factors/{factor.id}/"))
        said = [
            factor.label,
            factor.looks_like,
            factor.does_not_mean,
            factor.care_eye,
            factor.security_eye,
            factor.do,
            factor.evidence,
            *(figure.says for figure in factor.figures),
            *([factor.protects_against] if factor.protects_against else []),
            *(source.limits for source in shelf.sources(factor.sources)),
            *(strength.title for strength in PACK.strengths),
        ]
        missing = [text.en for text in said if text.en not in page]
        assert missing == [], factor.id


def test_the_factors_page_gives_both_sides_the_same_place(db: None) -> None:
    page = text_of(new_browser().get("/sv/factors/"))

    assert page.count('class="side side--protective"') == page.count('class="side side--risk"')
    assert all(f'/factors/{factor.id}/"' in page for factor in PACK.factors)


def test_the_map_leads_to_every_step_by_link_and_has_a_twin_in_words(db: None) -> None:
    page = main_of(new_browser().get("/en/process/"))

    drawing, words = page.split("</svg>", 2)[:2], page.rsplit("</svg>", 1)[1]
    for step in PACK.steps:
        assert all(f'href="/en/process/{step.id}/"' in part for part in drawing)
        assert f'href="/en/process/{step.id}/"' in words
    assert all("<title" in part and "<desc" in part for part in drawing)


def test_a_steps_map_says_which_step_one_is_on(db: None) -> None:
    page = text_of(new_browser().get("/en/process/assessment/"))

    assert (
        re.findall(r'<a href="([^"]+)" aria-current="step">', page)
        == ["/en/process/assessment/"] * 2
    )


# Search without script


def test_a_search_finds_and_its_words_are_in_no_address(db: None) -> None:
    factor = PACK.factors[0]

    response = new_browser().post("/sv/factors/search/", {"words": factor.label.sv})

    assert response.status_code == 200
    assert f"/sv/factors/{factor.id}/" in text_of(response)
    assert response["Cache-Control"] == "no-store"
    assert "Björkdala kommun (påhittad)" in text_of(response)


def test_a_search_follows_to_the_other_language(db: None) -> None:
    page = text_of(new_browser().post("/sv/factors/search/", {"words": "vän"}))

    assert 'form="typing" formaction="/en/factors/search/"' in page
    assert '<form id="typing" method="post" action="/sv/factors/search/"' in page


def test_a_search_that_finds_nothing_keeps_the_word(db: None) -> None:
    response = new_browser().post("/sv/factors/search/", {"words": "<b>finnsinte</b>"})

    assert response.status_code == 200
    assert 'value="<b>finnsinte</b>"' in text_of(response)
    assert b"<b>finnsinte" not in response.content


@pytest.mark.parametrize("words", ["", "a" * 101])
def test_a_search_that_cannot_be_made_says_why(db: None, words: str) -> None:
    response = new_browser().post("/sv/factors/search/", {"words": words})

    assert response.status_code == 422
    assert 'href="#id_words"' in text_of(response)


def test_nobody_searches_where_no_operator_is_named(db: None, settings: Settings) -> None:
    settings.FYRSTOD_OPERATOR = ""

    assert new_browser().post("/sv/factors/search/", {"words": "vän"}).status_code == 403


def test_a_visit_to_the_search_leads_to_the_factors(db: None) -> None:
    assert new_browser().get("/sv/factors/search/")["Location"] == "/sv/factors/"


# Who may open what


@pytest.mark.parametrize("address", NEEDS_DRAFT)
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_stranger_without_a_draft_is_told_so_and_gets_no_key(
    browser: Client, address: str, method: str
) -> None:
    response = getattr(browser, method)(address)

    assert response.status_code in (404, 405)
    assert COOKIE not in response.cookies


@pytest.mark.parametrize("address", NEEDS_DRAFT)
def test_a_tampered_cookie_opens_nothing(browser: Client, address: str) -> None:
    hold(browser, planned())
    browser.cookies[COOKIE] = Ticket.new().to_cookie()

    assert browser.get(address).status_code == 410


def test_a_question_typed_into_an_expired_draft_is_shown_again(browser: Client) -> None:
    hold(browser, planned())
    Draft.objects.update(expires_at=timezone.now())

    response = browser.post(
        "/sv/guide/my-plan/own/", {"id": str(uuid.uuid4()), "text": "Hur mår din hund?"}
    )

    assert response.status_code == 410
    assert "Hur mår din hund?" in text_of(response)


@pytest.mark.parametrize("address", [f"{PLAN}begin/", "/sv/worry/begin/"])
def test_only_a_post_begins_and_only_where_an_operator_is_named(
    browser: Client, settings: Settings, address: str
) -> None:
    visit = browser.get(address)
    assert visit.status_code == 302
    assert COOKIE not in visit.cookies

    settings.FYRSTOD_OPERATOR = ""
    assert browser.post(address).status_code == 403
    assert not Draft.objects.exists()


def test_beginning_twice_goes_on_in_the_same_draft(browser: Client) -> None:
    first = browser.post("/sv/worry/begin/")
    again = browser.post("/sv/worry/begin/")

    assert first["Location"] == again["Location"] == "/sv/worry/pieces/"
    assert COOKIE in first.cookies
    assert COOKIE not in again.cookies
    assert Draft.objects.count() == 1


def test_a_plan_begun_in_an_open_draft_joins_what_is_there(browser: Client) -> None:
    written, question = piece(), own("Vad heter din hund?")
    draft = hold(browser, Contents(pieces=(written,), plan=planned((question,)).plan))

    browser.post("/sv/guide/plan/police/guardian/assessment/begin/")

    assert held(draft) == Contents(
        pieces=(written,),
        plan=Plan(asker="police", person="guardian", step="assessment", own=(question,)),
    )


def test_a_key_is_http_only_secure_and_gone_with_the_browser(browser: Client) -> None:
    cookie = browser.post("/sv/worry/begin/").cookies[COOKIE]

    assert cookie["httponly"]
    assert cookie["secure"]
    assert cookie["samesite"] == "Lax"
    assert cookie["max-age"] == ""
    assert cookie["expires"] == ""


# My plan


def test_a_draft_without_a_plan_is_asked_for_the_three_choices(browser: Client) -> None:
    draft = hold(browser, Contents())

    assert 'name="asker"' in text_of(browser.get("/sv/guide/my-plan/"))
    assert browser.get("/sv/guide/my-plan/pocket/")["Location"] == "/sv/guide/my-plan/"

    browser.post(
        "/sv/guide/my-plan/choices/", {"asker": "school", "person": "teenager", "step": "concern"}
    )

    assert held(draft) == planned()


def test_a_choice_left_out_is_asked_for_and_the_plan_stays(browser: Client) -> None:
    draft = hold(browser, planned())

    response = browser.post("/sv/guide/my-plan/choices/", {"asker": "police", "person": "child"})

    assert response.status_code == 422
    assert 'href="#id_step"' in text_of(response)
    assert re.search(r'value="police" checked', text_of(response))
    assert held(draft) == planned()


def test_questions_are_picked_and_dropped_with_one_save(browser: Client) -> None:
    draft = hold(browser, planned())
    page = browser.get("/sv/guide/my-plan/")
    choices = selectors.choices_or_404(*SCHOOL)
    kept = selectors.suggested(choices)[0].id
    added = selectors.not_suggested(choices)[0].id

    response = browser.post(
        "/sv/guide/my-plan/",
        {"seen": page.context["seen"], "questions": [kept, added, "made-up"]},
    )

    assert response["Location"] == "/sv/guide/my-plan/"
    assert chosen(draft) == {kept, added}


def test_ticks_that_meet_another_tabs_are_kept_on_the_page_and_saved_the_next_time(
    browser: Client,
) -> None:
    draft = hold(browser, planned())
    seen = browser.get("/sv/guide/my-plan/").context["seen"]
    one, other = sorted(chosen(draft))[:2]
    browser.post("/sv/guide/my-plan/", {"seen": seen, "questions": [one]})

    clash = browser.post("/sv/guide/my-plan/", {"seen": seen, "questions": [other]})

    assert clash.status_code == 409
    assert 'href="#pick"' in text_of(clash)
    assert f'value="{other}" id="tick-{other}" checked' in text_of(clash)
    assert chosen(draft) == {one}

    browser.post("/sv/guide/my-plan/", {"seen": clash.context["seen"], "questions": [other]})

    assert chosen(draft) == {other}


def test_an_own_question_is_added_once_and_removed(browser: Client) -> None:
    draft = hold(browser, planned())
    typed = {"id": str(uuid.uuid4()), "text": "Hur mår din hund?"}

    browser.post("/sv/guide/my-plan/own/", typed)
    browser.post("/sv/guide/my-plan/own/", typed)
    page = text_of(browser.get("/sv/guide/my-plan/"))
    assert page.count('<p class="piece__text">Hur mår din hund?</p>') == 1

    browser.post(f"/sv/guide/my-plan/own/{typed['id']}/remove/")

    assert held(draft) == planned()


@pytest.mark.parametrize("text", ["", " ", "a" * 501, "Hej \u202edu"])
def test_an_own_question_that_will_not_do_is_kept_and_explained(browser: Client, text: str) -> None:
    draft = hold(browser, planned())

    response = browser.post("/sv/guide/my-plan/own/", {"id": str(uuid.uuid4()), "text": text})

    assert response.status_code == 422
    assert 'href="#id_text"' in text_of(response)
    assert text.replace("\u202e", "") in text_of(response)
    assert held(draft) == planned()


def test_one_own_question_too_many_is_kept_and_explained(browser: Client) -> None:
    full = planned(tuple(own(f"Fråga {number}?") for number in range(MAX_OWN_QUESTIONS)))
    draft = hold(browser, full)

    response = browser.post("/sv/guide/my-plan/own/", {"id": str(uuid.uuid4()), "text": "En till?"})

    assert response.status_code == 422
    assert 'value="En till?"' in text_of(response)
    assert held(draft) == full


def test_an_own_question_without_a_plan_is_kept_and_explained(browser: Client) -> None:
    hold(browser, Contents())

    response = browser.post("/sv/guide/my-plan/own/", {"id": str(uuid.uuid4()), "text": "En till?"})

    assert response.status_code == 422
    assert 'value="En till?"' in text_of(response)


@pytest.mark.parametrize("contents", [planned(), Contents()])
def test_a_change_of_language_keeps_a_question_that_is_not_added(
    browser: Client, contents: Contents
) -> None:
    draft = hold(browser, contents)
    typed = {"id": str(uuid.uuid4()), "text": "Hur mår din hund?", "leave": "language"}

    answered = browser.post("/en/guide/my-plan/own/", typed)

    page = text_of(answered)
    assert answered.status_code == 200
    assert "My conversation plan" in page
    assert 'value="Hur mår din hund?"' in page
    assert f'value="{typed["id"]}"' in page
    assert 'formaction="/sv/guide/my-plan/own/"' in page
    assert held(draft) == contents


def test_a_step_back_from_the_plan_adds_the_question_that_was_written(browser: Client) -> None:
    draft = hold(browser, planned())
    typed = {"id": str(uuid.uuid4()), "leave": "back"}

    without = browser.post("/sv/guide/my-plan/own/", {**typed, "text": " "})
    with_one = browser.post("/sv/guide/my-plan/own/", {**typed, "text": "Hur mår din hund?"})

    assert without["Location"] == with_one["Location"] == "/sv/guide/"
    saved = held(draft).plan
    assert saved is not None
    assert [question.text for question in saved.own] == ["Hur mår din hund?"]


def test_a_question_too_long_is_kept_when_the_plan_is_left(browser: Client) -> None:
    hold(browser, planned())
    typed = {"id": str(uuid.uuid4()), "text": "a" * 501, "leave": "back"}

    answered = browser.post("/sv/guide/my-plan/own/", typed)

    assert answered.status_code == 422
    assert "a" * 501 in text_of(answered)


def test_own_questions_are_shown_as_text_and_stand_in_no_address(browser: Client) -> None:
    hold(browser, planned((own("<script>alert(1)</script>"),)))

    for address in ("/sv/guide/my-plan/", "/sv/guide/my-plan/pocket/"):
        content = browser.get(address).content.decode()
        assert "<script>alert(1)</script>" in as_read(content)
        assert "<script>alert" not in content
        assert not re.search(r'(href|action)="[^"]*alert', content)


def test_the_pocket_sheet_holds_the_chosen_questions_and_112(browser: Client) -> None:
    draft = hold(browser, planned((own("Hur mår din hund?"),)))
    kept = selectors.suggested(selectors.choices_or_404(*SCHOOL))[0]
    plan = held(draft).plan
    assert plan is not None
    services.tick(draft.ticket, {kept.id}, services.mark_of(plan))

    sheet = text_of(browser.get("/sv/guide/my-plan/pocket/")).split('class="pocket"')[1]

    assert sheet.count('class="pocket__line"') == 2
    assert kept.text.sv in sheet
    assert "Hur mår din hund?" in sheet
    assert "112" in sheet


# Sorting a worry


def test_pieces_stand_under_their_kind_with_date_source_and_factors(browser: Client) -> None:
    factor = PACK.factors[0]
    hold(
        browser,
        Contents(
            pieces=(
                piece("Sett.", date="2026-11-02", source="rasten", factors=(factor.id,)),
                piece("Berättat.", kind=PieceKind.TOLD),
                piece("Tolkat.", kind=PieceKind.INTERPRETED),
            )
        ),
    )

    page = text_of(browser.get("/sv/worry/pieces/"))

    assert page.index("Sett.") < page.index("Berättat.") < page.index("Tolkat.")
    assert "2026-11-02" in page
    assert "rasten" in page
    assert factor.label.sv in page


def test_an_empty_worry_says_where_to_begin(browser: Client) -> None:
    hold(browser, Contents())

    for address in ("/sv/worry/pieces/", "/sv/worry/picture/", "/sv/worry/next/"):
        page = text_of(browser.get(address))
        assert 'href="/sv/draft/pieces/add/?kind=seen"' in page, address


@pytest.mark.parametrize("page", ["pieces", "picture"])
def test_the_lens_changes_the_order_and_nothing_else(browser: Client, page: str) -> None:
    contents = Contents(pieces=(piece(factors=(factor_id(Side.PROTECTIVE), factor_id(Side.RISK))),))
    draft = hold(browser, contents)
    care = main_of(browser.get("/sv/worry/picture/"))

    response = browser.post(f"/sv/worry/{page}/lens/", {"lens": "security"})

    security = main_of(browser.get("/sv/worry/picture/"))
    assert response["Location"] == f"/sv/worry/{page}/"
    assert care.index("side--protective") < care.index("side--risk")
    assert security.index("side--risk") < security.index("side--protective")
    assert sorted(words_of(care)) == sorted(words_of(security))
    assert held(draft).pieces == contents.pieces


@pytest.mark.parametrize("lens", ["care", "security"])
def test_both_eyes_are_always_there(browser: Client, lens: str) -> None:
    linked = PACK.factors[0]
    hold(browser, Contents(pieces=(piece(factors=(linked.id,)),), lens=lens))  # type: ignore[arg-type]  # a parameter

    page = text_of(browser.get("/sv/worry/picture/"))

    eyes = [page.index(linked.care_eye.sv), page.index(linked.security_eye.sv)]
    assert (eyes == sorted(eyes)) is (lens == "care")


def test_a_lens_that_does_not_exist_changes_nothing(browser: Client) -> None:
    draft = hold(browser, Contents())

    response = browser.post("/sv/worry/pieces/lens/", {"lens": "score"})

    assert response.status_code == 302
    assert held(draft) == Contents()


def test_the_picture_shows_both_sides_what_is_unlinked_and_what_nobody_wrote_about(
    browser: Client,
) -> None:
    protective = PACK.factors[0]
    hold(
        browser,
        Contents(pieces=(piece("Kopplad.", factors=(protective.id,)), piece("Utan plats."))),
    )

    page = text_of(browser.get("/sv/worry/picture/"))

    sides = {name: page.index(f'class="side side--{name}"') for name in (*Side, "unknown")}
    assert len(set(sides.values())) == 3
    assert page.index("Utan plats.") > sides["unknown"]
    assert page.index("Kopplad.") < sides["unknown"]
    silent = [item for item in selectors.picture(Contents()) if item.level.id != protective.level]
    assert all(f'/sv/questions/{item.themes[0].id}/"' in page for item in silent)


def test_the_picture_names_a_piece_under_each_factor_and_shows_it_whole_once(
    browser: Client,
) -> None:
    told = piece(
        "Han sade att han inte orkar gå till träningen mer, och gick hem.",
        date="2026-11-02",
        factors=tuple(factor.id for factor in PACK.factors[:3]),
    )
    hold(browser, Contents(pieces=(told,)))

    main = main_of(browser.get("/sv/worry/picture/"))

    assert main.count(told.text) == 1
    assert main.count(f'id="piece-{told.id}"') == 1
    name = f'2026-11-02 · <a href="#piece-{told.id}">Han sade att han inte orkar gå till'
    assert main.count(name) == 3


def test_the_picture_holds_no_number_about_a_person(browser: Client) -> None:
    factors = tuple(factor.id for factor in PACK.factors)
    hold(browser, Contents(pieces=(piece("Ord.", factors=factors), piece("Fler ord."))))

    shown = " ".join(words_of(main_of(browser.get("/en/worry/picture/"))))

    for factor in PACK.factors:
        for text in (factor.care_eye.en, factor.security_eye.en, factor.does_not_mean.en):
            shown = shown.replace(text, "")
    assert not re.search(r"\d", shown)


def test_ways_on_are_words_and_links_and_danger_comes_by_telephone(browser: Client) -> None:
    hold(browser, Contents(pieces=(piece(),)))

    main = main_of(browser.get("/sv/worry/next/"))

    assert all(step.title.sv in main and step.text.sv in main for step in PACK.next_steps)
    assert 'href="tel:112"' in main
    assert 'href=""' not in main


def test_ways_on_ask_for_protection_where_none_was_written(browser: Client) -> None:
    draft = hold(browser, Contents(pieces=(piece(factors=(factor_id(Side.RISK),)),)))
    asks = 'href="/sv/factors/protective/"'

    before = main_of(browser.get("/sv/worry/next/"))
    drafts.change(
        draft.ticket,
        lambda contents: contents.with_piece(piece(factors=(factor_id(Side.PROTECTIVE),))),
    )
    after = main_of(browser.get("/sv/worry/next/"))

    assert asks in before
    assert asks not in after


@pytest.mark.parametrize("language", ["sv", "en"])
def test_every_page_over_a_draft_opens_names_the_operator_and_is_never_kept(
    browser: Client, language: str
) -> None:
    written = Piece(id=str(uuid.uuid4()), kind=PieceKind.SEEN, text="Samma.")
    hold(browser, Contents(pieces=(written,), plan=planned().plan))

    for address in (
        "guide/my-plan/",
        "guide/my-plan/pocket/",
        "worry/pieces/",
        "worry/picture/",
        "worry/next/",
    ):
        response = browser.get(f"/{language}/{address}")
        assert response.status_code == 200, address
        assert response["Cache-Control"] == "no-store"
        assert "Björkdala kommun (påhittad)" in text_of(response)


def test_a_visit_to_what_only_takes_a_post_leads_back_to_the_page(browser: Client) -> None:
    hold(browser, planned())

    for address in NEEDS_DRAFT[1:4]:
        assert browser.get(address)["Location"].startswith("/sv/guide/my-plan/")


# What it costs


def test_a_page_over_a_draft_reads_the_database_once(
    browser: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    hold(browser, Contents(pieces=(piece(),), plan=planned().plan))

    for address in ("guide/my-plan/", "worry/pieces/", "worry/picture/", "worry/next/"):
        with django_assert_num_queries(1):
            browser.get(f"/sv/{address}")


def test_one_question_is_dropped_by_its_own_button(browser: Client) -> None:
    plan = Plan(asker="school", person="teenager", step="concern")
    draft = hold(browser, Contents(plan=plan))
    first, second, *_ = selectors.chosen(plan)

    response = browser.post(f"/sv/guide/my-plan/drop/{first.id}/")

    assert response["Location"] == "/sv/guide/my-plan/#questions"
    assert held(draft).plan == dataclasses.replace(plan, dropped=(first.id,))
    page = text_of(browser.get("/sv/guide/my-plan/"))
    assert f"question={first.id}" not in page
    assert f"question={second.id}" in page


def test_the_ways_on_lead_to_what_they_say(browser: Client) -> None:
    hold(browser, Contents())

    page = text_of(browser.get("/sv/worry/next/")).partition("<main")[2]

    for address in ("draft/erase/", "draft/save/", "guide/plan/any/guardian/concern/"):
        assert f'href="/sv/{address}"' in page, address
