"""A fictitious municipality with people in it, and a browser that is signed in as one of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.test import Client
from django.utils import timezone

from fyrstod.access.policy import Role
from fyrstod.people.models import OF_THE_MUNICIPALITY, Agency, Membership, Municipality, User

PASSWORD = "fyra gula fyrar vid kusten"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
"""The key of everybody's code app, in tests alone."""


def make_user(name: str) -> User:
    letters = name.casefold().translate(str.maketrans("åäö ", "aao."))
    address = f"{letters}@bjorkdala.example"
    return User.objects.create_user(address, name, PASSWORD)


def again(user: User) -> User:
    """The same person at their next page: what was read about them is read anew."""
    return User.objects.get(id=user.id)


def with_second_factor(user: User) -> User:
    TOTP.activate(user, SECRET)
    RecoveryCodes.activate(user)
    return again(user)


def give_role(user: User, role: Role, place: Agency | Municipality, **more: Any) -> Membership:
    """A role in force, as two administrators from nowhere would have given it."""
    first, second = (
        User.objects.get_or_create(email=f"{name}@fyrstod.example", defaults={"name": name})[0]
        for name in ("proposer", "confirmer")
    )
    municipality = place.municipality if isinstance(place, Agency) else place
    assert isinstance(place, Agency) is not (role in OF_THE_MUNICIPALITY)
    return Membership.objects.create(
        municipality=municipality,
        agency=place if isinstance(place, Agency) else None,
        user=user,
        role=role,
        **{
            "proposed_by": first,
            "confirmed_by": second,
            "confirmed_at": timezone.now(),
            **more,
        },
    )


def signed_in(user: User) -> Client:
    """A browser where somebody has signed in with password and code."""
    if not again(user).has_second_factor:
        with_second_factor(user)
    client = signed_in_by_password(user)
    session = client.session
    session[AUTHENTICATION_METHODS_SESSION_KEY] = [{"method": "mfa", "at": 0.0, "type": "totp"}]
    session["account_authentication_methods_user"] = str(user.id)
    session.save()
    return client


def signed_in_by_password(user: User) -> Client:
    client = Client()
    client.force_login(again(user))
    return client


class RefusingMail(BaseEmailBackend):
    """A mail server that does not answer, or takes no message; its words hold the address."""

    when = "open"
    fault: OSError = ConnectionRefusedError()

    def open(self) -> None:
        if self.when == "open":
            raise self.fault

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        self.open()
        raise type(self.fault)(*self.fault.args, str(email_messages[0].body))


@dataclass(frozen=True)
class Place:
    """Björkdala: two agencies, two administrators, and two people in the first agency."""

    municipality: Municipality
    school: Agency
    social: Agency
    one: User
    other: User
    teacher: User
    coordinator: User


def make_place(name: str = "Björkdala") -> Place:
    here = Municipality.objects.create(name=name)
    school = Agency.objects.create(municipality=here, name="Alskolan", kind="school")
    social = Agency.objects.create(municipality=here, name="Stöd", kind="social-services")
    one, other, teacher, coordinator = (
        make_user(f"{who} i {name}") for who in ("Ada Ask", "Bo Björk", "Cia Cypress", "Dan Druva")
    )
    give_role(one, Role.ADMINISTRATOR, here)
    give_role(other, Role.ADMINISTRATOR, here)
    give_role(teacher, Role.PRACTITIONER, school)
    give_role(coordinator, Role.COORDINATOR, school)
    return Place(here, school, social, one, other, teacher, coordinator)
