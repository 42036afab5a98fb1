"""`fyrstod keys make`: rooms that never had keys get them, and lost ones are said to be lost."""

from __future__ import annotations

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries
from pytest_django.fixtures import Settings

from fyrstod.access.policy import Role
from fyrstod.journal import services as journal
from fyrstod.journal.models import Entry
from fyrstod.people.models import Agency, Municipality
from fyrstod.protection.models import ConcernKey, RoomKey
from fyrstod.rooms import selectors
from fyrstod.web import cli, cli_doctor, cli_keys
from tests.rooms import made

pytestmark = pytest.mark.django_db(databases="__all__", transaction=True)


@pytest.fixture
def municipality() -> Municipality:
    return Municipality.objects.create(name="Björkdala")


@pytest.fixture
def school(municipality: Municipality) -> Agency:
    """Its room has no keys."""
    return Agency.objects.create(municipality=municipality, name="Ekbackens skola", kind="school")


def faults_of_rooms() -> list[str]:
    return [fault for fault in cli_doctor.examine().faults if "the room" in fault]


def test_a_room_without_keys_is_named_by_doctor_and_gets_them(
    municipality: Municipality, school: Agency, capsys: pytest.CaptureFixture[str]
) -> None:
    other = made.agency(municipality, "Socialtjänsten", "social-services")
    kept = bytes(RoomKey.objects.get(pk=other.pk).wrapped)
    (fault,) = faults_of_rooms()

    assert cli.main(["keys", "make"]) == 0

    assert fault == (
        "Ekbackens skola in Björkdala: the room has no keys, so nothing can be opened there: run "
        "fyrstod keys make"
    )
    assert str(school.pk) not in fault
    assert capsys.readouterr().out == "Ekbackens skola in Björkdala: the room has keys now.\n"
    assert faults_of_rooms() == []
    assert bytes(RoomKey.objects.get(pk=other.pk).wrapped) == kept
    entry = Entry.objects.get(room_id=school.pk)
    assert (entry.action, entry.role, entry.who) == ("keys.made", "operator", None)
    teacher = made.person("Kim")
    made.member(teacher, school, Role.PRACTITIONER)
    assert selectors.open_concern(made.concern(school, teacher)).person == made.PERSON


def test_a_second_run_makes_nothing(school: Agency, capsys: pytest.CaptureFixture[str]) -> None:
    cli.main(["keys", "make"])
    kept = bytes(RoomKey.objects.get(pk=school.pk).wrapped)
    capsys.readouterr()

    assert cli.main(["keys", "make"]) == 0

    assert capsys.readouterr().out == "Every room has its keys, so nothing was made.\n"
    assert bytes(RoomKey.objects.get(pk=school.pk).wrapped) == kept
    assert Entry.objects.filter(action="keys.made").count() == 1


@pytest.mark.parametrize("whole_store", [True, False], ids=["whole store", "room key alone"])
def test_lost_keys_are_never_made_anew(
    municipality: Municipality, capsys: pytest.CaptureFixture[str], *, whole_store: bool
) -> None:
    school = made.agency(municipality, "Ekbackens skola", "school")
    teacher = made.person("Kim")
    made.member(teacher, school, Role.PRACTITIONER)
    made.concern(school, teacher)
    RoomKey.objects.all().delete()
    if whole_store:
        ConcernKey.objects.all().delete()
    (fault,) = faults_of_rooms()

    assert cli.main(["keys", "make"]) == 2

    said = capsys.readouterr()
    assert "Ekbackens skola in Björkdala: the room's keys are lost" in fault
    assert (said.out, said.err) == ("", f"{fault}\n")
    assert not RoomKey.objects.exists()


def test_a_closed_agency_with_nothing_in_its_room_needs_no_keys(school: Agency) -> None:
    Agency.objects.update(closed_at=timezone.now())

    assert faults_of_rooms() == []


def test_without_the_installations_key_nothing_is_made_or_said_to_be(
    school: Agency, settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.FYRSTOD_KEY = settings.FYRSTOD_KEY_FILE = ""

    assert cli.main(["keys", "make"]) == 2

    assert capsys.readouterr().out == ""
    assert not RoomKey.objects.exists()
    assert not Entry.objects.exists()


def test_a_broken_journal_is_said_and_no_keys_are_made(
    school: Agency, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(**_given: object) -> None:
        raise journal.BrokenChain(room_id=school.pk, number=3)

    monkeypatch.setattr(journal, "record", broken)

    assert cli.main(["keys", "make"]) == 2

    assert "the journal is broken at entry 3" in capsys.readouterr().err
    assert not RoomKey.objects.exists()


@pytest.mark.parametrize("rooms", [1, 6])
def test_looking_takes_the_same_number_of_queries_however_many_rooms(
    municipality: Municipality, django_assert_num_queries: DjangoAssertNumQueries, rooms: int
) -> None:
    for number in range(rooms):
        Agency.objects.create(municipality=municipality, name=f"Skola {number}", kind="school")

    with django_assert_num_queries(2):
        never, lost = cli_keys.without_keys()

    assert (len(never), lost) == (rooms, [])
