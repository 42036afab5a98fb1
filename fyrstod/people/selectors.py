"""What somebody can read about people and agencies. What is not in a list here answers 404."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet

from fyrstod.people.models import (
    Agency,
    Membership,
    Municipality,
    Rescue,
    SignInLink,
    active_memberships,
)

__all__ = [
    "active_memberships",
    "agencies_visible_to",
    "links_of",
    "memberships_visible_to",
    "municipalities_visible_to",
    "rescues_visible_to",
]


def municipalities_visible_to(user: Any) -> QuerySet[Municipality]:
    """Those where a user has a role, in one of its agencies or for the whole of it."""
    ids = {membership.municipality_id for membership in active_memberships(user)}
    return Municipality.objects.filter(id__in=ids)


def agencies_visible_to(user: Any) -> QuerySet[Agency]:
    """The agencies a user works in, and all of a municipality for whom the role is for all."""
    here = active_memberships(user)
    whole = {m.municipality_id for m in here if m.agency_id is None}
    return Agency.objects.filter(
        Q(id__in={m.agency_id for m in here if m.agency_id}) | Q(municipality__in=whole)
    ).select_related("municipality")


def memberships_visible_to(user: Any) -> QuerySet[Membership]:
    """Roles, waiting and in force and ended, in the agencies and municipalities a user sees.

    Who has a role for the whole municipality is seen by everyone who works there.
    """
    here = active_memberships(user)
    whole = {m.municipality_id for m in here if m.agency_id is None}
    return Membership.objects.filter(
        Q(agency__in={m.agency_id for m in here if m.agency_id})
        | Q(municipality__in=whole)
        | Q(agency=None, municipality__in={m.municipality_id for m in here})
    ).select_related("agency", "municipality", "user", "proposed_by", "confirmed_by", "ended_by")


def rescues_visible_to(user: Any) -> QuerySet[Rescue]:
    """Help that is asked for and waits, in the municipalities where a user has a role for all."""
    whole = {m.municipality_id for m in active_memberships(user) if m.agency_id is None}
    return Rescue.objects.filter(municipality__in=whole, ended_at=None).select_related(
        "municipality", "user", "proposed_by"
    )


def links_of(user: Any) -> list[SignInLink]:
    """When and by whom a person was given the right to set a password, latest first."""
    # Every index begins with the municipality, so they are named, although it may be any.
    found = SignInLink.objects.filter(user=user, municipality__in=Municipality.objects.values("id"))
    return list(found.select_related("made_by").order_by("-made_at")[:10])
