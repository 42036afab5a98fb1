"""What can be done with agencies, roles and sign-in. Everything takes two, and is on record."""

from __future__ import annotations

import uuid
from typing import Any

from allauth.mfa.models import Authenticator
from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from fyrstod.access.policy import GRANTS, Action, Guarded, Role, exclude_each_other, performs
from fyrstod.journal.services import record
from fyrstod.people import links
from fyrstod.people.models import (
    OF_THE_MUNICIPALITY,
    Agency,
    Membership,
    Municipality,
    Rescue,
    RescueKind,
    User,
    normal_email,
)
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
from fyrstod.protection.services import make_room_key

ADMINISTRATORS = 2
"""As few as a municipality may have: one proposes, another confirms."""


def _note(
    by: User,
    place: Agency | Municipality,
    action: Action,
    *,
    about: uuid.UUID,
    kind: str,
    result: str = "done",
) -> None:
    """Write in the chain of the agency, or of the municipality for what concerns all of it."""
    record(
        municipality_id=place.municipality_id if isinstance(place, Agency) else place.id,
        room_id=place.id,
        who=by.id,
        role=_role_for(by, action, place),
        action=action,
        about=str(about),
        kind=kind,
        result=result,
    )


def _role_for(by: User, action: Action, place: Guarded) -> str:
    """The role that let somebody do it; by name, where more than one did."""
    return min(str(role) for role in place.roles_of(by) if action in GRANTS[role])


def _locked(municipality_id: uuid.UUID) -> None:
    """Let changes of one municipality's roles come one after the other."""
    Municipality.objects.select_for_update().get(id=municipality_id)


@performs(Action.MANAGE_AGENCIES, "municipality")
@transaction.atomic
def add_agency(*, by: User, municipality: Municipality, name: str, kind: str) -> Agency:
    """Add an agency, whose room has its keys from the start.

    Raises NameTaken, or what `make_room_key` raises, with no agency added.
    """
    try:
        with transaction.atomic():
            agency = Agency.objects.create(municipality=municipality, name=name, kind=kind)
    except IntegrityError:
        raise NameTaken from None
    # Before the agency is committed: a key without a room opens nothing, but a room without a
    # key can never hold a concern.
    make_room_key(room_id=agency.id, municipality_id=municipality.id)
    _note(by, agency, Action.MANAGE_AGENCIES, about=agency.id, kind="opened")
    return agency


@performs(Action.MANAGE_AGENCIES, "agency")
@transaction.atomic
def close_agency(*, by: User, agency: Agency) -> None:
    """What its room holds stays until its clocks run out. Raises PeopleStillHere."""
    _locked(agency.municipality_id)
    if Membership.objects.filter(
        municipality=agency.municipality_id, agency=agency, ended_at=None
    ).exists():
        raise PeopleStillHere
    closed = Agency.objects.filter(id=agency.id, closed_at=None).update(closed_at=timezone.now())
    if not closed:
        raise NotOpenAnyMore
    _note(by, agency, Action.MANAGE_AGENCIES, about=agency.id, kind="closed")


@performs(Action.MANAGE_AGENCIES, "agency")
@transaction.atomic
def ask_second_eyes(*, by: User, agency: Agency, asks: bool) -> None:
    """Say whether a second person looks at all that the agency's room tells another.

    So already: nothing changes. Raises NotOpenAnyMore.
    """
    here = Agency.objects.filter(municipality=agency.municipality_id, id=agency.id)
    if not here.filter(closed_at=None).exists():
        raise NotOpenAnyMore
    if here.filter(second_eyes=not asks).update(second_eyes=asks):
        kind = "second-eyes" if asks else "one-pair-of-eyes"
        _note(by, agency, Action.MANAGE_AGENCIES, about=agency.id, kind=kind)


@performs(Action.PROPOSE_ROLE, "place")
@transaction.atomic
def propose_role(
    *, by: User, place: Agency | Municipality, email: str, name: str, role: Role
) -> Membership:
    """Propose a role for the person with this work e-mail, who may be new.

    A person who is known keeps the name they have.
    Raises NotOneself, WrongPlace, AlreadyHeld or ReviewsOwnRoles.
    """
    agency = place if isinstance(place, Agency) else None
    municipality = place.municipality if isinstance(place, Agency) else place
    if (agency is None) is not (role in OF_THE_MUNICIPALITY) or (agency and agency.closed_at):
        raise WrongPlace
    _locked(municipality.id)
    user = User.objects.filter(email=normal_email(email)).first()
    if user is None:
        user = User.objects.create_user(email, name)
    if user == by:
        raise NotOneself
    same = {"municipality": municipality, "agency": agency, "user": user, "role": role}
    if Membership.objects.filter(**same, ended_at=None).exists():
        raise AlreadyHeld(user.name)
    _must_not_review_own_roles(user, place, role, Membership.objects.filter(ended_at=None))
    membership = Membership.objects.create(**same, proposed_by=by)
    _note(by, place, Action.PROPOSE_ROLE, about=membership.id, kind=role)
    return membership


def _must_not_review_own_roles(
    user: User, place: Agency | Municipality, role: Role, held: QuerySet[Membership]
) -> None:
    """Raises ReviewsOwnRoles where one of the roles held in the same place excludes this one."""
    if isinstance(place, Agency):
        held = held.filter(Q(agency=None) | Q(agency=place), municipality=place.municipality_id)
    else:
        held = held.filter(municipality=place)
    if any(exclude_each_other(role, Role(one.role)) for one in held.filter(user=user)):
        raise ReviewsOwnRoles(user.name)


@performs(Action.PROPOSE_ROLE, "membership")
@transaction.atomic
def withdraw_proposal(*, by: User, membership: Membership) -> None:
    _end(by, membership, Action.PROPOSE_ROLE, waiting=True, result="withdrawn")


@performs(Action.CONFIRM_ROLE, "membership")
@transaction.atomic
def decline_role(*, by: User, membership: Membership) -> None:
    _end(by, membership, Action.CONFIRM_ROLE, waiting=True, result="declined")


@performs(Action.CONFIRM_ROLE, "membership")
@transaction.atomic
def confirm_role(*, by: User, membership: Membership) -> str:
    """Put a role in force. The code of a sign-in link for a person who has none yet, else "".

    Raises NotOneself, NotTheSamePerson, ReviewsOwnRoles or NotOpenAnyMore.
    """
    if membership.user_id == by.id:
        raise NotOneself
    if membership.proposed_by_id == by.id:
        raise NotTheSamePerson
    _locked(membership.municipality_id)
    role, active = Role(membership.role), Membership.objects.active()
    _must_not_review_own_roles(membership.user, membership.place, role, active)
    open_still = Membership.objects.waiting().filter(id=membership.id)
    if not open_still.update(confirmed_by=by, confirmed_at=timezone.now()):
        raise NotOpenAnyMore
    membership.refresh_from_db()
    _note(by, membership.place, Action.CONFIRM_ROLE, about=membership.id, kind=membership.role)
    if membership.user.has_usable_password():
        return ""
    return links.make(user=membership.user, municipality=membership.municipality, made_by=by)


@performs(Action.END_ROLE, "membership")
@transaction.atomic
def end_role(*, by: User, membership: Membership) -> None:
    """Raises NotOpenAnyMore, or TwoAdministratorsNeeded."""
    _locked(membership.municipality_id)
    if membership.role == Role.ADMINISTRATOR and _administrators(membership) <= ADMINISTRATORS:
        raise TwoAdministratorsNeeded
    _end(by, membership, Action.END_ROLE, waiting=False, result="done")


def _administrators(membership: Membership) -> int:
    active = Membership.objects.active()
    return active.filter(municipality=membership.municipality_id, role=Role.ADMINISTRATOR).count()


def _end(by: User, membership: Membership, action: Action, *, waiting: bool, result: str) -> None:
    rows = Membership.objects.filter(id=membership.id, ended_at=None, confirmed_at__isnull=waiting)
    if not rows.update(ended_at=timezone.now(), ended_by=by):
        raise NotOpenAnyMore
    kind = membership.role
    _note(by, membership.place, action, about=membership.id, kind=kind, result=result)


@performs(Action.PROPOSE_ROLE, "municipality")
@transaction.atomic
def ask_for_rescue(*, by: User, municipality: Municipality, user: User, kind: RescueKind) -> Rescue:
    """Raises NotOneself, WorksElsewhereToo or AlreadyHeld."""
    if user == by:
        raise NotOneself
    _locked(municipality.id)
    if {m.municipality_id for m in user.active_memberships} != {municipality.id}:
        raise WorksElsewhereToo
    same = {"municipality": municipality, "user": user, "kind": kind}
    if Rescue.objects.filter(**same, ended_at=None).exists():
        raise NotOpenAnyMore
    rescue = Rescue.objects.create(**same, proposed_by=by)
    _note(by, municipality, Action.PROPOSE_ROLE, about=rescue.id, kind=f"sign-in.{kind}")
    return rescue


@performs(Action.CONFIRM_ROLE, "rescue")
@transaction.atomic
def confirm_rescue(*, by: User, rescue: Rescue) -> str:
    """Give a sign-in link's code for a new password, or take the second factor away and give "".

    Taking it away ends every session; the next sign-in leads to setting up a new one.
    Raises NotOneself, NotTheSamePerson, WorksElsewhereToo or NotOpenAnyMore.
    """
    if rescue.user_id == by.id:
        raise NotOneself
    if rescue.proposed_by_id == by.id:
        raise NotTheSamePerson
    if {m.municipality_id for m in rescue.user.active_memberships} != {rescue.municipality_id}:
        raise WorksElsewhereToo
    _end_rescue(by, rescue, Action.CONFIRM_ROLE, result="done", confirmed_by=by)
    if rescue.kind == RescueKind.PASSWORD:
        return links.make(user=rescue.user, municipality=rescue.municipality, made_by=by)
    Authenticator.objects.filter(user=rescue.user).delete()
    User.objects.filter(id=rescue.user_id).update(sign_in_changed_at=timezone.now())
    return ""


@performs(Action.PROPOSE_ROLE, "rescue")
@transaction.atomic
def drop_rescue(*, by: User, rescue: Rescue) -> None:
    """Withdraw one's own, or decline another's. Raises NotOpenAnyMore."""
    result = "withdrawn" if rescue.proposed_by_id == by.id else "declined"
    _end_rescue(by, rescue, Action.PROPOSE_ROLE, result=result)


def _end_rescue(by: User, rescue: Rescue, action: Action, *, result: str, **more: Any) -> None:
    rows = Rescue.objects.filter(id=rescue.id, ended_at=None)
    if not rows.update(ended_at=timezone.now(), **more):
        raise NotOpenAnyMore
    kind = f"sign-in.{rescue.kind}"
    _note(by, rescue.municipality, action, about=rescue.id, kind=kind, result=result)
