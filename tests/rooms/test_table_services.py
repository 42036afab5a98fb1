"""The table: what each room writes is its own, and reaches the others as disclosures."""

from __future__ import annotations

import datetime

import pytest
from django.utils import timezone

from fyrstod.access.policy import Role
from fyrstod.core.ids import new_id
from fyrstod.journal import services as journal
from fyrstod.journal.models import Entry
from fyrstod.people.models import Agency, Municipality, User
from fyrstod.rooms import disclosure_services, end_services, selectors, table_services
from fyrstod.rooms.contents import (
    Agrees,
    Course,
    Deed,
    Ending,
    FollowUp,
    Footing,
    Goal,
    Minutes,
    Outcome,
    Perspective,
    Stands,
)
from fyrstod.rooms.disclosure_rules import State
from fyrstod.rooms.disclosure_services import GroundFell
from fyrstod.rooms.models import Concern, Disclosure, Receipt, Seat, Word
from fyrstod.rooms.rules import Why
from fyrstod.rooms.seats import TableOver
from fyrstod.rooms.services import ChangedMeanwhile
from fyrstod.rooms.table_services import ConvenerStays, NotGiven, NotYourWords, OnlyTheConvener
from tests.rooms import given, made, seated
from tests.rooms.seated import Sitting

pytestmark = pytest.mark.django_db(databases="__all__")


@pytest.fixture
def police(municipality: Municipality) -> Agency:
    return made.agency(municipality, "Polisen Björkdala", "police")


@pytest.fixture
def around(
    concern: Concern, teacher: User, social: Agency, investigator: User, police: Agency
) -> list[Sitting]:
    officer = seated.somebody(police, "Sam")
    return seated.table_of(concern, teacher, (social, investigator), (police, officer))


def minutes(**other: object) -> Minutes:
    words = {"held_on": "2026-11-20", "present": "Kim, Elin and Sam"}
    return Minutes(**(words | other))  # type: ignore[arg-type]  # as the caller has them


def write(sitting: Sitting, words: Minutes | Goal | FollowUp, *, replaces: str = "") -> Word:
    return table_services.write(
        by=sitting.by,
        concern=sitting.concern,
        seat=sitting.seat,
        words=words,
        word_id=new_id(),
        replaces=replaces,
    )


def events(room: Agency) -> list[str]:
    rows = Entry.objects.filter(room_id=room.pk).order_by("number")
    return [row.action for row in rows if row.action.startswith(("table.", "perspective."))]


def names(sitting: Sitting) -> set[str]:
    return {word.said.agency for word in sitting.table().perspectives}


def test_an_invitation_says_what_the_table_is_and_a_yes_is_a_seat(around: list[Sitting]) -> None:
    school, social, police = around
    assert [place.agency for place in police.table().places] == [
        school.agency,
        social.agency,
        police.agency,
    ]
    assert social.table().seated.setting.purpose == seated.PURPOSE
    assert social.table().seated.convener == school.agency.name
    assert "table.joined" in events(social.agency)


def test_a_double_click_lays_one_table_and_gives_one_perspective(
    concern: Concern, teacher: User
) -> None:
    host = seated.convened(concern, teacher)
    again = table_services.convene(
        by=teacher, concern=concern, setting=seated.setting(new_id()), seat_id=host.seat.pk
    )
    assert again.pk == host.seat.pk
    word_id = new_id()
    for _click in range(2):
        table_services.give_perspective(
            by=teacher,
            concern=concern,
            seat=host.seat,
            perspective=Perspective(stands=Stands.BOTH),
            word_id=word_id,
        )
    assert Word.objects.filter(concern=concern).count() == 1


def test_nobody_has_another_s_perspective_before_both_have_given_and_they_are_opened(
    around: list[Sitting],
) -> None:
    school, social, police = around
    school.give(Stands.AT_RISK, worries="Alone at lunch.")
    assert not Receipt.objects.filter(word__isnull=False).exists()
    social.give(Stands.A_RISK, worries="Threats at home.")
    assert not Receipt.objects.filter(word__isnull=False).exists()

    police.give(Stands.A_RISK)

    for sitting in around:
        assert names(sitting) == {each.agency.name for each in around}
        assert "perspective.opened" in events(sitting.agency)
    (found,) = [w for w in school.table().perspectives if w.agency_id == social.agency.pk]
    assert found.said.words == Perspective(stands=Stands.A_RISK, worries="Threats at home.")


def test_some_can_open_theirs_and_whoever_gives_later_comes_in_then(around: list[Sitting]) -> None:
    school, social, police = around
    school.give()
    with pytest.raises(NotGiven):
        table_services.open_perspectives(by=school.by, concern=school.concern, seat=school.seat)
    social.give()
    with pytest.raises(NotGiven):
        table_services.open_perspectives(by=police.by, concern=police.concern, seat=police.seat)

    table_services.open_perspectives(by=social.by, concern=social.concern, seat=social.seat)

    assert names(school) == names(social) == {school.agency.name, social.agency.name}
    assert names(police) == set()
    assert not Receipt.objects.filter(word__isnull=False, agency=police.agency).exists()
    police.give()
    assert names(police) == names(school) == {each.agency.name for each in around}


def test_a_changed_perspective_stands_beside_the_first_one(around: list[Sitting]) -> None:
    school, social, police = around
    for sitting in around:
        sitting.give()
    school.give(Stands.AT_RISK, protects="The coach.")

    (now,) = [w for w in social.table().perspectives if w.agency_id == school.agency.pk]
    assert isinstance(now.said.words, Perspective)
    assert now.said.words.protects == "The coach."
    both = [w for w in social.table().words if w.agency_id == school.agency.pk]
    assert [word.is_replaced for word in both] == [True, False]
    assert police.table().own_perspective is not None


def test_what_crosses_is_a_disclosure_to_each_on_the_ground_that_is_noted(
    around: list[Sitting],
) -> None:
    school, social, police = around
    word = write(school, minutes())

    rows = Disclosure.objects.filter(word=word.pk)
    assert {(row.to, row.state) for row in rows} == {
        (social.agency, State.ACCEPTED),
        (police.agency, State.ACCEPTED),
    }
    (receipt,) = Receipt.objects.filter(word=word.pk, agency=social.agency)
    assert receipt.concern == social.concern
    assert events(social.agency)[-1] == events(police.agency)[-1] == "table.came"
    assert events(school.agency)[-1] == "table.written"
    for sitting in around:
        chain = journal.verify(
            municipality_id=sitting.agency.municipality_id, room_id=sitting.agency.pk
        )
        assert chain.whole


def test_nothing_reaches_a_room_without_a_ground_that_holds(
    concern: Concern, teacher: User, social: Agency, investigator: User
) -> None:
    host = seated.convened(concern, teacher)
    guest = seated.joined(host, social, investigator)
    write(host, minutes(dissent="Not told."))

    assert guest.table().meetings == ()
    assert [place.agency for place in host.table().not_reached] == [social]

    seated.stand(host, guest)
    write(host, minutes(dissent="Told."))
    (told,) = guest.table().meetings
    assert told.said.words == minutes(dissent="Told.")


def test_a_consent_or_own_words_need_something_that_the_other_has_taken_in(
    around: list[Sitting],
) -> None:
    school, social, _police = around
    seat = Seat.objects.get(pk=school.seat.pk)

    def stand(footing: Footing) -> None:
        table_services.stand_on(
            by=school.by,
            concern=school.concern,
            seat=seat,
            footings={str(social.agency.pk): footing},
            seen=seat.version,
        )

    for handed in (given.on_consent(), given.on_own_words()):
        with pytest.raises(GroundFell):
            stand(Footing(handed=handed))
    with pytest.raises(GroundFell):
        stand(Footing(told=str(new_id())))


def test_a_room_that_demands_a_second_person_stands_on_what_was_taken_in(
    around: list[Sitting],
) -> None:
    school, social, _police = around
    school.agency.second_eyes = True
    school.agency.save()
    seat = Seat.objects.get(pk=school.seat.pk)
    other = Footing(
        handed=seated.on_rule(school.agency, social.agency, judged="Needed for their work.")
    )
    with pytest.raises(GroundFell):
        table_services.stand_on(
            by=school.by,
            concern=school.concern,
            seat=seat,
            footings={str(social.agency.pk): other},
            seen=seat.version,
        )


def test_two_who_choose_grounds_at_once_lose_nothing(around: list[Sitting]) -> None:
    school, social, _police = around
    with pytest.raises(ChangedMeanwhile):
        table_services.stand_on(
            by=school.by,
            concern=school.concern,
            seat=school.seat,
            footings={},
            seen=school.seat.version,
        )
    assert school.table().seated.footings
    assert social.table().seated.footings


def test_what_an_agency_takes_on_is_to_be_done_in_its_room(around: list[Sitting]) -> None:
    school, social, police = around
    deeds = (
        Deed(text="Call the coach.", agency=str(social.agency.pk), due_on="2026-12-01"),
        Deed(text="Speak with the class.", agency=str(school.agency.pk), role="mentor"),
    )
    first = write(school, minutes(deeds=deeds))

    (task,) = selectors.open_concern(social.concern).tasks
    assert (task.errand.text, task.row.due_on) == ("Call the coach.", datetime.date(2026, 12, 1))
    (own,) = selectors.open_concern(school.concern).tasks
    assert own.errand.text == "mentor: Speak with the class."
    assert selectors.open_concern(police.concern).tasks == ()

    more = Deed(text="Invite the family.", agency=str(social.agency.pk))
    write(school, minutes(deeds=(*deeds, more)), replaces=str(first.pk))
    texts = [each.errand.text for each in selectors.open_concern(social.concern).tasks]
    assert texts == ["Call the coach.", "Invite the family."]
    (now,) = social.table().meetings
    assert isinstance(now.said.words, Minutes)
    assert len(now.said.words.deeds) == 3


def test_a_room_that_minutes_reach_late_gets_all_that_it_has_taken_on(
    concern: Concern, teacher: User, social: Agency, investigator: User
) -> None:
    host = seated.convened(concern, teacher)
    guest = seated.joined(host, social, investigator)
    deeds = (Deed(text="Call the coach.", agency=str(social.pk)),)
    first = write(host, minutes(deeds=deeds))
    assert selectors.open_concern(guest.concern).tasks == ()

    seated.stand(host, guest)
    second = write(host, minutes(deeds=deeds), replaces=str(first.pk))
    write(host, minutes(deeds=deeds), replaces=str(second.pk))

    (task,) = selectors.open_concern(guest.concern).tasks
    assert task.errand.text == "Call the coach."


def test_a_plan_and_what_changed_since_last_time_reach_everybody(around: list[Sitting]) -> None:
    school, social, police = around
    goal = write(
        school,
        Goal(
            text="Back to football.",
            protects="sense-of-belonging",
            agency=str(social.agency.pk),
            agrees=Agrees.PARTLY,
        ),
    )
    for course in (Course.UNDER_WAY, Course.DONE):
        write(social, FollowUp(goal=str(goal.pk), course=course, changed="Trains twice a week."))

    (seen,) = police.table().goals
    found = [each.said.words for each in police.table().follow_ups(seen)]
    assert [each.course for each in found if isinstance(each, FollowUp)] == [
        Course.DONE,
        Course.UNDER_WAY,
    ]
    assert school.table().goals[0].is_own


def test_a_room_corrects_its_own_words_alone(around: list[Sitting]) -> None:
    school, social, _police = around
    word = write(school, minutes())
    with pytest.raises(NotYourWords):
        write(social, minutes(dissent="Changed."), replaces=str(word.pk))


def test_whoever_leaves_keeps_what_it_has_and_gets_no_more(around: list[Sitting]) -> None:
    school, social, police = around
    write(school, minutes(dissent="Before."))
    table_services.leave(by=police.by, concern=police.concern, seat=police.seat)
    table_services.leave(by=police.by, concern=police.concern, seat=police.seat)
    write(school, minutes(dissent="After."))

    (kept,) = police.table().meetings
    assert isinstance(kept.said.words, Minutes)
    assert kept.said.words.dissent == "Before."
    assert len(social.table().meetings) == 2
    assert events(police.agency).count("table.left") == 1
    assert "table.left-by-other" in events(school.agency)
    with pytest.raises(TableOver):
        write(police, minutes())
    with pytest.raises(ConvenerStays):
        table_services.leave(by=school.by, concern=school.concern, seat=school.seat)


def test_the_convener_ends_it_and_each_says_what_it_keeps(around: list[Sitting]) -> None:
    school, social, police = around
    ending = Ending(achieved="Trains again.", kept="The plan.", tells="Kim, on Friday.")
    with pytest.raises(OnlyTheConvener):
        table_services.end(
            by=social.by, concern=social.concern, seat=social.seat, ending=ending, word_id=new_id()
        )
    for _click in range(2):
        table_services.end(
            by=school.by, concern=school.concern, seat=school.seat, ending=ending, word_id=new_id()
        )

    assert [word.said.words for word in police.table().endings] == [ending]
    with pytest.raises(TableOver):
        write(social, minutes())
    own = Ending(achieved="As above.", kept="Our minutes.", tells="Kim.")
    table_services.add_ending(
        by=social.by, concern=social.concern, seat=social.seat, ending=own, word_id=new_id()
    )
    assert len(school.table().endings) == 2
    assert events(police.agency).count("table.ended") == 1


def test_an_invitation_to_a_table_that_has_ended_cannot_be_accepted(
    concern: Concern, teacher: User, social: Agency, investigator: User
) -> None:
    host = seated.convened(concern, teacher)
    offer = seated.invited(host, social)
    table_services.end(
        by=teacher,
        concern=concern,
        seat=host.seat,
        ending=Ending(achieved="-", kept="-", tells="-"),
        word_id=new_id(),
    )
    with pytest.raises(TableOver):
        disclosure_services.accept_in_new(
            by=investigator,
            offer=given.waiting(offer),
            review_on=timezone.localdate(),
            pack="fyrstod 2026.2",
            concern_id=new_id(),
        )
    assert not Concern.objects.filter(agency=social).exists()


def test_a_concern_that_is_closed_rises_from_its_tables(around: list[Sitting]) -> None:
    school, social, _police = around
    write(social, minutes())
    row = Concern.objects.get(pk=social.concern.pk)
    end_services.close(
        by=social.by,
        concern=row,
        outcome=Outcome.WENT_WELL,
        outcome_text="",
        record="working-notes",
        seen=row.version,
        aware=True,
    )
    assert "table.left-by-other" in events(school.agency)
    assert len(school.table().meetings) == 1


@pytest.mark.django_db(databases="__all__", transaction=True)
def test_a_concern_that_is_erased_leaves_its_seat_and_the_others_keep_what_they_have(
    around: list[Sitting],
) -> None:
    school, social, police = around
    write(police, minutes())
    records = made.person("Ove")
    made.member(records, police.agency, Role.RECORDS_OFFICER)

    end_services.erase(by=records, concern=police.concern, why=Why.MISTAKE)

    assert [place.agency for place in school.table().places] == [school.agency, social.agency]
    assert len(school.table().meetings) == 1
    write(school, minutes(dissent="Later."))
    assert len(social.table().meetings) == 2
