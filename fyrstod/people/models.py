"""Who works where, in which role, and who said so.

A row that belongs to a municipality carries its id first in every index and in every unique
constraint beside the primary key, so that a distributed PostgreSQL can keep each municipality's
rows together.
"""

from __future__ import annotations

import datetime
from typing import Any, ClassVar

from allauth.mfa.models import Authenticator
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy, pgettext_lazy

from fyrstod.access.policy import Role
from fyrstod.core.ids import new_id

OF_THE_MUNICIPALITY = frozenset({Role.ADMINISTRATOR, Role.CONTENT_EDITOR})
"""Roles that belong to a municipality. All others belong to one of its agencies."""
LINK_LASTS = datetime.timedelta(days=3)

ROLE_NAMES = {
    Role.PRACTITIONER: pgettext_lazy("role", "Practitioner"),
    Role.COORDINATOR: pgettext_lazy("role", "Coordinator"),
    Role.RECORDS_OFFICER: pgettext_lazy("role", "Records officer"),
    Role.AUDITOR: pgettext_lazy("role", "Auditor"),
    Role.ADMINISTRATOR: pgettext_lazy("role", "Administrator"),
    Role.CONTENT_EDITOR: pgettext_lazy("role", "Content editor"),
}


def normal_email(address: str) -> str:
    """An address as it is kept and compared."""
    return address.strip().casefold()


class Users(BaseUserManager["User"]):
    def create_user(self, email: str, name: str, password: str | None = None) -> User:
        """Without a password nobody can sign in until a link has set one."""
        user = self.model(email=normal_email(email), name=name.strip())
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(email=normal_email(username or ""))


class User(AbstractBaseUser):
    """A person who signs in. The same person may work in several municipalities."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    email = models.EmailField(gettext_lazy("Work e-mail"), unique=True)
    name = models.CharField(gettext_lazy("Name"), max_length=120)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    sign_in_changed_at = models.DateTimeField(null=True, editable=False)
    """When the second factor was last taken away or replaced. Ends every older session."""

    objects = Users()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(name="user_has_a_name", condition=~Q(name="")),
        ]

    def __str__(self) -> str:
        return self.name

    def get_session_auth_hash(self) -> str:
        changed = self.sign_in_changed_at.isoformat() if self.sign_in_changed_at else ""
        salt = "fyrstod.people.User.get_session_auth_hash"
        return salted_hmac(salt, f"{self.password} {changed}", algorithm="sha256").hexdigest()

    @cached_property
    def has_second_factor(self) -> bool:
        """Read with the user where a session is opened, see `people.backend`."""
        codes = Authenticator.objects.filter(user=self, type=Authenticator.Type.TOTP)
        return bool(codes.exists())

    @cached_property
    def active_memberships(self) -> tuple[Membership, ...]:
        """Read once for each request, with agency and municipality."""
        if not self.is_active:
            return ()
        # Every index begins with the municipality, so they are named, although it may be any.
        found = Membership.objects.active().filter(
            user=self, municipality__in=Municipality.objects.values("id")
        )
        return tuple(found.select_related("agency", "municipality").order_by("id"))


def active_memberships(user: Any) -> tuple[Membership, ...]:
    """What a user may lean on now. None for somebody who has not signed in."""
    return user.active_memberships if isinstance(user, User) else ()


class Municipality(models.Model):
    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(gettext_lazy("Name"), max_length=120, unique=True)

    class Meta:
        ordering: ClassVar = ["name"]
        constraints: ClassVar = [
            models.CheckConstraint(name="municipality_has_a_name", condition=~Q(name="")),
        ]

    def __str__(self) -> str:
        return self.name

    def roles_of(self, user: Any) -> frozenset[Role]:
        """The roles somebody has for the whole municipality."""
        return frozenset(
            Role(membership.role)
            for membership in active_memberships(user)
            if membership.agency_id is None and membership.municipality_id == self.id
        )


class MunicipalRow(models.Model):
    """A row that belongs to a municipality."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    municipality = models.ForeignKey(
        Municipality, on_delete=models.PROTECT, db_index=False, related_name="+"
    )

    class Meta:
        abstract = True


class Agency(MunicipalRow):
    """One authority in one municipality. Its room is the agency itself: they share their id."""

    name = models.CharField(gettext_lazy("Name"), max_length=120)
    kind = models.CharField(max_length=60)
    """The id of an agency in the pack."""
    closed_at = models.DateTimeField(null=True, editable=False)
    second_eyes = models.BooleanField(default=False)
    """Whether a second person looks at whatever the room tells another, before it is offered."""

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["municipality", "name"], name="agency_by_name"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(name="agency_has_a_name", condition=~Q(name="")),
            models.CheckConstraint(name="agency_has_a_kind", condition=~Q(kind="")),
            models.UniqueConstraint(
                fields=["municipality", "name"],
                name="one_open_agency_of_a_name",
                condition=Q(closed_at=None),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def roles_of(self, user: Any) -> frozenset[Role]:
        """The roles somebody has here, those for the whole municipality among them."""
        return frozenset(
            Role(membership.role)
            for membership in active_memberships(user)
            if membership.municipality_id == self.municipality_id
            and membership.agency_id in (None, self.id)
        )


class Memberships(models.QuerySet["Membership"]):
    def active(self) -> Memberships:
        open_agency = Q(agency=None) | Q(agency__closed_at=None)
        return self.filter(open_agency, confirmed_at__isnull=False, ended_at=None)

    def waiting(self) -> Memberships:
        return self.filter(confirmed_at=None, ended_at=None)


class Membership(MunicipalRow):
    """A person's role: proposed by one, confirmed by another, and in force until it is ended.

    The first two administrators of a municipality were confirmed by whoever runs the
    installation: `proposed_by` and `confirmed_by` are empty.
    """

    agency = models.ForeignKey(
        Agency, on_delete=models.PROTECT, null=True, db_index=False, related_name="+"
    )
    user = models.ForeignKey(User, on_delete=models.PROTECT, db_index=False, related_name="+")
    role = models.CharField(max_length=20, choices=[(role, ROLE_NAMES[role]) for role in Role])
    proposed_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, db_index=False, related_name="+"
    )
    proposed_at = models.DateTimeField(default=timezone.now, editable=False)
    confirmed_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, db_index=False, related_name="+"
    )
    confirmed_at = models.DateTimeField(null=True, editable=False)
    ended_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, db_index=False, related_name="+"
    )
    ended_at = models.DateTimeField(null=True, editable=False)

    objects = Memberships.as_manager()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["municipality", "user"], name="membership_by_user"),
            models.Index(fields=["municipality", "agency"], name="membership_by_agency"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="membership_role_is_known", condition=Q(role__in=[str(role) for role in Role])
            ),
            models.CheckConstraint(
                name="membership_agency_where_the_role_has_one",
                condition=Q(role__in=sorted(OF_THE_MUNICIPALITY), agency=None)
                | (~Q(role__in=sorted(OF_THE_MUNICIPALITY)) & Q(agency__isnull=False)),
            ),
            models.CheckConstraint(
                name="membership_not_proposed_by_the_person",
                condition=Q(proposed_by=None) | ~Q(proposed_by=F("user")),
            ),
            models.CheckConstraint(
                name="membership_not_confirmed_by_the_person",
                condition=Q(confirmed_by=None) | ~Q(confirmed_by=F("user")),
            ),
            models.CheckConstraint(
                name="membership_not_confirmed_by_the_proposer",
                condition=Q(confirmed_by=None) | ~Q(confirmed_by=F("proposed_by")),
            ),
            models.CheckConstraint(
                name="membership_two_people_unless_first",
                condition=Q(proposed_by__isnull=False, confirmed_by=None, confirmed_at=None)
                | Q(
                    proposed_by__isnull=False,
                    confirmed_by__isnull=False,
                    confirmed_at__isnull=False,
                )
                | Q(
                    proposed_by=None,
                    confirmed_by=None,
                    confirmed_at__isnull=False,
                    role=Role.ADMINISTRATOR,
                ),
            ),
            models.CheckConstraint(
                name="membership_ended_at_and_by_go_together",
                condition=Q(ended_at=None, ended_by=None)
                | Q(ended_at__isnull=False, ended_by__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["municipality", "agency", "user", "role"],
                name="one_open_membership_in_an_agency",
                condition=Q(ended_at=None, agency__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["municipality", "user", "role"],
                name="one_open_membership_in_the_municipality",
                condition=Q(ended_at=None, agency=None),
            ),
        ]

    def __str__(self) -> str:
        return self.role

    @property
    def is_waiting(self) -> bool:
        return self.confirmed_at is None and self.ended_at is None

    @property
    def is_active(self) -> bool:
        return self.confirmed_at is not None and self.ended_at is None

    @property
    def role_name(self) -> str:
        return str(ROLE_NAMES[Role(self.role)])

    @property
    def place(self) -> Agency | Municipality:
        """Where the role is held, and whose journal tells of it."""
        return self.agency or self.municipality

    def roles_of(self, user: Any) -> frozenset[Role]:
        return self.place.roles_of(user)


class RescueKind(models.TextChoices):
    PASSWORD = "password", gettext_lazy("A new password")
    SECOND_FACTOR = "second-factor", gettext_lazy("A new code app")


class Rescue(MunicipalRow):
    """Help for somebody who cannot sign in: asked for by one, confirmed by another."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, db_index=False, related_name="+")
    kind = models.CharField(max_length=20, choices=RescueKind.choices)
    proposed_by = models.ForeignKey(
        User, on_delete=models.PROTECT, db_index=False, related_name="+"
    )
    proposed_at = models.DateTimeField(default=timezone.now, editable=False)
    confirmed_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, db_index=False, related_name="+"
    )
    ended_at = models.DateTimeField(null=True, editable=False)
    """When it was confirmed, withdrawn or declined."""

    class Meta:
        indexes: ClassVar = [models.Index(fields=["municipality", "user"], name="rescue_by_user")]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="rescue_kind_is_known", condition=Q(kind__in=RescueKind.values)
            ),
            models.CheckConstraint(
                name="rescue_not_proposed_by_the_person", condition=~Q(proposed_by=F("user"))
            ),
            models.CheckConstraint(
                name="rescue_not_confirmed_by_the_person",
                condition=Q(confirmed_by=None) | ~Q(confirmed_by=F("user")),
            ),
            models.CheckConstraint(
                name="rescue_not_confirmed_by_the_proposer",
                condition=Q(confirmed_by=None) | ~Q(confirmed_by=F("proposed_by")),
            ),
            models.CheckConstraint(
                name="rescue_confirmed_is_ended",
                condition=Q(confirmed_by=None) | Q(ended_at__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["municipality", "user", "kind"],
                name="one_open_rescue_of_a_kind",
                condition=Q(ended_at=None),
            ),
        ]

    def __str__(self) -> str:
        return self.kind

    def roles_of(self, user: Any) -> frozenset[Role]:
        return self.municipality.roles_of(user)


class SignInLink(MunicipalRow):
    """A code with which a person sets a password, once. Only its digest is kept."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, db_index=False, related_name="+")
    digest = models.CharField(max_length=64, editable=False)
    made_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, db_index=False, related_name="+"
    )
    """Who confirmed it. Empty: it was asked for by the person, or by the installation."""
    made_at = models.DateTimeField(default=timezone.now, editable=False)
    used_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["municipality", "user"], name="link_by_user")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["municipality", "digest"], name="link_by_digest"),
            models.CheckConstraint(
                name="link_not_made_by_the_person",
                condition=Q(made_by=None) | ~Q(made_by=F("user")),
            ),
        ]

    def __str__(self) -> str:
        return str(self.made_at)

    @property
    def expires_at(self) -> datetime.datetime:
        return self.made_at + LINK_LASTS
