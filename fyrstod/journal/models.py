"""The journal's entries and the head of each room's chain. No name, no text, no foreign key."""

from __future__ import annotations

from typing import Any, Never

from django.db import models

from fyrstod.core.ids import new_id


class Unchangeable(Exception):
    """The journal is only ever added to."""


class Entries(models.QuerySet["Entry"]):
    """Entries can be read and added one by one; nothing here changes or removes one."""

    def update(self, **values: Any) -> Never:
        raise Unchangeable

    def delete(self) -> Never:
        raise Unchangeable

    def bulk_update(self, *given: Any, **options: Any) -> Never:
        raise Unchangeable

    def update_or_create(self, *given: Any, **options: Any) -> Never:
        raise Unchangeable

    def bulk_create(self, *given: Any, **options: Any) -> Never:
        """Could update on a conflict, and would pass the chain by."""
        raise Unchangeable


class Entry(models.Model):
    """Somebody did or looked at something. `room_id` is the agency's, or the municipality's.

    `who` is None where the installation itself acted. `about` is a reference without meaning
    and `kind` says what sort of thing it names. `hash` covers all of it and `previous`, which
    is the entry before.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    municipality_id = models.UUIDField()
    room_id = models.UUIDField()
    number = models.PositiveBigIntegerField()
    at = models.DateTimeField()
    who = models.UUIDField(null=True)
    role = models.CharField(max_length=40)
    action = models.CharField(max_length=40)
    about = models.CharField(max_length=40)
    kind = models.CharField(max_length=40)
    result = models.CharField(max_length=40)
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    objects = Entries.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                name="entry_number_is_unique_in_its_room",
                fields=["municipality_id", "room_id", "number"],
            ),
        )
        indexes = (
            models.Index(
                name="entry_about", fields=["municipality_id", "room_id", "about", "number"]
            ),
        )

    def save(self, **options: Any) -> None:
        if not self._state.adding:
            raise Unchangeable
        super().save(**{**options, "force_insert": True})

    def delete(self, using: Any = None, keep_parents: bool = False) -> Never:
        raise Unchangeable


class Head(models.Model):
    """Where a room's chain ends. `id` is the room's. Locked while an entry is added."""

    id = models.UUIDField(primary_key=True, editable=False)
    municipality_id = models.UUIDField()
    number = models.PositiveBigIntegerField()
    hash = models.CharField(max_length=64)
