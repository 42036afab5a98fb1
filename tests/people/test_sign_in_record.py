"""What is done to sign in stands in the journal of where one works, and nothing of it elsewhere."""

from __future__ import annotations

import io
import logging

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.db import connection
from django.test import Client, TestCase
from pytest_django.fixtures import Settings

from fyrstod.access.policy import Role
from fyrstod.journal.models import Entry, Head
from fyrstod.people import links, services
from fyrstod.people.models import User
from tests.people.made import (
    PASSWORD,
    Place,
    again,
    give_role,
    make_user,
    signed_in,
    with_second_factor,
)
from tests.people.test_sign_in_views import SET_UP, code, fill_in

pytestmark = pytest.mark.django_db

NEW = "en helt annan lång fras"


@pytest.fixture(autouse=True)
def _nothing_counted(db: None) -> None:
    cache.clear()


def told(place: Place, user: User) -> list[tuple[str, str]]:
    """What stands in the municipality's journal about somebody's sign-in."""
    entries = Entry.objects.filter(room_id=place.municipality.id, who=user.id).order_by("number")
    assert {entry.role for entry in entries} <= {"person"}
    assert {(entry.about, entry.kind) for entry in entries} <= {("", "")}
    return [(entry.action, entry.result) for entry in entries]


def by_code(user: User, given: str) -> Client:
    client = Client()
    fill_in(client, user.email)
    client.post("/sv/account/code/", {"code": given})
    return client


def test_signing_in_stands_there_once_it_is_done(place: Place) -> None:
    with_second_factor(place.teacher)
    client = Client()

    fill_in(client, place.teacher.email)
    assert told(place, place.teacher) == []
    client.post("/sv/account/code/", {"code": code()})

    assert told(place, place.teacher) == [("sign-in.done", "done")]


def test_a_wrong_code_and_one_that_was_used_stand_there(place: Place) -> None:
    with_second_factor(place.teacher)
    by_code(place.teacher, "000000")
    right = code()
    by_code(place.teacher, right)

    by_code(place.teacher, right)

    assert told(place, place.teacher) == [
        ("sign-in.wrong-code", "refused"),
        ("sign-in.done", "done"),
        ("sign-in.wrong-code", "refused"),
    ]


def test_a_recovery_code_that_is_used_stands_there(place: Place) -> None:
    with_second_factor(place.teacher)
    kept = Authenticator.objects.get(user=place.teacher, type=Authenticator.Type.RECOVERY_CODES)

    by_code(place.teacher, kept.wrap().get_unused_codes()[0])

    assert told(place, place.teacher) == [
        ("sign-in.recovery-used", "done"),
        ("sign-in.done", "done"),
    ]


def test_the_first_code_app_and_its_recovery_codes_stand_there(place: Place) -> None:
    client = Client()
    fill_in(client, place.teacher.email)
    secret = client.get(SET_UP).context["form"].secret

    with_commit(client, SET_UP, {"code": code(secret)})

    assert told(place, place.teacher) == [
        ("sign-in.done", "done"),
        ("sign-in.app-set-up", "done"),
        ("sign-in.recovery-made", "done"),
    ]


def test_another_code_app_and_new_recovery_codes_stand_there(place: Place) -> None:
    with_second_factor(place.teacher)
    client = by_code(place.teacher, code())
    secret = client.get(SET_UP).context["form"].secret

    with_commit(client, SET_UP, {"code": code(secret)})
    with_commit(client, "/sv/account/recovery-codes/new/", {})

    assert told(place, place.teacher) == [
        ("sign-in.done", "done"),
        ("sign-in.app-taken-away", "done"),
        ("sign-in.app-set-up", "done"),
        ("sign-in.recovery-made", "done"),
    ]


def with_commit(client: Client, address: str, sent: dict[str, str]) -> None:
    """Send a form, and let what waits for the end of its transaction be done."""
    with TestCase.captureOnCommitCallbacks(execute=True):
        assert client.post(address, sent).status_code == 302


def test_a_password_that_is_set_or_changed_stands_there(place: Place) -> None:
    with_second_factor(place.teacher)
    written = links.make(user=place.teacher, municipality=place.municipality)
    sent = {"code": written, "password": NEW, "password_again": NEW}
    client = Client()

    client.post("/sv/account/password/set/", sent)
    client.post("/sv/account/code/", {"code": code()})
    changed = {"oldpassword": NEW, "password1": PASSWORD, "password2": PASSWORD}
    assert client.post("/sv/account/password/change/", changed).status_code == 302

    assert told(place, place.teacher) == [
        ("sign-in.password-set", "done"),
        ("sign-in.done", "done"),
        ("sign-in.password-changed", "done"),
    ]


def test_it_stands_in_every_municipality_where_one_works_and_in_no_other(
    place: Place, elsewhere: Place
) -> None:
    give_role(place.teacher, Role.PRACTITIONER, elsewhere.school)
    ended = give_role(place.one, Role.PRACTITIONER, elsewhere.school)
    services.end_role(by=again(elsewhere.one), membership=ended)

    for user in (place.teacher, place.one):
        with_second_factor(user)
        by_code(user, code())

    assert (
        told(place, place.teacher) == told(elsewhere, place.teacher) == [("sign-in.done", "done")]
    )
    assert told(place, place.one) == [("sign-in.done", "done")]
    assert told(elsewhere, place.one) == []


def test_who_works_nowhere_leaves_nothing(place: Place) -> None:
    somebody = with_second_factor(make_user("Eva Ek"))

    by_code(somebody, code())

    assert not Entry.objects.exists()


def test_nobody_is_signed_in_where_it_cannot_be_put_on_record(place: Place) -> None:
    with_second_factor(place.teacher)
    by_code(place.teacher, code())
    Head.objects.update(number=0)
    cache.clear()

    client = Client()
    fill_in(client, place.teacher.email)
    answer = client.post("/sv/account/code/", {"code": code()})

    assert answer.status_code == 503
    assert client.get("/sv/people/").status_code == 302


def test_an_address_that_nobody_has_is_left_nowhere(place: Place, settings: Settings) -> None:
    settings.FYRSTOD_SENDS_EMAIL = True
    stranger, heard = "karin.okand@elsewhere.example", io.StringIO()
    listening = logging.StreamHandler(heard)
    logging.getLogger().addHandler(listening)

    client = Client()
    fill_in(client, stranger, "not this one at all")
    client.post("/sv/account/password/reset/", {"email": stranger})
    logging.getLogger().removeHandler(listening)

    assert "karin" not in heard.getvalue().casefold()
    assert not Entry.objects.exists()
    for table in connection.introspection.table_names():
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            assert "karin" not in str(cursor.fetchall()).casefold(), table


def test_who_reviews_roles_sees_who_signed_in(place: Place) -> None:
    with_second_factor(place.teacher)
    by_code(place.teacher, code())
    auditor = make_user("Eva Ek")
    give_role(auditor, Role.AUDITOR, place.school)

    page = signed_in(again(auditor)).get(f"/sv/room/roles/{place.municipality.id}/journal/")

    assert "Loggade in" in page.content.decode()
    assert place.teacher.name in page.content.decode()
