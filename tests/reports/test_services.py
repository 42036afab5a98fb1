from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from fyrstod.drafts import services as drafts
from fyrstod.drafts.contents import Contents
from fyrstod.drafts.services import DraftGone, OpenDraft
from fyrstod.packs.schema import Section
from fyrstod.reports import selectors, services
from fyrstod.reports.rules import Answers
from fyrstod.reports.services import ChangedElsewhere, answers_in, mark_of
from tests.drafts.conftest import held, hold, piece
from tests.reports.made import the_report, the_section


def save(draft: OpenDraft, page: Section, typed: dict[str, Any], seen: str) -> Answers:
    """Save as a page does that was opened on `draft`; the answers afterwards."""
    _after, answers = services.save_section(draft, answers_in(draft.contents), page, typed, seen)
    return answers


def test_answers_that_do_not_fit_the_pack_stay_aside_and_stay_kept(browser: Client) -> None:
    draft = hold(
        browser,
        Contents(
            answers={"danger_now": "maybe", "gone": "x", "person_name": "Alma", "guardians": 1}
        ),
    )
    page = the_section("concern", "person")

    save(draft, page, {"person_name": "Alma P"}, mark_of(page, answers_in(draft.contents)))

    assert answers_in(held(draft)) == {"person_name": "Alma P"}
    assert held(draft).answers == {
        "danger_now": "maybe",
        "gone": "x",
        "person_name": "Alma P",
        "guardians": 1,
    }


def test_a_date_that_was_past_when_it_was_saved_is_still_read() -> None:
    contents = Contents(answers={"trace_saved": "2026-11-23", "threat_date": "2031-01-01"})

    answers = answers_in(contents)

    assert answers == {"threat_date": "2031-01-01"}


def test_saving_nothing_takes_the_answer_away(empty: OpenDraft) -> None:
    page = the_section("concern", "why-now")
    saved = save(empty, page, {"worry_now": "Oro", "worry_if_nothing": "Mer"}, mark_of(page, {}))

    save(
        empty,
        page,
        {"worry_now": "Oro", "worry_if_nothing": ""},
        mark_of(page, saved),
    )

    assert held(empty).answers == {"worry_now": "Oro"}


def test_a_page_changed_in_another_tab_is_not_overwritten_unasked(empty: OpenDraft) -> None:
    page = the_section("concern", "why-now")
    as_opened = mark_of(page, {})
    save(empty, page, {"worry_now": "Första"}, as_opened)

    with pytest.raises(ChangedElsewhere) as caught:
        save(empty, page, {"worry_now": "Andra"}, as_opened)

    assert caught.value.saved == {"worry_now": "Första"}
    assert held(empty).answers == {"worry_now": "Första"}


def test_the_other_tab_may_change_another_page(empty: OpenDraft) -> None:
    worry, person = the_section("concern", "why-now"), the_section("concern", "person")
    save(empty, worry, {"worry_now": "Oro"}, mark_of(worry, {}))

    save(empty, person, {"person_name": "Alma"}, mark_of(person, {}))

    assert held(empty).answers == {"worry_now": "Oro", "person_name": "Alma"}


@pytest.mark.parametrize(
    "typed",
    [
        {"worry_now": "Oro", "worry_if_nothing": ""},
        {"worry_now": "", "worry_if_nothing": ""},
    ],
)
def test_the_same_page_sent_twice_is_saved_once_without_a_word(
    empty: OpenDraft, typed: dict[str, Any]
) -> None:
    page = the_section("concern", "why-now")
    save(empty, page, typed, mark_of(page, {}))

    save(empty, page, typed, mark_of(page, {}))

    assert held(empty).answers == {name: value for name, value in typed.items() if value}


def test_an_answer_that_is_no_part_of_the_page_is_left_alone(full: OpenDraft) -> None:
    page = the_section("concern", "person")
    before = dict(full.contents.answers)

    save(full, page, {"person_name": "Alma"}, mark_of(page, answers_in(full.contents)))

    assert held(full).answers == {**before, "person_name": "Alma"}


def test_saving_in_a_draft_that_is_gone_says_so(empty: OpenDraft) -> None:
    page = the_section("concern", "person")
    gone = empty
    drafts.erase(gone.ticket)

    with pytest.raises(DraftGone):
        save(gone, page, {"person_name": "Alma"}, mark_of(page, {}))


def test_a_choice_of_pieces_holds_for_its_own_report(browser: Client) -> None:
    first, second = piece("första"), piece("andra")
    draft = hold(browser, Contents(pieces=(first, second)))

    services.choose_pieces(
        draft.ticket,
        the_report("police"),
        shown=[first.id, second.id, "unknown"],
        taken=[first.id, "unknown"],
    )

    contents = drafts.read(draft.ticket).contents
    assert contents.chosen == {"police": {first.id: True, second.id: False}}
    assert selectors.pieces_for(the_report("concern"), contents) == (first, second)


def test_a_piece_added_in_another_tab_is_not_left_out_unseen(browser: Client) -> None:
    first, late = piece("första"), piece("sen")
    draft = hold(browser, Contents(pieces=(first, late)))

    services.choose_pieces(draft.ticket, the_report("concern"), shown=[first.id], taken=[])

    contents = drafts.read(draft.ticket).contents
    assert selectors.pieces_for(the_report("concern"), contents) == (late,)
