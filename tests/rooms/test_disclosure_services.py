"""Telling another room: on a ground, answered once, and on record in both."""

from __future__ import annotations

import dataclasses
import datetime
from typing import Any

import pytest
from django.utils import timezone

from fyrstod.access.policy import Denied, Role
from fyrstod.core.ids import new_id
from fyrstod.journal import services as journal
from fyrstod.journal.models import Entry
from fyrstod.law import shelf as law
from fyrstod.law.advice import Rulebook
from fyrstod.packs import shelf
from fyrstod.people.models import Agency, Municipality, User
from fyrstod.protection.models import ConcernKey
from fyrstod.rooms import disclosure_selectors, disclosure_services, end_services, selectors
from fyrstod.rooms import services as rooms
from fyrstod.rooms.contents import Disclosed, Handed, Naming, Person
from fyrstod.rooms.disclosure_rules import State
from fyrstod.rooms.disclosure_services import (
    AnsweredAlready,
    GroundFell,
    NotReady,
    OfferGone,
    ReceiverClosed,
    SecondPersonNeeded,
)
from fyrstod.rooms.models import Concern, Disclosure, Parcel, Receipt
from fyrstod.rooms.rows import IsClosed, NotFromHere
from fyrstod.rooms.rules import Why
from fyrstod.rooms.services import ChangedMeanwhile
from tests.rooms import given, made

pytestmark = pytest.mark.django_db(databases="__all__")

TEXT = "Praised an attack during the break."


@pytest.fixture
def police(municipality: Municipality) -> Agency:
    return made.agency(municipality, "Polisen Björkdala", "police")


@pytest.fixture
def officer(police: Agency) -> User:
    user = made.person("Sam")
    made.member(user, police, Role.PRACTITIONER)
    return user


@pytest.fixture
def colleague(school: Agency) -> User:
    user = made.person("Noa")
    made.member(user, school, Role.PRACTITIONER)
    return user


@pytest.fixture
def offered(concern: Concern, teacher: User, police: Agency) -> Disclosure:
    return given.offer(concern, teacher, police)


def entries(room: Agency) -> list[tuple[str, str]]:
    rows = Entry.objects.filter(room_id=room.pk).order_by("number")
    return [(row.action, row.kind) for row in rows]


def accepted(disclosure: Disclosure, by: User) -> Receipt:
    return disclosure_services.accept_in_new(
        by=by,
        offer=given.waiting(disclosure),
        review_on=None,
        pack="fyrstod 2026.2",
        concern_id=new_id(),
    )


def test_what_is_accepted_is_copied_with_where_it_came_from(
    offered: Disclosure, teacher: User, officer: User
) -> None:
    receipt = accepted(offered, officer)

    opened = selectors.open_concern(receipt.concern)
    (piece,) = opened.pieces
    assert piece.note.text == TEXT
    assert piece.note.came
    assert (piece.note.came.agency, piece.note.came.noted_by) == ("Ekbackens skola", teacher.name)
    assert opened.person == Person(name=made.PERSON.name, number=made.PERSON.number)
    (received,) = opened.received
    assert received.received.handed.purpose == "To plan together."
    assert received.received.handed.ground == given.ground()


def test_both_journals_tell_of_it_and_stay_whole(
    offered: Disclosure, school: Agency, police: Agency, officer: User
) -> None:
    accepted(offered, officer)

    assert ("disclosure.offered", "") in entries(school)
    assert ("disclosure.accepted", "") in entries(school)
    assert ("offer.came", "") in entries(police)
    assert ("offer.accepted", "") in entries(police)
    for room in (school, police):
        assert journal.verify(municipality_id=room.municipality_id, room_id=room.pk).whole


def test_who_reads_an_offer_sees_purpose_and_ground_and_none_of_what_it_holds(
    offered: Disclosure, officer: User
) -> None:
    handed = disclosure_services.read_offer(by=officer, offer=given.waiting(offered))

    assert handed.purpose == "To plan together."
    assert handed.ground
    assert handed.pieces == ()
    assert handed.person is None


@pytest.mark.django_db(transaction=True, databases="__all__")
def test_an_answered_offer_leaves_neither_row_nor_key(offered: Disclosure, officer: User) -> None:
    assert ConcernKey.objects.filter(pk=offered.pk).exists()

    accepted(offered, officer)

    assert not Parcel.objects.exists()
    assert not ConcernKey.objects.filter(pk=offered.pk).exists()


def test_offered_twice_is_one(concern: Concern, teacher: User, offered: Disclosure) -> None:
    again = disclosure_services.offer(by=teacher, concern=concern, disclosure=offered, seen=1)

    assert again.pk == offered.pk
    assert Parcel.objects.count() == 1


def test_the_same_draft_sent_twice_is_one(concern: Concern, teacher: User, police: Agency) -> None:
    same = new_id()
    for _time in range(2):
        disclosure_services.draft(
            by=teacher,
            concern=concern,
            to=police,
            disclosed=Disclosed(handed=given.on()),
            disclosure_id=same,
            seen=0,
        )

    assert Disclosure.objects.count() == 1


def test_two_who_write_the_same_draft_lose_nothing(
    concern: Concern, teacher: User, police: Agency
) -> None:
    there = given.draft(concern, teacher, police)

    def write(purpose: str) -> None:
        disclosure_services.draft(
            by=teacher,
            concern=concern,
            to=police,
            disclosed=Disclosed(handed=given.on(asks=purpose)),
            disclosure_id=there.pk,
            seen=there.version,
        )

    write("first")
    with pytest.raises(ChangedMeanwhile) as problem:
        write("second")
    assert problem.value.saved.handed.asks == "first"


def test_the_second_answer_is_told_that_it_came_late(offered: Disclosure, officer: User) -> None:
    waiting = given.waiting(offered)
    disclosure_services.decline(by=officer, offer=waiting, reason="Not for us.")

    with pytest.raises(OfferGone):
        disclosure_services.accept_in_new(
            by=officer, offer=waiting, review_on=None, pack="", concern_id=new_id()
        )
    assert not Receipt.objects.exists()


def test_why_it_was_declined_reaches_the_sender_and_nothing_stays_there(
    concern: Concern, offered: Disclosure, officer: User, police: Agency
) -> None:
    disclosure_services.decline(by=officer, offer=given.waiting(offered), reason="Not for us.")

    (told,) = selectors.open_concern(concern).given
    assert (told.row.state, told.disclosed.answer) == (State.DECLINED, "Not for us.")
    assert not Concern.objects.filter(agency=police).exists()


def test_an_offer_is_taken_back_until_it_is_answered(
    concern: Concern, teacher: User, offered: Disclosure, officer: User, police: Agency
) -> None:
    disclosure_services.withdraw(by=teacher, concern=concern, disclosure=offered)

    offered.refresh_from_db()
    assert offered.state == State.WITHDRAWN
    assert not Parcel.objects.exists()
    assert ("offer.taken-back", "") in entries(police)


def test_after_the_answer_the_sender_can_only_object_and_both_see_it(
    concern: Concern, teacher: User, offered: Disclosure, officer: User, police: Agency
) -> None:
    receipt = accepted(offered, officer)

    with pytest.raises(AnsweredAlready):
        disclosure_services.withdraw(by=teacher, concern=concern, disclosure=offered)
    disclosure_services.object_to(
        by=teacher, concern=concern, disclosure=offered, text="It was another pupil."
    )

    (ours,) = selectors.open_concern(concern).given
    (theirs,) = selectors.open_concern(receipt.concern).received
    assert ours.disclosed.objection == theirs.received.objection == "It was another pupil."
    assert ("receipt.objected-to", "") in entries(police)


def test_nobody_objects_to_what_was_not_taken_in(
    concern: Concern, teacher: User, offered: Disclosure
) -> None:
    with pytest.raises(NotFromHere):
        disclosure_services.object_to(by=teacher, concern=concern, disclosure=offered, text="No.")


def test_a_draft_that_is_dropped_is_gone(concern: Concern, teacher: User, police: Agency) -> None:
    there = given.draft(concern, teacher, police)

    disclosure_services.withdraw(by=teacher, concern=concern, disclosure=there)

    assert not Disclosure.objects.exists()


@pytest.mark.parametrize(
    "handed",
    [
        pytest.param(Handed(), id="nothing"),
        pytest.param(Handed(purpose="To plan."), id="no ground"),
        pytest.param(Handed(other_ground="BrB 24:4"), id="no purpose"),
    ],
)
def test_what_lacks_something_is_not_offered(
    concern: Concern, teacher: User, police: Agency, handed: Handed
) -> None:
    there = given.draft(concern, teacher, police, handed=handed)

    with pytest.raises(NotReady):
        disclosure_services.offer(by=teacher, concern=concern, disclosure=there, seen=there.version)
    assert not Parcel.objects.exists()


def test_a_ground_of_consent_needs_how_it_was_given(
    concern: Concern, teacher: User, police: Agency
) -> None:
    handed = dataclasses.replace(given.on_consent(), consent=None)
    there = given.draft(concern, teacher, police, handed=handed)

    with pytest.raises(NotReady):
        disclosure_services.offer(by=teacher, concern=concern, disclosure=there, seen=there.version)


def test_a_consent_taken_back_takes_the_offer_back(
    concern: Concern, teacher: User, police: Agency, officer: User
) -> None:
    there = given.offer(concern, teacher, police, handed=given.on_consent())
    waiting = given.waiting(there)

    disclosure_services.take_back_consent(
        by=teacher, concern=concern, disclosure=there, on=datetime.date(2026, 11, 25)
    )

    with pytest.raises(OfferGone):
        disclosure_services.accept_in_new(
            by=officer, offer=waiting, review_on=None, pack="", concern_id=new_id()
        )


def test_a_consent_taken_back_later_leaves_what_was_taken_in(
    concern: Concern, teacher: User, police: Agency, officer: User
) -> None:
    there = given.offer(concern, teacher, police, handed=given.on_consent())
    receipt = accepted(there, officer)

    disclosure_services.take_back_consent(
        by=teacher, concern=concern, disclosure=there, on=datetime.date(2026, 11, 25)
    )

    assert TEXT in given.texts_in(receipt.concern)
    (told,) = selectors.open_concern(concern).given
    assert told.disclosed.handed.consent
    assert told.disclosed.handed.consent.withdrawn_on == "2026-11-25"


def _with_card(monkeypatch: pytest.MonkeyPatch, **change: Any) -> None:
    """Put a pack on the shelf in which the card of the ground says something else."""
    pack = shelf.current()
    rules = tuple(
        dataclasses.replace(rule, **change) if rule.id == given.RULE else rule
        for rule in pack.rules
    )
    book = Rulebook.of(dataclasses.replace(pack, rules=rules))
    monkeypatch.setattr(law, "current", lambda: book)


@pytest.mark.parametrize(
    "change",
    [
        pytest.param({"valid_to": datetime.date(2026, 1, 1)}, id="expired"),
        pytest.param({"judge": ()}, id="changed"),
    ],
)
def test_a_rule_that_changed_since_hands_nothing_over(
    offered: Disclosure,
    officer: User,
    monkeypatch: pytest.MonkeyPatch,
    change: dict[str, Any],
) -> None:
    _with_card(monkeypatch, **change)

    with pytest.raises(GroundFell):
        accepted(offered, officer)

    assert not Receipt.objects.exists()
    assert Parcel.objects.count() == 1


def test_a_rule_that_is_not_yet_or_no_longer_there_is_not_offered_on(
    concern: Concern, teacher: User, police: Agency, monkeypatch: pytest.MonkeyPatch
) -> None:
    there = given.draft(concern, teacher, police)
    monkeypatch.setattr(timezone, "localdate", lambda *_args: datetime.date(2025, 11, 30))

    with pytest.raises(GroundFell):
        disclosure_services.offer(by=teacher, concern=concern, disclosure=there, seen=there.version)


def test_a_room_that_demands_it_lets_nothing_go_without_a_second_person(
    concern: Concern, teacher: User, colleague: User, police: Agency
) -> None:
    Agency.objects.filter(pk=concern.agency_id).update(second_eyes=True)

    there = given.offer(concern, teacher, police)

    assert there.state == State.TO_CONFIRM
    assert not Parcel.objects.exists()
    with pytest.raises(SecondPersonNeeded):
        disclosure_services.confirm(
            by=teacher, concern=concern, disclosure=there, seen=there.version
        )
    disclosure_services.confirm(by=colleague, concern=concern, disclosure=there, seen=there.version)
    assert Parcel.objects.count() == 1


def test_a_ground_in_own_words_takes_a_second_person_and_is_on_record_as_that(
    concern: Concern, teacher: User, colleague: User, police: Agency, officer: User
) -> None:
    school = concern.agency
    there = given.offer(concern, teacher, police, handed=given.on_own_words())
    assert there.state == State.TO_CONFIRM

    disclosure_services.confirm(by=colleague, concern=concern, disclosure=there, seen=there.version)

    assert ("disclosure.offered", "other-ground") in entries(school)
    assert ("offer.came", "other-ground") in entries(police)
    assert TEXT in given.texts_in(accepted(there, officer).concern)


def test_a_second_person_sends_back_with_why(
    concern: Concern, teacher: User, colleague: User, police: Agency
) -> None:
    there = given.offer(concern, teacher, police, handed=given.on_own_words())

    disclosure_services.send_back(
        by=colleague, concern=concern, disclosure=there, reason="Too much.", seen=there.version
    )

    (told,) = selectors.open_concern(concern).given
    assert (told.row.state, told.disclosed.sent_back) == (State.DRAFT, "Too much.")


def test_who_lost_the_role_in_between_confirms_nothing(
    concern: Concern, teacher: User, police: Agency
) -> None:
    there = given.offer(concern, teacher, police, handed=given.on_own_words())
    stranger = made.person("Robin")

    with pytest.raises(Denied):
        disclosure_services.confirm(
            by=stranger, concern=concern, disclosure=there, seen=there.version
        )


def test_a_closed_agency_gets_no_offer(concern: Concern, teacher: User, police: Agency) -> None:
    there = given.draft(concern, teacher, police)
    Agency.objects.filter(pk=police.pk).update(closed_at=timezone.now())

    with pytest.raises(ReceiverClosed):
        disclosure_services.offer(by=teacher, concern=concern, disclosure=there, seen=there.version)


def test_an_offer_goes_into_no_concern_of_another_room(
    offered: Disclosure, officer: User, concern: Concern
) -> None:
    with pytest.raises(NotFromHere):
        disclosure_services.accept(by=officer, offer=given.waiting(offered), concern=concern)


def test_an_offer_goes_into_no_closed_concern(
    offered: Disclosure, officer: User, police: Agency
) -> None:
    theirs = made.concern(police, officer)
    Concern.objects.filter(pk=theirs.pk).update(
        status="closed", closed_at=timezone.now(), closed_by=officer
    )

    with pytest.raises(IsClosed):
        disclosure_services.accept(by=officer, offer=given.waiting(offered), concern=theirs)


def test_a_concern_that_knows_who_it_is_about_keeps_what_it_knows(
    offered: Disclosure, officer: User, police: Agency
) -> None:
    theirs = made.concern(police, officer, person=Person(name="Somebody Else"))

    disclosure_services.accept(by=officer, offer=given.waiting(offered), concern=theirs)

    opened = selectors.open_concern(theirs)
    assert opened.person.name == "Somebody Else"
    assert opened.received[0].received.handed.person == Person(
        name=made.PERSON.name, number=made.PERSON.number
    )


def test_an_unnamed_offer_names_nobody(
    concern: Concern, teacher: User, police: Agency, officer: User
) -> None:
    situation = dataclasses.replace(given.KNOWN, identified=False)
    there = disclosure_services.draft(
        by=teacher,
        concern=concern,
        to=police,
        disclosed=Disclosed(
            handed=given.on("ask-without-naming", situation, asks="What would you do?")
        ),
        disclosure_id=new_id(),
        seen=0,
    )
    disclosure_services.offer(by=teacher, concern=concern, disclosure=there, seen=there.version)

    assert not selectors.open_concern(accepted(there, officer).concern).person.is_known


def test_a_protected_address_never_goes_along(
    school: Agency, teacher: User, police: Agency, officer: User
) -> None:
    protected = dataclasses.replace(made.PERSON, protected=True)
    concern = made.concern(school, teacher, person=protected)
    there = given.draft(concern, teacher, police)
    disclosed = selectors.open_concern(concern).given[0].disclosed
    everything = dataclasses.replace(
        disclosed, handed=dataclasses.replace(disclosed.handed, naming=Naming.ALL)
    )
    there = disclosure_services.draft(
        by=teacher,
        concern=concern,
        to=police,
        disclosed=everything,
        disclosure_id=there.pk,
        seen=there.version,
    )
    disclosure_services.offer(by=teacher, concern=concern, disclosure=there, seen=there.version)

    person = selectors.open_concern(accepted(there, officer).concern).person
    assert person.contact == made.PERSON.contact
    assert person.protected
    assert person.address == ""


def test_a_correction_in_the_other_room_keeps_where_the_piece_came_from(
    offered: Disclosure, officer: User
) -> None:
    theirs = accepted(offered, officer).concern
    (piece,) = selectors.open_concern(theirs).pieces

    rooms.correct_piece(
        by=officer,
        concern=theirs,
        piece=piece.row,
        contents=dataclasses.replace(
            piece.note, text="Praised it twice.", came=None, reason="Heard"
        ),
        seen=1,
    )

    assert selectors.open_concern(theirs).pieces[0].note.came == piece.note.came


@pytest.mark.django_db(transaction=True, databases="__all__")
def test_erasing_the_concern_takes_what_waits_along(
    concern: Concern, offered: Disclosure, school: Agency, police: Agency, officer: User
) -> None:
    records = made.person("Tove")
    made.member(records, school, Role.RECORDS_OFFICER)
    waiting = given.waiting(offered)

    end_services.erase(by=records, concern=concern, why=Why.MISTAKE)

    assert not Parcel.objects.exists()
    assert not ConcernKey.objects.filter(pk=offered.pk).exists()
    assert disclosure_selectors.offer_in(police, offered.pk) is None
    with pytest.raises(OfferGone):
        disclosure_services.read_offer(by=officer, offer=waiting)


@pytest.mark.django_db(transaction=True, databases="__all__")
def test_erasing_the_concern_leaves_what_the_other_room_took_in(
    concern: Concern, offered: Disclosure, school: Agency, officer: User
) -> None:
    records = made.person("Tove")
    made.member(records, school, Role.RECORDS_OFFICER)
    theirs = accepted(offered, officer).concern

    end_services.erase(by=records, concern=concern, why=Why.MISTAKE)

    assert TEXT in given.texts_in(theirs)


def test_a_failure_on_the_way_leaves_both_rooms_as_they_were(
    offered: Disclosure, officer: User, police: Agency, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As when the process is killed between the two rooms' writes."""
    before = entries(police)

    def killed(*_args: Any, **_given: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(disclosure_services, "_tell_sender", killed)
    with pytest.raises(KeyboardInterrupt):
        accepted(offered, officer)

    assert entries(police) == before
    assert not Concern.objects.filter(agency=police).exists()
    offered.refresh_from_db()
    assert offered.state == State.OFFERED
    assert Parcel.objects.count() == 1


def test_what_waits_is_found_with_as_many_queries_for_one_as_for_ten(
    concern: Concern,
    teacher: User,
    police: Agency,
    officer: User,
    django_assert_num_queries: Any,
) -> None:
    officer.active_memberships  # noqa: B018 - read once for each request, before any page
    for many in (1, 9):
        for _number in range(many):
            given.offer(concern, teacher, police, texts=())
        with django_assert_num_queries(3):
            doors = disclosure_selectors.doors(police, officer)
    assert len(doors.offers) == 10
    assert not doors.to_confirm
