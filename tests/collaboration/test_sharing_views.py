"""Advice on sharing in the browser: the start, six questions, the answer, the rule cards."""

from __future__ import annotations

import datetime
import re
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries
from pytest_django.fixtures import Settings

from fyrstod.collaboration import sharing_selectors as selectors
from fyrstod.collaboration.sharing_rules import QUESTIONS
from fyrstod.collaboration.sharing_views import FORMATS
from fyrstod.drafts import services as drafts
from fyrstod.drafts.contents import Contents, Plan, Sharing
from fyrstod.drafts.http import COOKIE
from fyrstod.drafts.rules import Ticket
from fyrstod.law.situation import Situation
from fyrstod.packs import shelf
from fyrstod.packs.cards import RuleCard
from tests.drafts.conftest import held, hold, new_browser
from tests.pages import as_read

pytestmark = pytest.mark.django_db

PACK = shelf.current()
EVERY_QUESTION = tuple(question.id for question in QUESTIONS)
PUPIL = Situation(sender="school", receiver="social-services", age=15, matter="child-harm")
NOT_ADVICE = "Det här är ett stöd för din bedömning och inte juridisk rådgivning."


@pytest.fixture
def browser() -> Client:
    return new_browser()


def at(path: str = "", language: str = "sv") -> str:
    return f"/{language}/sharing/{path}"


def asking(about: str) -> str:
    return at(f"question/{about}/")


def answered(situation: Situation = PUPIL, **more: Any) -> Contents:
    return Contents(sharing=Sharing(situation=situation, asked=EVERY_QUESTION, **more))


def words(response: Any) -> str:
    """A page as a reader gets it: without tags and with real characters."""
    return " ".join(as_read(re.sub(r"<[^>]+>", " ", response.text)).split())


def seen_in(response: Any) -> str:
    match = re.search(r'name="seen" value="(\w*)"', response.text)
    assert match is not None
    return match[1]


def send(browser: Client, about: str, **typed: Any) -> Any:
    """Open a question, answer it and send it."""
    seen = seen_in(browser.get(asking(about)))
    return browser.post(asking(about), {"seen": seen, **typed})


def situation_of(browser: Client) -> Situation:
    ticket = Ticket.from_cookie(browser.cookies[COOKIE].value)
    assert ticket is not None
    sharing = drafts.read(ticket).contents.sharing
    assert sharing is not None
    return sharing.situation


# ── Before a draft ──────────────────────────────────────────────────────────


@pytest.mark.parametrize("path", ["", "rules/", "rules/osl-10-15a/"])
def test_a_page_to_read_is_the_same_bytes_for_everybody(browser: Client, path: str) -> None:
    stranger = new_browser().get(at(path))
    hold(browser, answered())

    writer = browser.get(at(path))

    assert stranger.status_code == 200
    assert writer.content == stranger.content
    assert NOT_ADVICE in words(writer)


def test_only_a_post_mints_a_draft(browser: Client) -> None:
    visited = browser.get(at("begin/"))
    begun = browser.post(at("begin/"))

    assert (visited.status_code, visited["Location"]) == (302, at())
    assert COOKIE not in visited.cookies
    assert (begun.status_code, begun["Location"]) == (302, asking("who"))
    assert begun.cookies[COOKIE]["httponly"]


def test_beginning_joins_the_draft_that_is_there(browser: Client) -> None:
    draft = hold(browser, Contents(answers={"person_name": "Milo"}))

    begun = browser.post(at("begin/"))

    assert COOKIE not in begun.cookies
    assert held(draft).answers == {"person_name": "Milo"}


def test_beginning_again_goes_on_where_one_was(browser: Client) -> None:
    browser.post(at("begin/"))
    send(browser, "who", sender="health")

    assert browser.post(at("begin/"))["Location"] == asking("whom")


def test_beginning_with_all_answered_leads_to_the_answer(browser: Client) -> None:
    hold(browser, answered())

    assert browser.post(at("begin/"))["Location"] == at("answer/")


@pytest.mark.parametrize("path", ["answer/", "answer/pdf/", "question/who/"])
def test_nothing_that_was_answered_opens_for_a_stranger(browser: Client, path: str) -> None:
    assert browser.get(at(path)).status_code == 404
    assert browser.post(at("question/who/"), {"sender": "police"}).status_code == 404


@pytest.mark.parametrize("path", ["question/income/", "answer/exe/", "answer/json/"])
def test_an_unknown_question_or_format_is_not_found(browser: Client, path: str) -> None:
    hold(browser, answered())

    assert browser.get(at(path)).status_code == 404


def test_an_unknown_rule_is_not_found(browser: Client) -> None:
    assert browser.get(at("rules/nothing/")).status_code == 404


def test_without_an_operator_there_is_content_only(browser: Client, settings: Settings) -> None:
    hold(browser, answered())
    settings.FYRSTOD_OPERATOR = ""

    start = browser.get(at())

    assert 'method="post"' not in start.text
    assert at("rules/") in start.text
    for path in ("answer/", "question/who/", "answer/pdf/"):
        assert browser.get(at(path)).status_code == 403
    assert browser.post(at("begin/")).status_code == 403


# ── What is known already ───────────────────────────────────────────────────


def test_what_the_draft_knows_is_filled_in_and_said(browser: Client) -> None:
    plan = Plan(asker="school", person="teenager", step="concern")
    hold(browser, Contents(plan=plan, answers={"person_birth_year": "16"}))
    browser.post(at("begin/"))

    who, age = browser.get(asking("who")), browser.get(asking("age"))

    assert re.search(r'value="school" checked', who.text)
    assert re.search(r'name="age" value="16"', age.text)
    for page in (who, age):
        assert "Ändra om det är fel." in words(page)
    assert "Ändra om det är fel." not in words(browser.get(asking("matter")))


def test_what_was_filled_in_stays_marked_in_the_answer_until_it_was_looked_at(
    browser: Client,
) -> None:
    hold(browser, Contents(plan=Plan(asker="police", person="adult", step="concern")))
    browser.post(at("begin/"))

    before = words(browser.get(at("answer/")))
    send(browser, "who", sender="police")
    after = words(browser.get(at("answer/")))

    assert before.count("ifyllt åt dig") == 1
    assert "ifyllt åt dig" not in after


@pytest.mark.parametrize("to", ["social-services", "police"])
def test_a_page_that_implies_who_is_told_carries_it_along(browser: Client, to: str) -> None:
    browser.post(at("begin/"), {"to": to})

    page = browser.get(asking("whom"))

    assert f'value="{to}" checked' in page.text
    assert "Ändra om det är fel." in words(page)


def test_another_receiver_is_asked_about_before_the_answer(browser: Client) -> None:
    hold(browser, answered())

    assert browser.post(at("begin/"), {"to": "police"})["Location"] == asking("whom")


def test_a_receiver_that_nobody_knows_is_left_out(browser: Client) -> None:
    begun = browser.post(at("begin/"), {"to": "<b>bank"})

    assert begun["Location"] == asking("who")
    assert situation_of(browser).receiver is None


@pytest.mark.parametrize(
    ("page", "to"),
    [
        ("reports/concern/", "social-services"),
        ("reports/police/", "police"),
        ("reports/concern/tasks/", "social-services"),
        ("reports/police/tasks/", "police"),
        ("reports/concern/send/", "social-services"),
        ("reports/police/send/", "police"),
        ("collaboration/agencies/police/", "police"),
    ],
)
def test_pages_about_a_receiver_lead_here_with_it(browser: Client, page: str, to: str) -> None:
    hold(browser, Contents())

    text = browser.get(f"/sv/{page}").text

    form = text.split(f'action="{at("begin/")}"')[1].split("</form>")[0]
    assert f'name="to" value="{to}"' in form


@pytest.mark.parametrize(
    "page",
    [
        "guide/plan/school/teenager/concern/",
        "guide/my-plan/",
        "worry/next/",
        "collaboration/",
    ],
)
def test_other_pages_lead_here_without_a_receiver(browser: Client, page: str) -> None:
    hold(browser, Contents(plan=Plan(asker="school", person="teenager", step="concern")))

    assert f'href="{at()}"' in browser.get(f"/sv/{page}").text


# ── The questions ───────────────────────────────────────────────────────────


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize("about", EVERY_QUESTION)
def test_each_question_is_the_one_heading_of_its_page_and_can_be_skipped(
    browser: Client, about: str, language: str
) -> None:
    hold(browser, Contents())

    page = browser.get(f"/{language}/sharing/question/{about}/")

    fact = next(question.facts[0] for question in QUESTIONS if question.id == about)
    asked = next(known.question for known in PACK.facts if known.fact == fact)
    assert page.text.count("<h1>") == 1
    assert asked.in_language(language) in as_read(page.text.split("<h1>")[1].split("</h1>")[0])
    assert page.text.count('name="skip"') == 1


def test_six_answers_lead_to_the_page_with_the_answer(browser: Client) -> None:
    browser.post(at("begin/"))
    typed = {
        "who": {"sender": "school", "sender_role": "staff"},
        "whom": {"receiver": "social-services"},
        "age": {"age": "15"},
        "matter": {"matter": "child-harm"},
        "consent": {"consent_person": "not-asked", "consent_guardian": ""},
        "named": {"identified": "yes"},
    }

    ways = [send(browser, about, **typed[about])["Location"] for about in EVERY_QUESTION]

    assert ways == [*map(asking, EVERY_QUESTION[1:]), at("answer/")]
    assert situation_of(browser) == Situation(
        sender="school",
        sender_role="staff",
        receiver="social-services",
        age=15,
        matter="child-harm",
        consent_person="not-asked",
        identified=True,
    )


def test_every_question_may_be_skipped_and_the_answer_says_what_would_change_it(
    browser: Client,
) -> None:
    browser.post(at("begin/"))
    for about in EVERY_QUESTION:
        response = send(browser, about, skip="1", age="kanelbulle")
        assert response.status_code == 302

    page = browser.get(at("answer/"))

    assert situation_of(browser) == Situation()
    shown = words(page)
    assert "Vi vet för lite för att säga vad du måste eller får berätta." in shown
    assert "ingen plikt" not in shown
    assert "Inte känt →" not in shown
    assert "Ring 112 först." in shown
    assert "ska genast anmäla det till socialtjänsten" in shown
    assert f'class="govuk-button" href="{asking("who")}?from=answer"' in page.text
    for about in ("who", "whom", "age", "matter", "consent", "named"):
        assert f'href="{asking(about)}?from=answer"' in page.text


def test_a_change_from_the_answer_leads_back_to_it(browser: Client) -> None:
    hold(browser, answered())
    page = browser.get(asking("age") + "?from=answer")

    seen = seen_in(page)
    saved = browser.post(asking("age"), {"seen": seen, "age": "16", "return_to": "answer"})

    assert 'name="return_to" value="answer"' in page.text
    assert saved["Location"] == at("answer/")
    assert situation_of(browser).age == 16


@pytest.mark.parametrize(
    ("about", "typed"),
    [
        ("age", {"age": "-1"}),
        ("age", {"age": "1\u202e7"}),
        ("who", {"sender": "bank"}),
        ("named", {"identified": "<b>"}),
    ],
)
def test_what_cannot_be_is_said_and_nothing_is_saved(
    browser: Client, about: str, typed: dict[str, str]
) -> None:
    draft = hold(browser, answered())

    response = send(browser, about, **typed)

    assert response.status_code == 422
    assert "govuk-error-summary" in response.text
    assert "<title>Titta igen:" in response.text
    assert "<b>" not in response.text
    assert held(draft) == draft.contents


def test_two_tabs_do_not_lose_each_others_answers(browser: Client) -> None:
    hold(browser, answered())
    seen = seen_in(browser.get(asking("age")))
    browser.post(asking("age"), {"seen": seen, "age": "17"})

    late = browser.post(asking("age"), {"seen": seen, "age": "18"})

    assert late.status_code == 409
    assert "annan flik" in words(late)
    assert 'name="age" value="18"' in late.text
    assert situation_of(browser).age == 17

    browser.post(asking("age"), {"seen": seen_in(late), "age": "18"})

    assert situation_of(browser).age == 18


def test_the_same_answer_twice_is_no_clash(browser: Client) -> None:
    hold(browser, answered())
    seen = seen_in(browser.get(asking("age")))
    typed = {"seen": seen, "age": "17"}

    assert browser.post(asking("age"), typed).status_code == 302
    assert browser.post(asking("age"), typed).status_code == 302


def test_no_address_holds_an_answer(browser: Client) -> None:
    browser.post(at("begin/"), {"to": "police"})

    for about, typed in (("who", {"sender": "school"}), ("matter", {"matter": "risk-of-crime"})):
        address = send(browser, about, **typed)["Location"]
        assert re.fullmatch(r"/sv/sharing/(question/[a-z]+|answer)/", address)


# ── The answer ──────────────────────────────────────────────────────────────


@pytest.mark.parametrize("language", ["sv", "en"])
def test_the_answer_holds_every_verdict_with_its_conditions_its_proof_and_its_page(
    browser: Client, language: str
) -> None:
    day = datetime.date(2026, 11, 23)
    contents = answered(on_date=day)
    hold(browser, contents)

    page = browser.get(at("answer/", language))

    shown = words(page)
    assert contents.sharing is not None
    answer = selectors.answer(contents.sharing, language, day)
    for verdict in answer.advice.verdicts:
        card = page.text.split(f'id="rule-{verdict.card.id}"')[1]
        card = card.split('class="disclosure rule ')[0]
        for text in (verdict.card.says, *verdict.conditions):
            assert text.in_language(language) in as_read(card)
        assert verdict.card.verified_on.isoformat() in card
        assert f'href="{at(f"rules/{verdict.card.id}/", language)}"' in card
    for item in answer.advice.does_not_apply:
        assert item.why.in_language(language) in shown
    for weighed in answer.weighed:
        lifted = weighed.why in answer.lifted
        assert shown.count(" ".join(weighed.why.split())) == 1 + lifted


def test_the_answer_is_no_legal_advice_and_says_so(browser: Client) -> None:
    hold(browser, answered())

    assert NOT_ADVICE in words(browser.get(at("answer/")))


def test_the_answer_takes_few_questions_to_the_database(
    browser: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    hold(browser, answered())

    with django_assert_max_num_queries(3):
        assert browser.get(at("answer/")).status_code == 200


@pytest.mark.parametrize(
    ("receiver", "contact"),
    [("social-services", "social-emergency"), ("police", "police-11414")],
)
def test_the_answer_says_who_to_call(browser: Client, receiver: str, contact: str) -> None:
    hold(browser, answered(Situation(sender="school", receiver=receiver)))

    page = browser.get(at("answer/")).text

    assert f'id="{contact}"' in page
    assert f'href="/sv/collaboration/agencies/{receiver}/"' in page


def test_danger_comes_first_and_nothing_stands_beside_the_call(browser: Client) -> None:
    hold(browser, answered(Situation(sender="school", matter="acute-danger")))

    main = browser.get(at("answer/")).text.split("<main")[1]

    assert main.index('href="tel:112"') < main.index("<h1>")
    assert 'class="govuk-button"' not in main


@pytest.mark.parametrize("language", ["sv", "en"])
def test_in_danger_the_short_answer_says_what_to_do_now(browser: Client, language: str) -> None:
    advice = next(topic for topic in shelf.current().advice if topic.id == "something-acute")
    hold(browser, answered(Situation(sender="school", matter="acute-danger")))

    page = browser.get(at("answer/", language)).text
    hold(browser, answered(Situation(sender="school", matter="concern")))
    calm = browser.get(at("answer/", language)).text

    short = as_read(page.split('class="in-short"')[1].split("</section>")[0])
    places = [short.index(line.in_language(language)) for line in advice.do]
    assert places == sorted(places)
    assert "112" in short[: places[1]]
    assert advice.do[0].in_language(language) not in as_read(calm)


def test_there_is_one_next_step(browser: Client) -> None:
    for situation in (PUPIL, Situation(), Situation(sender="health", receiver="police")):
        hold(browser, answered(situation))

        assert browser.get(at("answer/")).text.count('class="govuk-button"') == 1


ADULT: dict[str, Any] = {"sender": "school", "age": 25, "identified": True}


@pytest.mark.parametrize(
    ("situation", "words_of_it"),
    [
        (PUPIL, "Skriv en orosanmälan"),
        (
            Situation(
                sender="social-services",
                receiver="police",
                age=19,
                matter="suspected-crime",
                crime_category="other",
                crime_minimum_months=12,
            ),
            "Skriv en polisanmälan",
        ),
        (Situation(receiver="police", matter="concern", **ADULT), "Fråga utan att säga vem"),
        (
            Situation(receiver="police", matter="concern", consent_person="given", **ADULT),
            "Se vem du kan fråga",
        ),
        (
            Situation(
                receiver="social-services", matter="concern", consent_person="refused", **ADULT
            ),
            "Fråga utan att säga vem",
        ),
        (Situation(receiver="police", **ADULT), "Svara på det som saknas"),
    ],
)
def test_the_next_step_is_a_report_only_where_a_rule_opens_for_it(
    browser: Client, situation: Situation, words_of_it: str
) -> None:
    hold(browser, answered(situation))

    page = browser.get(at("answer/")).text

    assert page.split('class="govuk-button"')[1].split("<")[0].endswith(f">{words_of_it}")


def test_the_call_stands_first_in_short_and_above_every_contact(browser: Client) -> None:
    danger = Situation(sender="school", receiver="police", age=16, matter="acute-danger")
    hold(browser, answered(danger))

    page = browser.get(at("answer/")).text

    first = page.split('id="in-short"')[1]
    assert first.index("#rule-call-112") < first.index("#rule-u170-4") < first.index('id="contact"')


def test_the_answer_leads_at_once_to_whom_to_call_and_to_the_text_for_the_case_file(
    browser: Client,
) -> None:
    hold(browser, answered())

    page = browser.get(at("answer/")).text

    places = [page.index(it) for it in ('href="#case"', 'id="contact"', '<section class="rules"')]
    assert places == sorted(places)


@pytest.mark.parametrize("path", ["answer/", "question/who/"])
def test_a_stranger_may_begin_the_questions_there(browser: Client, path: str) -> None:
    page = browser.get(at(path)).text.split("<main")[1]

    assert f'action="{at("begin/")}"' in page
    assert "Börja om med frågorna" in page


def test_the_law_of_another_day_can_be_asked_for(browser: Client) -> None:
    risk = Situation(sender="school", receiver="police", matter="risk-of-crime")
    draft = hold(browser, answered(risk))

    chosen = browser.post(at("answer/"), {"day": "2025-11-30"})
    before = browser.get(at("answer/"))

    assert chosen["Location"] == at("answer/")
    assert held(draft).sharing.on_date == datetime.date(2025, 11, 30)  # type: ignore[union-attr]  # just saved
    assert 'id="rule-osl-10-15a"' not in before.text
    assert "Regeln gäller från och med 2025-12-01" in words(before)

    browser.post(at("answer/"), {"day": ""})

    assert 'id="rule-osl-10-15a"' in browser.get(at("answer/")).text


@pytest.mark.parametrize("day", ["2025-13-01", "i går", "9999-01-01", "2025-11"])
def test_a_day_that_cannot_be_is_said_and_kept(browser: Client, day: str) -> None:
    draft = hold(browser, answered())

    response = browser.post(at("answer/"), {"day": day})

    assert response.status_code == 422
    assert f'value="{day}"' in response.text
    assert held(draft) == draft.contents


def test_the_text_for_the_case_file_can_be_copied_and_taken_away(browser: Client) -> None:
    hold(browser, answered())

    page = browser.get(at("answer/"))

    block = page.text.split("data-copy ")[1].split("</div>")[0]
    assert block.count("Bedömning av utlämnande") == 1
    for file_format in FORMATS:
        assert f'href="{at(f"answer/{file_format}/")}"' in page.text
        file = browser.get(at(f"answer/{file_format}/"))
        assert file.status_code == 200
        assert re.search(
            rf'filename="bedomning-av-utlamnande-FS-\w{{4}}-\w{{4}}\.{file_format}"',
            file["Content-Disposition"],
        )


def test_a_draft_that_never_asked_shows_what_it_knows(browser: Client) -> None:
    hold(browser, Contents(plan=Plan(asker="school", person="child", step="concern")))

    assert "Kommunal skola" in words(browser.get(at("answer/")))


def test_the_draft_leads_back_to_the_answer(browser: Client) -> None:
    hold(browser, Contents())
    assert at("answer/") not in browser.get("/sv/draft/").text

    hold(browser, answered())
    assert at("answer/") in browser.get("/sv/draft/").text


# ── The rule cards ──────────────────────────────────────────────────────────


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize("card", PACK.rules, ids=lambda card: card.id)
def test_a_rule_has_a_page_with_all_that_is_known_of_it(
    client: Client, card: RuleCard, language: str
) -> None:
    page = client.get(at(f"rules/{card.id}/", language))

    shown = words(page)
    texts = [card.title, card.says, card.binds, card.covers, card.excludes, card.unclear]
    texts += [*(item.text for item in card.judge), *(item.why for item in card.missed)]
    for text in filter(None, texts):
        assert " ".join(text.in_language(language).split()) in shown
    assert card.verified_on.isoformat() in shown
    for day in (card.valid_from, card.valid_to):
        assert day is None or day.isoformat() in shown
    for source in shelf.sources(card.sources):
        assert f'id="source-{source.id}"' in page.text


def test_what_is_unverified_is_marked_and_what_was_read_is_not(client: Client) -> None:
    for card in PACK.rules:
        facts = client.get(at(f"rules/{card.id}/")).text.split('class="rule__facts"')[1]
        marked = ">Obekräftat<" in facts.split("</dl>")[0]
        assert marked is (card.verified == "unverified")


def test_every_rule_is_listed(client: Client) -> None:
    page = client.get(at("rules/")).text

    for card in PACK.rules:
        assert page.count(f'href="{at(f"rules/{card.id}/")}"') == 1


def test_a_rule_named_by_an_agency_leads_to_its_page(client: Client) -> None:
    agency = next(agency for agency in PACK.agencies if agency.rules)

    page = client.get(f"/sv/collaboration/agencies/{agency.id}/").text

    assert f'href="{at(f"rules/{agency.rules[0]}/")}"' in page


def test_a_change_of_language_keeps_the_answer_that_was_just_chosen(browser: Client) -> None:
    hold(browser, Contents(sharing=Sharing()))
    seen = seen_in(browser.get(asking("age")))
    english = at("question/age/", "en")

    response = browser.post(english, {"seen": seen, "age": "17", "leave": "language"}, follow=True)

    assert response.redirect_chain == [(english, 302)]
    assert 'value="17"' in response.text
    assert situation_of(browser).age == 17


def test_what_cannot_be_saved_is_shown_again_in_the_other_language(browser: Client) -> None:
    hold(browser, Contents(sharing=Sharing()))
    seen = seen_in(browser.get(asking("age")))

    response = browser.post(
        at("question/age/", "en"), {"seen": seen, "age": "old", "leave": "language"}
    )

    assert response.status_code == 422
    assert 'lang="en"' in response.text
    assert 'value="old"' in response.text


def test_a_step_back_keeps_the_answer_that_was_just_chosen(browser: Client) -> None:
    hold(browser, Contents(sharing=Sharing()))
    seen = seen_in(browser.get(asking("age")))

    response = browser.post(asking("age"), {"seen": seen, "age": "17", "leave": "back"})

    assert response["Location"] == asking("whom")
    assert situation_of(browser).age == 17


def entry_of(page: Any, rule_id: str) -> str:
    """What the list says of one rule, as a reader gets it."""
    item = page.text.split(f'/sharing/rules/{rule_id}/"')[1].split("</li>")[0].split(">", 1)[1]
    return " ".join(as_read(re.sub(r"<[^>]+>", " ", item)).split())


@pytest.mark.parametrize("language", ["sv", "en"])
def test_the_list_says_whom_each_rule_binds(client: Client, language: str) -> None:
    page = client.get(at("rules/", language))

    for card in PACK.rules:
        assert card.binds.in_language(language) in entry_of(page, card.id)


@pytest.mark.parametrize(
    ("today", "past", "to_come"),
    [
        (datetime.date(2026, 11, 25), {"sol-2001-14-1"}, {"osl-23-2-from-2028"}),
        (
            datetime.date(2028, 7, 1),
            {"sol-2001-14-1", "osl-23-2-pupil-welfare", "osl-23-2-school"},
            set(),
        ),
    ],
)
def test_a_rule_that_does_not_hold_today_is_marked_in_the_list_and_on_its_page(
    client: Client,
    monkeypatch: pytest.MonkeyPatch,
    today: datetime.date,
    past: set[str],
    to_come: set[str],
) -> None:
    monkeypatch.setattr(timezone, "localdate", lambda: today)

    listed = client.get(at("rules/"))

    pages = {card.id: words(client.get(at(f"rules/{card.id}/"))) for card in PACK.rules}
    marked = {card.id: entry_of(listed, card.id) for card in PACK.rules}
    assert {name for name, said in marked.items() if "Gällde till och med" in said} == past
    assert {name for name, said in marked.items() if "Gäller från" in said} == to_come
    assert {name for name, said in pages.items() if "Regeln gäller inte längre." in said} == past
    assert {name for name, said in pages.items() if "Regeln gäller inte än." in said} == to_come


@pytest.mark.parametrize("page", ["", "guide/", "worry/", "contacts/"])
def test_the_ways_in_lead_here_without_a_draft(client: Client, page: str) -> None:
    assert f'href="{at()}"' in client.get(f"/sv/{page}").text.split("<main")[1]
