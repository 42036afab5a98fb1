"""The first two administrators, whom only whoever runs the installation can name."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from fyrstod.access.policy import Role
from fyrstod.core.errors import DomainError
from fyrstod.journal.services import record
from fyrstod.people import links
from fyrstod.people.models import Membership, Municipality, User, normal_email


class HasAdministrators(DomainError):
    def __init__(self) -> None:
        super().__init__(
            "the municipality has two administrators already; they propose and confirm the next"
        )


@transaction.atomic
def first_administrator(*, municipality: str, name: str, email: str) -> str:
    """Make somebody administrator without two people, while there are fewer than two.

    The code of a sign-in link, or "" for a person who can sign in already.
    Raises HasAdministrators.
    """
    here, _made = Municipality.objects.get_or_create(name=municipality.strip())
    here = Municipality.objects.select_for_update().get(id=here.id)
    active = Membership.objects.active().filter(municipality=here, role=Role.ADMINISTRATOR)
    user = User.objects.filter(email=normal_email(email)).first()
    already = user is not None and active.filter(user=user).exists()
    if not already:
        if active.count() >= 2:
            raise HasAdministrators
        user = user or User.objects.create_user(email, name)
        Membership.objects.filter(
            municipality=here, user=user, role=Role.ADMINISTRATOR, ended_at=None
        ).delete()
        membership = Membership.objects.create(
            municipality=here,
            user=user,
            role=Role.ADMINISTRATOR,
            proposed_by=None,
            confirmed_at=timezone.now(),
        )
        record(
            municipality_id=here.id,
            room_id=here.id,
            who=None,
            role="installation",
            action="first-administrator",
            about=str(membership.id),
            kind=Role.ADMINISTRATOR,
        )
    if user is None or user.has_usable_password():
        return ""
    return links.make(user=user, municipality=here)
