"""Signing in: what is asked for, what is said, and what a stranger learns: nothing."""

from __future__ import annotations

import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.conf import settings
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings

from fyrstod.people import links
from tests.people.made import (
    PASSWORD,
    SECRET,
    Place,
    RefusingMail,
    again,
    signed_in,
    signed_in_by_password,
    with_second_factor,
)

LOGIN = "/sv/account/login/"
SET_UP = "/sv/account/code/set-up/"
HOME = "/sv/people/"


@pytest.fixture(autouse=True)
def _nothing_counted(db: None) -> None:
    cache.clear()


def code(secret: str = SECRET) -> str:
    return str(format_hotp_value(hotp_value(secret, int(time.time()) // 30)))


def fill_in(client: Client, email: str, password: str = PASSWORD) -> str:
    answer = client.post(LOGIN, {"login": email, "password": password})
    return str(answer.headers.get("Location", answer.content.decode()))


def test_password_and_code_open_a_session_of_its_own(place: Place) -> None:
    with_second_factor(place.teacher)
    client = Client()

    assert fill_in(client, place.teacher.email.upper()) == "/sv/account/code/"
    before = client.cookies[settings.SESSION_COOKIE_NAME].value
    assert client.get(HOME).status_code == 302

    answer = client.post("/sv/account/code/", {"code": code()})

    assert answer.headers["Location"] == "/sv/room/"
    cookie = answer.cookies[settings.SESSION_COOKIE_NAME]
    assert cookie.value != before
    assert (cookie.key, cookie["secure"], cookie["httponly"], cookie["samesite"]) == (
        "__Host-fyrstod-session",
        True,
        True,
        "Lax",
    )
    assert cookie["max-age"] == ""
    assert place.teacher.name in client.get(HOME).content.decode()


def test_a_code_is_taken_once(place: Place) -> None:
    with_second_factor(place.teacher)
    first, second = Client(), Client()
    shown = code()
    for client in (first, second):
        fill_in(client, place.teacher.email)

    assert first.post("/sv/account/code/", {"code": shown}).status_code == 302
    assert "Koden stämde inte" in second.post("/sv/account/code/", {"code": shown}).content.decode()


def test_a_wrong_password_says_the_same_as_a_person_nobody_knows(place: Place) -> None:
    wrong = fill_in(Client(), place.teacher.email, "not this one at all")
    unknown = fill_in(Client(), "nobody@bjorkdala.example", "not this one at all")

    assert "lösenordet stämmer inte" in wrong
    assert wrong.replace(place.teacher.email.casefold(), "") == unknown.replace(
        "nobody@bjorkdala.example", ""
    )


def test_many_wrong_passwords_are_stopped_for_a_while(place: Place) -> None:
    for _try in range(5):
        fill_in(Client(), place.teacher.email, "not this one at all")

    assert "många felaktiga försök" in fill_in(Client(), place.teacher.email)


def test_who_has_no_second_factor_is_led_to_it_and_to_nothing_else(place: Place) -> None:
    client = signed_in_by_password(place.teacher)

    for name in ("people:start", "mfa_index", "mfa_view_recovery_codes", "account_change_password"):
        assert client.get(reverse(name)).headers["Location"] == SET_UP
    assert client.post(reverse("mfa_generate_recovery_codes")).headers["Location"] == SET_UP


def test_setting_it_up_opens_the_room_and_gives_ten_recovery_codes(place: Place) -> None:
    client = Client()
    fill_in(client, place.teacher.email)
    page = client.get(SET_UP)
    secret = page.context["form"].secret

    answer = client.post(SET_UP, {"code": code(secret)})

    assert answer.headers["Location"] == "/sv/account/recovery-codes/"
    assert len(client.get(answer.headers["Location"]).context["unused_codes"]) == 10
    assert client.get(HOME).status_code == 200
    kept = Authenticator.objects.get(type=Authenticator.Type.TOTP)
    assert secret not in str(kept.data)


def test_a_session_from_before_the_second_factor_is_ended(place: Place) -> None:
    early = signed_in_by_password(place.teacher)
    with_second_factor(place.teacher)

    assert early.get(HOME).headers["Location"].startswith(LOGIN)


def test_a_code_app_is_replaced_and_other_sessions_end(place: Place) -> None:
    other = signed_in(place.teacher)
    client = Client()
    fill_in(client, place.teacher.email)
    client.post("/sv/account/code/", {"code": code()})
    secret = client.get(SET_UP).context["form"].secret

    answer = client.post(SET_UP, {"code": code(secret)})

    assert answer.headers["Location"] == "/sv/account/"
    assert client.get(HOME).status_code == 200
    assert other.get(HOME).status_code == 302
    assert again(place.teacher).has_second_factor


def test_the_link_sets_the_password_and_asks_for_the_second_factor(place: Place) -> None:
    with_second_factor(place.teacher)
    written = links.make(user=place.teacher, municipality=place.municipality)
    client = Client()
    new = "en helt annan lång fras"
    sent = {"code": written, "password": new, "password_again": new}

    assert client.get("/sv/account/password/set/").status_code == 200
    answer = client.post("/sv/account/password/set/", sent)

    assert answer.headers["Location"] == "/sv/account/code/"
    assert again(place.teacher).check_password(new)
    assert client.post("/sv/account/password/set/", sent).status_code == 422


@pytest.mark.parametrize(
    "change",
    [
        {"code": "AAAA-BBBB"},
        {"password_again": "another"},
        {"password": "x", "password_again": "x"},
    ],
)
def test_what_is_wrong_with_a_link_sets_nothing(place: Place, change: dict[str, str]) -> None:
    written = links.make(user=place.teacher, municipality=place.municipality)
    new = "en helt annan lång fras"
    sent = {"code": written, "password": new, "password_again": new, **change}

    assert Client().post("/sv/account/password/set/", sent).status_code == 422
    assert again(place.teacher).check_password(PASSWORD)
    assert links.find(written)


def test_a_forgotten_password_says_the_same_to_everybody(
    place: Place, settings: Settings, mailoutbox: list[object]
) -> None:
    settings.FYRSTOD_SENDS_EMAIL = True

    known, unknown = (
        Client().post("/sv/account/password/reset/", {"email": email}).content
        for email in (place.teacher.email, "nobody@bjorkdala.example")
    )

    assert known == unknown
    assert len(mailoutbox) == 1
    assert place.teacher.name in str(mailoutbox[0].body)  # type: ignore[attr-defined]  # of a mail


@pytest.mark.parametrize(
    ("language", "said"),
    [("sv", "E-postservern svarar inte just nu"), ("en", "The mail server does not answer")],
)
def test_where_the_mail_server_is_silent_everybody_is_told_the_same_and_an_earlier_link_holds(
    place: Place, settings: Settings, language: str, said: str
) -> None:
    settings.FYRSTOD_SENDS_EMAIL = True
    settings.EMAIL_BACKEND = "tests.people.made.RefusingMail"
    earlier = links.make(user=place.teacher, municipality=place.municipality)

    known, unknown = (
        Client().post(f"/{language}/account/password/reset/", {"email": email})
        for email in (place.teacher.email, "nobody@bjorkdala.example")
    )

    assert known.status_code == unknown.status_code == 503
    assert said in known.content.decode()
    assert known.content.decode().replace(place.teacher.email, "") == (
        unknown.content.decode().replace("nobody@bjorkdala.example", "")
    )
    assert links.find(earlier)


def test_where_a_message_is_refused_everybody_is_told_the_same(
    place: Place, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.FYRSTOD_SENDS_EMAIL = True
    settings.EMAIL_BACKEND = "tests.people.made.RefusingMail"
    monkeypatch.setattr(RefusingMail, "when", "send")

    known, unknown = (
        Client().post("/sv/account/password/reset/", {"email": email})
        for email in (place.teacher.email, "nobody@bjorkdala.example")
    )

    assert known.status_code == unknown.status_code == 200
    assert known.content == unknown.content


def test_without_email_the_page_says_whom_to_turn_to(db: None) -> None:
    assert "administratör" in Client().get("/sv/account/password/reset/").content.decode()


def test_signing_out_ends_the_session(place: Place) -> None:
    client = signed_in(place.teacher)

    client.post("/sv/account/logout/")

    assert client.get(HOME).status_code == 302


def test_another_site_signs_nobody_out(place: Place) -> None:
    client = signed_in(place.teacher)

    answer = client.post("/sv/account/logout/", headers={"Sec-Fetch-Site": "cross-site"})

    assert answer.status_code == 403
    assert client.get(HOME).status_code == 200
