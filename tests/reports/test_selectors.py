from __future__ import annotations

import dataclasses

import pytest
from django.http import Http404
from django.utils import translation

from fyrstod.core.pieces import PieceKind
from fyrstod.drafts.contents import Contents
from fyrstod.packs import shelf
from fyrstod.packs.schema import Kind, Need, Side
from fyrstod.reports import selectors
from fyrstod.reports.rules import Answers, Filled
from fyrstod.reports.services import answers_in
from tests.drafts.conftest import piece
from tests.reports.made import contents_of, field, report, section, the_report, the_section, when

SEEN = piece("sett")
TOLD = piece("berättat", kind=PieceKind.TOLD)
THOUGHT = piece("tolkat", kind=PieceKind.INTERPRETED)
ALL = Contents(pieces=(SEEN, TOLD, THOUGHT))


def test_an_unknown_report_or_section_is_not_found() -> None:
    with pytest.raises(Http404):
        selectors.report_or_404("other")
    with pytest.raises(Http404):
        selectors.section_or_404(the_report("concern"), "other")


@pytest.mark.parametrize(
    ("report_id", "agency_id"), [("concern", "social-services"), ("police", "police")]
)
def test_a_report_has_a_receiver_and_what_happens_after_it(report_id: str, agency_id: str) -> None:
    here = the_report(report_id)

    receiver, timeline = selectors.receiver_of(here), selectors.timeline_after(here)

    assert receiver is not None
    assert receiver.id == agency_id
    assert timeline is not None
    assert timeline.id == report_id


def test_a_pack_that_tells_of_no_agency_has_no_receiver(monkeypatch: pytest.MonkeyPatch) -> None:
    bare = dataclasses.replace(shelf.current(), agencies=(), timelines=())
    monkeypatch.setattr(shelf, "_in_use", [bare])

    assert selectors.receiver_of(the_report("concern")) is None
    assert selectors.timeline_after(the_report("concern")) is None


@pytest.mark.parametrize("report_id", ["concern", "police"])
def test_a_report_gets_no_interpretation_until_the_writer_has_chosen(report_id: str) -> None:
    assert selectors.pieces_for(the_report(report_id), ALL) == (SEEN, TOLD)


def test_the_pack_says_which_kinds_a_report_suggests() -> None:
    other = dataclasses.replace(the_report("concern"), suggests=("interpreted",))

    assert selectors.pieces_for(other, ALL) == (THOUGHT,)


def test_the_pieces_are_offered_side_by_side_each_once() -> None:
    factors = shelf.current().factors
    guards, risks = (
        next(factor.id for factor in factors if factor.side is side)
        for side in (Side.PROTECTIVE, Side.RISK)
    )
    kind, harsh, mixed, plain, old = (
        piece(text, factors=linked)
        for text, linked in (
            ("tröstade", (guards,)),
            ("hotade", (risks,)),
            ("både och", (risks, guards)),
            ("kom sent", ()),
            ("äldre", ("no-longer-here",)),
        )
    )

    found = selectors.offered(Contents(pieces=(old, harsh, mixed, plain, kind)))

    assert found == selectors.Offered((kind,), (harsh,), (mixed,), (old, plain))


def test_the_writers_choice_of_pieces_decides() -> None:
    chosen = Contents(pieces=ALL.pieces, chosen={"police": {SEEN.id: False, THOUGHT.id: True}})

    assert selectors.pieces_for(the_report("police"), chosen) == (TOLD, THOUGHT)


def test_an_interpretation_written_after_the_choice_stays_out_of_the_police_report() -> None:
    chosen = Contents(pieces=ALL.pieces, chosen={"police": {SEEN.id: True, TOLD.id: True}})

    assert selectors.pieces_for(the_report("police"), chosen) == (SEEN, TOLD)


@pytest.mark.parametrize("report_id", ["concern", "police"])
def test_every_part_of_a_task_list_opens_with_a_section_of_the_pack(report_id: str) -> None:
    sections = [item.id for item in the_report(report_id).sections]

    opening = list(selectors.PARTS[report_id])

    assert opening[0] == sections[0]
    assert opening == [name for name in sections if name in opening]


@pytest.mark.parametrize("report_id", ["concern", "police"])
def test_the_outline_holds_every_section_once_under_a_name(report_id: str) -> None:
    outline = selectors.outline(the_report(report_id))

    assert [item for _title, items in outline for item in items] == [
        *the_report(report_id).sections
    ]
    assert all(title for title, _items in outline)


def states(answers: Answers, contents: Contents | None = None) -> dict[str, str]:
    whole = report(
        section("needs", field("a", need=Need.REQUIRED), field("b")),
        section("free", field("c")),
        section("seen", pieces=("seen",)),
        section("closed", field("d"), show_if=when("a", "never")),
    )
    parts = selectors.parts(Filled(whole, answers), contents or Contents())
    return {task.section.id: task.state for part in parts for task in part.tasks}


def test_the_state_of_each_page_is_told() -> None:
    assert states({}) == {"needs": "needed", "free": "open", "seen": "open"}
    assert states({"b": "x"})["needs"] == "begun"
    assert states({"a": "x", "c": "y"}) == {"needs": "done", "free": "done", "seen": "open"}
    assert states({}, ALL)["seen"] == "done"


def test_the_next_and_the_previous_page_are_those_that_apply() -> None:
    whole = report(
        section("first", field("a", Kind.YES_NO)),
        section("closed", field("b"), show_if=when("a", "yes")),
        section("last", field("c")),
    )
    first, closed, last = whole.sections
    filled = Filled(whole, {"a": "no"})

    assert selectors.section_after(filled, first) is last
    assert selectors.section_before(filled, last) is first
    assert selectors.section_after(filled, closed) is last
    assert selectors.section_after(filled, last) is None
    assert selectors.section_before(filled, first) is None


def test_the_difference_between_the_reports_goes_both_ways() -> None:
    answers: Answers = {"danger_now": "no", "worry_now": "Oro", "incident_what": "Hot"}
    concern = Filled(the_report("concern"), answers)
    police = Filled(the_report("police"), answers)
    chosen = dataclasses.replace(ALL, chosen={"concern": {THOUGHT.id: True}})

    found = selectors.difference(concern, police, chosen)

    assert [item.id for item in found.only_here] == ["worry_now"]
    assert [item.id for item in found.only_there] == ["incident_what"]
    assert found.pieces_only_here == (THOUGHT,)
    assert found.pieces_only_there == ()


def test_a_shared_answer_does_not_begin_the_other_report() -> None:
    answers: Answers = {"danger_now": "no", "worry_now": "Oro"}

    assert selectors.is_begun(Filled(the_report("concern"), answers))
    assert not selectors.is_begun(Filled(the_report("police"), answers))


def test_pieces_linked_to_protection_are_found_for_its_page() -> None:
    contents = contents_of("fifteen-year-old")

    linked = selectors.linked_to(the_section("concern", "protection"), contents)

    assert len(linked) == 3
    assert the_section("concern", "protection").side is Side.PROTECTIVE


def test_factors_are_named_in_the_language_of_the_page() -> None:
    shown = piece(factors=("empathy", "not-in-this-pack"))

    assert selectors.factor_names(shown, "sv") != selectors.factor_names(shown, "en")
    assert len(selectors.factor_names(shown, "sv")) == 1


def test_a_way_for_adults_alone_is_shown_for_adults_alone() -> None:
    concern = the_report("concern")

    ways = {
        about: [channel.id for channel, _contact in selectors.channels_for(Filled(concern, given))]
        for about, given in (
            ("child", {"report_about": "child"}),
            ("adult", {"report_about": "adult"}),
        )
    }

    assert "together" not in ways["child"]
    assert "together" in ways["adult"]


def test_the_parts_are_named_in_the_language_of_the_page() -> None:
    filled = Filled(the_report("concern"), answers_in(contents_of("adult")))

    with translation.override("en"):
        english = [part.title for part in selectors.parts(filled, Contents())]
    with translation.override("sv"):
        swedish = [part.title for part in selectors.parts(filled, Contents())]

    assert set(english).isdisjoint(swedish)
