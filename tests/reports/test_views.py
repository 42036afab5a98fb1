from __future__ import annotations

import html
import json
import re
import uuid
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from pytest_django.fixtures import Settings

from fyrstod.core.pieces import PieceKind
from fyrstod.core.text import without_hidden
from fyrstod.documents.html import to_html
from fyrstod.drafts import services as drafts
from fyrstod.drafts.contents import Contents
from fyrstod.drafts.http import COOKIE
from fyrstod.drafts.papers import now
from fyrstod.drafts.services import OpenDraft
from fyrstod.packs import shelf
from fyrstod.reports import papers, selectors
from fyrstod.reports.rules import Filled
from fyrstod.reports.services import answers_in
from fyrstod.reports.views import FORMATS
from tests.drafts.conftest import held, hold, piece
from tests.pages import as_read
from tests.reports.made import contents_of, the_field, the_report, the_section

NASTY = '#read("/etc/passwd") </w:t> =HYPERLINK("x") <script>alert(1)</script> 🦉'
LANGUAGE = {"leave": "language"}
BACK = {"leave": "back"}
PAGES = ("tasks/", "check/", "document/", "send/", "page/danger/")


def at(path: str, report_id: str = "concern", language: str = "sv") -> str:
    return f"/{language}/reports/{report_id}/{path}"


def page(section_id: str, report_id: str = "concern", language: str = "sv") -> str:
    return at(f"page/{section_id}/", report_id, language)


def words(response: Any) -> str:
    """A page as a reader gets it: without tags and with real characters."""
    return as_read(re.sub(r"<[^>]+>", " ", response.content.decode()))


def seen_in(response: Any) -> str:
    """The mark of what was saved when a page was shown."""
    match = re.search(r'name="seen" value="(\w*)"', response.content.decode())
    assert match is not None
    return match[1]


def send(browser: Client, path: str, **typed: Any) -> Any:
    """Open a page, fill it in and send it."""
    return browser.post(path, {"seen": seen_in(browser.get(path)), **typed})


# ── Before a draft ──────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("report_id", "agency_id"), [("concern", "social-services"), ("police", "police")]
)
@pytest.mark.parametrize("path", ["", "send/"])
def test_a_report_leads_to_who_gets_it_and_to_what_happens_then(
    browser: Client, report_id: str, agency_id: str, path: str
) -> None:
    hold(browser, Contents())

    text = browser.get(at(path, report_id)).text

    assert f'href="/sv/collaboration/agencies/{agency_id}/"' in text
    assert f'href="/sv/collaboration/after/{report_id}/"' in text


@pytest.mark.parametrize("report_id", ["concern", "police"])
@pytest.mark.parametrize("language", ["sv", "en"])
def test_the_introduction_is_the_same_bytes_for_everybody(
    browser: Client, report_id: str, language: str
) -> None:
    stranger = browser.get(at("", report_id, language))
    hold(browser, contents_of("adult"))

    writer = browser.get(at("", report_id, language))

    assert stranger.status_code == 200
    assert writer.content == stranger.content
    assert "Jonas" not in words(writer)
    assert the_report(report_id).before[0].in_language(language) in words(writer)


def test_the_introduction_of_the_concern_tells_child_and_adult_apart(browser: Client) -> None:
    shown = words(browser.get(at("")))

    options = selectors.variants(the_report("concern"))
    assert len(options) == 2
    assert all(option.hint is not None and option.hint.sv in shown for option in options)


def test_nobody_can_begin_where_no_operator_is_named(browser: Client, settings: Settings) -> None:
    settings.FYRSTOD_OPERATOR = ""

    begun = browser.post(at("begin/"))

    assert begun.status_code == 403
    assert COOKIE not in begun.cookies


def test_only_a_post_mints_a_draft(browser: Client) -> None:
    visited = browser.get(at("begin/"))
    begun = browser.post(at("begin/"))

    assert (visited.status_code, visited["Location"]) == (302, at(""))
    assert COOKIE not in visited.cookies
    assert (begun.status_code, begun["Location"]) == (302, at("tasks/"))
    assert begun.cookies[COOKIE]["httponly"]


def test_beginning_the_other_report_keeps_the_draft(browser: Client, full: OpenDraft) -> None:
    begun = browser.post(at("begin/", "police"))

    assert COOKIE not in begun.cookies
    assert held(full) == full.contents


@pytest.mark.parametrize("path", PAGES)
def test_no_page_that_holds_answers_opens_without_a_draft(browser: Client, path: str) -> None:
    assert browser.get(at(path)).status_code == 404


@pytest.mark.parametrize("path", ["page/unknown/", "document/exe/", "document/html/"])
def test_an_unknown_page_or_format_is_not_found(
    browser: Client, full: OpenDraft, path: str
) -> None:
    assert browser.get(at(path)).status_code == 404


@pytest.mark.parametrize("path", PAGES)
def test_a_page_that_holds_answers_is_kept_nowhere(
    browser: Client, full: OpenDraft, path: str
) -> None:
    response = browser.get(at(path))

    assert response.status_code == 200
    assert response["Cache-Control"] == "no-store"


# ── Task list ───────────────────────────────────────────────────────────────


def test_the_task_list_of_an_empty_draft_begins_with_what_is_needed(
    browser: Client, empty: OpenDraft
) -> None:
    response = browser.get(at("tasks/"))

    first = the_report("concern").sections[0]
    assert f"Börja med: {first.title.sv}" in words(response)
    assert f'<a class="govuk-button" href="{page(first.id)}">' in response.content.decode()


def test_the_task_list_of_a_full_draft_leads_to_the_check(browser: Client, full: OpenDraft) -> None:
    body = browser.get(at("tasks/")).content.decode()

    assert f'<a class="govuk-button" href="{at("check/")}">' in body
    assert f'href="{at("tasks/", "police")}"' in body


# ── One page ────────────────────────────────────────────────────────────────


def test_a_page_saves_and_goes_on_to_the_next_that_applies(
    browser: Client, empty: OpenDraft
) -> None:
    answered = send(browser, page("about-whom"), report_about="adult")

    assert (answered.status_code, answered["Location"]) == (302, page("adult-consent"))
    assert held(empty).answers == {"report_about": "adult"}


def test_the_last_page_goes_on_to_the_check(browser: Client, empty: OpenDraft) -> None:
    answered = send(browser, page("left-out"), left_out_concern="Inget.")

    assert answered["Location"] == at("check/")


def test_a_page_opened_from_the_check_goes_back_there(browser: Client, full: OpenDraft) -> None:
    opened = browser.get(page("person") + "?from=check")

    answered = browser.post(
        page("person"),
        {"seen": seen_in(opened), "person_name": "Alma", "return_to": "check"},
    )

    assert '<input type="hidden" name="return_to" value="check">' in opened.content.decode()
    assert answered["Location"] == at("check/")


def test_a_page_may_be_saved_unfinished_for_later(browser: Client, empty: OpenDraft) -> None:
    answered = send(browser, page("reporter"), reporter_role="Lärare", later="1")

    assert answered["Location"] == at("tasks/")
    assert held(empty).answers == {"reporter_role": "Lärare"}


def test_with_script_the_next_page_comes_in_the_same_answer(
    browser: Client, empty: OpenDraft
) -> None:
    opened = browser.get(page("about-whom", language="en"))

    answered = browser.post(
        page("about-whom", language="en"),
        {"seen": seen_in(opened), "report_about": "adult"},
        headers={"HX-Request": "true"},
    )

    address = page("adult-consent", language="en")
    assert answered.status_code == 200
    assert answered["HX-Push-Url"] == address
    assert the_section("concern", "adult-consent").title.en in words(answered)
    assert f'action="{address}"' in answered.content.decode()
    assert page("adult-consent", language="sv") in answered.content.decode()
    assert 'name="return_to"' not in answered.content.decode()


def test_with_script_a_page_to_mend_leaves_the_address_alone(
    browser: Client, empty: OpenDraft
) -> None:
    answered = browser.post(page("person"), {"seen": ""}, headers={"HX-Request": "true"})

    assert answered.status_code == 422
    assert answered["HX-Push-Url"] == "false"


def test_a_needed_answer_is_asked_for_and_what_else_was_typed_is_shown(
    browser: Client, empty: OpenDraft
) -> None:
    answered = send(browser, page("reporter"), reporter_role="Lärare", reporter_name="")

    body = answered.content.decode()
    assert answered.status_code == 422
    assert 'href="#id_reporter_name"' in body
    assert 'value="Lärare"' in body
    assert held(empty).answers == {}


@pytest.mark.parametrize(
    ("path", "name", "typed"),
    [
        (page("traces", "police"), "traces-0-trace_saved", "2026-02-30"),
        (page("traces", "police"), "traces-0-trace_saved", "2999-01-01"),
        (page("when", "police"), "incident_time", "25:99"),
        (page("when", "police"), "incident_when_from", "i går"),
        (page("when", "police"), "incident_time", "y" * 100_000),
        (page("what", "police"), "incident_what", "x" * 100_000),
        (page("why-now"), "worry_now", "mitt\u202eåt\x00"),
        (page("person"), "person_name", "mitt\u202eåt"),
        (page("person"), "person_name", "z" * 201),
        (page("changes"), "worry_period_about", "i\u202e höst"),
    ],
    ids=lambda part: part[:40],
)
def test_a_bad_answer_is_told_at_its_field_and_what_was_typed_is_kept(
    browser: Client, empty: OpenDraft, path: str, name: str, typed: str
) -> None:
    answered = send(browser, path, **{name: typed})

    body = answered.content.decode()
    assert answered.status_code == 422
    assert "govuk-error-message" in body
    assert without_hidden(typed) in body
    assert "\u202e" not in body
    assert held(empty).answers == {}


def test_a_date_that_may_lie_ahead_is_taken(browser: Client, empty: OpenDraft) -> None:
    answered = send(browser, page("coming", "police"), threat_date="2999-01-01")

    assert answered.status_code == 302
    assert held(empty).answers == {"threat_date": "2999-01-01"}


def test_text_that_looks_like_code_is_saved_and_shown_as_text(
    browser: Client, empty: OpenDraft
) -> None:
    answered = send(browser, page("why-now"), worry_now=NASTY)

    body = browser.get(page("why-now")).content.decode()
    assert answered.status_code == 302
    assert held(empty).answers == {"worry_now": NASTY}
    assert html.escape(NASTY) in body
    assert "<script>alert" not in body


def test_unknown_fields_and_options_are_not_taken(browser: Client, empty: OpenDraft) -> None:
    stranger = send(browser, page("person"), person_name="Alma", stranger="x", worry_now="y")
    option = send(browser, page("danger"), danger_now="maybe")

    assert stranger.status_code == 302
    assert option.status_code == 422
    assert held(empty).answers == {"person_name": "Alma"}


@pytest.mark.parametrize("number", ["abc", "1000000000", "9" * 5000])
def test_a_strange_number_of_rows_neither_fails_nor_loses_a_row(
    browser: Client, empty: OpenDraft, number: str
) -> None:
    answered = send(
        browser,
        page("witnesses", "police"),
        **{"witnesses-rows": number, "witnesses-0-witness_name": "Sixten"},
    )

    assert answered.status_code == 302
    assert held(empty).answers == {"witnesses": [{"witness_name": "Sixten"}]}


@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}])
def test_a_row_is_added_after_what_was_typed_is_saved(
    browser: Client, empty: OpenDraft, headers: dict[str, str]
) -> None:
    path = page("witnesses", "police")
    sent = {
        "seen": seen_in(browser.get(path)),
        "return_to": "check",
        "witnesses-0-witness_name": "Sixten",
        "add_row": "witnesses",
    }

    answered = browser.post(path, sent, headers=headers, follow=True)

    body = answered.content.decode()
    assert answered.status_code == 200
    assert held(empty).answers == {"witnesses": [{"witness_name": "Sixten"}]}
    assert 'name="witnesses-1-witness_name"' in body
    assert body.count("autofocus") == 1
    assert '<input type="hidden" name="return_to" value="check">' in body


@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}])
def test_a_row_is_removed_and_the_others_stay(
    browser: Client, full: OpenDraft, headers: dict[str, str]
) -> None:
    path = page("parents-and-guardians")
    sent = {
        "seen": seen_in(browser.get(path)),
        "guardians-0-guardian_name": "Lisbet",
        "guardians-1-guardian_name": "Tomas",
        "remove_row": "guardians-0",
    }

    answered = browser.post(path, sent, headers=headers, follow=True)

    body = answered.content.decode()
    assert held(full).answers["guardians"] == [{"guardian_name": "Tomas"}]
    assert 'value="Tomas"' in body
    assert 'name="guardians-1-guardian_name"' not in body


def test_the_enter_key_neither_removes_a_row_nor_leaves_the_page(
    browser: Client, full: OpenDraft
) -> None:
    body = browser.get(page("parents-and-guardians")).content.decode()

    # Enter presses the first button of a form, and one outside it may come before those inside.
    first = re.search(r'<button[^>]* form="typing"[^>]*>', body)
    assert first is not None
    assert "name=" not in first[0]
    assert body.index(first[0]) < body.index("<form")


# ── Leaving a page with words on it ─────────────────────────────────────────


def test_a_change_of_language_saves_and_shows_the_same_page_in_the_other(
    browser: Client, empty: OpenDraft
) -> None:
    seen = seen_in(browser.get(page("why-now")))
    typed = {"seen": seen, "return_to": "check", "worry_now": "Han kommer inte.", **LANGUAGE}

    answered = browser.post(page("why-now", language="en"), typed)

    assert answered["Location"] == page("why-now", language="en") + "?from=check"
    assert held(empty).answers == {"worry_now": "Han kommer inte."}


@pytest.mark.parametrize("leave", [LANGUAGE, BACK])
def test_a_page_is_left_without_what_is_needed(
    browser: Client, empty: OpenDraft, leave: dict[str, str]
) -> None:
    assert send(browser, page("why-now"), **leave).status_code == 302


@pytest.mark.parametrize("leave", [LANGUAGE, BACK])
def test_what_cannot_be_saved_when_a_page_is_left_is_shown_with_a_way_out(
    browser: Client, empty: OpenDraft, leave: dict[str, str]
) -> None:
    seen = seen_in(browser.get(page("when", "police")))
    typed = {"incident_when_from": "2026-13", "incident_when_about": "efter lunch"}

    answered = browser.post(page("when", "police", "en"), {"seen": seen, **typed, **leave})

    assert answered.status_code == 422
    assert "Something needs a second look" in words(answered)
    assert all(f'value="{value}"' in answered.content.decode() for value in typed.values())
    assert "Leave without saving" in words(answered)
    assert held(empty).answers == {}


@pytest.mark.parametrize("leave", [LANGUAGE, BACK])
def test_another_tab_is_told_of_when_a_page_is_left(
    browser: Client, empty: OpenDraft, leave: dict[str, str]
) -> None:
    seen = seen_in(browser.get(page("why-now")))
    send(browser, page("why-now"), worry_now="Från den andra fliken.", later="1")

    answered = browser.post(page("why-now"), {"seen": seen, "worry_now": "Härifrån.", **leave})

    assert answered.status_code == 409
    assert "Härifrån." in words(answered)
    assert held(empty).answers == {"worry_now": "Från den andra fliken."}


def test_a_step_back_saves_and_leads_to_the_page_before(browser: Client, empty: OpenDraft) -> None:
    before = selectors.section_before(
        Filled(the_report("concern"), {}), the_section("concern", "why-now")
    )
    assert before is not None

    answered = send(browser, page("why-now"), worry_now="Han kommer inte.", **BACK)

    assert answered["Location"] == page(before.id)
    assert held(empty).answers == {"worry_now": "Han kommer inte."}


def test_a_step_back_leads_to_where_the_page_was_opened_from(
    browser: Client, full: OpenDraft
) -> None:
    first = the_report("concern").sections[0].id
    from_check = send(browser, page("why-now"), return_to="check", **BACK)
    from_first = send(browser, page(first), **BACK)

    assert from_check["Location"] == at("check/")
    assert from_first["Location"] == at("tasks/")


def test_a_page_where_nothing_is_typed_has_plain_links(browser: Client, full: OpenDraft) -> None:
    body = browser.get(page("told")).content.decode()

    assert 'id="language" href="/en/reports/concern/page/told/"' in body
    assert 'name="leave"' not in body


def test_the_choice_of_pieces_follows_to_the_other_language(browser: Client) -> None:
    taken, kept_out = piece("Med."), piece("Utan.")
    draft = hold(browser, Contents(pieces=(taken, kept_out)))

    browser.post(
        at("check/", language="en"),
        {"shown": [taken.id, kept_out.id], "pieces": [taken.id], **LANGUAGE},
    )

    assert held(draft).chosen == {"concern": {taken.id: True, kept_out.id: False}}


@pytest.mark.parametrize("protected", ["yes", "unknown"])
def test_a_protected_address_is_kept_and_not_shown(browser: Client, protected: str) -> None:
    guardians: list[Any] = [{"guardian_name": "Lisbet", "guardian_address": "Hemliga gatan 1"}]
    draft = hold(
        browser,
        Contents(
            answers={
                "report_about": "child",
                "protected_data": protected,
                "person_address": "Hemliga gatan 1",
                "guardians": guardians,
            }
        ),
    )
    path = page("parents-and-guardians")
    opened = browser.get(path)
    mark = re.search(r'name="guardians-0-out_of_sight" value="(\w+)"', opened.content.decode())
    assert mark is not None

    answered = send(
        browser,
        path,
        **{"guardians-0-out_of_sight": mark[1], "guardians-0-guardian_name": "Lisbet P"},
    )

    assert answered.status_code == 302
    assert held(draft).answers["guardians"] == [
        {"guardian_name": "Lisbet P", "guardian_address": "Hemliga gatan 1"}
    ]
    shown = [browser.get(at(where)) for where in ("check/", "send/", "page/whereabouts/")]
    assert not [one for one in (opened, *shown) if "Hemliga" in one.content.decode()]


DOUBT = "Numret går inte ihop."


@pytest.mark.parametrize("report_id", ["concern", "police"])
def test_a_number_that_nobody_can_have_is_saved_and_doubted_without_standing_in_the_way(
    browser: Client, empty: OpenDraft, report_id: str
) -> None:
    path = page("person", report_id)

    saved = send(browser, path, person_name="Alma", person_identity_number="20100114-1234")

    assert saved.status_code == 302
    assert held(empty).answers["person_identity_number"] == "20100114-1234"
    following = saved["Location"]
    for where in (following, path, at("tasks/", report_id), at("check/", report_id)):
        shown = browser.get(where)
        assert words(shown).count(DOUBT) == 1, where
        assert "20100114" not in where
    leads = browser.get(following).content.decode()
    assert f'href="{path}#id_person_identity_number"' in leads


def test_the_next_page_doubts_a_number_also_where_script_puts_it_in_place(
    browser: Client, empty: OpenDraft
) -> None:
    typed = {"person_name": "Alma", "person_identity_number": "20100114-1234"}
    mark = seen_in(browser.get(page("person")))

    saved = browser.post(page("person"), {"seen": mark, **typed}, headers={"HX-Request": "true"})

    assert words(saved).count(DOUBT) == 1


@pytest.mark.parametrize("number", ["19121212-1212", "20100114", "19890101-A123", ""])
def test_a_number_somebody_can_have_is_not_doubted(
    browser: Client, empty: OpenDraft, number: str
) -> None:
    saved = send(browser, page("person"), person_name="Alma", person_identity_number=number)

    shown = [browser.get(where) for where in (saved["Location"], page("person"), at("check/"))]
    assert not [one for one in shown if DOUBT in words(one)]


CHANGED = "Ändrat sedan dokumentet skapades"
WHERE_ONE_COMES_BACK = ("tasks/", "check/", "document/", "send/")


def make(browser: Client, report_id: str = "concern") -> None:
    pieces = [item.id for item in contents_of("fifteen-year-old").pieces]
    browser.post(at("check/", report_id), {"document": "1", "shown": pieces, "pieces": pieces})


def test_what_has_changed_since_a_report_was_made_is_told_where_one_comes_back(
    browser: Client, full: OpenDraft
) -> None:
    make(browser)
    unchanged = [browser.get(at(where)) for where in WHERE_ONE_COMES_BACK]

    send(browser, page("hope"), hoped_for="Att någon ringer i dag.")

    for response in unchanged:
        assert CHANGED not in words(response)
    for where in WHERE_ONE_COMES_BACK:
        shown = words(browser.get(at(where)))
        assert CHANGED in shown, where
        assert the_field("concern", "hoped_for").label.sv in shown.split(CHANGED)[1]
    front = browser.get("/sv/draft/").content.decode()
    assert f'href="{at("tasks/")}#changed"' in front
    assert f'href="{at("tasks/", "police")}#changed"' not in front


def test_a_report_that_is_made_again_has_not_changed(browser: Client, full: OpenDraft) -> None:
    make(browser)
    first = held(full).made["concern"]
    send(browser, page("hope"), hoped_for="Att någon ringer i dag.")

    make(browser)

    assert held(full).made["concern"].reference != first.reference
    assert CHANGED not in words(browser.get(at("tasks/")))
    assert "Skapat" in words(browser.get("/sv/draft/"))


def test_a_report_that_lacks_something_is_not_made(browser: Client, empty: OpenDraft) -> None:
    browser.post(at("check/"), {"document": "1"})

    assert held(empty).made == {}


def test_another_tab_is_told_of_and_nothing_is_lost(browser: Client, empty: OpenDraft) -> None:
    path = page("why-now")
    first, second = browser.get(path), browser.get(path)
    browser.post(path, {"seen": seen_in(first), "worry_now": "Första fliken"})

    clash = browser.post(path, {"seen": seen_in(second), "worry_now": "Andra fliken"})
    again = browser.post(path, {"seen": seen_in(clash), "worry_now": "Andra fliken"})

    assert clash.status_code == 409
    assert "Första fliken" in words(clash)
    assert ">\nAndra fliken</textarea>" in clash.content.decode()
    assert again.status_code == 302
    assert held(empty).answers == {"worry_now": "Andra fliken"}


def test_a_page_sent_twice_is_saved_once_and_goes_on(browser: Client, empty: OpenDraft) -> None:
    path = page("why-now")
    sent = {"seen": seen_in(browser.get(path)), "worry_now": "Oro", "worry_if_nothing": ""}

    answers = [browser.post(path, sent) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert held(empty).answers == {"worry_now": "Oro"}


def test_a_draft_erased_midway_says_so_and_shows_what_was_typed(
    browser: Client, empty: OpenDraft
) -> None:
    sent = {"seen": seen_in(browser.get(page("why-now"))), "worry_now": "Det här skrev jag nyss"}
    drafts.erase(empty.ticket)

    answered = browser.post(page("why-now"), sent)

    assert answered.status_code == 410
    assert "Det här skrev jag nyss" in words(answered)


def test_a_page_that_another_tab_closed_still_saves_what_was_typed(
    browser: Client, empty: OpenDraft
) -> None:
    send(browser, page("about-whom"), report_about="child")
    sent = {
        "seen": seen_in(browser.get(page("parents-and-guardians"))),
        "guardians-0-guardian_name": "Lisbet",
    }
    send(browser, page("about-whom"), report_about="adult")

    answered = browser.post(page("parents-and-guardians"), sent)
    reopened = browser.get(page("parents-and-guardians"))

    assert answered.status_code == 302
    assert held(empty).answers["guardians"] == [{"guardian_name": "Lisbet"}]
    assert (reopened.status_code, reopened["Location"]) == (302, at("tasks/"))


def test_what_was_typed_never_stands_in_an_address(browser: Client, empty: OpenDraft) -> None:
    answered = send(browser, page("person"), person_name="Alma Påhittsson")

    assert "Alma" not in answered["Location"]
    assert "Alma" not in str(answered.cookies)


def test_pieces_of_the_page_are_cards_that_lead_to_their_own_pages(
    browser: Client, empty: OpenDraft
) -> None:
    seen = piece("Hon skrattade.")
    hold(browser, Contents(pieces=(seen,)))

    body = browser.get(page("seen")).content.decode()

    assert "Hon skrattade." in body
    assert f'href="/sv/draft/pieces/{seen.id}/?back=concern.seen"' in body
    assert 'href="/sv/draft/pieces/add/?back=concern.seen&amp;kind=seen"' in body


def test_pieces_linked_to_protection_are_shown_where_protection_is_asked_for(
    browser: Client,
) -> None:
    hold(browser, Contents(pieces=(piece("Hon tröstade.", factors=("empathy",)), piece("Annat."))))

    shown = words(browser.get(page("protection")))

    assert "Hon tröstade." in shown
    assert "Annat." not in shown


def test_a_piece_kept_out_of_the_report_says_so_on_its_page(browser: Client) -> None:
    hold(browser, Contents(pieces=(piece("Jag tror.", kind=PieceKind.INTERPRETED),)))

    for report_id in ("police", "concern"):
        shown = words(browser.get(page("interpreted", report_id)))
        assert "Pusselbiten är inte med" in shown


def test_what_is_written_on_a_page_of_a_report_is_in_that_report_alone(
    browser: Client, empty: OpenDraft
) -> None:
    typed = {
        "id": str(uuid.uuid4()),
        "kind": "interpreted",
        "text": "Jag tror.",
        "back": "concern.interpreted",
    }

    browser.post("/sv/draft/pieces/add/", typed)

    contents = drafts.read(empty.ticket).contents
    assert [it.text for it in selectors.pieces_for(the_report("concern"), contents)] == [
        "Jag tror."
    ]
    assert selectors.pieces_for(the_report("police"), contents) == ()


def test_the_check_page_offers_protection_beside_worry_and_says_when_nothing_is_chosen(
    browser: Client,
) -> None:
    kind, thought = (
        piece("Hon tröstade.", factors=("empathy",)),
        piece("Jag tror.", kind=PieceKind.INTERPRETED),
    )
    hold(browser, Contents(pieces=(kind, thought)))

    some = browser.get(at("check/"))
    browser.post(at("check/"), {"shown": [kind.id], "choose": "1"})
    none = browser.get(at("check/")).content.decode()

    body = some.content.decode()
    assert body.index("Det som skyddar</h2>") < body.index("Hon tröstade.</span>")
    assert "Ingen pusselbit är kopplad till en oro" in body
    assert some.context["taken"] == {kind.id}
    assert "nothing-chosen" not in body
    assert "nothing-chosen" in none


# ── Danger ──────────────────────────────────────────────────────────────────

CALL = '<a class="alarm__call" href="tel:112">'


@pytest.mark.parametrize("report_id", ["concern", "police"])
@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}])
def test_a_yes_to_danger_is_met_by_112_on_the_next_page(
    browser: Client, empty: OpenDraft, report_id: str, headers: dict[str, str]
) -> None:
    path = page("danger", report_id)
    sent = {"seen": seen_in(browser.get(path)), "danger_now": "yes"}

    answered = browser.post(path, sent, headers=headers, follow=True)

    body = answered.content.decode()
    assert answered.status_code == 200
    assert f'action="{path}"' not in body
    assert body.index(CALL) < body.index("<h1>")
    assert "Ring 112 nu" in words(answered)


@pytest.mark.parametrize("path", ["tasks/", "check/"])
@pytest.mark.parametrize(("danger", "times"), [("yes", 1), ("no", 0)])
def test_112_stays_on_the_list_and_the_check_while_there_is_danger(
    browser: Client, path: str, danger: str, times: int
) -> None:
    hold(browser, Contents(answers={"danger_now": danger}))

    body = browser.get(at(path)).content.decode()

    assert body.count(CALL) == times


# ── What is shared, and what is left out ────────────────────────────────────


def test_an_answer_that_both_reports_ask_for_says_so_once_the_other_is_begun(
    browser: Client,
) -> None:
    shared = "Delas med orosanmälan: en ändring gäller båda."
    hold(browser, Contents(answers={"danger_now": "no"}))
    alone = words(browser.get(page("danger", "police")))
    hold(browser, Contents(answers={"danger_now": "no", "worry_now": "Oro"}))

    with_other = browser.get(page("danger", "police"))

    assert shared not in alone
    assert words(with_other).count(shared) == 1
    assert words(browser.get(page("online", "police"))).count(shared) == 1
    assert shared not in words(browser.get(page("what", "police")))
    assert "Shared with the concern report" in words(
        browser.get(page("danger", "police", language="en"))
    )


@pytest.mark.parametrize("protected", ["yes", "unknown"])
def test_the_check_page_lists_what_protection_leaves_out_and_what_it_does_not(
    browser: Client, protected: str
) -> None:
    about: dict[str, Any] = {"report_about": "child", "person_address": "Hemliga gatan 1"}
    hold(browser, Contents(answers={**about, "protected_data": "no"}))
    without = browser.get(at("check/")).content.decode()
    hold(browser, Contents(answers={**about, "protected_data": protected}))

    body = browser.get(at("check/")).content.decode()

    notice = body[body.index('id="withheld"') :].split("</section>")[0]
    assert 'id="withheld"' not in without
    assert re.findall(r"<li>(.+?)</li>", notice) == [
        "Barnets vårdnadshavare: Adress",
        "Personens adress",
        "Var är personen just nu?",
        "Skola, förskola eller arbete",
    ]
    assert "fri text" in notice
    assert ("tills du vet" in notice) is (protected == "unknown")
    assert "Hemliga" not in body


def test_the_number_of_pages_is_told_only_when_it_is_known(
    browser: Client, empty: OpenDraft
) -> None:
    before = words(browser.get(page("danger")))
    send(browser, page("about-whom"), report_about="child")

    after = words(browser.get(page("danger")))

    assert re.search(r"sida 1\s+(?!av)", before)
    assert re.search(r"sida 1 av \d+", after)


# ── Check ───────────────────────────────────────────────────────────────────


def test_what_is_still_needed_comes_first_with_links_back(
    browser: Client, empty: OpenDraft
) -> None:
    body = browser.get(at("check/")).content.decode()

    missing = [field.id for _section, field in Filled(the_report("concern"), {}).missing]
    links = re.findall(r'<li><a href="[^"]*\?from=check#id_(\w+)"', body[: body.index("<h2>")])
    assert links == missing
    assert 'name="document"' not in body


def test_the_check_page_shows_answers_with_ways_to_change_them(
    browser: Client, full: OpenDraft
) -> None:
    response = browser.get(at("check/"))

    assert "Alma Påhittsson" in words(response)
    assert f'href="{page("person")}?from=check#id_person_name"' in response.content.decode()
    assert 'name="document"' in response.content.decode()


def test_a_link_from_the_check_page_lands_at_its_question(browser: Client, full: OpenDraft) -> None:
    body = browser.get(at("check/")).content.decode()
    links = re.findall(r'href="(/sv/reports/[^"#]+)\?from=check#(\w+)"', body)

    lost = [
        target
        for path, target in links
        if f'id="{target}"' not in browser.get(path).content.decode()
    ]

    assert len(links) > 20
    assert lost == []


def test_the_choice_of_pieces_is_kept_and_the_document_follows_it(browser: Client) -> None:
    contents = contents_of("adult")
    draft = hold(browser, contents)
    taken = contents.pieces[0]

    typed = {
        "shown": [piece.id for piece in contents.pieces],
        "pieces": [taken.id, "unknown"],
        "document": "1",
    }
    answered = browser.post(at("check/"), typed)

    shown = words(browser.get(at("document/")))
    assert answered["Location"] == at("document/")
    assert held(draft).chosen == {"concern": {p.id: p is taken for p in contents.pieces}}
    assert taken.text in shown
    assert contents.pieces[-1].text not in shown


def test_the_check_page_tells_how_the_two_reports_differ(browser: Client, full: OpenDraft) -> None:
    shown = words(browser.get(at("check/")))

    labels = {
        field.id: field.label.sv
        for name in ("concern", "police")
        for field in the_report(name).all_fields()
    }
    here, there = shown.split("Bara i det andra")
    assert labels["worry_now"] in here.split("Bara i det här")[1]
    assert labels["incident_what"] in there


@pytest.mark.parametrize("report_id", ["concern", "police"])
def test_the_number_of_differences_is_that_of_the_list_below_it(
    browser: Client, report_id: str
) -> None:
    contents = contents_of("adult")
    thought = piece("Jag tror.", kind=PieceKind.INTERPRETED)
    both = Contents(answers=contents.answers, pieces=(*contents.pieces, thought))
    hold(browser, both.taking("concern", thought.id))

    body = browser.get(at("check/", report_id)).content.decode()

    lists = re.findall(
        r"<summary>Bara i [^(]+\((\d+)\)</summary>\s*<ul[^>]*>(.*?)</ul>", body, re.S
    )
    assert len(lists) == 2
    assert [int(number) for number, _items in lists] == [items.count("<li>") for _, items in lists]
    assert "Pusselbit:" in body
    assert all(int(number) > 0 for number, _items in lists)


# ── Document ────────────────────────────────────────────────────────────────


def test_no_document_is_made_before_it_holds_what_is_needed(
    browser: Client, empty: OpenDraft
) -> None:
    answers = [browser.get(at(path)) for path in ("document/", "document/pdf/")]

    assert [answer["Location"] for answer in answers] == [at("check/")] * 2


def test_the_preview_is_the_same_tree_as_the_file(browser: Client, full: OpenDraft) -> None:
    body = browser.get(at("document/")).content.decode()
    text = browser.get(at("document/txt/")).content.decode()

    filled = Filled(the_report("concern"), answers_in(full.contents))
    heading = to_html_heading(filled)
    assert heading in body
    assert "Gäller Alma Påhittsson" in text


def to_html_heading(filled: Filled) -> str:
    title = filled.report.document_title.sv
    return f'<h2 class="paper-title">{title}</h2>'


def test_nothing_typed_is_markup_in_the_preview(browser: Client) -> None:
    contents = contents_of("adult")
    hold(browser, Contents(answers={**contents.answers, "worry_now": NASTY}))

    body = browser.get(at("document/")).content.decode()

    assert "<script>alert" not in body
    assert html.escape(NASTY) in body


@pytest.mark.parametrize("report_id", ["concern", "police"])
@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize("file_format", FORMATS)
def test_every_format_can_be_had_of_both_reports_in_both_languages(
    browser: Client, full: OpenDraft, report_id: str, language: str, file_format: str
) -> None:
    response = browser.get(at(f"document/{file_format}/", report_id, language))

    called = {
        "sv": {"concern": "orosanmalan", "police": "polisanmalan"},
        "en": {"concern": "concern-report", "police": "police-report"},
    }[language][report_id]
    name = re.fullmatch(
        rf'attachment; filename="{called}-FS-\w{{4}}-\w{{4}}\.{file_format}"',
        response["Content-Disposition"],
    )
    start = {"pdf": b"%PDF", "docx": b"PK", "json": b"{", "txt": b""}[file_format]
    assert response.status_code == 200
    assert name is not None
    assert response.content.startswith(start)
    assert len(response.content) > 1000
    assert response["Cache-Control"] == "no-store"


def test_the_document_page_offers_every_format(browser: Client, full: OpenDraft) -> None:
    body = browser.get(at("document/")).content.decode()

    offered = re.findall(r'href="/sv/reports/concern/document/(\w+)/" download', body)

    assert tuple(offered) == FORMATS


# ── Where to send it ────────────────────────────────────────────────────────


@pytest.mark.parametrize("report_id", ["concern", "police"])
def test_every_way_to_send_is_shown_with_whom_to_contact_and_when_that_was_checked(
    browser: Client, full: OpenDraft, report_id: str
) -> None:
    response = browser.get(at("send/", report_id))

    shown, body = words(response), response.content.decode()
    ways = dict(re.findall(r'labelledby="channel-([^"]+)">(.*?)</section>', body, re.DOTALL))
    for channel, contact in selectors.channels_for(Filled(the_report(report_id), {})):
        assert channel.title.sv in shown
        if contact:
            known = "Läst på deras sida" if contact.status == "seen" else "Inte bekräftat"
            assert known in ways[channel.id]
            assert contact.checked.isoformat() in ways[channel.id]
        if contact and contact.phone:
            assert f'href="tel:{contact.phone.replace(" ", "").replace("-", "")}"' in body
        if contact and contact.url:
            assert f'href="{html.escape(contact.url)}"' in body


def test_no_way_to_send_is_an_e_mail(browser: Client, full: OpenDraft) -> None:
    bodies = [browser.get(at("send/", name)).content.decode() for name in ("concern", "police")]

    assert not [body for body in bodies if "mailto:" in body]


def test_the_texts_to_paste_stand_in_the_forms_order_and_empty_ones_are_told(
    browser: Client, empty: OpenDraft
) -> None:
    send(browser, page("where", "police"), incident_place="Ekbacka torg, vid den stora trappan")
    send(browser, page("when", "police"), incident_when_from="2026-11-17")

    body = browser.get(at("send/", "police")).content.decode()

    blocks = the_report("police").copy_blocks
    titles = re.findall(r'<div class="copy"[^>]*>\s*<h3>([^<]+)</h3>', body)
    assert titles == [block.title.sv for block in blocks]
    assert body.count("data-copied=") == 1
    assert words(browser.get(at("send/", "police"))).count("Inget skrivet till den här rutan") == (
        len(blocks) - 2
    )
    # A lone day is typed as fast as it is copied, so it has no button.
    assert "2026-11-17</p>" in body


def test_the_draft_can_be_erased_at_the_end(browser: Client, full: OpenDraft) -> None:
    body = browser.get(at("send/")).content.decode()

    erased = browser.post("/sv/draft/erase/")

    assert 'class="govuk-button govuk-button--secondary" href="/sv/draft/erase/"' in body
    assert 'class="govuk-button govuk-button--secondary" href="/sv/draft/save/"' in body
    assert erased.status_code == 302
    assert browser.get(at("tasks/")).status_code in (404, 410)


# ── Cost ────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "path",
    [*PAGES, "document/txt/", "page/seen/", "page/protection/", "page/parents-and-guardians/"],
)
def test_every_page_reads_the_draft_once_and_nothing_else(
    browser: Client,
    full: OpenDraft,
    path: str,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    with django_assert_num_queries(1):
        response = browser.get(at(path))

    assert response.status_code == 200


@pytest.mark.parametrize("report_id", ["concern", "police"])
def test_the_introduction_asks_the_database_nothing(
    browser: Client, report_id: str, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(0):
        browser.get(at("", report_id))


@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}])
def test_saving_a_page_opens_the_draft_and_seals_it_in_one_transaction(
    browser: Client,
    full: OpenDraft,
    headers: dict[str, str],
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    sent = {"seen": seen_in(browser.get(page("person"))), "person_name": "Alma"}

    with django_assert_num_queries(5) as asked:
        browser.post(page("person"), sent, headers=headers)

    kinds = [query["sql"].split()[0] for query in asked.captured_queries]
    assert kinds == ["SELECT", "SAVEPOINT", "SELECT", "UPDATE", "RELEASE"]


def test_what_is_typed_is_not_in_the_data_of_another_report(
    browser: Client, full: OpenDraft
) -> None:
    concern = json.loads(browser.get(at("document/json/")).content)

    assert concern["title"] == the_report("concern").document_title.sv
    assert str(full.contents.answers["incident_what"]) not in json.dumps(
        concern, ensure_ascii=False
    )


def test_the_paper_is_written_as_the_page_shows_it(browser: Client, full: OpenDraft) -> None:
    filled = Filled(the_report("police"), answers_in(full.contents))
    body = browser.get(at("document/", "police")).content.decode()

    paper = papers.Paper(
        pack=shelf.current(),
        report=filled.report,
        answers=filled.answers,
        pieces=selectors.pieces_for(filled.report, full.contents),
        language="sv",
        created=now(),
    )
    without_time = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d")
    assert without_time.sub("", to_html(papers.document(paper))) in without_time.sub("", body)
