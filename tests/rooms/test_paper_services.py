"""A draft into a room and out of it, and what becomes of a concern's papers."""

from __future__ import annotations

import dataclasses
import datetime
import uuid
from typing import Any

import pytest

from fyrstod.access.policy import Denied, Role
from fyrstod.core.pieces import PieceKind
from fyrstod.drafts.contents import Contents, Origin
from fyrstod.drafts.fields import fingerprint
from fyrstod.journal.models import Entry
from fyrstod.people.models import Agency, User
from fyrstod.rooms import end_services, paper_rules, paper_services, rows, selectors, services
from fyrstod.rooms.contents import (
    Direction,
    NoteKind,
    Outcome,
    PaperKind,
    Person,
    Sheet,
    Voice,
)
from fyrstod.rooms.models import Concern, Paper, Piece
from fyrstod.rooms.rules import About
from fyrstod.rooms.selectors import OpenConcern
from fyrstod.rooms.services import ChangedMeanwhile
from tests.drafts.conftest import piece
from tests.rooms import made

pytestmark = pytest.mark.django_db(databases=["default", "keys", "ledger"])

DAY = datetime.date(2026, 11, 24)
A, B = (
    piece("Sa att våld var rätt.", date="2026-11-10", factors=("legitimises-violence",)),
    piece("Mormor ringer varje dag.", kind=PieceKind.TOLD, source="mormor"),
)
ANSWERS: dict[str, Any] = {"person_name": "Alex Påhitt", "worry_now": "Det går fort nu."}


def draft(**other: Any) -> Contents:
    given: dict[str, Any] = {
        "pack": "fyrstod 2026.2",
        "pieces": (A, B),
        "answers": ANSWERS,
        "chosen": {"police": {B.id: False}},
    }
    return Contents(**(given | other))


def sheet(kind: PaperKind = PaperKind.OTHER, **other: Any) -> Sheet:
    given: dict[str, Any] = {"direction": Direction.MADE, "title": "Svar", "date": DAY}
    return Sheet(kind=kind, **(given | other))


def moved(by: User, concern: Concern, contents: Contents, *, replaces: bool = False) -> None:
    paper_services.move_draft(by=by, concern=concern, contents=contents, replaces=replaces)


def opened(concern: Concern) -> OpenConcern:
    """The concern as it is saved now."""
    return selectors.open_concern(Concern.objects.select_related("agency").get(pk=concern.pk))


def texts(concern: Concern) -> list[str]:
    return [it.note.text for it in opened(concern).pieces]


def test_a_drafts_pieces_come_with_kind_date_source_and_factors(
    teacher: User, concern: Concern
) -> None:
    moved(teacher, concern, draft())

    notes = {it.note.text: it.note for it in opened(concern).pieces}
    assert notes[A.text].kind is NoteKind.SEEN
    assert (notes[A.text].date, notes[A.text].factors) == (A.date, A.factors)
    assert (notes[B.text].kind, notes[B.text].source) == (NoteKind.TOLD, "mormor")
    assert Entry.objects.filter(action="draft.moved", about=concern.reference).count() == 1


def test_answers_and_choices_come_along_by_the_ids_of_the_room(
    teacher: User, concern: Concern
) -> None:
    moved(teacher, concern, draft())

    now = opened(concern)
    ids = {it.note.text: it.id for it in now.pieces}
    assert now.matter.answers == ANSWERS
    assert now.matter.chosen == {"police": {ids[B.text]: False}}


def test_a_draft_moved_twice_is_there_once(teacher: User, concern: Concern) -> None:
    moved(teacher, concern, draft())
    moved(teacher, concern, draft())

    assert sorted(texts(concern)) == sorted([A.text, B.text])


def test_a_piece_changed_in_the_draft_since_becomes_a_new_version(
    teacher: User, concern: Concern
) -> None:
    moved(teacher, concern, draft())
    changed = dataclasses.replace(A, text="Sa att våld kan vara rätt.")

    moved(teacher, concern, draft(pieces=(changed, B)))

    (there,) = (it for it in opened(concern).pieces if it.row.latest == 2)
    versions = selectors.versions_of(concern, there.row)
    assert [it.note.text for it in versions] == [changed.text, A.text]
    assert versions[0].note.reason


def test_a_piece_corrected_in_the_room_is_not_turned_back_by_the_draft(
    teacher: User, concern: Concern
) -> None:
    moved(teacher, concern, draft(pieces=(A,)))
    (there,) = opened(concern).pieces
    better = dataclasses.replace(there.note, text="Rättad i rummet.", reason="Fel dag.")
    services.correct_piece(
        by=teacher, concern=concern, piece=there.row, contents=better, seen=there.row.latest
    )

    moved(teacher, concern, draft(pieces=(A,)))

    assert texts(concern) == ["Rättad i rummet."]


def test_a_piece_in_another_concern_of_the_room_stays_there(
    teacher: User, school: Agency, concern: Concern
) -> None:
    other = made.concern(school, teacher)
    moved(teacher, concern, draft(pieces=(A,)))

    moved(teacher, other, draft())

    assert texts(other) == [B.text]


def test_the_same_draft_in_two_rooms_has_two_ids(
    teacher: User, concern: Concern, social: Agency
) -> None:
    made.member(teacher, social, Role.PRACTITIONER)
    there = made.concern(social, teacher)

    moved(teacher, concern, draft())
    moved(teacher, there, draft())

    assert sorted(texts(there)) == sorted(texts(concern))
    assert len(set(Piece.objects.values_list("pk", flat=True))) == 4


def test_a_draft_that_one_room_filled_does_not_go_into_another(
    teacher: User, concern: Concern, social: Agency
) -> None:
    made.member(teacher, social, Role.PRACTITIONER)
    there = made.concern(social, teacher)
    filled = paper_services.fill_draft(by=teacher, concern=concern)

    with pytest.raises(paper_services.FromAnotherRoom):
        moved(teacher, there, filled)

    assert texts(there) == []


def test_an_empty_draft_is_not_moved(teacher: User, concern: Concern) -> None:
    with pytest.raises(paper_services.NothingToMove):
        moved(teacher, concern, Contents())

    assert not Entry.objects.filter(action="draft.moved").exists()


@pytest.mark.parametrize(
    ("replaces", "kept"), [(False, "Rummets ord."), (True, "Det går fort nu.")]
)
def test_where_answers_differ_the_writer_decides(
    teacher: User, concern: Concern, replaces: bool, kept: str
) -> None:
    moved(teacher, concern, draft(answers={"worry_now": "Rummets ord."}))

    moved(teacher, concern, draft(), replaces=replaces)

    answers = opened(concern).matter.answers
    assert answers == {"worry_now": kept, "person_name": "Alex Påhitt"}


def test_a_new_concern_from_a_draft_is_opened_whole_or_not_at_all(
    teacher: User, school: Agency, social: Agency
) -> None:
    given: dict[str, Any] = {
        "by": teacher,
        "room": school,
        "about": About.CHILD,
        "why_now": "Det går fort nu.",
        "person": Person(),
        "review_on": DAY,
        "concern_id": uuid.uuid4(),
    }
    stranger = draft(room=Origin(room_id=social.pk, reference="K7QF-3M2X"))

    with pytest.raises(paper_services.FromAnotherRoom):
        paper_services.open_with_draft(contents=stranger, **given)
    assert not Concern.objects.exists()
    first = paper_services.open_with_draft(contents=draft(), **given)
    again = paper_services.open_with_draft(contents=draft(), **given)

    assert again == first
    assert sorted(texts(first)) == sorted([A.text, B.text])
    assert opened(first).matter.pack == "fyrstod 2026.2"


def test_nothing_is_moved_by_a_stranger_or_a_coordinator(
    school: Agency, concern: Concern, investigator: User
) -> None:
    coordinator = made.person("Noor")
    made.member(coordinator, school, Role.COORDINATOR)

    for nobody in (investigator, coordinator):
        with pytest.raises(Denied):
            moved(nobody, concern, draft())

    assert texts(concern) == []


def closed(teacher: User, concern: Concern) -> Concern:
    return end_services.close(
        by=teacher,
        concern=concern,
        outcome=Outcome.NO_GROUND,
        outcome_text="",
        aware=True,
        record="working-notes",
        seen=Concern.objects.get(pk=concern.pk).version,
    )


def test_a_draft_holds_what_the_room_knows_and_takes_nothing_away(
    teacher: User, concern: Concern
) -> None:
    services.write_piece(by=teacher, concern=concern, contents=made.SEEN)
    unknown = dataclasses.replace(made.SEEN, kind=NoteKind.UNKNOWN)
    services.write_piece(by=teacher, concern=concern, contents=unknown)

    filled = paper_services.fill_draft(by=teacher, concern=concern)

    assert [it.text for it in filled.pieces] == [made.SEEN.text]
    assert filled.answers["person_name"] == "Robin Påhitt"
    assert filled.answers["person_identity_number"] == "19121212-1212"
    assert filled.answers["person_address"] == "Storgatan 1, Björkdala"
    assert filled.answers["worry_now"] == "Three teachers have said the same thing."
    assert filled.answers["reporter_name"] == "Kim"
    assert filled.room is not None
    assert filled.room.reference == concern.reference
    assert len(texts(concern)) == 2


def test_a_protected_address_is_never_filled_in(teacher: User, school: Agency) -> None:
    hidden = dataclasses.replace(made.PERSON, protected=True)

    filled = paper_services.fill_draft(
        by=teacher, concern=made.concern(school, teacher, person=hidden)
    )

    assert filled.answers["protected_data"] == "yes"
    assert "person_address" not in filled.answers


def test_a_room_holds_an_address_back_where_nobody_knows_of_protection(
    teacher: User, school: Agency
) -> None:
    guardian = {"guardian_name": "Lisbet", "guardian_address": "Storgatan 1"}
    answers = {
        "protected_data": "unknown",
        "person_address": "Storgatan 1",
        "guardians": [guardian],
    }
    person = paper_rules.person_in(answers)
    concern = made.concern(school, teacher, person=person)
    moved(teacher, concern, draft(answers=answers))

    again = paper_services.fill_draft(by=teacher, concern=concern)

    assert person.protected
    assert person.guardians == "Lisbet"
    assert again.answers["protected_data"] == "unknown"


def test_a_concern_about_nobody_known_fills_no_name(teacher: User, school: Agency) -> None:
    filled = paper_services.fill_draft(
        by=teacher, concern=made.concern(school, teacher, person=Person())
    )

    assert not {"person_name", "person_identity_number", "person_address"} & set(filled.answers)


def test_what_was_answered_of_one_writer_is_not_said_of_the_next(
    teacher: User, school: Agency, concern: Concern
) -> None:
    elin = made.person("Elin")
    made.member(elin, school, Role.PRACTITIONER)
    kept(teacher, concern, reporter_phone="070-174 06 05", hoped_for="Lugn.")

    same = paper_services.fill_draft(by=teacher, concern=concern).answers
    other = paper_services.fill_draft(by=elin, concern=concern).answers

    assert (same["reporter_name"], same["reporter_phone"]) == ("Kim", "070-174 06 05")
    assert (other["reporter_name"], other["hoped_for"]) == ("Elin", "Lugn.")
    assert "reporter_phone" not in other


def kept(teacher: User, concern: Concern, **answers: str) -> None:
    """A report begun from a concern, answered, and kept in the room."""
    filled = paper_services.fill_draft(by=teacher, concern=concern)
    assert filled.room is not None
    paper_services.keep_report(
        by=teacher,
        concern=concern,
        contents=dataclasses.replace(filled, answers={**filled.answers, **answers}),
        sheet=sheet(PaperKind.CONCERN_REPORT),
        paper_id=uuid.uuid4(),
        seen=filled.room.answers,
    )


def test_what_is_changed_for_one_report_stays_and_the_concern_is_as_it_was(
    teacher: User, concern: Concern
) -> None:
    kept(teacher, concern, person_name="Robin, kallas Robban")

    again = paper_services.fill_draft(by=teacher, concern=concern)

    assert again.answers["person_name"] == "Robin, kallas Robban"
    assert opened(concern).person == made.PERSON


def test_what_nobody_changed_follows_the_concern_into_the_next_report(
    teacher: User, concern: Concern
) -> None:
    kept(teacher, concern, hoped_for="Lugn.")
    described(teacher, concern, "Nu har det hänt igen.")

    again = paper_services.fill_draft(by=teacher, concern=concern)

    assert again.answers["worry_now"] == "Nu har det hänt igen."


def described(teacher: User, concern: Concern, why_now: str) -> None:
    row = Concern.objects.get(pk=concern.pk)
    services.describe(
        by=teacher, concern=row, about=About(row.kind), why_now=why_now, seen=row.version
    )


def test_a_draft_that_another_concern_filled_takes_nothing_in(
    teacher: User, school: Agency, concern: Concern
) -> None:
    other = made.concern(school, teacher)
    filled = paper_services.fill_draft(by=teacher, concern=other)

    with pytest.raises(paper_services.FromAnotherRoom):
        paper_services.renew_draft(by=teacher, concern=concern, contents=filled)


def test_what_is_new_is_taken_in_by_whoever_may_write_and_put_on_record(
    teacher: User, investigator: User, concern: Concern
) -> None:
    filled = paper_services.fill_draft(by=teacher, concern=concern)
    services.write_piece(by=teacher, concern=concern, contents=made.SEEN)

    with pytest.raises(Denied):
        paper_services.renew_draft(by=investigator, concern=concern, contents=filled)
    after = paper_services.renew_draft(by=teacher, concern=concern, contents=filled)

    assert [it.text for it in after.pieces] == [made.SEEN.text]
    assert Entry.objects.filter(action="report.renewed").count() == 1


def test_a_kept_report_takes_its_answers_back_even_what_was_emptied(
    teacher: User, concern: Concern
) -> None:
    moved(teacher, concern, draft())
    filled = paper_services.fill_draft(by=teacher, concern=concern)
    after = dataclasses.replace(filled, answers={"worry_now": "Nya ord."})

    paper_services.keep_report(
        by=teacher,
        concern=concern,
        contents=after,
        sheet=sheet(PaperKind.CONCERN_REPORT),
        paper_id=uuid.uuid4(),
        seen=filled.room.answers if filled.room else "",
    )

    now = opened(concern)
    assert now.matter.answers == {"worry_now": "Nya ord."}
    assert [it.sheet.kind for it in now.papers] == [PaperKind.CONCERN_REPORT]
    assert len(now.pieces) == 2


def test_what_somebody_else_answered_meanwhile_is_shown_before_it_is_replaced(
    teacher: User, concern: Concern
) -> None:
    filled = paper_services.fill_draft(by=teacher, concern=concern)
    moved(teacher, concern, draft(pieces=()))
    given: dict[str, Any] = {
        "by": teacher,
        "concern": concern,
        "contents": filled,
        "sheet": sheet(PaperKind.CONCERN_REPORT),
        "paper_id": uuid.uuid4(),
    }

    with pytest.raises(ChangedMeanwhile) as problem:
        paper_services.keep_report(seen=filled.room.answers if filled.room else "", **given)
    assert problem.value.saved.answers == ANSWERS
    assert not Paper.objects.exists()
    paper_services.keep_report(seen=fingerprint(ANSWERS), **given)
    paper_services.keep_report(seen=fingerprint(ANSWERS), **given)

    now = opened(concern)
    assert now.matter.answers == filled.answers
    assert len(now.papers) == 1


def test_a_letter_handed_over_becomes_what_they_were_told_once(
    teacher: User, concern: Concern
) -> None:
    letter = paper_services.write_letter(
        by=teacher,
        concern=concern,
        sheet=sheet(PaperKind.LETTER, title="Brev"),
        paper_id=uuid.uuid4(),
        seen=0,
    )

    for _again in range(2):
        paper_services.hand_over(
            by=teacher,
            concern=concern,
            paper=letter,
            date=DAY,
            told="Vi sa som det är.",
            voice=Voice.GUARDIANS,
        )

    now = opened(concern)
    (told,) = now.of_kind(NoteKind.INFORMED)
    assert (told.note.text, told.note.date) == ("Vi sa som det är.", "2026-11-24")
    assert told.note.voice is Voice.GUARDIANS
    assert now.papers[0].sheet.direction is Direction.SENT


def test_a_letter_is_written_anew_until_somebody_has_got_it(
    teacher: User, concern: Concern
) -> None:
    given: dict[str, Any] = {"by": teacher, "concern": concern, "paper_id": uuid.uuid4()}
    first = sheet(PaperKind.LETTER, data={"why": "ett"})
    second = sheet(PaperKind.LETTER, data={"why": "två"})
    letter = paper_services.write_letter(sheet=first, seen=0, **given)

    paper_services.write_letter(sheet=second, seen=1, **given)
    with pytest.raises(ChangedMeanwhile):
        paper_services.write_letter(sheet=first, seen=1, **given)
    paper_services.hand_over(
        by=teacher, concern=concern, paper=letter, date=DAY, told="Allt.", voice=Voice.PERSON
    )
    with pytest.raises(paper_services.AlreadySent):
        paper_services.write_letter(sheet=first, seen=3, **given)

    (kept,) = opened(concern).papers
    assert kept.sheet.data == {"why": "två"}


def test_a_paper_is_marked_as_sent_to_whom_when_and_under_which_number(
    teacher: User, concern: Concern
) -> None:
    paper = paper_services.register(
        by=teacher, concern=concern, sheet=sheet(), paper_id=uuid.uuid4()
    )
    given: dict[str, Any] = {"by": teacher, "concern": concern, "paper": paper, "date": DAY}

    paper_services.mark_sent(to="Socialtjänsten", number="2026-117", seen=1, **given)
    with pytest.raises(ChangedMeanwhile):
        paper_services.mark_sent(to="Polisen", number="", seen=1, **given)

    (kept,) = opened(concern).papers
    assert kept.sheet.direction is Direction.SENT
    assert (kept.sheet.other_party, kept.sheet.number) == ("Socialtjänsten", "2026-117")


def test_an_export_is_registered_by_a_records_officer_in_a_closed_concern_too(
    school: Agency, teacher: User, concern: Concern
) -> None:
    registrar = made.person("Sam")
    made.member(registrar, school, Role.RECORDS_OFFICER)
    closed(teacher, concern)

    paper_services.export(by=registrar, concern=concern, file_format="pdf")
    paper_services.note_export(
        by=registrar,
        concern=concern,
        sheet=sheet(PaperKind.EXPORT, number="2026-118"),
        paper_id=uuid.uuid4(),
    )

    (kept,) = opened(concern).papers
    assert kept.sheet.number == "2026-118"
    done = set(Entry.objects.filter(who=registrar.pk).values_list("action", flat=True))
    assert done == {"concern.exported", "export.registered"}


def test_a_closed_concern_takes_no_draft_and_no_paper(teacher: User, concern: Concern) -> None:
    closed(teacher, concern)

    with pytest.raises(rows.IsClosed):
        moved(teacher, concern, draft())
    with pytest.raises(rows.IsClosed):
        paper_services.fill_draft(by=teacher, concern=concern)
    with pytest.raises(rows.IsClosed):
        paper_services.register(by=teacher, concern=concern, sheet=sheet(), paper_id=uuid.uuid4())


def test_an_erased_concern_takes_nothing(teacher: User, concern: Concern) -> None:
    Concern.objects.filter(pk=concern.pk).delete()

    with pytest.raises(rows.ConcernGone):
        moved(teacher, concern, draft())
    with pytest.raises(rows.ConcernGone):
        paper_services.note_export(
            by=teacher, concern=concern, sheet=sheet(PaperKind.EXPORT), paper_id=uuid.uuid4()
        )
