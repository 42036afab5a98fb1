"""How a concern goes from one to the next, and what is never half done on the way."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone

from fyrstod.access.policy import Denied, Role
from fyrstod.core.ids import new_id
from fyrstod.journal import services as journal
from fyrstod.journal.models import Entry
from fyrstod.people.models import Agency, Membership, User
from fyrstod.rooms import end_services, handover_services, selectors, services
from fyrstod.rooms.contents import Briefing, Outcome
from fyrstod.rooms.handover_rules import (
    AlreadyAnswered,
    AlreadyOffered,
    CannotTake,
    NotForYou,
    NotYours,
)
from fyrstod.rooms.models import BriefingVersion, Concern, Handover
from fyrstod.rooms.rows import ConcernGone, IsClosed
from fyrstod.rooms.rules import Offer, Why
from tests.people.made import again
from tests.rooms import made

pytestmark = pytest.mark.django_db(databases="__all__", transaction=True)

WORDS = Briefing(decided="We wait, since the club helps.", promised="A call each Friday.")


def colleague_in(room: Agency, name: str, role: Role = Role.PRACTITIONER) -> User:
    user = made.person(name)
    made.member(user, room, role)
    return user


@pytest.fixture
def leila(school: Agency) -> User:
    return colleague_in(school, "Leila")


@pytest.fixture
def noor(school: Agency) -> User:
    return colleague_in(school, "Noor", Role.COORDINATOR)


@pytest.fixture
def handover(concern: Concern, teacher: User, leila: User) -> Handover:
    return made.handover(concern, teacher, leila)


def leaves(user: User, room: Agency) -> User:
    """The same person, whose role in the room has ended."""
    Membership.objects.filter(user=user, agency=room).update(
        ended_at=timezone.now(), ended_by=User.objects.get(email="proposer@bjorkdala.example")
    )
    return again(user)


def actions(concern: Concern) -> list[str]:
    entries = Entry.objects.filter(room_id=concern.agency_id, about=concern.reference)
    return list(entries.order_by("number").values_list("action", flat=True))


def whole(concern: Concern) -> bool:
    return journal.verify(municipality_id=concern.municipality_id, room_id=concern.agency_id).whole


def state(handover: Handover) -> str:
    return Handover.objects.get(pk=handover.pk).state


def test_whoever_takes_over_becomes_responsible_and_the_journal_says_each_step_once(
    concern: Concern, handover: Handover, teacher: User, leila: User
) -> None:
    accepted = handover_services.accept(by=leila, concern=concern, handover=handover)

    concern.refresh_from_db()
    assert concern.holder == leila
    assert (accepted.state, accepted.held_by, accepted.ended_by) == (Offer.ACCEPTED, teacher, leila)
    assert actions(concern) == ["concern.opened", "handover.offered", "handover.accepted"]
    assert whole(concern)


def test_old_notes_keep_the_name_of_whoever_wrote_them(
    concern: Concern, teacher: User, leila: User
) -> None:
    services.write_piece(by=teacher, concern=concern, contents=made.SEEN)
    handover = made.handover(concern, teacher, leila)

    handover_services.accept(by=leila, concern=concern, handover=handover)

    (piece,) = selectors.open_concern(concern).here
    assert (piece.row.noted_by, piece.written_by) == (teacher, teacher)


def test_what_the_one_before_had_left_to_do_goes_along_and_nothing_else(
    concern: Concern, teacher: User, leila: User, school: Agency
) -> None:
    third = colleague_in(school, "Tove")
    given: dict[str, Any] = {"by": teacher, "concern": concern, "due_on": None}
    own = services.add_task(text="Call.", doer=teacher, **given)
    others = services.add_task(text="Meet.", doer=third, **given)
    done = services.add_task(text="Write.", doer=teacher, **given)
    services.finish_task(by=teacher, concern=concern, task=done, answer="Written.")

    handover_services.accept(
        by=leila, concern=concern, handover=made.handover(concern, teacher, leila)
    )

    doers = {task.row.pk: task.row.doer for task in selectors.open_concern(concern).tasks}
    assert doers == {own.pk: leila, others.pk: third, done.pk: teacher}


def test_a_double_click_offers_once_and_takes_over_once(
    concern: Concern, teacher: User, leila: User, school: Agency
) -> None:
    batch = new_id()
    given: dict[str, Any] = {"by": teacher, "room": school, "to": leila, "batch": batch}

    (first,) = handover_services.offer(concerns=[concern.pk], **given)
    (second,) = handover_services.offer(concerns=[concern.pk], **given)
    for _ in range(2):
        handover_services.accept(by=leila, concern=concern, handover=first)
    (third,) = handover_services.offer(concerns=[concern.pk], **given)

    assert first.pk == second.pk == third.pk
    assert actions(concern) == ["concern.opened", "handover.offered", "handover.accepted"]


def test_several_concerns_are_offered_together_or_none_of_them(
    concern: Concern, teacher: User, leila: User, school: Agency
) -> None:
    second = made.concern(school, teacher)
    others = made.concern(school, leila)
    given: dict[str, Any] = {"by": teacher, "room": school, "to": leila, "batch": new_id()}

    with pytest.raises(NotYours):
        handover_services.offer(concerns=[concern.pk, others.pk], **given)
    assert not Handover.objects.exists()

    made_now = handover_services.offer(concerns=[concern.pk, second.pk], **given)
    assert {it.concern_id for it in made_now} == {concern.pk, second.pk}
    assert actions(concern)[-1] == actions(second)[-1] == "handover.offered"


def test_what_is_offered_already_is_not_offered_to_another(
    concern: Concern, handover: Handover, teacher: User, school: Agency
) -> None:
    tove = colleague_in(school, "Tove")

    with pytest.raises(AlreadyOffered):
        made.handover(concern, teacher, tove)

    assert Handover.objects.get().pk == handover.pk
    assert actions(concern).count("handover.offered") == 1


def test_a_concern_goes_only_to_a_colleague_who_can_work_with_it(
    concern: Concern, teacher: User, leila: User, investigator: User, noor: User
) -> None:
    for to in (teacher, investigator, noor, leaves(leila, concern.agency)):
        with pytest.raises(CannotTake):
            made.handover(concern, teacher, to)

    assert not Handover.objects.exists()


def test_a_colleague_does_not_give_away_what_another_holds(
    concern: Concern, leila: User, school: Agency
) -> None:
    tove = colleague_in(school, "Tove")

    with pytest.raises(NotYours):
        made.handover(concern, leila, tove)


def test_a_coordinator_hands_over_what_is_with_nobody_and_nothing_else(
    concern: Concern, teacher: User, leila: User, noor: User
) -> None:
    with pytest.raises(NotYours):
        made.handover(concern, noor, leila)

    leaves(teacher, concern.agency)
    handover = made.handover(concern, noor, leila)
    handover_services.accept(by=leila, concern=concern, handover=handover)

    concern.refresh_from_db()
    assert (concern.holder, handover.held_by) == (leila, teacher)


def test_a_coordinator_hands_over_what_never_had_anybody(
    concern: Concern, teacher: User, leila: User, noor: User
) -> None:
    services.set_holder(by=teacher, concern=concern, holder=None)

    handover = made.handover(concern, noor, leila)

    assert handover.held_by is None


def test_a_stranger_does_nothing_with_a_handover(
    concern: Concern, handover: Handover, investigator: User
) -> None:
    given: dict[str, Any] = {"by": investigator, "concern": concern, "handover": handover}
    deeds: list[Callable[[], Any]] = [
        lambda: handover_services.accept(**given),
        lambda: handover_services.decline(**given, reason="No."),
        lambda: handover_services.take_back(**given),
        lambda: handover_services.write_briefing(
            by=investigator, concern=concern, words=WORDS, seen=0
        ),
    ]

    for deed in deeds:
        with pytest.raises(Denied):
            deed()

    assert state(handover) == Offer.WAITING


def test_nobody_answers_for_another(
    concern: Concern, handover: Handover, teacher: User, school: Agency
) -> None:
    tove = colleague_in(school, "Tove")

    for by in (teacher, tove):
        with pytest.raises(NotForYou):
            handover_services.accept(by=by, concern=concern, handover=handover)
        with pytest.raises(NotForYou):
            handover_services.decline(by=by, concern=concern, handover=handover, reason="No.")
    with pytest.raises(NotForYou):
        handover_services.take_back(by=tove, concern=concern, handover=handover)

    assert state(handover) == Offer.WAITING


def test_whoever_declines_says_why_and_the_concern_stays_where_it_was(
    concern: Concern, handover: Handover, teacher: User, leila: User
) -> None:
    for _ in range(2):
        handover_services.decline(
            by=leila, concern=concern, handover=handover, reason="I know the family."
        )

    concern.refresh_from_db()
    opened = selectors.open_concern(concern)
    assert concern.holder == teacher
    assert [(it.row.state, it.reason) for it in opened.handovers] == [
        (Offer.DECLINED, "I know the family.")
    ]
    assert b"family" not in bytes(Handover.objects.get().sealed or b"")
    assert actions(concern)[-1] == "handover.declined"
    assert actions(concern).count("handover.declined") == 1


def test_after_an_answer_it_can_be_offered_again(
    concern: Concern, handover: Handover, teacher: User, leila: User
) -> None:
    handover_services.decline(by=leila, concern=concern, handover=handover, reason="Not now.")

    again_offered = made.handover(concern, teacher, leila)

    assert state(again_offered) == Offer.WAITING


def test_an_offer_is_taken_back_until_it_is_answered(
    concern: Concern, handover: Handover, teacher: User, leila: User
) -> None:
    for _ in range(2):
        handover_services.take_back(by=teacher, concern=concern, handover=handover)
    with pytest.raises(AlreadyAnswered):
        handover_services.accept(by=leila, concern=concern, handover=handover)
    with pytest.raises(AlreadyAnswered):
        handover_services.decline(by=leila, concern=concern, handover=handover, reason="No.")

    concern.refresh_from_db()
    assert concern.holder == teacher
    assert actions(concern) == ["concern.opened", "handover.offered", "handover.taken-back"]


def test_two_tabs_give_one_answer(
    concern: Concern, handover: Handover, teacher: User, leila: User
) -> None:
    handover_services.accept(by=leila, concern=concern, handover=handover)

    with pytest.raises(AlreadyAnswered):
        handover_services.decline(by=leila, concern=concern, handover=handover, reason="No.")
    with pytest.raises(AlreadyAnswered):
        handover_services.take_back(by=teacher, concern=concern, handover=handover)

    assert state(handover) == Offer.ACCEPTED
    assert actions(concern)[-1] == "handover.accepted"


def test_a_coordinator_takes_back_what_nobody_else_can(
    concern: Concern, handover: Handover, teacher: User, noor: User
) -> None:
    leaves(teacher, concern.agency)

    handover_services.take_back(by=noor, concern=concern, handover=handover)

    assert state(handover) == Offer.WITHDRAWN


def test_whoever_lost_the_role_meanwhile_takes_nothing_over(
    concern: Concern, handover: Handover, teacher: User, leila: User
) -> None:
    gone = leaves(leila, concern.agency)

    with pytest.raises(Denied):
        handover_services.accept(by=gone, concern=concern, handover=handover)

    concern.refresh_from_db()
    assert (concern.holder, state(handover)) == (teacher, Offer.WAITING)


def test_an_offer_stands_when_the_giver_has_left(
    concern: Concern, handover: Handover, teacher: User, leila: User
) -> None:
    leaves(teacher, concern.agency)

    handover_services.accept(by=leila, concern=concern, handover=handover)

    concern.refresh_from_db()
    assert concern.holder == leila


def test_another_choice_of_who_is_responsible_takes_the_offer_back(
    concern: Concern, handover: Handover, teacher: User, leila: User, school: Agency
) -> None:
    tove = colleague_in(school, "Tove")
    services.set_holder(by=teacher, concern=concern, holder=teacher)
    assert state(handover) == Offer.WAITING

    services.set_holder(by=teacher, concern=concern, holder=tove)

    with pytest.raises(AlreadyAnswered):
        handover_services.accept(by=leila, concern=concern, handover=handover)
    concern.refresh_from_db()
    assert concern.holder == tove


def close(concern: Concern, by: User) -> None:
    concern.refresh_from_db()
    end_services.close(
        by=by,
        concern=concern,
        outcome=Outcome.NO_GROUND,
        outcome_text="It was a school play.",
        record="working-notes",
        aware=True,
        seen=concern.version,
    )


def test_a_concern_closed_meanwhile_goes_to_nobody(
    concern: Concern, handover: Handover, teacher: User, leila: User
) -> None:
    close(concern, teacher)

    with pytest.raises(IsClosed):
        handover_services.accept(by=leila, concern=concern, handover=handover)
    with pytest.raises(IsClosed):
        made.handover(concern, teacher, leila)
    with pytest.raises(IsClosed):
        handover_services.write_briefing(by=teacher, concern=concern, words=WORDS, seen=0)

    assert state(handover) == Offer.WITHDRAWN


def test_an_erased_concern_takes_its_handovers_and_briefings_with_it(
    concern: Concern, handover: Handover, teacher: User, leila: User
) -> None:
    handover_services.write_briefing(by=teacher, concern=concern, words=WORDS, seen=0)
    registrar = colleague_in(concern.agency, "Rut", Role.RECORDS_OFFICER)

    end_services.erase(by=registrar, concern=concern, why=Why.MISTAKE)

    assert not Handover.objects.exists()
    assert not BriefingVersion.objects.exists()
    for deed in (handover_services.accept, handover_services.take_back):
        with pytest.raises(ConcernGone):
            deed(by=leila, concern=concern, handover=handover)
    with pytest.raises(ConcernGone):
        made.handover(concern, teacher, leila)
    assert whole(concern)


def test_a_briefing_is_sealed_and_a_correction_is_a_version(
    concern: Concern, teacher: User, leila: User
) -> None:
    better = Briefing(decided="We wait until spring.")
    handover_services.write_briefing(by=teacher, concern=concern, words=WORDS, seen=0)
    handover_services.write_briefing(by=teacher, concern=concern, words=WORDS, seen=0)
    handover_services.write_briefing(by=leila, concern=concern, words=better, seen=1)

    opened = selectors.open_concern(concern)
    assert [(it.words, it.row.number, it.row.written_by) for it in opened.briefings] == [
        (better, 2, leila),
        (WORDS, 1, teacher),
    ]
    assert all(b"wait" not in bytes(it.row.sealed) for it in opened.briefings)
    assert actions(concern).count("briefing.written") == 2


def test_a_briefing_changed_meanwhile_is_not_written_over(
    concern: Concern, teacher: User, leila: User
) -> None:
    handover_services.write_briefing(by=teacher, concern=concern, words=WORDS, seen=0)

    with pytest.raises(services.ChangedMeanwhile) as problem:
        handover_services.write_briefing(
            by=leila, concern=concern, words=Briefing(decided="Else."), seen=0
        )

    assert (problem.value.saved, problem.value.version) == (WORDS, 1)
    assert BriefingVersion.objects.count() == 1


def test_an_empty_briefing_is_none(concern: Concern, teacher: User) -> None:
    written = handover_services.write_briefing(
        by=teacher, concern=concern, words=Briefing(), seen=0
    )

    assert written is None
    assert actions(concern) == ["concern.opened"]


def test_writing_a_briefing_moves_the_clock_as_every_note_does(
    concern: Concern, teacher: User
) -> None:
    long_ago = timezone.now() - datetime.timedelta(days=90)
    Concern.objects.filter(pk=concern.pk).update(last_note_at=long_ago)

    handover_services.write_briefing(by=teacher, concern=concern, words=WORDS, seen=0)

    concern.refresh_from_db()
    assert concern.last_note_at > long_ago
