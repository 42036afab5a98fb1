"""Keys, wrapped, and what was erased: each in a database of its own (`router.py`)."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class RoomKey(models.Model):
    """A room's two keys, wrapped by the installation's. `id` is the room's.

    `sealed_by` is the fingerprint of the installation key that opens them.
    """

    id = models.UUIDField(primary_key=True, editable=False)
    municipality_id = models.UUIDField()
    wrapped = models.BinaryField()
    wrapped_index_key = models.BinaryField()
    sealed_by = models.CharField(max_length=64)
    created_at = models.DateTimeField(auto_now_add=True)


class ConcernKey(models.Model):
    """A concern's key, wrapped by its room's. `id` is the concern's."""

    id = models.UUIDField(primary_key=True, editable=False)
    municipality_id = models.UUIDField()
    room_id = models.UUIDField()
    wrapped = models.BinaryField()
    created_at = models.DateTimeField(auto_now_add=True)


class Erasure(models.Model):
    """A decided erasure: from this row on the concern is gone. `id` is the concern's.

    `reason` is a word such as "clock". `finished_at` is None until the key, the rows and the
    journal are in step with it.
    """

    id = models.UUIDField(primary_key=True, editable=False)
    municipality_id = models.UUIDField()
    room_id = models.UUIDField()
    reference = models.CharField(max_length=40)
    decided_by = models.UUIDField(null=True)
    role = models.CharField(max_length=40)
    reason = models.CharField(max_length=40, default="")
    decided_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (
            models.Index(
                name="erasure_unfinished",
                fields=["municipality_id", "room_id"],
                condition=Q(finished_at__isnull=True),
            ),
        )
