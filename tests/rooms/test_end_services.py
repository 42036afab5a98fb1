"""How a concern ends, in its own room and for those who have no business there."""

from __future__ import annotations

import dataclasses
import datetime

import pytest
from django.db import models
from django.utils import timezone

from fyrstod.access.policy import Denied, Role
from fyrstod.journal import services as journal
from fyrstod.journal.models import Entry
from fyrstod.people.models import Agency, Municipality, User
from fyrstod.protection import services as protection
from fyrstod.protection.errors import KeyLost
from fyrstod.protection.models import ConcernKey, Erasure
from fyrstod.rooms import disposal, end_services, selectors, services
from fyrstod.rooms.contents import Direction, Outcome
from fyrstod.rooms.erasing import parts_of_a_concern
from fyrstod.rooms.models import Concern, InConcern
from fyrstod.rooms.rows import ConcernGone, IsClosed, NotFromHere
from fyrstod.rooms.rules import About, Status, Why
from tests.rooms import made

pytestmark = pytest.mark.django_db(databases="__all__", transaction=True)

FAR = datetime.date(2100, 1, 1)


@pytest.fixture
def registrar(school: Agency) -> User:
    user = made.person("Rut")
    made.member(user, school, Role.RECORDS_OFFICER)
    return user


def close(
    concern: Concern,
    by: User,
    record: str = "working-notes",
    seen: int | None = None,
    *,
    aware: bool = True,
) -> Concern:
    concern.refresh_from_db()
    return end_services.close(
        by=by,
        concern=concern,
        outcome=Outcome.NO_GROUND,
        outcome_text="It was a school play.",
        record=record,
        aware=aware,
        seen=concern.version if seen is None else seen,
    )


def actions(concern: Concern) -> list[str]:
    entries = Entry.objects.filter(room_id=concern.agency_id, about=concern.reference)
    return list(entries.order_by("number").values_list("action", flat=True))


def last_note(concern: Concern, moment: datetime.datetime) -> None:
    Concern.objects.filter(pk=concern.pk).update(last_note_at=moment)


def test_a_closed_concern_has_its_outcome_sealed_and_its_day_in_sight(
    concern: Concern, teacher: User
) -> None:
    closed = close(concern, teacher)

    opened = selectors.open_concern(closed)
    assert (closed.status, closed.closed_by, closed.disposal_open) == (
        Status.CLOSED,
        teacher,
        False,
    )
    assert closed.erase_on is not None
    assert closed.erase_on > timezone.localdate() + datetime.timedelta(days=80)
    assert opened.matter.outcome is Outcome.NO_GROUND
    assert opened.matter.rule == "working-notes-soon"
    assert opened.matter.clock_pack.startswith("fyrstod ")
    assert b"no-ground" not in bytes(closed.sealed)
    assert actions(concern) == ["concern.opened", "concern.closed"]


def test_where_no_rule_fits_the_records_officer_is_asked(concern: Concern, teacher: User) -> None:
    closed = close(concern, teacher, "other")

    assert (closed.erase_on, closed.disposal_open) == (None, True)


@pytest.mark.parametrize("record", ["", "x9", "child-investigation", "case-file"])
def test_a_kind_of_record_that_the_room_has_not_is_refused(
    concern: Concern, teacher: User, record: str
) -> None:
    with pytest.raises(end_services.NoSuchRecord):
        close(concern, teacher, record)

    concern.refresh_from_db()
    assert not concern.is_closed


def test_the_clock_of_an_investigation_counts_from_the_day_of_birth(
    social: Agency, investigator: User
) -> None:
    person = dataclasses.replace(made.PERSON, number="201202031234")
    concern = made.concern(social, investigator, person=person)

    closed = close(concern, investigator, "child-investigation")

    assert closed.erase_on == datetime.date(2042, 2, 3)


def test_without_an_identity_an_investigation_is_nobodys_guess(
    social: Agency, investigator: User
) -> None:
    person = dataclasses.replace(made.PERSON, number="")
    concern = made.concern(social, investigator, person=person)

    assert close(concern, investigator, "child-investigation").disposal_open


def test_the_last_note_counts_by_the_day_it_had_here(social: Agency, investigator: User) -> None:
    concern = made.concern(social, investigator, about=About.ADULT)
    new_year_in_sweden = datetime.datetime(2030, 12, 31, 23, 30, tzinfo=datetime.UTC)
    last_note(concern, new_year_in_sweden)

    closed = close(concern, investigator, "case-file")

    assert closed.erase_on == datetime.date(2036, 1, 1)


def test_nothing_more_is_written_in_a_closed_concern(concern: Concern, teacher: User) -> None:
    close(concern, teacher)

    with pytest.raises(IsClosed):
        services.write_piece(by=teacher, concern=concern, contents=made.SEEN)
    with pytest.raises(IsClosed):
        close(concern, teacher)


def test_closing_what_has_changed_meanwhile_changes_nothing(
    concern: Concern, teacher: User
) -> None:
    services.describe(by=teacher, concern=concern, about=About.ADULT, why_now="New.", seen=1)

    with pytest.raises(NotFromHere):
        close(concern, teacher, seen=1)

    concern.refresh_from_db()
    assert not concern.is_closed


def test_what_is_not_in_the_case_system_is_known_before_it_is_closed(
    concern: Concern, teacher: User
) -> None:
    with pytest.raises(end_services.NotRegistered):
        close(concern, teacher, aware=False)
    concern.refresh_from_db()
    assert not concern.is_closed

    close(concern, teacher)

    last = Entry.objects.filter(about=concern.reference).latest("number")
    assert (last.action, last.kind) == ("concern.closed", "unregistered")


def test_what_is_in_the_case_system_closes_without_a_question(
    concern: Concern, teacher: User
) -> None:
    made.paper(concern, teacher, number="2026-117")
    made.export(concern, teacher)

    close(concern, teacher, aware=False)

    last = Entry.objects.filter(about=concern.reference).latest("number")
    assert (last.action, last.kind) == ("concern.closed", "")


@pytest.mark.parametrize("direction", Direction)
def test_a_paper_without_a_number_is_asked_about_also_after_an_export(
    concern: Concern, teacher: User, direction: Direction
) -> None:
    made.export(concern, teacher)
    made.paper(concern, teacher, number="", direction=direction)

    with pytest.raises(end_services.NotRegistered):
        close(concern, teacher, aware=False)


def test_opening_again_stops_the_clock_and_keeps_what_was_said(
    concern: Concern, teacher: User
) -> None:
    close(concern, teacher)

    opened = end_services.reopen(by=teacher, concern=concern)

    assert (opened.status, opened.erase_on, opened.disposal_open, opened.closed_at) == (
        Status.WORKING,
        None,
        False,
        None,
    )
    matter = selectors.open_concern(opened).matter
    assert (matter.rule, matter.outcome_text) == ("", "It was a school play.")
    assert list(disposal.run(FAR)) == []
    assert end_services.reopen(by=teacher, concern=concern).status == Status.WORKING
    assert actions(concern).count("concern.reopened") == 1


def test_the_records_officer_sets_a_day_or_keeps_the_question(
    concern: Concern, teacher: User, registrar: User
) -> None:
    close(concern, teacher, "other")

    waits = end_services.decide(
        by=registrar, concern=concern, erase_on=None, reason="Ask the archive."
    )
    assert waits.disposal_open
    decided = end_services.decide(by=registrar, concern=concern, erase_on=FAR, reason="Plan 4.2")

    assert (decided.erase_on, decided.disposal_open) == (FAR, False)
    assert selectors.open_concern(decided).matter.disposal_reason == "Plan 4.2"
    assert actions(concern)[-2:] == ["disposal.awaited", "disposal.decided"]


def test_a_day_in_the_past_is_not_decided_by_mistake(
    concern: Concern, teacher: User, registrar: User
) -> None:
    close(concern, teacher, "other")

    with pytest.raises(end_services.TooSoon):
        end_services.decide(
            by=registrar, concern=concern, erase_on=timezone.localdate(), reason="x"
        )


def test_what_the_law_decides_the_records_officer_does_not(
    concern: Concern, teacher: User, registrar: User
) -> None:
    with pytest.raises(end_services.NothingToDecide):
        end_services.decide(by=registrar, concern=concern, erase_on=FAR, reason="x")
    close(concern, teacher)

    with pytest.raises(end_services.NothingToDecide):
        end_services.decide(by=registrar, concern=concern, erase_on=FAR, reason="x")


def test_strangers_and_those_without_the_role_end_nothing(
    concern: Concern, teacher: User, registrar: User, investigator: User
) -> None:
    for user in (registrar, investigator):
        with pytest.raises(Denied):
            close(concern, user)
        with pytest.raises(Denied):
            end_services.reopen(by=user, concern=concern)
    for user in (teacher, investigator):
        with pytest.raises(Denied):
            end_services.decide(by=user, concern=concern, erase_on=FAR, reason="x")
        with pytest.raises(Denied):
            end_services.erase(by=user, concern=concern, why=Why.MISTAKE)
    assert not Erasure.objects.exists()


def test_an_erasure_takes_key_and_every_row_and_leaves_one_entry(
    concern: Concern, school: Agency, teacher: User, registrar: User
) -> None:
    kept = made.concern(school, teacher)
    services.write_piece(by=teacher, concern=concern, contents=made.SEEN)
    services.add_task(by=teacher, concern=concern, text="Call.", due_on=None, doer=teacher)

    end_services.erase(by=registrar, concern=concern, why=Why.MISTAKE)

    assert_gone(concern)
    last = Entry.objects.filter(room_id=school.pk).latest("number")
    assert (last.action, last.who, last.role, last.about, last.kind) == (
        "concern.erased",
        registrar.pk,
        Role.RECORDS_OFFICER,
        concern.reference,
        Why.MISTAKE,
    )
    assert selectors.open_concern(kept).person == made.PERSON
    with pytest.raises(ConcernGone):
        end_services.erase(by=registrar, concern=concern, why=Why.MISTAKE)


def test_what_is_said_of_an_export_for_good_is_what_the_room_knows(
    concern: Concern, teacher: User, registrar: User
) -> None:
    def erase() -> None:
        end_services.erase(by=registrar, concern=concern, why=Why.EXPORTED)

    with pytest.raises(end_services.NotExported):
        erase()
    made.export(concern, registrar)
    services.write_piece(by=teacher, concern=concern, contents=made.SEEN)
    with pytest.raises(end_services.NotExported):
        erase()
    assert selectors.open_concern(concern).person == made.PERSON
    assert not Erasure.objects.exists()
    made.export(concern, registrar, "2026-119")

    erase()

    assert_gone(concern)
    assert Entry.objects.get(action="concern.erased").kind == Why.EXPORTED


def assert_gone(concern: Concern) -> None:
    assert not Concern.objects.filter(pk=concern.pk).exists()
    for model in parts_of_a_concern():
        assert not model._base_manager.filter(concern_id=concern.pk).exists(), model
    assert not ConcernKey.objects.filter(pk=concern.pk).exists()
    assert Erasure.objects.get(pk=concern.pk).finished_at is not None
    assert actions(concern).count("concern.erased") == 1
    assert journal.verify(municipality_id=concern.municipality_id, room_id=concern.agency_id).whole


def test_every_model_that_hangs_on_a_concern_goes_with_it() -> None:
    pointing = {
        relation.related_model
        for relation in Concern._meta.get_fields(include_hidden=True)
        if isinstance(relation, models.ManyToOneRel)
    }

    assert pointing
    assert all(issubclass(model, InConcern) for model in pointing)
    assert pointing == set(parts_of_a_concern())


def test_the_clocks_erase_what_is_past_its_day_and_nothing_else(
    concern: Concern, school: Agency, teacher: User
) -> None:
    later, asked = made.concern(school, teacher), made.concern(school, teacher)
    last_note(later, timezone.now() + datetime.timedelta(days=1))
    day = close(concern, teacher).erase_on
    close(later, teacher)
    close(asked, teacher, "other")
    made.concern(school, teacher)
    assert day is not None

    before = list(disposal.run(day - datetime.timedelta(days=1)))
    (tried,) = disposal.run(day, dry=True)
    assert Concern.objects.count() == 4
    (done,) = disposal.run(day)

    assert [run.erased for run in before] == [()]
    assert tried == done
    assert (done.room, done.erased, done.undecided) == (
        school,
        (concern.reference,),
        (asked.reference,),
    )
    assert_gone(concern)
    assert Concern.objects.count() == 3


class Killed(BaseException):
    """The process ends here."""


def killed(*given: object, **named: object) -> None:
    raise Killed


STEPS = {
    "before the decision": "fyrstod.rooms.erasing.protection.begin_erasure",
    "before the key": "fyrstod.protection.services.destroy_concern_key",
    "before the rows": "fyrstod.rooms.erasing.parts_of_a_concern",
    "before the entry": "fyrstod.rooms.erasing.journal.record",
    "before it is noted": "fyrstod.protection.services.empty_log",
}


@pytest.mark.parametrize("moment", STEPS)
@pytest.mark.parametrize("by_clock", [True, False], ids=["by clock", "at once"])
def test_killed_at_any_step_a_concern_is_whole_or_gone_and_the_journal_in_step(
    concern: Concern,
    teacher: User,
    registrar: User,
    monkeypatch: pytest.MonkeyPatch,
    moment: str,
    *,
    by_clock: bool,
) -> None:
    close(concern, teacher)

    def erase() -> None:
        if by_clock:
            list(disposal.run(FAR))
        else:
            end_services.erase(by=registrar, concern=concern, why=Why.MISTAKE)

    with monkeypatch.context() as patch:
        patch.setattr(STEPS[moment], killed)
        with pytest.raises(Killed):
            erase()

    if moment == "before the decision":
        assert protection.finish_erasures() == 0
        assert selectors.open_concern(concern).person == made.PERSON
        assert "concern.erased" not in actions(concern)
        return
    with pytest.raises(KeyLost):
        selectors.open_concern(concern)
    assert selectors.concern_in(concern.agency, concern.reference) is None
    protection.finish_erasures()
    assert_gone(concern)


def test_a_concern_that_comes_back_with_an_older_backup_is_erased_and_journaled_again(
    concern: Concern, municipality: Municipality, registrar: User
) -> None:
    kept = [
        part
        for model in parts_of_a_concern()
        for part in model._base_manager.filter(concern_id=concern.pk)
    ]
    row, key = Concern.objects.get(pk=concern.pk), ConcernKey.objects.get(pk=concern.pk)
    end_services.erase(by=registrar, concern=concern, why=Why.MISTAKE)
    row.save(force_insert=True)
    key.save(force_insert=True)
    for part in kept:
        part.save(force_insert=True)

    protection.expect_restore()
    assert selectors.concern_in(concern.agency, concern.reference) is None
    protection.finish_erasures()

    assert not Concern.objects.filter(pk=concern.pk).exists()
    assert not ConcernKey.objects.filter(pk=concern.pk).exists()
    assert actions(concern).count("concern.erased") == 2
