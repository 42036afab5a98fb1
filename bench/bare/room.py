"""A concern's page as the shortest Django view would show it.

The same queries as `rooms.room_views` make, through the ORM, the journal's entry among them, and
the same template with the same context. Left out is what Fyrstöd adds: nothing is unsealed, nobody
is asked whether they may, and what the rows tell was read once, when the process began.
"""

from __future__ import annotations

import uuid

from django.db.models import F, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from bench.bare import opened
from fyrstod.access.policy import Role
from fyrstod.people.models import Membership
from fyrstod.rooms import room_views
from fyrstod.rooms.models import (
    BriefingVersion,
    Concern,
    Handover,
    Identity,
    Namesake,
    Paper,
    PieceVersion,
)

TEMPLATE = "rooms/room_concern.html"


def concern(request: HttpRequest, room_id: uuid.UUID, reference: str) -> HttpResponse:
    user = opened.user_of(request)
    row = opened.row_of(user, room_id, reference)
    opened.key(row)
    identity = opened.identity(row)
    here = opened.of_concern(row)
    latest = PieceVersion.objects.filter(**here, number=F("piece__latest"))
    list(latest.select_related("piece__noted_by", "written_by"))
    opened.tasks(row)
    papers = Paper.objects.filter(**here).select_related("noted_by")
    list(papers.order_by("noted_at", "pk"))
    written = BriefingVersion.objects.filter(**here).select_related("written_by")
    list(written.order_by("-number"))
    handed = Handover.objects.filter(**here).order_by("-offered_at", "pk")
    list(handed.select_related("held_by", "offered_by", "recipient", "ended_by"))
    opened.crossed(row)
    _others_like(row, identity)
    opened.put_on_record(user, row, "concern.read")
    practitioners = Membership.objects.active().filter(
        municipality_id=row.municipality_id, agency=room_id, role=Role.PRACTITIONER
    )
    list(practitioners.select_related("user").order_by("user__name", "user_id"))
    told = opened.context(
        request, room_views, "concern", {"room_id": room_id, "reference": reference}
    )
    return render(request, TEMPLATE, told)


def _others_like(row: Concern, identity: Identity) -> None:
    """Other concerns of the same name or number. There is none, so none is read."""
    here = {"municipality_id": row.municipality_id}
    answers = Namesake.objects.filter(Q(concern=row) | Q(other=row), **here)
    list(answers.select_related("answered_by"))
    name, number = identity.name_index, identity.number_index
    same = Identity.objects.filter(
        Q(name_index=name) | Q(number_index=number), **here, agency=row.agency_id
    )
    list(same.values_list("concern_id", flat=True))
