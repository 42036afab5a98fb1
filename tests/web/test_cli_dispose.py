"""`fyrstod dispose`: the clocks of every room, run up to a day."""

from __future__ import annotations

import datetime

import pytest

from fyrstod.access.policy import Role
from fyrstod.journal.models import Head
from fyrstod.people.models import Agency, Municipality, User
from fyrstod.protection.errors import KeyLost
from fyrstod.rooms import end_services, selectors
from fyrstod.rooms.contents import Outcome
from fyrstod.rooms.models import Concern
from fyrstod.web.cli import main
from tests.rooms import made

pytestmark = pytest.mark.django_db(databases="__all__", transaction=True)


@pytest.fixture
def school() -> Agency:
    return made.agency(Municipality.objects.create(name="Björkdala"), "Ekbackens skola", "school")


@pytest.fixture
def teacher(school: Agency) -> User:
    user = made.person("Kim")
    made.member(user, school, Role.PRACTITIONER)
    return user


def closed(school: Agency, teacher: User, record: str) -> Concern:
    concern = made.concern(school, teacher)
    return end_services.close(
        by=teacher,
        concern=concern,
        outcome=Outcome.NO_GROUND,
        outcome_text="",
        aware=True,
        record=record,
        seen=concern.version,
    )


def dispose(capsys: pytest.CaptureFixture[str], *arguments: str) -> list[str]:
    capsys.readouterr()
    assert main(["dispose", *arguments]) == 0
    return capsys.readouterr().out.splitlines()


def test_on_its_day_a_concern_goes_and_what_no_rule_fits_is_told(
    school: Agency, teacher: User, capsys: pytest.CaptureFixture[str]
) -> None:
    due, asked = closed(school, teacher, "working-notes"), closed(school, teacher, "other")
    assert due.erase_on is not None
    day, before = due.erase_on.isoformat(), due.erase_on - datetime.timedelta(days=1)
    waits = (
        "Björkdala, Ekbackens skola: 1 without a rule, for the records officer to decide: "
        f"{asked.reference}"
    )
    made.member(made.person("Rut"), school, Role.RECORDS_OFFICER)

    early = dispose(capsys, "--on", before.isoformat())
    tried = dispose(capsys, "--on", day, "--dry-run")
    assert selectors.open_concern(due).person == made.PERSON
    done = dispose(capsys, "--on", day)

    assert early == ["Erased 0 expired drafts.", waits]
    assert tried == [f"Björkdala, Ekbackens skola: would erase 1: {due.reference}", waits]
    assert done == [
        "Erased 0 expired drafts.",
        f"Björkdala, Ekbackens skola: erased 1: {due.reference}",
        waits,
    ]
    assert list(Concern.objects.all()) == [asked]
    with pytest.raises(KeyLost):
        selectors.open_concern(due)


def test_a_room_where_nobody_can_decide_is_named(
    school: Agency, teacher: User, capsys: pytest.CaptureFixture[str]
) -> None:
    closed(school, teacher, "other")

    said = dispose(capsys)

    assert said[-1] == (
        "Björkdala, Ekbackens skola: has no records officer; an administrator proposes one"
    )


def test_a_room_whose_journal_is_broken_keeps_its_concerns_and_no_other_waiting(
    school: Agency, teacher: User, capsys: pytest.CaptureFixture[str]
) -> None:
    other = made.agency(school.municipality, "Lindskolan", "school")
    made.member(teacher, other, Role.PRACTITIONER)
    kept, due = (closed(room, teacher, "working-notes") for room in (school, other))
    Head.objects.filter(pk=school.pk).update(number=0)
    capsys.readouterr()

    code = main(["dispose", "--on", "2100-01-01"])

    told = capsys.readouterr()
    assert code == 2
    assert f"Björkdala, Lindskolan: erased 1: {due.reference}" in told.out
    assert told.err.startswith(f"room {school.pk}: the journal is broken at entry 1")
    assert list(Concern.objects.all()) == [kept]
    assert selectors.open_concern(kept).person == made.PERSON


def test_nothing_it_says_holds_a_name(
    school: Agency, teacher: User, capsys: pytest.CaptureFixture[str]
) -> None:
    closed(school, teacher, "working-notes")

    said = " ".join(dispose(capsys, "--on", "2100-01-01"))

    assert "Robin" not in said
    assert "Kim" not in said


def test_a_day_that_is_none_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["dispose", "--on", "soon"]) == 2

    assert capsys.readouterr().err == "--on: give a day as 2026-11-25\n"
