"""What every bare page of a concern does: the queries that open it, and the context it shows.

The queries are those of `rooms.selectors`, through the ORM; nothing is unsealed.
"""

from __future__ import annotations

import uuid
from types import ModuleType
from typing import Any
from unittest import mock

from django.db import transaction
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from fyrstod.access.policy import Role
from fyrstod.core.ids import new_id
from fyrstod.journal.models import Entry, Head
from fyrstod.people.models import User
from fyrstod.protection.models import ConcernKey, Erasure
from fyrstod.rooms.models import Concern, Disclosure, Identity, Receipt, Seat, Task

_told: dict[str, dict[str, Any]] = {}
FRAME = ("room", "room_actions")


def user_of(request: HttpRequest) -> User:
    user = request.user
    assert isinstance(user, User)
    return user


def row_of(user: User, room_id: uuid.UUID, reference: str) -> Concern:
    memberships = user.active_memberships
    here = {"municipality_id": memberships[0].municipality_id}
    row = (
        Concern.objects.filter(**here, agency=room_id, reference=reference)
        .select_related("agency", "holder", "opened_by", "closed_by")
        .first()
    )
    assert row is not None
    erased(row, row.pk)
    return row


def erased(row: Concern, *concern_ids: uuid.UUID) -> None:
    found = Erasure.objects.filter(municipality_id=row.municipality_id, pk__in=concern_ids)
    list(found.values_list("pk", flat=True))


def key(row: Concern) -> None:
    erased(row, row.pk)
    here = {"municipality_id": row.municipality_id, "room_id": row.agency_id}
    list(ConcernKey.objects.filter(**here, pk__in=[row.pk]))


def of_concern(row: Concern) -> dict[str, Any]:
    return {"municipality_id": row.municipality_id, "concern": row}


def identity(row: Concern) -> Identity:
    return Identity.objects.get(**of_concern(row))


def tasks(row: Concern) -> None:
    found = Task.objects.filter(**of_concern(row)).select_related("doer", "done_by")
    list(found.order_by(F("done_at").asc(nulls_first=True), F("due_on").asc(nulls_last=True), "pk"))


def crossed(row: Concern) -> None:
    """What went to other rooms and came from them, and the tables that the concern lies on."""
    here = of_concern(row)
    given = Disclosure.objects.filter(**here, word=None).order_by("made_at", "pk")
    list(given.select_related("to", "made_by", "second_by", "answered_by"))
    received = Receipt.objects.filter(**here, word=None).order_by("accepted_at", "pk")
    list(received.select_related("sender", "offered_by", "accepted_by"))
    list(Seat.objects.filter(**here).select_related("agency").order_by("-joined_at", "pk"))


def put_on_record(user: User, row: Concern, action: str) -> None:
    with transaction.atomic():
        heads = Head.objects.select_for_update().filter(municipality_id=row.municipality_id)
        head = heads.filter(pk=row.agency_id).first()
        assert head is not None
        head.number += 1
        Entry.objects.create(
            id=new_id(),
            municipality_id=row.municipality_id,
            room_id=row.agency_id,
            number=head.number,
            at=timezone.now(),
            who=user.pk,
            role=Role.PRACTITIONER,
            action=action,
            about=row.reference,
            kind="",
            result="done",
            previous=head.hash,
            hash=head.hash,
        )
        head.save(update_fields=["number", "hash"])


def context(
    request: HttpRequest, views: ModuleType, page: str, address: dict[str, Any]
) -> dict[str, Any]:
    """What our own page would tell, with the frame it sets around it; read once."""
    if request.path not in _told:
        with mock.patch.object(views, "render", return_value=HttpResponse()) as shown:
            getattr(views, page)(request, **address)
        frame = {name: getattr(request, name) for name in FRAME}
        _told[request.path] = {"frame": frame, "context": shown.call_args.args[2]}
    for name, value in _told[request.path]["frame"].items():
        setattr(request, name, value)
    request.signed_in = request.user  # type: ignore[attr-defined]  # read by the context
    told: dict[str, Any] = _told[request.path]["context"]
    return told
