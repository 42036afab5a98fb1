"""The way into a table: by one's own concern, and no other."""

from __future__ import annotations

import uuid

from django.http import Http404, HttpRequest
from django.urls import reverse

from fyrstod.rooms import selectors, services, table_selectors
from fyrstod.rooms.http import user_of
from fyrstod.rooms.models import Concern
from fyrstod.rooms.rows import IsClosed
from fyrstod.rooms.seats import TableOver
from fyrstod.rooms.table_selectors import OpenTable


def table_or_404(request: HttpRequest, concern: Concern, table_id: uuid.UUID) -> OpenTable:
    """A table as this room has it. That somebody looked is on record."""
    opened = selectors.open_doors(concern)
    if request.method == "GET":
        services.look(by=user_of(request), concern=concern, at="table")
    seat = table_selectors.seat_at(opened, table_id)
    if seat is None:
        raise Http404
    return table_selectors.open_table(opened, seat)


def table_to_write(request: HttpRequest, concern: Concern, table_id: uuid.UUID) -> OpenTable:
    """The same for a page where something is written. Raises IsClosed or TableOver."""
    if concern.is_closed:
        raise IsClosed
    table = table_or_404(request, concern, table_id)
    if not table.is_open:
        raise TableOver
    return table


def address_of_table(concern: Concern, table_id: uuid.UUID, part: str = "") -> str:
    """The table's page, at one of its parts."""
    whole = reverse("rooms:table", args=[concern.agency_id, concern.reference, table_id])
    return f"{whole}#{part}" if part else whole
