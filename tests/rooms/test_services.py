from __future__ import annotations

import dataclasses
import datetime

import pytest
from pytest_django import DjangoAssertNumQueries

from fyrstod.access.policy import Denied, Role
from fyrstod.core.ids import new_id
from fyrstod.journal.models import Entry
from fyrstod.people import services as people
from fyrstod.people.models import Agency, Municipality, User
from fyrstod.rooms import rows, selectors, services
from fyrstod.rooms.contents import NoteKind
from fyrstod.rooms.models import Concern, Identity, Piece, PieceVersion
from fyrstod.rooms.rules import About, Move, Status
from tests.rooms import made

pytestmark = pytest.mark.django_db(databases=["default", "keys", "ledger"])


def test_a_concern_opens_with_its_person_and_the_journal_says_so(
    school: Agency, teacher: User
) -> None:
    concern = made.concern(school, teacher)

    opened = selectors.open_concern(concern)

    assert opened.person == made.PERSON
    assert opened.matter.why_now == "Three teachers have said the same thing."
    entry = Entry.objects.get(room_id=school.pk)
    assert (entry.action, entry.about, entry.role) == (
        "concern.opened",
        concern.reference,
        Role.PRACTITIONER,
    )


def test_a_concern_opens_in_an_agency_that_an_administrator_added(
    municipality: Municipality,
) -> None:
    administrator, officer = made.person("Ingrid"), made.person("Sara")
    made.member(administrator, municipality, Role.ADMINISTRATOR)

    police = people.add_agency(
        by=administrator, municipality=municipality, name="Polisen", kind="police"
    )
    made.member(officer, police, Role.PRACTITIONER)
    concern = made.concern(police, officer)

    assert selectors.open_concern(concern).person == made.PERSON


def test_nothing_typed_is_stored_in_clear(concern: Concern, teacher: User) -> None:
    services.write_piece(by=teacher, concern=concern, contents=made.SEEN)

    stored = b"".join(
        bytes(sealed)
        for model in (Concern, Identity, PieceVersion)
        for sealed in model.objects.values_list("sealed", flat=True)
    )

    for word in ("Robin", "Påhitt", "121212", "Praised", "legitimises", "seen", "teachers"):
        assert word.encode() not in stored


def test_a_stranger_opens_nothing(school: Agency, investigator: User) -> None:
    with pytest.raises(Denied):
        made.concern(school, investigator)

    assert not Concern.objects.exists()


def test_a_correction_keeps_what_stood_there(concern: Concern, teacher: User) -> None:
    piece = services.write_piece(by=teacher, concern=concern, contents=made.SEEN)
    right = dataclasses.replace(made.SEEN, text="Praised a film.", reason="Heard it again.")

    services.correct_piece(by=teacher, concern=concern, piece=piece, contents=right, seen=1)

    versions = selectors.versions_of(concern, Piece.objects.get())
    assert [version.note for version in versions] == [right, made.SEEN]


def test_the_second_to_correct_sees_what_the_first_wrote(concern: Concern, teacher: User) -> None:
    piece = services.write_piece(by=teacher, concern=concern, contents=made.SEEN)
    first = dataclasses.replace(made.SEEN, text="First.", reason="a")
    second = dataclasses.replace(made.SEEN, text="Second.", reason="b")
    services.correct_piece(by=teacher, concern=concern, piece=piece, contents=first, seen=1)

    with pytest.raises(services.ChangedMeanwhile) as problem:
        services.correct_piece(by=teacher, concern=concern, piece=piece, contents=second, seen=1)

    assert problem.value.saved == first
    assert problem.value.version == 2
    services.correct_piece(by=teacher, concern=concern, piece=piece, contents=second, seen=2)
    assert selectors.versions_of(concern, Piece.objects.get())[0].note == second


def test_a_double_click_adds_one_piece(concern: Concern, teacher: User) -> None:
    piece_id = new_id()

    for _ in range(2):
        services.write_piece(by=teacher, concern=concern, contents=made.SEEN, piece_id=piece_id)

    assert Piece.objects.count() == 1


def test_a_concern_opens_with_as_many_queries_at_one_piece_as_at_fifty(
    concern: Concern, teacher: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    services.write_piece(by=teacher, concern=concern, contents=made.SEEN)
    with django_assert_num_queries(9):
        selectors.open_concern(concern)
    for _ in range(49):
        services.write_piece(by=teacher, concern=concern, contents=made.SEEN)

    with django_assert_num_queries(9):
        opened = selectors.open_concern(concern)

    assert len(opened.here) == 50


def test_search_is_exact_and_in_the_own_room(
    concern: Concern, school: Agency, social: Agency
) -> None:
    wanted = selectors.Search(number="191212121212")

    assert selectors.search(school, wanted) == [concern]
    assert selectors.search(social, wanted) == []
    assert selectors.search(school, selectors.Search(name="Robin")) == []
    assert selectors.search(school, selectors.Search(reference=concern.reference.lower())) == [
        concern
    ]


def test_a_review_sets_the_next_day_to_look(concern: Concern, teacher: User) -> None:
    looked = dataclasses.replace(made.SEEN, text="Calmer since the club.", factors=())
    day = datetime.date(2027, 1, 15)

    services.review(by=teacher, concern=concern, contents=looked, review_on=day, piece_id=new_id())

    concern.refresh_from_db()
    assert concern.review_on == day
    assert len(selectors.open_concern(concern).of_kind(NoteKind.REVIEW)) == 1


def test_steps_follow_each_other(concern: Concern, teacher: User) -> None:
    services.move(by=teacher, concern=concern, step=Move.BEGIN)
    with pytest.raises(rows.NotFromHere):
        services.move(by=teacher, concern=concern, step=Move.RESUME)

    concern.refresh_from_db()
    assert concern.status == Status.WORKING


def test_only_a_practitioner_of_the_room_is_made_responsible(
    concern: Concern, teacher: User, investigator: User
) -> None:
    with pytest.raises(services.CannotHold):
        services.set_holder(by=teacher, concern=concern, holder=investigator)


def test_a_description_of_two_people_at_once_loses_nothing(concern: Concern, teacher: User) -> None:
    services.describe(by=teacher, concern=concern, about=About.ADULT, why_now="One.", seen=1)

    with pytest.raises(services.ChangedMeanwhile):
        services.describe(by=teacher, concern=concern, about=About.CHILD, why_now="Two.", seen=1)


def test_each_look_is_recorded(concern: Concern, teacher: User, school: Agency) -> None:
    services.look(by=teacher, concern=concern)

    assert Entry.objects.filter(room_id=school.pk, action="concern.read").count() == 1


def test_a_piece_with_the_id_of_another_concerns_piece_is_refused_and_writes_nothing(
    teacher: User, school: Agency, concern: Concern
) -> None:
    other = made.concern(school, teacher)
    there = services.write_piece(by=teacher, concern=other, contents=made.SEEN)

    with pytest.raises(rows.NotFromHere):
        services.write_piece(by=teacher, concern=concern, contents=made.SEEN, piece_id=there.pk)

    assert not Piece.objects.filter(concern=concern).exists()
