"""`fyrstod doctor` and `fyrstod people first`: one clear line for each thing."""

from __future__ import annotations

import pytest
from django.db import connections
from django.test import Client
from pytest_django.fixtures import Settings

from fyrstod.access.policy import Role
from fyrstod.core.ids import new_id
from fyrstod.journal import services as journal
from fyrstod.journal.models import Head
from fyrstod.journal.rules import BEGINNING
from fyrstod.protection.models import RoomKey
from fyrstod.web import cli, cli_doctor
from tests.people.made import give_role, make_place, make_user, with_second_factor

pytestmark = pytest.mark.django_db(databases=["default", "keys", "ledger"])


@pytest.fixture(autouse=True)
def _stores_of_an_installation(monkeypatch: pytest.MonkeyPatch) -> None:
    """Under test the stores are in memory and nameless; an installation's are not."""
    for alias in connections:
        monkeypatch.setitem(connections[alias].settings_dict, "NAME", f"{alias}.sqlite3")


def test_an_installation_without_fault_is_said_to_be_so(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["doctor"]) == 0
    assert capsys.readouterr().out == "0 faults, 0 warnings\n"


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("FYRSTOD_OPERATOR", "", "FYRSTOD_OPERATOR: nobody"),
        ("DEBUG", True, "DEBUG is on"),
        ("MFA_SUPPORTED_TYPES", ["recovery_codes"], "the second factor"),
        ("MIDDLEWARE", [], "the second factor"),
        ("SESSION_COOKIE_SECURE", False, "the session's cookie"),
        ("SESSION_COOKIE_NAME", "session", "the session's cookie"),
        ("FYRSTOD_KEY", "", "the installation's key: NoInstallationKey"),
        ("FYRSTOD_KEY", "nonsense", "the installation's key: BadInstallationKey"),
    ],
)
def test_each_fault_is_one_line(
    settings: Settings,
    capsys: pytest.CaptureFixture[str],
    name: str,
    value: object,
    says: str,
) -> None:
    setattr(settings, name, value)
    settings.FYRSTOD_KEY_FILE = ""

    assert cli.main(["doctor"]) == 2
    first, last = capsys.readouterr().out.splitlines()
    assert first.startswith(says)
    assert last == "1 faults, 0 warnings"


def test_stores_that_are_one_are_a_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(connections["keys"].settings_dict, "NAME", "default.sqlite3")

    (fault,) = cli_doctor.examine().faults

    assert "default and keys are one" in fault


def test_a_key_that_opens_no_room_is_a_fault() -> None:
    RoomKey.objects.create(
        id=new_id(),
        municipality_id=new_id(),
        wrapped=b"",
        wrapped_index_key=b"",
        sealed_by="another",
    )

    (fault,) = cli_doctor.examine().faults

    assert "sealed with installation key another" in fault


def test_a_journal_with_something_after_its_end_is_a_fault() -> None:
    room_id = new_id()
    journal.record(
        municipality_id=new_id(), room_id=room_id, who=None, role="operator", action="journal.read"
    )
    Head.objects.update(number=0, hash=BEGINNING)

    (fault,) = cli_doctor.examine().faults

    assert f"room {room_id}: the journal is broken at entry 1" in fault
    assert "fyrstod journal verify" in fault


def test_people_without_second_factor_are_counted_and_not_named() -> None:
    place = make_place()
    with_second_factor(place.teacher)
    for name in ("Eva Ek", "Finn Fura"):
        give_role(make_user(name), Role.PRACTITIONER, place.school)
    give_role(make_user("Gun Gran"), Role.AUDITOR, place.school)

    (warning,) = cli_doctor.examine().warnings

    assert warning.startswith("2 people with a role that opens concerns")


def test_the_first_two_administrators_get_a_code_each(
    capsys: pytest.CaptureFixture[str],
) -> None:
    def first(name: str) -> int:
        given = ["--municipality", "Björkdala", "--name", name]
        return cli.main(["people", "first", *given, "--email", f"{name}@bjorkdala.example"])

    assert [first("ada"), first("bo"), first("cia")] == [0, 0, 2]
    written = capsys.readouterr()
    code = written.out.splitlines()[1]
    new = {"password": "en lång fras för mig", "password_again": "en lång fras för mig"}
    answer = Client().post("/sv/account/password/set/", {"code": code, **new})
    assert answer.headers["Location"] == "/sv/room/"
    assert "two administrators already" in written.err


def test_what_is_no_address_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    given = ["--municipality", "Björkdala", "--name", "Ada"]

    assert cli.main(["people", "first", *given, "--email", "ada"]) == 2
    assert capsys.readouterr().err == "--email: this is not an e-mail address\n"
