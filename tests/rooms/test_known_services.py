"""Whether two concerns are about the same person: asked, answered, changed, and gone."""

from __future__ import annotations

import dataclasses

import pytest

from fyrstod.access.policy import Role
from fyrstod.journal.models import Entry
from fyrstod.people.models import Agency, User
from fyrstod.rooms import (
    end_services,
    known_selectors,
    known_services,
    rows,
    selectors,
    services,
)
from fyrstod.rooms.contents import Outcome, Person, SamePerson
from fyrstod.rooms.known_rules import Bond
from fyrstod.rooms.models import Concern, Namesake
from fyrstod.rooms.rules import Why
from tests.people.made import again
from tests.rooms import made

pytestmark = pytest.mark.django_db(databases=["default", "keys", "ledger"])

NAMESAKE = Person(name="  robin   PÅHITT ")


@pytest.fixture
def newer(school: Agency, teacher: User, concern: Concern) -> Concern:
    """A concern about somebody of the same name, with no number yet."""
    return made.concern(school, teacher, person=NAMESAKE)


def answered(
    by: User, concern: Concern, other: Concern, same: SamePerson, *, seen: int = 0
) -> Namesake:
    return known_services.answer(by=by, concern=concern, other=other, same=same, seen=seen)


def bonds(concern: Concern) -> dict[str, Bond]:
    """What a concern's own page knows of the others, by their references."""
    person = selectors.open_concern(concern).person
    known = known_selectors.known_to(concern.agency, person, besides=concern)
    return {each.concern.reference: each.bond for each in known}


def test_the_third_concern_meets_the_first_two(
    school: Agency, social: Agency, teacher: User, investigator: User
) -> None:
    first, second = made.concern(school, teacher), made.concern(school, teacher)
    made.concern(social, investigator)

    by_name = known_selectors.known_to(school, NAMESAKE)
    by_number = known_selectors.known_to(school, Person(number=made.PERSON.number))

    for known in (by_name, by_number):
        assert {each.concern.pk for each in known} == {first.pk, second.pk}
    assert {each.bond for each in by_name} == {Bond.OPEN}
    assert {each.bond for each in by_number} == {Bond.NUMBER}


def test_nobody_known_yet_meets_nobody(school: Agency, concern: Concern) -> None:
    assert known_selectors.known_to(school, Person(contact="070-174 06 05")) == []


@pytest.mark.parametrize(
    ("same", "bond"),
    [
        (SamePerson.YES, Bond.SAID),
        (SamePerson.NO, Bond.OTHER),
        (SamePerson.UNKNOWN, Bond.OPEN),
    ],
)
def test_an_answer_holds_from_both_and_says_who_and_when(
    teacher: User, concern: Concern, newer: Concern, same: SamePerson, bond: Bond
) -> None:
    row = answered(teacher, newer, concern, same)

    assert bonds(newer) == {concern.reference: bond}
    assert bonds(concern) == {newer.reference: bond}
    (known,) = known_selectors.known_to(concern.agency, made.PERSON, besides=concern)
    assert known.told == known_selectors.Told(same, teacher, row.answered_at, 1)


def test_the_journal_says_of_both_that_somebody_answered_and_not_what(
    teacher: User, concern: Concern, newer: Concern
) -> None:
    answered(teacher, newer, concern, SamePerson.YES)

    found = Entry.objects.filter(action="likeness.answered")
    assert {(each.about, each.kind, each.who) for each in found} == {
        (concern.reference, "", teacher.pk),
        (newer.reference, "", teacher.pk),
    }


def test_an_answer_can_be_changed_and_moves_no_clock(
    teacher: User, concern: Concern, newer: Concern
) -> None:
    before = Concern.objects.get(pk=newer.pk).last_note_at
    answered(teacher, newer, concern, SamePerson.YES)

    # From the other one: there is one answer for both ways.
    answered(teacher, concern, newer, SamePerson.UNKNOWN, seen=1)

    assert bonds(newer) == {concern.reference: Bond.OPEN}
    assert Namesake.objects.get().version == 2
    assert Concern.objects.get(pk=newer.pk).last_note_at == before


def test_the_same_answer_again_changes_nothing(
    teacher: User, concern: Concern, newer: Concern
) -> None:
    for _click in range(2):
        answered(teacher, newer, concern, SamePerson.NO)

    assert Namesake.objects.get().version == 1
    assert Entry.objects.filter(action="likeness.answered").count() == 2


def test_another_answer_from_another_tab_is_told_and_not_written_over(
    teacher: User, concern: Concern, newer: Concern
) -> None:
    answered(teacher, newer, concern, SamePerson.NO)

    with pytest.raises(services.ChangedMeanwhile) as problem:
        answered(teacher, concern, newer, SamePerson.YES)

    assert problem.value.version == 1
    assert bonds(newer) == {concern.reference: Bond.OTHER}


def test_a_yes_holds_when_the_name_is_spelled_right(
    teacher: User, concern: Concern, newer: Concern
) -> None:
    answered(teacher, newer, concern, SamePerson.YES)

    services.identify(by=teacher, concern=newer, person=Person(name="Robyn Påhitt"), seen=1)

    assert bonds(newer) == {concern.reference: Bond.SAID}
    assert bonds(concern) == {newer.reference: Bond.SAID}


def test_a_no_is_forgotten_with_the_name_that_gave_rise_to_it(
    teacher: User, concern: Concern, newer: Concern
) -> None:
    answered(teacher, newer, concern, SamePerson.NO)

    services.identify(by=teacher, concern=newer, person=Person(name="Robyn Annan"), seen=1)

    assert bonds(newer) == {}


def test_a_number_that_comes_later_finds_the_person_then(
    teacher: User, concern: Concern, newer: Concern
) -> None:
    answered(teacher, newer, concern, SamePerson.NO)
    known = dataclasses.replace(NAMESAKE, number=made.PERSON.number)

    services.identify(by=teacher, concern=newer, person=known, seen=1)

    assert bonds(newer) == {concern.reference: Bond.NUMBER}


def test_a_yes_is_asked_again_when_the_numbers_turn_out_to_differ(
    teacher: User, concern: Concern, newer: Concern
) -> None:
    answered(teacher, newer, concern, SamePerson.YES)
    other = dataclasses.replace(NAMESAKE, number="200509022380")
    services.identify(by=teacher, concern=newer, person=other, seen=1)
    assert bonds(newer) == {concern.reference: Bond.OPEN}

    answered(teacher, newer, concern, SamePerson.YES, seen=1)

    assert bonds(newer) == {concern.reference: Bond.SAID}


def test_what_was_answered_when_it_was_opened_is_kept_with_it(
    school: Agency, teacher: User, concern: Concern
) -> None:
    new = made.concern(school, teacher, person=NAMESAKE, answers=[(concern, SamePerson.NO)])

    assert bonds(new) == {concern.reference: Bond.OTHER}
    assert Entry.objects.filter(action="likeness.answered", about=new.reference).count() == 1


@pytest.mark.parametrize("which", ["earlier", "newer"])
def test_an_answer_goes_with_either_concern(
    school: Agency, teacher: User, concern: Concern, newer: Concern, which: str
) -> None:
    officer = made.person("Ove")
    made.member(officer, school, Role.RECORDS_OFFICER)
    answered(teacher, newer, concern, SamePerson.YES)
    gone, left = (concern, newer) if which == "earlier" else (newer, concern)

    end_services.erase(by=again(officer), concern=gone, why=Why.MISTAKE)

    assert not Namesake.objects.exists()
    assert bonds(left) == {}


def test_of_an_erased_concern_nothing_is_answered(
    school: Agency, teacher: User, concern: Concern, newer: Concern
) -> None:
    officer = made.person("Ove")
    made.member(officer, school, Role.RECORDS_OFFICER)
    end_services.erase(by=again(officer), concern=concern, why=Why.MISTAKE)

    with pytest.raises(rows.ConcernGone):
        answered(teacher, newer, concern, SamePerson.YES)
    opened = made.concern(school, teacher, person=NAMESAKE, answers=[(concern, SamePerson.YES)])

    assert not Namesake.objects.exists()
    assert bonds(opened) == {newer.reference: Bond.OPEN}


def test_a_closed_earlier_concern_can_be_answered_of_but_not_from(
    teacher: User, concern: Concern, newer: Concern
) -> None:
    end_services.close(
        by=teacher,
        concern=concern,
        outcome=Outcome.NO_GROUND,
        outcome_text="",
        aware=True,
        record="working-notes",
        seen=concern.version,
    )

    answered(teacher, newer, concern, SamePerson.YES)

    assert bonds(newer) == {concern.reference: Bond.SAID}
    with pytest.raises(rows.IsClosed):
        answered(teacher, concern, newer, SamePerson.NO, seen=1)


def test_concerns_of_two_rooms_or_one_concern_alone_are_no_pair(
    social: Agency, teacher: User, investigator: User, concern: Concern
) -> None:
    elsewhere = made.concern(social, investigator)

    for other in (elsewhere, concern):
        with pytest.raises(rows.NotFromHere):
            answered(teacher, concern, other, SamePerson.YES)
    assert not Namesake.objects.exists()
