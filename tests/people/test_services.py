"""Two people for everything, and each step on record."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.utils import timezone
from pytest_django.fixtures import Settings

from fyrstod.access.policy import Action, Denied, Role
from fyrstod.journal.models import Entry
from fyrstod.people import links, services
from fyrstod.people.bootstrap import HasAdministrators, first_administrator
from fyrstod.people.models import Agency, Membership, RescueKind, SignInLink, User
from fyrstod.people.rules import (
    AlreadyHeld,
    NameTaken,
    NotOneself,
    NotOpenAnyMore,
    NotTheSamePerson,
    PeopleStillHere,
    ReviewsOwnRoles,
    TwoAdministratorsNeeded,
    WorksElsewhereToo,
    WrongPlace,
)
from fyrstod.protection.errors import NoInstallationKey
from fyrstod.protection.models import RoomKey
from tests.people.made import PASSWORD, Place, again, give_role, with_second_factor

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

NEW = {"email": "eva.ek@bjorkdala.example", "name": "Eva Ek"}


def proposed(place: Place, role: Role = Role.PRACTITIONER, **person: str) -> Membership:
    return services.propose_role(
        by=again(place.one), place=place.school, role=role, **(person or NEW)
    )


def told(place: Agency) -> list[tuple[str, str, str]]:
    entries = Entry.objects.filter(room_id=place.id).order_by("number")
    return [(entry.action, entry.kind, entry.result) for entry in entries]


def test_every_service_declares_what_it_asks_for() -> None:
    public = [
        service
        for name, service in inspect.getmembers(services, inspect.isfunction)
        if service.__module__ == services.__name__ and not name.startswith("_")
    ]

    assert public
    assert all(isinstance(getattr(service, "action", None), Action) for service in public)


def test_a_proposed_role_counts_when_a_second_person_has_confirmed_it(place: Place) -> None:
    membership = proposed(place)
    assert place.school.roles_of(again(membership.user)) == set()

    code = services.confirm_role(by=again(place.other), membership=membership)

    assert place.school.roles_of(again(membership.user)) == {Role.PRACTITIONER}
    assert links.find(code).user == membership.user
    assert told(place.school) == [
        ("propose-role", "practitioner", "done"),
        ("confirm-role", "practitioner", "done"),
    ]


def test_a_coordinator_confirms_in_the_agency_and_proposes_nothing(place: Place) -> None:
    membership = proposed(place)

    services.confirm_role(by=again(place.coordinator), membership=membership)

    with pytest.raises(Denied):
        services.propose_role(
            by=again(place.coordinator), place=place.school, role=Role.AUDITOR, **NEW
        )


def test_nobody_proposes_for_themselves(place: Place) -> None:
    with pytest.raises(NotOneself):
        proposed(place, email=place.one.email.upper(), name="Ada")


def test_nobody_confirms_what_they_proposed(place: Place) -> None:
    membership = proposed(place)

    with pytest.raises(NotTheSamePerson):
        services.confirm_role(by=again(place.one), membership=membership)


def test_nobody_confirms_a_role_of_their_own(place: Place) -> None:
    membership = proposed(place, email=place.other.email, name="Bo")

    with pytest.raises(NotOneself):
        services.confirm_role(by=again(place.other), membership=membership)


@pytest.mark.parametrize("who", ["teacher", "stranger"])
def test_others_decide_about_no_role(place: Place, elsewhere: Place, who: str) -> None:
    by = {"teacher": place.teacher, "stranger": elsewhere.one}[who]
    membership = proposed(place)

    for service in (
        services.confirm_role,
        services.decline_role,
        services.withdraw_proposal,
        services.end_role,
    ):
        with pytest.raises(Denied):
            service(by=again(by), membership=membership)
    with pytest.raises(Denied):
        services.add_agency(
            by=again(by), municipality=place.municipality, name="Polisen", kind="police"
        )
    assert told(place.school) == [("propose-role", "practitioner", "done")]


@pytest.mark.parametrize(
    ("service", "by", "result"),
    [
        (services.withdraw_proposal, "one", "withdrawn"),
        (services.decline_role, "other", "declined"),
    ],
)
def test_a_proposal_that_is_dropped_can_be_neither_confirmed_nor_dropped_again(
    place: Place, service: Callable[..., None], by: str, result: str
) -> None:
    membership = proposed(place)

    service(by=again(getattr(place, by)), membership=membership)

    assert told(place.school)[-1][2] == result
    with pytest.raises(NotOpenAnyMore):
        services.confirm_role(by=again(place.other), membership=membership)
    with pytest.raises(NotOpenAnyMore):
        services.decline_role(by=again(place.other), membership=membership)


def test_the_same_role_is_not_proposed_twice(place: Place) -> None:
    proposed(place)

    with pytest.raises(AlreadyHeld):
        proposed(place)


def test_a_person_who_is_known_keeps_name_and_password(place: Place) -> None:
    membership = proposed(place, email=place.coordinator.email, name="Somebody Else")

    code = services.confirm_role(by=again(place.other), membership=membership)

    assert code == ""
    assert again(place.coordinator).name == place.coordinator.name


def test_a_role_belongs_where_it_can_be_held(place: Place) -> None:
    by = again(place.one)

    with pytest.raises(WrongPlace):
        services.propose_role(by=by, place=place.school, role=Role.ADMINISTRATOR, **NEW)
    with pytest.raises(WrongPlace):
        services.propose_role(by=by, place=place.municipality, role=Role.PRACTITIONER, **NEW)


@pytest.mark.parametrize("giving", [Role.ADMINISTRATOR, Role.COORDINATOR])
def test_who_gives_roles_is_not_proposed_to_review_them(place: Place, giving: Role) -> None:
    user = {Role.ADMINISTRATOR: place.other, Role.COORDINATOR: place.coordinator}[giving]

    with pytest.raises(ReviewsOwnRoles):
        proposed(place, Role.AUDITOR, email=user.email, name=user.name)

    assert told(place.school) == []


def test_an_auditor_is_not_proposed_to_give_the_roles_they_review(place: Place) -> None:
    give_role(place.teacher, Role.AUDITOR, place.school)
    by, person = again(place.one), {"email": place.teacher.email, "name": "Cia"}

    for role, where in ((Role.ADMINISTRATOR, place.municipality), (Role.COORDINATOR, place.school)):
        with pytest.raises(ReviewsOwnRoles):
            services.propose_role(by=by, place=where, role=role, **person)
    services.propose_role(by=by, place=place.social, role=Role.COORDINATOR, **person)


def test_an_auditor_elsewhere_gives_roles_here(place: Place, elsewhere: Place) -> None:
    give_role(place.teacher, Role.AUDITOR, elsewhere.school)

    membership = services.propose_role(
        by=again(place.one),
        place=place.municipality,
        role=Role.ADMINISTRATOR,
        email=place.teacher.email,
        name="Cia",
    )

    assert membership.is_waiting


def test_of_two_roles_that_wait_the_second_is_refused_when_it_is_confirmed(place: Place) -> None:
    user = place.teacher
    waiting = {"proposed_by": place.one, "confirmed_by": None, "confirmed_at": None}
    giving = give_role(user, Role.ADMINISTRATOR, place.municipality, **waiting)
    reviewing = give_role(user, Role.AUDITOR, place.social, **waiting)

    services.confirm_role(by=again(place.other), membership=giving)

    with pytest.raises(ReviewsOwnRoles):
        services.confirm_role(by=again(place.other), membership=reviewing)
    assert place.social.roles_of(again(user)) == {Role.ADMINISTRATOR}


def test_an_ended_role_counts_no_more(place: Place) -> None:
    membership = Membership.objects.get(user=place.teacher)

    services.end_role(by=again(place.one), membership=membership)

    assert place.school.roles_of(again(place.teacher)) == set()
    assert told(place.school) == [("end-role", "practitioner", "done")]


def test_a_municipality_keeps_two_administrators(place: Place) -> None:
    membership = Membership.objects.get(user=place.other)

    with pytest.raises(TwoAdministratorsNeeded):
        services.end_role(by=again(place.one), membership=membership)

    give_role(place.teacher, Role.ADMINISTRATOR, place.municipality)
    services.end_role(by=again(place.one), membership=membership)


def test_an_agency_closes_when_nobody_works_there(place: Place) -> None:
    by = again(place.one)
    with pytest.raises(PeopleStillHere):
        services.close_agency(by=by, agency=place.school)

    services.close_agency(by=by, agency=place.social)

    with pytest.raises(NotOpenAnyMore):
        services.close_agency(by=by, agency=place.social)
    with pytest.raises(NameTaken):
        services.add_agency(by=by, municipality=place.municipality, name="Alskolan", kind="school")
    services.add_agency(by=by, municipality=place.municipality, name="Stöd", kind="police")


def test_a_new_agency_has_the_keys_of_its_room(place: Place) -> None:
    agency = services.add_agency(
        by=again(place.one), municipality=place.municipality, name="Polisen", kind="police"
    )

    assert RoomKey.objects.get().pk == agency.pk
    assert RoomKey.objects.get().municipality_id == place.municipality.pk


def test_an_agency_whose_room_gets_no_key_is_not_there_at_all(
    place: Place, settings: Settings
) -> None:
    settings.FYRSTOD_KEY = settings.FYRSTOD_KEY_FILE = ""

    with pytest.raises(NoInstallationKey):
        services.add_agency(
            by=again(place.one), municipality=place.municipality, name="Polisen", kind="police"
        )

    assert not Agency.objects.filter(name="Polisen").exists()


def test_a_link_sets_a_password_once(place: Place) -> None:
    code = links.make(user=place.teacher, municipality=place.municipality, made_by=place.one)
    link = links.find(code.lower().replace("-", " "))

    links.use(link=link, password="en helt annan lång fras")

    assert again(place.teacher).check_password("en helt annan lång fras")
    with pytest.raises(links.NoSuchLink):
        links.find(code)
    with pytest.raises(links.NoSuchLink):
        links.use(link=link, password=PASSWORD)


def test_a_link_holds_for_three_days_and_until_the_next(place: Place) -> None:
    old = links.make(user=place.teacher, municipality=place.municipality)
    code = links.make(user=place.teacher, municipality=place.municipality)
    with pytest.raises(links.NoSuchLink):
        links.find(old)
    SignInLink.objects.update(made_at=timezone.now() - timedelta(days=3, seconds=1))

    with pytest.raises(links.NoSuchLink):
        links.find(code)


def test_only_the_digest_of_a_code_is_kept(place: Place) -> None:
    code = links.make(user=place.teacher, municipality=place.municipality)

    assert code.replace("-", "") not in str(SignInLink.objects.values().get())


def test_a_lost_second_factor_is_taken_away_by_two_and_ends_sessions(place: Place) -> None:
    user = with_second_factor(place.teacher)
    rescue = services.ask_for_rescue(
        by=again(place.one),
        municipality=place.municipality,
        user=user,
        kind=RescueKind.SECOND_FACTOR,
    )
    with pytest.raises(NotTheSamePerson):
        services.confirm_rescue(by=again(place.one), rescue=rescue)

    code = services.confirm_rescue(by=again(place.other), rescue=rescue)

    assert code == ""
    assert not Authenticator.objects.filter(user=user).exists()
    assert again(user).get_session_auth_hash() != user.get_session_auth_hash()
    with pytest.raises(NotOpenAnyMore):
        services.confirm_rescue(by=again(place.other), rescue=rescue)


def test_a_forgotten_password_is_given_anew_by_two(place: Place) -> None:
    rescue = services.ask_for_rescue(
        by=again(place.one),
        municipality=place.municipality,
        user=again(place.teacher),
        kind=RescueKind.PASSWORD,
    )

    code = services.confirm_rescue(by=again(place.other), rescue=rescue)

    assert links.find(code).made_by == place.other


def test_nobody_here_resets_the_sign_in_of_someone_who_works_elsewhere_too(
    place: Place, elsewhere: Place
) -> None:
    give_role(place.teacher, Role.PRACTITIONER, elsewhere.school)

    with pytest.raises(WorksElsewhereToo):
        services.ask_for_rescue(
            by=again(place.one),
            municipality=place.municipality,
            user=again(place.teacher),
            kind=RescueKind.PASSWORD,
        )


def test_the_installation_names_two_administrators_and_no_third(db: None) -> None:
    codes = [
        first_administrator(municipality="Granvik", name=name, email=f"{name}@granvik.example")
        for name in ("ada", "bo")
    ]

    assert all(codes)
    with pytest.raises(HasAdministrators):
        first_administrator(municipality="Granvik", name="cia", email="cia@granvik.example")
    assert User.objects.count() == 2
    assert [entry.role for entry in Entry.objects.all()] == ["installation", "installation"]
