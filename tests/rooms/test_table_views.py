"""The pages of a table, as those who sit there, as those who do not, and as one who waits."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from fyrstod.access.policy import Role
from fyrstod.core.ids import new_id
from fyrstod.people.models import Agency, Membership, Municipality, User
from fyrstod.rooms import disclosure_services, selectors, table_services
from fyrstod.rooms.contents import Ending, Stands
from fyrstod.rooms.disclosure_rules import State
from fyrstod.rooms.models import Concern, Disclosure, Seat, Word
from tests.people.made import signed_in
from tests.rooms import given, made, seated
from tests.rooms.seated import Sitting
from tests.rooms.worked import on_form

pytestmark = pytest.mark.django_db(databases="__all__")

SECRET = "Alone at lunch since the move."


@pytest.fixture
def police(municipality: Municipality) -> Agency:
    return made.agency(municipality, "Polisen Björkdala", "police")


@pytest.fixture
def officer(police: Agency) -> User:
    return seated.somebody(police, "Sam")


@pytest.fixture
def around(concern: Concern, teacher: User, investigator: User, officer: User) -> list[Sitting]:
    guests = [(membership(user), user) for user in (investigator, officer)]
    return seated.table_of(concern, teacher, *guests)


def membership(user: User) -> Agency:
    agency = Membership.objects.get(user=user).agency
    assert agency is not None
    return agency


def page(concern: Concern, part: str = "") -> str:
    return reverse("rooms:concern", args=[concern.agency_id, concern.reference]) + part


def at(sitting: Sitting, part: str = "") -> str:
    return page(sitting.concern, f"table/{sitting.seat.table}/{part}")


def text(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


def send(client: Client, address: str, **typed: Any) -> Any:
    return client.post(address, on_form(client.get(address), **typed))


def test_from_the_concern_to_a_table_and_an_invitation_without_a_name(
    concern: Concern, teacher: User, police: Agency, officer: User
) -> None:
    client = signed_in(teacher)
    answer = send(client, page(concern, "table/new/"), purpose=seated.PURPOSE, forum="")
    table = answer.headers["Location"]
    assert "Bjud in en verksamhet till bordet" in text(client.get(table))

    answer = send(client, f"{table}invite/", to=str(police.pk), asks="Can you sit down with us?")
    facts = answer.headers["Location"]
    answer = send(client, facts, matter="risk-of-crime", receiver="police")
    answer = send(client, answer.headers["Location"], rule=seated.RULE, judged="Needed.")
    (invitation,) = Disclosure.objects.all()
    (there,) = selectors.open_concern(concern).given
    whole = client.get(page(concern, f"given/{invitation.pk}/"))
    assert seated.PURPOSE in text(whole)
    assert there.disclosed.handed.naming == "unnamed"
    assert client.get(page(concern, f"given/{invitation.pk}/what/")).status_code == 302
    client.post(page(concern, f"given/{invitation.pk}/offer/"), {"seen": str(there.row.version)})
    invitation.refresh_from_db()
    assert invitation.state == State.OFFERED
    assert "Är tillfrågad och har inte svarat" in text(client.get(table))

    guest = signed_in(officer)
    offer = reverse("rooms:offer", args=[police.pk, invitation.pk])
    shown = text(guest.get(offer))
    assert seated.PURPOSE in shown
    assert made.PERSON.name not in shown
    answer = send(guest, f"{offer}accept/", into="new")
    assert "/table/" in answer.headers["Location"]
    assert concern.agency.name in text(guest.get(answer.headers["Location"]))


def test_a_ground_is_chosen_for_each_and_known_facts_are_asked_once(
    concern: Concern, teacher: User, investigator: User, officer: User
) -> None:
    host = seated.convened(concern, teacher)
    social, police = membership(investigator), membership(officer)
    seated.joined(host, social, investigator)
    seated.joined(host, police, officer)
    client = signed_in(teacher)
    shown = text(client.get(at(host)))
    assert "Välj grunderna för att berätta" in shown

    answer = client.get(at(host, f"grounds/{social.pk}/"))
    assert answer.status_code == 200
    answer = send(client, at(host, f"grounds/{social.pk}/"), rule=seated.RULE, judged="Needed.")
    assert answer.headers["Location"] == at(host, "grounds/")
    assert social.name in text(client.get(at(host, "grounds/")))
    send(client, at(host, f"grounds/{police.pk}/"), rule=seated.RULE, judged="Needed.")
    assert host.table().not_reached == ()

    answer = send(client, at(host, f"grounds/{police.pk}/"), rule="nothing")
    assert answer.status_code == 302, text(answer)
    (left,) = host.table().not_reached
    assert left.agency == police
    assert client.get(at(host, f"grounds/{host.agency.pk}/")).status_code == 404


def test_what_the_other_has_accepted_can_be_the_ground(around: list[Sitting]) -> None:
    school, social, _police = around
    situation = seated.on_rule(school.agency, social.agency)
    offered = given.offer(school.concern, school.by, social.agency, handed=situation)
    disclosure_services.accept(by=social.by, offer=given.waiting(offered), concern=social.concern)
    client = signed_in(school.by)
    answer = send(client, at(school, f"grounds/{social.agency.pk}/"), rule=f"told-{offered.pk}")
    assert answer.status_code == 302
    footing = school.table().seated.footings[str(social.agency.pk)]
    assert footing.told == str(offered.pk)
    assert not any(place.agency == social.agency for place in school.table().not_reached)


def test_perspectives_open_together_and_are_read_side_by_side(around: list[Sitting]) -> None:
    clients = [signed_in(sitting.by) for sitting in around]
    for sitting, client, stands in zip(around, clients, list(Stands), strict=False):
        answer = send(
            client,
            at(sitting, "perspective/"),
            stands=stands,
            worries=f"{SECRET} {sitting.agency.name}",
            protects="The coach.",
        )
        assert answer.status_code == 302
    for sitting, client in zip(around, clients, strict=True):
        shown = text(client.get(at(sitting, "perspectives/")))
        for other in around:
            assert f"{SECRET} {other.agency.name}" in shown
        assert "Vi ser olika på det" in shown


@pytest.mark.parametrize(
    ("stands", "agreed", "apart"),
    [
        ((Stands.AT_RISK, Stands.AT_RISK, Stands.AT_RISK), True, False),
        ((Stands.AT_RISK, Stands.BOTH, Stands.AT_RISK), True, True),
        ((Stands.AT_RISK, Stands.A_RISK, Stands.BOTH), False, True),
    ],
)
def test_what_all_say_is_told_apart_from_what_they_see_differently(
    around: list[Sitting], stands: tuple[Stands, ...], agreed: bool, apart: bool
) -> None:
    for sitting, stand in zip(around, stands, strict=True):
        sitting.give(stand)
    school = around[0]
    client = signed_in(school.by)
    for part in ("", "perspectives/"):
        shown = text(client.get(at(school, part)))
        assert ("Det vi är överens om:</strong> Kan fara illa." in shown) is agreed
        assert ("Resten ser vi olika på" in shown) is (agreed and apart)
        assert ("Vi ser olika på det" in shown) is (apart and not agreed)


def test_whoever_has_not_given_a_perspective_finds_the_others_nowhere(
    around: list[Sitting],
) -> None:
    school, social, police = around
    school.give(worries=SECRET)
    social.give(worries=SECRET)
    table_services.open_perspectives(by=school.by, concern=school.concern, seat=school.seat)
    client = signed_in(police.by)
    for address in (
        at(police),
        at(police, "perspectives/"),
        at(police, "perspective/"),
        page(police.concern),
        page(police.concern, "export/pdf/"),
        page(police.concern, "export/json/"),
    ):
        assert SECRET not in client.get(address).content.decode(errors="ignore")
    answer = client.post(at(police, "open/"))
    assert answer.status_code == 409
    assert not Word.objects.filter(concern=police.concern).exists()


def test_a_stranger_at_the_same_table_sees_nothing_of_another_room(around: list[Sitting]) -> None:
    school, _social, police = around
    client = signed_in(police.by)
    for part in ("", "perspectives/", "perspective/", "grounds/", "invite/", "leave/"):
        assert client.get(at(school, part)).status_code == 404
    assert client.post(at(school, "open/")).status_code == 404
    elsewhere = page(police.concern, f"table/{new_id()}/")
    assert client.get(elsewhere).status_code == 404


def test_a_records_officer_reads_a_table_and_writes_nothing(
    around: list[Sitting], school: Agency
) -> None:
    officer = made.person("Ove")
    made.member(officer, school, Role.RECORDS_OFFICER)
    client = signed_in(officer)
    shown = client.get(at(around[0]))
    assert shown.status_code == 200
    assert "Bjud in en verksamhet till bordet" not in text(shown)
    assert client.get(at(around[0], "perspective/")).status_code == 403


def test_a_room_leaves_and_is_told_so_when_it_writes_on(around: list[Sitting]) -> None:
    school, social, _police = around
    client = signed_in(social.by)
    form = on_form(client.get(at(social, "perspective/")))
    assert send(client, at(social, "leave/")).status_code == 302

    late = client.post(
        at(social, "perspective/"),
        form | {"stands": "both", "worries": SECRET, "protects": "The coach."},
    )
    assert late.status_code == 409
    assert SECRET in late.content.decode()
    assert "Ni lämnade" in text(client.get(at(social)))
    assert signed_in(school.by).get(at(school, "leave/")).status_code == 409


def test_a_table_that_has_ended_asks_what_the_room_keeps(around: list[Sitting]) -> None:
    school, social, _police = around
    table_services.end(
        by=school.by,
        concern=school.concern,
        seat=school.seat,
        ending=Ending(achieved="Trains again.", kept="The plan.", tells="Kim."),
        word_id=new_id(),
    )
    shown = text(signed_in(social.by).get(at(social)))
    assert "Bordet är avslutat. Skriv vad ert rum behåller." in shown
    assert Seat.objects.filter(ended_at=None).count() == 0


def test_a_table_is_opened_with_the_same_queries_whatever_lies_on_it(
    around: list[Sitting], django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    school, social, _police = around
    client = signed_in(school.by)
    client.get(at(school))
    with django_assert_num_queries(QUERIES):
        client.get(at(school))
    for _each in range(3):
        given.offer(
            school.concern,
            school.by,
            social.agency,
            handed=seated.on_rule(school.agency, social.agency),
            texts=("One.", "Two."),
        )
    for sitting in around:
        sitting.give()
    with django_assert_num_queries(QUERIES):
        client.get(at(school))


def test_a_laden_table_is_opened_with_no_more_queries(
    concern: Concern,
    teacher: User,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    host, *guests = seated.six(concern, teacher)
    seated.laden(host, *guests)
    places = host.table().places
    laid = [laid for place in places for laid in place.laid]
    assert (len(places), len(laid), sum(len(each.notes) for each in laid)) == (6, 40, 200)
    client = signed_in(teacher)
    client.get(at(host))

    with django_assert_num_queries(QUERIES):
        client.get(at(host))


QUERIES = 20
"""How many queries the page of a table makes, with a name looked up for nobody."""


def test_where_everybody_is_asked_already_the_page_says_so_and_asks_nothing(
    around: list[Sitting],
) -> None:
    shown = text(signed_in(around[0].by).get(at(around[0], "invite/")))
    assert "sitter redan vid bordet" in shown
    assert 'name="asks"' not in shown
