"""What the database itself holds to, for people and for every row of a municipality."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.db import IntegrityError, models, transaction
from django.utils import timezone

from fyrstod.access.policy import Role
from fyrstod.people.models import (
    Agency,
    Membership,
    Municipality,
    MunicipalRow,
    Rescue,
    SignInLink,
    User,
)
from tests.people.made import Place, again, give_role, make_user

NOW = timezone.now()


def municipal_models() -> Iterator[type[models.Model]]:
    """Every model of the project whose rows belong to a municipality."""
    for model in apps.get_models():
        if model.__module__.startswith("fyrstod.") and any(
            field.name in ("municipality", "municipality_id") for field in model._meta.fields
        ):
            yield model


@pytest.mark.parametrize("model", list(municipal_models()), ids=lambda model: model._meta.label)
def test_a_row_of_a_municipality_has_its_id_first_in_indexes_and_in_what_is_unique(
    model: type[models.Model],
) -> None:
    first = ("municipality", "municipality_id")
    options = model._meta

    assert isinstance(options.pk, models.UUIDField)
    for index in options.indexes:
        assert index.fields[0] in first
    for constraint in options.constraints:
        if isinstance(constraint, models.UniqueConstraint):
            assert set(first) & set(constraint.fields)
    for field in options.fields:
        assert field is options.pk or not field.unique
        assert not getattr(field, "db_index", False) or field is options.pk
        assert not isinstance(field, models.OneToOneField)
    assert not options.unique_together


def test_rows_of_people_are_rows_of_a_municipality() -> None:
    assert {Agency, Membership, Rescue, SignInLink} <= set(municipal_models())
    assert all(issubclass(model, MunicipalRow) for model in (Agency, Membership, Rescue))


def refused(model: type[models.Model], **fields: Any) -> str:
    """The name of the constraint that refuses a row."""
    with pytest.raises(IntegrityError) as problem, transaction.atomic():
        model._default_manager.create(**fields)
    return str(problem.value)


def membership(place: Place, **fields: Any) -> dict[str, Any]:
    return {
        "municipality": place.municipality,
        "agency": place.social,
        "user": place.teacher,
        "role": Role.PRACTITIONER,
        "proposed_by": place.one,
        **fields,
    }


@pytest.mark.parametrize(
    ("name", "fields"),
    [
        ("membership_role_is_known", {"role": "king"}),
        ("membership_agency_where_the_role_has_one", {"agency": None}),
        ("membership_agency_where_the_role_has_one", {"role": Role.ADMINISTRATOR}),
        ("membership_not_proposed_by_the_person", {"proposed_by": "teacher"}),
        (
            "membership_not_confirmed_by_the_person",
            {"confirmed_by": "teacher", "confirmed_at": NOW},
        ),
        (
            "membership_not_confirmed_by_the_proposer",
            {"confirmed_by": "one", "confirmed_at": NOW},
        ),
        ("membership_two_people_unless_first", {"confirmed_at": NOW}),
        ("membership_two_people_unless_first", {"confirmed_by": "other"}),
        ("membership_two_people_unless_first", {"proposed_by": None, "confirmed_at": NOW}),
        ("membership_ended_at_and_by_go_together", {"ended_at": NOW}),
        ("membership_ended_at_and_by_go_together", {"ended_by": "other"}),
    ],
)
def test_a_membership_that_breaks_a_rule_is_refused(
    place: Place, name: str, fields: dict[str, Any]
) -> None:
    people = {"teacher": place.teacher, "one": place.one, "other": place.other}
    known = {
        key: people.get(value, value) if isinstance(value, str) else value
        for key, value in fields.items()
    }

    assert name in refused(Membership, **membership(place, **known))


def test_a_role_is_open_once_in_an_agency_and_again_when_it_has_ended(place: Place) -> None:
    first = Membership.objects.create(**membership(place))

    assert "UNIQUE" in refused(Membership, **membership(place)).upper()

    Membership.objects.filter(id=first.id).update(ended_at=NOW, ended_by=place.one)
    Membership.objects.create(**membership(place))


def test_a_role_for_the_whole_municipality_is_open_once(place: Place) -> None:
    whole = membership(place, agency=None, role=Role.CONTENT_EDITOR)
    Membership.objects.create(**whole)

    assert "UNIQUE" in refused(Membership, **whole).upper()


@pytest.mark.parametrize(
    ("name", "fields"),
    [
        ("rescue_kind_is_known", {"kind": "key"}),
        ("rescue_not_proposed_by_the_person", {"proposed_by": "teacher"}),
        ("rescue_not_confirmed_by_the_person", {"confirmed_by": "teacher", "ended_at": NOW}),
        ("rescue_not_confirmed_by_the_proposer", {"confirmed_by": "one", "ended_at": NOW}),
        ("rescue_confirmed_is_ended", {"confirmed_by": "other"}),
    ],
)
def test_a_rescue_that_breaks_a_rule_is_refused(
    place: Place, name: str, fields: dict[str, Any]
) -> None:
    people = {"teacher": place.teacher, "one": place.one, "other": place.other}
    known = {
        "municipality": place.municipality,
        "user": place.teacher,
        "kind": "password",
        "proposed_by": place.one,
        **{key: people.get(str(value), value) for key, value in fields.items()},
    }

    assert name in refused(Rescue, **known)


def test_a_sign_in_link_is_not_made_by_the_person(place: Place) -> None:
    fields = {"municipality": place.municipality, "user": place.teacher, "digest": "0" * 64}

    assert "link_not_made" in refused(SignInLink, **fields, made_by=place.teacher)


@pytest.mark.parametrize(
    ("name", "fields"),
    [("agency_has_a_name", {"name": ""}), ("agency_has_a_kind", {"kind": ""})],
)
def test_an_agency_has_a_name_and_a_kind(place: Place, name: str, fields: dict[str, str]) -> None:
    known = {"municipality": place.municipality, "name": "Polisen", "kind": "police", **fields}

    assert name in refused(Agency, **known)


def test_a_municipality_and_a_user_have_a_name(db: None) -> None:
    assert "municipality_has_a_name" in refused(Municipality, name="")
    assert "user_has_a_name" in refused(User, email="a@b.example", name="", password="!")


def test_an_address_is_one_person_however_it_is_written(db: None) -> None:
    user = User.objects.create_user(" Ada.Ask@Bjorkdala.Example ", "Ada Ask")

    assert user.email == "ada.ask@bjorkdala.example"
    assert User.objects.get_by_natural_key("ADA.ASK@bjorkdala.example") == user


def test_roles_are_those_of_the_place_and_none_of_a_stranger(
    place: Place, elsewhere: Place
) -> None:
    assert place.school.roles_of(again(place.teacher)) == {Role.PRACTITIONER}
    assert place.school.roles_of(again(place.one)) == {Role.ADMINISTRATOR}
    assert place.social.roles_of(again(place.teacher)) == set()
    assert place.municipality.roles_of(again(place.teacher)) == set()
    assert place.school.roles_of(again(elsewhere.one)) == set()


def test_a_role_that_waits_or_has_ended_counts_for_nothing(place: Place) -> None:
    person = make_user("Eva Ek")
    Membership.objects.create(**membership(place, user=person))
    give_role(person, Role.AUDITOR, place.school, ended_at=NOW, ended_by=place.one)

    assert again(person).active_memberships == ()


def test_a_change_of_the_second_factor_ends_older_sessions(place: Place) -> None:
    before = place.teacher.get_session_auth_hash()

    place.teacher.sign_in_changed_at = NOW

    assert place.teacher.get_session_auth_hash() != before
