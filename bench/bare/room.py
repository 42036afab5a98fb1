"""A concern's page as the shortest Django view would show it.

The same queries as `rooms.views` make, through the ORM, the journal's entry among them, and the
same template with the same context. Left out is what Fyrstöd adds: nothing is unsealed, nobody is
asked whether they may, and what the rows tell was read once, when the process began.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any
from unittest import mock

from django.db import transaction
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from fyrstod.access.policy import Role
from fyrstod.core.ids import new_id
from fyrstod.journal.models import Entry, Head
from fyrstod.people.models import Membership, User
from fyrstod.protection.models import ConcernKey, Erasure
from fyrstod.rooms import room_views
from fyrstod.rooms.models import (
    BriefingVersion,
    Concern,
    Disclosure,
    Handover,
    Identity,
    Paper,
    PieceVersion,
    Receipt,
    Seat,
    Task,
)

TEMPLATE = "rooms/room_concern.html"
_told: dict[str, dict[str, Any]] = {}


def concern(request: HttpRequest, room_id: uuid.UUID, reference: str) -> HttpResponse:
    user = request.user
    assert isinstance(user, User)
    memberships = user.active_memberships
    here = {"municipality_id": memberships[0].municipality_id}
    row = (
        Concern.objects.filter(**here, agency=room_id, reference=reference)
        .select_related("agency", "holder", "opened_by", "closed_by")
        .get()
    )
    for _time in range(2):
        list(Erasure.objects.filter(**here, pk__in=[row.pk]).values_list("pk", flat=True))
    list(ConcernKey.objects.filter(**here, pk__in=[row.pk], room_id=room_id))
    of_concern = {**here, "concern": row}
    identity = Identity.objects.get(**of_concern)
    latest = PieceVersion.objects.filter(**of_concern, number=F("piece__latest"))
    list(latest.select_related("piece__noted_by", "written_by"))
    list(Task.objects.filter(**of_concern).select_related("doer", "done_by").order_by("done_at"))
    list(Paper.objects.filter(**of_concern).select_related("noted_by").order_by("noted_at"))
    _between(of_concern)
    _put_on_record(user, row)
    practitioners = Membership.objects.active().filter(
        **here, agency=room_id, role=Role.PRACTITIONER
    )
    list(practitioners.select_related("user").order_by("user__name"))
    same = Identity.objects.filter(
        **here, agency=room_id, number_index=identity.number_index
    ).values_list("concern_id", flat=True)
    others = Concern.objects.filter(**here, agency=room_id, pk__in=same).exclude(pk=row.pk)
    list(others.select_related("holder").order_by("-opened_at"))
    return render(request, TEMPLATE, _context(request, room_id, reference))


def _between(of_concern: dict[str, Any]) -> None:
    """What goes from one to the next, and from one room to another."""
    written = BriefingVersion.objects.filter(**of_concern).select_related("written_by")
    list(written.order_by("-number"))
    handed = Handover.objects.filter(**of_concern).order_by("-offered_at")
    list(handed.select_related("held_by", "offered_by", "recipient", "ended_by"))
    given = Disclosure.objects.filter(**of_concern, word=None).order_by("made_at")
    list(given.select_related("to", "made_by", "second_by", "answered_by"))
    received = Receipt.objects.filter(**of_concern, word=None).order_by("accepted_at")
    list(received.select_related("sender", "offered_by", "accepted_by"))
    seats = Seat.objects.filter(**of_concern).select_related("agency")
    list(seats.order_by("-joined_at"))


def _put_on_record(user: User, row: Concern) -> None:
    with transaction.atomic():
        head = Head.objects.select_for_update().get(pk=row.agency_id)
        head.number += 1
        Entry.objects.create(
            id=new_id(),
            municipality_id=row.municipality_id,
            room_id=row.agency_id,
            number=head.number,
            at=timezone.now(),
            who=user.pk,
            role=Role.PRACTITIONER,
            action="concern.read",
            about=row.reference,
            kind="",
            result="done",
            previous=head.hash,
            hash=head.hash,
        )
        head.save(update_fields=["number", "hash"])


def _context(request: HttpRequest, room_id: uuid.UUID, reference: str) -> dict[str, Any]:
    """What our own page would tell, with the frame it sets around it; read once."""
    if reference not in _told:
        with mock.patch.object(room_views, "render", return_value=HttpResponse()) as shown:
            page: Callable[..., HttpResponse] = room_views.concern
            page(request, room_id=room_id, reference=reference)
        _told[reference] = shown.call_args.args[2]
        _told[f"{reference} frame"] = {
            name: getattr(request, name) for name in ("room", "room_actions")
        }
    for name, value in _told[f"{reference} frame"].items():
        setattr(request, name, value)
    request.signed_in = request.user  # type: ignore[attr-defined]  # read by the context
    return _told[reference]
