"""What a concern fills in, and what it leaves alone."""

from __future__ import annotations

import dataclasses
import uuid
from collections.abc import Mapping
from typing import Any

import pytest

from fyrstod.core.pieces import Piece
from fyrstod.drafts.contents import Contents, Origin
from fyrstod.packs.facts import RoomFact
from fyrstod.packs.schema import Kind, Option
from fyrstod.rooms import paper_filling
from fyrstod.rooms.paper_facts import Facts
from fyrstod.rooms.paper_filling import Filling
from fyrstod.rooms.paper_rules import id_in
from tests.drafts.conftest import piece
from tests.reports.made import field, group, report, section, text

ORIGIN = Origin(room_id=uuid.UUID(int=7), reference="K7QF-3M2X")
YES_OR_NOT = tuple(Option(id=it, label=text(it)) for it in ("yes", "no", "unknown"))
REPORT = report(
    section(
        "about",
        field("called", max_length=20, filled_from="identity.name"),
        field("reason", Kind.LONG_TEXT, max_length=200, filled_from="concern.why_now"),
        field("shielded", Kind.CHOICE, options=YES_OR_NOT, filled_from="identity.protected"),
        field("lives", max_length=200, address=True, filled_from="identity.address"),
        group("parents", field("parent", max_length=200, filled_from="identity.guardians")),
        field("hope", max_length=200),
    ),
    section(
        "sender",
        field("sender", max_length=200, filled_from="writer.name"),
        field("phone", max_length=20),
    ),
)
"""Fields by other names than those of the real reports: the pack alone says what takes what."""
A, B = piece("A."), piece("B.")


def filled(
    known: Mapping[RoomFact, str],
    there: Filling | Contents | None = None,
    *pieces: Piece,
    marks: Mapping[str, str] | None = None,
    held_back: frozenset[RoomFact] = frozenset(),
) -> Filling:
    contents = there.contents if isinstance(there, Filling) else there or Contents()
    origin = contents.room or ORIGIN
    return paper_filling.filling(
        contents,
        origin.filled if marks is None else marks,
        Facts(known, held_back),
        pieces,
        origin=origin,
        reports=(REPORT,),
    )


def typed(there: Filling, **answers: Any) -> Contents:
    """The draft after somebody has typed in it."""
    after = {**there.contents.answers, **answers}
    return dataclasses.replace(
        there.contents, answers={name: value for name, value in after.items() if value}
    )


def told(found: Filling) -> list[tuple[str, str]]:
    news = ((it.how, it.field, it.piece) for it in found.news)
    return [(how, f.id if f else p.text if p else "") for how, f, p in news]


def test_each_question_takes_what_the_pack_says() -> None:
    found = filled(
        {"identity.name": "Robin", "concern.why_now": "Det går fort.", "writer.name": "Kim"}
    )

    assert found.contents.answers == {"called": "Robin", "reason": "Det går fort.", "sender": "Kim"}
    assert [it.id for it in found.filled] == ["called", "reason", "sender"]


def test_a_group_gets_one_row_for_each_line() -> None:
    found = filled({"identity.guardians": "Lo Påhitt, 070-174 06 05\n\n Mio Påhitt \n"})

    assert found.contents.answers["parents"] == [
        {"parent": "Lo Påhitt, 070-174 06 05"},
        {"parent": "Mio Påhitt"},
    ]


def test_what_has_no_room_is_not_cut_but_left_out_and_said() -> None:
    found = filled({"identity.name": "Ett namn som är alldeles för långt"})

    assert found.contents.answers == {}
    assert [it.id for it in found.too_long] == ["called"]


def test_what_is_held_back_is_named_as_left_out() -> None:
    found = filled({"identity.protected": "yes"}, held_back=frozenset({"identity.address"}))

    assert found.contents.answers == {"shielded": "yes"}
    assert [it.id for it in found.left_out] == ["lives"]
    assert found.contents.room is not None
    assert found.contents.room.left_out == ("lives",)


def test_what_a_writer_changed_is_never_written_over_but_said() -> None:
    draft = typed(filled({"identity.name": "Robin"}), called="Robban")

    after = filled({"identity.name": "Robin Påhitt"}, draft)
    again = filled({"identity.name": "Robin Påhitt"}, after)

    assert after.contents.answers == {"called": "Robban"}
    assert told(after) == [("kept", "called")]
    assert again.news == ()
    assert again.contents == after.contents


def test_what_a_writer_emptied_stays_empty() -> None:
    draft = typed(filled({"concern.why_now": "Det går fort."}), reason="")

    after = filled({"concern.why_now": "Det går fortare."}, draft)

    assert after.contents.answers == {}
    assert told(after) == [("kept", "reason")]


def test_what_a_writer_wrote_before_the_concern_knew_stays() -> None:
    draft = typed(filled({}), called="Någon i åttan")

    after = filled({"identity.name": "Robin"}, draft)

    assert after.contents.answers == {"called": "Någon i åttan"}
    assert told(after) == [("kept", "called")]


@pytest.mark.parametrize(
    ("before", "now", "how"),
    [("", "Robin", "added"), ("Robin", "Robin Påhitt", "changed"), ("Robin", "", "removed")],
)
def test_what_nobody_changed_follows_the_concern(before: str, now: str, how: str) -> None:
    draft = filled({"identity.name": before} if before else {})

    after = filled({"identity.name": now} if now else {}, draft)

    assert after.contents.answers.get("called", "") == now
    assert told(after) == [(how, "called")]


def test_a_concern_that_becomes_protected_says_so_over_any_answer_and_takes_its_address_back() -> (
    None
):
    before = filled({"identity.address": "Storgatan 1"})
    draft = typed(before, shielded="no")

    after = filled({"identity.protected": "yes"}, draft, held_back=frozenset({"identity.address"}))

    assert after.contents.answers == {"shielded": "yes"}
    assert told(after) == [("changed", "shielded"), ("removed", "lives")]


def test_not_to_know_of_protection_holds_back_as_much_and_stays() -> None:
    after = filled({"identity.protected": "yes"}, Contents(answers={"shielded": "unknown"}))

    assert after.contents.answers == {"shielded": "unknown"}


def test_the_record_is_surer_than_a_draft_from_elsewhere_but_ones_own_words_are_kept() -> None:
    elsewhere = Contents(answers={"called": "Alex", "reason": "Mina ord."})

    after = filled({"identity.name": "Robin", "concern.why_now": "Rummets ord."}, elsewhere)

    assert after.contents.answers == {"called": "Robin", "reason": "Mina ord."}


def test_another_writer_is_named_and_says_nothing_of_the_first() -> None:
    kim = typed(filled({"writer.name": "Kim"}), sender="Kim K.", phone="070", hope="Lugn.")

    same = filled({"writer.name": "Kim"}, kim)
    elin = filled({"writer.name": "Elin"}, kim)

    assert same.contents.answers == {"sender": "Kim K.", "phone": "070", "hope": "Lugn."}
    assert elin.contents.answers == {"sender": "Elin", "hope": "Lugn."}


def test_pieces_that_are_new_changed_or_gone_in_the_concern_are_so_in_the_draft() -> None:
    draft = filled({}, None, A, B)
    new, changed = piece("C."), dataclasses.replace(A, text="A, rättad.")

    after = filled({}, draft, changed, new)

    assert after.contents.pieces == (changed, new)
    assert told(after) == [("changed", "A, rättad."), ("removed", "B."), ("added", "C.")]
    assert filled({}, after, changed, new).news == ()


def test_a_piece_changed_in_the_draft_stands_and_one_taken_out_stays_out() -> None:
    draft = filled({}, None, A, B).contents
    mine = dataclasses.replace(A, text="Mina ord.")
    draft = dataclasses.replace(draft, pieces=(mine,))

    after = filled({}, draft, dataclasses.replace(A, text="Rummets ord."), B)

    assert after.contents.pieces == (mine,)
    assert told(after) == [("kept", "Mina ord.")]


def test_a_piece_written_in_the_draft_and_kept_in_the_room_is_not_there_twice() -> None:
    draft = dataclasses.replace(filled({}).contents, pieces=(A,))
    kept = dataclasses.replace(A, id=str(id_in(ORIGIN.room_id, A.id)))

    after = filled({}, draft, kept)

    assert after.contents.pieces == (A,)
    assert after.news == ()
