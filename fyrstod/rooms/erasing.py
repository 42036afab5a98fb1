"""What an erasure takes with it in a room, and the one entry that is left of a concern."""

from __future__ import annotations

import uuid

from django.apps import apps
from django.db import models

from fyrstod.journal import services as journal
from fyrstod.protection import services as protection
from fyrstod.protection.models import Erasure
from fyrstod.protection.stores import DEFAULT
from fyrstod.rooms.models import Concern, InConcern, Parcel
from fyrstod.rooms.rules import Why

ERASED = "concern.erased"


def begin(row: Concern, *, by: uuid.UUID | None, role: str, why: Why) -> None:
    """Decide that a concern is gone, while its row is locked, so that nobody reopens it meanwhile.

    Call `protection.services.finish_erasure` next, when the lock is let go. Raises BrokenChain,
    with nothing decided, where the erasure could not be put on record.
    """
    journal.must_take_more(municipality_id=row.municipality_id, room_id=row.agency_id)
    protection.begin_erasure(
        concern_id=row.pk,
        room_id=row.agency_id,
        municipality_id=row.municipality_id,
        reference=row.reference,
        by=by,
        role=role,
        reason=why,
    )


def parts_of_a_concern() -> list[type[InConcern]]:
    """Every model whose rows go with their concern, so that a new one is never forgotten."""
    return [model for model in apps.get_models() if issubclass(model, InConcern)]


def names_of_a_concern(model: type[InConcern]) -> list[str]:
    """By what a row names a concern: one that names two goes with either."""
    fields = model._meta.concrete_fields
    return [field.attname for field in fields if field.related_model is Concern]


def remove(erasure: Erasure) -> None:
    """Delete a concern and all that hangs on it, and journal that, in one transaction.

    Where nothing is left of it, as after an earlier try, nothing is journaled again. After a
    restore of an older backup the concern is there once more, and so is its entry wanting.
    """
    here = {"municipality_id": erasure.municipality_id}
    concern = Concern.objects.filter(**here, pk=erasure.pk)
    # Whoever is writing in it just now goes first; whoever comes after finds nothing.
    concern.select_for_update().first()
    _destroy_keys_of_offers(erasure)
    for model in parts_of_a_concern():
        for name in names_of_a_concern(model):
            _delete(model._base_manager.filter(**here, **{name: erasure.pk}))
    if _delete(concern):
        journal.record(
            municipality_id=erasure.municipality_id,
            room_id=erasure.room_id,
            who=erasure.decided_by,
            role=erasure.role,
            action=ERASED,
            about=erasure.reference,
            kind=erasure.reason,
        )


def _destroy_keys_of_offers(erasure: Erasure) -> None:
    """What still lies in wait for other rooms goes too, and the key it lies under."""
    offers = Parcel.objects.filter(municipality_id=erasure.municipality_id, concern_id=erasure.pk)
    for offer_id in offers.values_list("pk", flat=True):
        protection.destroy_concern_key(concern_id=offer_id, municipality_id=erasure.municipality_id)


def _delete(rows: models.QuerySet[models.Model]) -> int:
    """How many rows went.

    Django's own delete would look for rows that point here by their key alone. The indexes
    begin with the municipality, so that would read every row of the table.
    """
    count: int = rows._raw_delete(DEFAULT)
    return count
