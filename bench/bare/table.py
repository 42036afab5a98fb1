"""A table's page as the shortest Django view would show it.

The same queries as `rooms.table_views` make, and as little besides as in `bench.bare.room`.
"""

from __future__ import annotations

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from bench.bare import opened
from fyrstod.rooms import table_views
from fyrstod.rooms.models import Disclosure, Receipt, Seat, Word

TEMPLATE = "rooms/table.html"


def table(
    request: HttpRequest, room_id: uuid.UUID, reference: str, table_id: uuid.UUID
) -> HttpResponse:
    user = opened.user_of(request)
    row = opened.row_of(user, room_id, reference)
    opened.key(row)
    opened.identity(row)
    opened.tasks(row)
    opened.crossed(row)
    opened.put_on_record(user, row, "table.read")
    opened.key(row)
    seats = Seat.objects.filter(municipality_id=row.municipality_id, table=table_id)
    around = seats.select_related("agency").order_by("joined_at", "pk")
    opened.erased(row, *(seat.concern_id for seat in around))
    here = opened.of_concern(row)
    told = Disclosure.objects.filter(**here, word__isnull=False).order_by("pk")
    list(told.select_related("to"))
    list(Word.objects.filter(**here, table=table_id))
    list(Receipt.objects.filter(**here, word__isnull=False))
    shown = opened.context(
        request,
        table_views,
        "table",
        {"room_id": room_id, "reference": reference, "table_id": table_id},
    )
    return render(request, TEMPLATE, shown)
