"""What `fyrstod keys make` does, once Django is set up: give rooms the keys they never got."""

from __future__ import annotations

import uuid
from collections.abc import Iterator

from django.db import DatabaseError, transaction

from fyrstod.core.errors import DomainError
from fyrstod.journal import services as journal
from fyrstod.people.models import Agency
from fyrstod.protection.models import ConcernKey, RoomKey
from fyrstod.protection.services import make_room_key
from fyrstod.rooms.models import Concern
from fyrstod.web.stop import Stop


def without_keys() -> tuple[list[Agency], list[Agency]]:
    """Agencies whose room has no keys: those that never had any, and those that lost them.

    Something sealed shows that there were keys once. A closed agency needs keys no more, unless
    its room still holds a concern.
    """
    kept = set(RoomKey.objects.values_list("pk", flat=True))
    lacking = [
        agency
        for agency in Agency.objects.select_related("municipality").order_by(
            "municipality__name", "name", "pk"
        )
        if agency.pk not in kept
    ]
    ids = [agency.pk for agency in lacking]
    sealed = _rooms_of_concerns(ids)
    never = [each for each in lacking if each.pk not in sealed and each.closed_at is None]
    return never, [each for each in lacking if each.pk in sealed]


def _rooms_of_concerns(ids: list[uuid.UUID]) -> set[uuid.UUID]:
    concerns = Concern.objects.filter(agency__in=ids).values_list("agency_id", flat=True)
    keys = ConcernKey.objects.filter(room_id__in=ids).values_list("room_id", flat=True)
    return {*concerns.distinct(), *keys.distinct()}


def where(agency: Agency) -> str:
    return f"{agency.name} in {agency.municipality.name}"


def lost(agency: Agency) -> str:
    """One line for whoever runs the installation: new keys would open nothing of what is there."""
    return (
        f"{where(agency)}: the room's keys are lost, so none of its concerns can be opened: lay "
        "back a backup with them (fyrstod restore)"
    )


def make() -> Iterator[str]:
    """Give each room that never had keys its own, a line for each. Raises Stop."""
    try:
        never, gone = without_keys()
        for agency in never:
            # The entry is undone where the keys cannot be made.
            with transaction.atomic():
                journal.record(
                    municipality_id=agency.municipality_id,
                    room_id=agency.pk,
                    who=None,
                    role="operator",
                    action="keys.made",
                )
                make_room_key(room_id=agency.pk, municipality_id=agency.municipality_id)
            yield f"{where(agency)}: the room has keys now."
    except journal.BrokenChain as problem:
        raise Stop(problem.for_operators) from None
    except DomainError as problem:
        raise Stop(str(problem)) from None
    except DatabaseError as problem:
        raise Stop(f"the database cannot be used: {problem}") from None
    if gone:
        raise Stop(*map(lost, gone))
    if not never:
        yield "Every room has its keys, so nothing was made."
