"""The pages about people, for those who belong there and those who do not."""

from __future__ import annotations

import re
import smtplib

import pytest
from django.core.mail import EmailMessage
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django.fixtures import Settings

from fyrstod.access.policy import Role
from fyrstod.people import links, services
from fyrstod.people.models import Agency, Membership, User
from tests.people.made import Place, RefusingMail, again, give_role, make_user, signed_in

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

NEW = {"email": "eva.ek@bjorkdala.example", "name": "Eva Ek", "role": "practitioner"}


def at(place: Place, rest: str = "") -> str:
    return f"/sv/people/{place.municipality.id}/{rest}"


def proposal(place: Place) -> Membership:
    return services.propose_role(
        by=again(place.one),
        place=place.school,
        email="eva.ek@bjorkdala.example",
        name="Eva Ek",
        role=Role.PRACTITIONER,
    )


def test_i_see_where_i_work_and_as_what(place: Place) -> None:
    page = signed_in(place.teacher).get("/sv/people/").content.decode()

    assert "Alskolan" in page
    assert "Medarbetare" in page
    assert "Stöd" not in page.partition("<main")[2].partition("</main")[0]


def test_who_has_no_role_is_told_whom_to_turn_to(place: Place) -> None:
    page = signed_in(make_user("Eva Ek")).get("/sv/people/").content.decode()

    assert "Du har ingen roll någonstans just nu." in page


@pytest.mark.parametrize("rest", ["", "roles/propose/", "agencies/add/"])
def test_a_stranger_finds_nothing_at_a_municipality_of_others(
    place: Place, elsewhere: Place, rest: str
) -> None:
    assert signed_in(elsewhere.one).get(at(place, rest)).status_code == 404


@pytest.mark.parametrize("rest", ["roles/propose/", "agencies/add/"])
def test_who_works_there_without_the_right_is_refused(place: Place, rest: str) -> None:
    client = signed_in(place.teacher)

    assert client.get(at(place, rest)).status_code == 403
    assert client.post(at(place, rest), NEW).status_code == 403


def test_people_of_another_agency_are_not_seen(place: Place) -> None:
    other = make_user("Eva Ek")
    membership = give_role(other, Role.PRACTITIONER, place.social)
    client = signed_in(place.teacher)

    assert "Eva Ek" not in client.get(at(place)).content.decode()
    assert client.get(at(place, f"roles/{membership.id}/")).status_code == 404
    assert client.post(at(place, f"roles/{membership.id}/end/")).status_code == 404


def test_a_role_is_proposed_confirmed_and_the_link_shown_once(place: Place) -> None:
    one, other = signed_in(place.one), signed_in(place.other)

    made = one.post(at(place, "roles/propose/"), {**NEW, "place": str(place.school.id)})
    role = made.headers["Location"]
    refused = one.post(f"{role}confirm/")
    shown = other.post(f"{role}confirm/")

    assert refused.status_code == 422
    assert links.find(shown.context["code"]).user == User.objects.get(email=NEW["email"])
    assert "no-store" in shown.headers["Cache-Control"]
    assert other.post(f"{role}confirm/").status_code == 422


@pytest.fixture(params=["open", "send"])
def silent_mail(
    request: pytest.FixtureRequest, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.FYRSTOD_SENDS_EMAIL = True
    settings.EMAIL_BACKEND = "tests.people.made.RefusingMail"
    monkeypatch.setattr(RefusingMail, "when", request.param)


@pytest.mark.usefixtures("silent_mail")
@pytest.mark.parametrize(
    "fault", [ConnectionRefusedError(), TimeoutError(), smtplib.SMTPServerDisconnected()]
)
def test_where_no_mail_goes_out_the_link_is_shown_once_and_stands_in_no_log(
    place: Place,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    fault: OSError,
) -> None:
    monkeypatch.setattr(RefusingMail, "fault", fault)
    membership = proposal(place)

    shown = signed_in(place.other).post(at(place, f"roles/{membership.id}/confirm/"))

    code = shown.context["code"]
    assert shown.status_code == 200
    assert links.find(code).user == membership.user
    assert again(membership.user).active_memberships
    assert type(fault).__name__ in caplog.text
    assert code not in caplog.text
    assert membership.user.email not in caplog.text


@pytest.mark.usefixtures("silent_mail")
@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("sv", "har inte fått något mejl. Det du bekräftade är sparat."),
        ("en", "has got no e-mail. What you confirmed is saved."),
    ],
)
def test_that_no_mail_went_out_is_said_with_what_to_do(
    place: Place, language: str, said: str
) -> None:
    membership = proposal(place)
    role = at(place, f"roles/{membership.id}/").replace("/sv/", f"/{language}/")

    shown = signed_in(place.other).post(f"{role}confirm/")

    assert f"{membership.user.name} {said}" in shown.content.decode()


def test_a_link_that_is_sent_is_not_shown(
    place: Place, settings: Settings, mailoutbox: list[EmailMessage]
) -> None:
    settings.FYRSTOD_SENDS_EMAIL = True
    membership = proposal(place)

    shown = signed_in(place.other).post(at(place, f"roles/{membership.id}/confirm/"))

    (mail,) = mailoutbox
    assert mail.to == [membership.user.email]
    assert shown.status_code == 200
    assert re.findall("[A-Z2-7]{4}-[A-Z2-7]{4}", str(mail.body))
    assert not re.findall("[A-Z2-7]{4}-[A-Z2-7]{4}", shown.content.decode())


def test_what_is_missing_or_misplaced_is_said_and_what_was_typed_is_kept(place: Place) -> None:
    answer = signed_in(place.one).post(at(place, "roles/propose/"), {**NEW, "place": "all"})

    assert answer.status_code == 422
    assert "eva.ek@bjorkdala.example" in answer.content.decode()
    assert not User.objects.filter(email=NEW["email"]).exists()


def test_a_name_with_hidden_characters_is_refused(place: Place) -> None:
    sent = {**NEW, "name": "Eva \u202ekE", "place": str(place.school.id)}

    assert signed_in(place.one).post(at(place, "roles/propose/"), sent).status_code == 422


def test_markup_in_a_name_is_text(place: Place) -> None:
    sent = {**NEW, "name": "<b>Eva</b>", "place": str(place.school.id)}
    client = signed_in(place.one)

    client.post(at(place, "roles/propose/"), sent)

    assert "&lt;b&gt;Eva&lt;/b&gt;" in client.get(at(place)).content.decode()


def test_two_tabs_confirm_and_decline_and_the_second_is_told(place: Place) -> None:
    membership = proposal(place)
    client = signed_in(place.other)
    role = at(place, f"roles/{membership.id}/")

    assert client.post(f"{role}decline/").status_code == 302
    second = client.post(f"{role}confirm/")

    assert second.status_code == 422
    assert "redan avgjort" in second.content.decode()
    assert "Det här bekräftades aldrig." in second.content.decode()


def test_a_role_lost_between_two_pages_is_lost_at_the_second(place: Place) -> None:
    client = signed_in(place.teacher)
    assert client.get(at(place)).status_code == 200
    membership = Membership.objects.get(user=place.teacher)

    services.end_role(by=again(place.one), membership=membership)

    assert client.get(at(place)).status_code == 404


def test_an_agency_is_added_and_closed(place: Place) -> None:
    client = signed_in(place.one)

    client.post(at(place, "agencies/add/"), {"kind": "police", "name": "Lokalpolisen"})
    agency = Agency.objects.get(name="Lokalpolisen")
    taken = client.post(at(place, "agencies/add/"), {"kind": "police", "name": "Lokalpolisen"})
    closed = client.post(at(place, f"agencies/{agency.id}/close/"))
    in_use = client.post(at(place, f"agencies/{place.school.id}/close/"))

    assert (taken.status_code, closed.status_code, in_use.status_code) == (422, 302, 422)


def test_a_lost_code_app_takes_two_and_leads_to_a_new_one(place: Place) -> None:
    teacher, one, other = map(signed_in, (place.teacher, place.one, place.other))
    membership = Membership.objects.get(user=place.teacher)

    one.post(at(place, f"roles/{membership.id}/sign-in/"), {"kind": "second-factor"})
    page = other.get(at(place)).content.decode()
    rescue = page.partition("/sign-in/")[2].partition("/")[0]
    alone = one.post(at(place, f"sign-in/{rescue}/confirm/"))
    both = other.post(at(place, f"sign-in/{rescue}/confirm/"))

    assert (alone.status_code, both.status_code) == (422, 302)
    assert teacher.get("/sv/people/").headers["Location"].startswith("/sv/account/login/")
    assert not again(place.teacher).has_second_factor


def test_pages_ask_the_database_as_often_for_many_people_as_for_few(place: Place) -> None:
    client = signed_in(place.one)

    def asked(address: str) -> int:
        with CaptureQueriesContext(
            connection,
        ) as found:
            assert client.get(address).status_code == 200
        return len(found)

    few = [asked("/sv/people/"), asked(at(place))]
    for number in range(12):
        person = make_user(f"Person {number}")
        give_role(person, Role.PRACTITIONER, place.school)
        give_role(person, Role.CONTENT_EDITOR, place.municipality)
        services.propose_role(
            by=again(place.one),
            place=place.social,
            email=person.email,
            name=person.name,
            role=Role.AUDITOR,
        )

    assert [asked("/sv/people/"), asked(at(place))] == few
