"""From one to the next: briefings, offers and answers, and what a coordinator watches over."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, gettext_noop
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from fyrstod.access.limits import limited
from fyrstod.access.policy import Action, may
from fyrstod.documents.html import to_html
from fyrstod.documents.tree import Document
from fyrstod.drafts.papers import now
from fyrstod.packs import shelf
from fyrstod.people.models import Agency
from fyrstod.reports.views import FORMATS
from fyrstod.rooms import (
    handover_paper,
    handover_selectors,
    handover_services,
    room_services,
    rows,
    selectors,
    table_selectors,
)
from fyrstod.rooms.handover_forms import AnswerForm, BriefingForm, GiveForm
from fyrstod.rooms.handover_rules import AlreadyAnswered, AlreadyOffered, CannotTake, NotYours
from fyrstod.rooms.http import concern_page, room_page, user_of
from fyrstod.rooms.models import Concern
from fyrstod.rooms.paper_views import file_of, language_here
from fyrstod.rooms.room_views import address_of, opened_on_record, to_write, typing_page
from fyrstod.rooms.rules import Offer
from fyrstod.rooms.selectors import OpenConcern
from fyrstod.rooms.services import ChangedMeanwhile

BRIEFING = gettext_noop("briefing")
"""What the file is called, before a reference; plain letters in every language."""


def _briefing_address(concern: Concern) -> str:
    return reverse("rooms:briefing", args=[concern.agency_id, concern.reference])


def _document(opened: OpenConcern) -> Document:
    return handover_paper.document(
        handover_paper.Brief(
            opened=opened,
            tables=table_selectors.tables_of(opened),
            pack=shelf.current(),
            language=language_here(),
            created=now(),
        )
    )


@require_http_methods(["GET", "POST"])
@room_page(Action.HAND_OVER)
def hand_over(request: HttpRequest, room: Agency) -> HttpResponse:
    user = user_of(request)
    reads = may(user, Action.READ_CONCERN, room)
    giving = handover_selectors.giving(room, user)
    if reads and request.method == "GET":
        room_services.look_over(by=user, room=room, at="handovers")

    def save(form: GiveForm) -> HttpResponse | None:
        try:
            handover_services.offer(
                by=user,
                room=room,
                concerns=form.concerns,
                to=form.recipient(),
                batch=form.cleaned_data["id"],
            )
        except CannotTake as problem:
            form.add_error("to", str(problem))
            return None
        except (NotYours, AlreadyOffered, rows.IsClosed) as problem:
            form.add_error(None, str(problem))
            return None
        return redirect("rooms:handovers", room.pk)

    return typing_page(
        request,
        GiveForm.blank(giving),
        save,
        template="rooms/handover_give.html",
        back=reverse("rooms:room", args=[room.pk]),
        context={"giving": giving, "reads": reads},
    )


@require_safe
@concern_page(Action.READ_CONCERN)
def briefing(request: HttpRequest, concern: Concern) -> HttpResponse:
    opened = opened_on_record(request, concern, "briefing")
    context = {
        "concern": concern,
        "person": opened.person,
        "open": opened,
        "document": to_html(_document(opened)),
        "earlier": opened.briefings[1:],
        "writes": may(user_of(request), Action.WRITE_CONCERN, concern) and not concern.is_closed,
        "takes_out": may(user_of(request), Action.EXPORT_CONCERN, concern),
    }
    return render(request, "rooms/handover_briefing.html", context)


@require_http_methods(["GET", "POST"])
@concern_page(Action.WRITE_CONCERN)
def write_briefing(request: HttpRequest, concern: Concern) -> HttpResponse:
    opened = to_write(request, concern, "briefing")
    context: dict[str, Any] = {"concern": concern, "person": opened.person}
    back = _briefing_address(concern)

    def save(form: BriefingForm) -> HttpResponse | None:
        try:
            handover_services.write_briefing(
                by=user_of(request),
                concern=concern,
                words=form.briefing(),
                seen=form.cleaned_data["seen"],
            )
        except ChangedMeanwhile as problem:
            form.add_error(None, str(problem))
            form.now_shows(problem.version)
            context["saved"] = problem.saved
            return None
        return redirect(back)

    return typing_page(
        request,
        BriefingForm.of(opened.briefing),
        save,
        template="rooms/handover_write.html",
        back=back,
        context=context,
    )


@require_safe
@limited("document")
@concern_page(Action.EXPORT_CONCERN)
def briefing_file(request: HttpRequest, concern: Concern, file_format: str) -> HttpResponse:
    if file_format not in FORMATS:
        raise Http404
    opened = selectors.open_concern(concern)
    handover_services.take_out_briefing(
        by=user_of(request), concern=concern, file_format=file_format
    )
    return file_of(_document(opened), file_format, gettext(BRIEFING))


@require_http_methods(["GET", "POST"])
@concern_page(Action.WRITE_CONCERN)
def answer(request: HttpRequest, concern: Concern, handover_id: uuid.UUID) -> HttpResponse:
    opened = opened_on_record(request, concern, "briefing")
    found = opened.handover(handover_id)
    if found is None:
        raise Http404
    user = user_of(request)

    def save(form: AnswerForm) -> HttpResponse | None:
        given: dict[str, Any] = {"by": user, "concern": concern, "handover": found.row}
        try:
            if form.accepts:
                handover_services.accept(**given)
            else:
                handover_services.decline(**given, reason=form.cleaned_data["reason"])
        except AlreadyAnswered as problem:
            form.add_error(None, str(problem))
            return None
        return redirect(address_of(concern) if form.accepts else reverse("rooms:week"))

    return typing_page(
        request,
        AnswerForm(),
        save,
        template="rooms/handover_answer.html",
        back=address_of(concern),
        context={
            "concern": concern,
            "person": opened.person,
            "handover": found,
            "left_to_do": [
                task
                for task in opened.tasks
                if task.row.done_at is None
                and task.row.doer_id is not None
                and task.row.doer_id == found.row.held_by_id
            ],
            "mine": found.row.recipient_id == user.pk,
            "waits": found.row.state == Offer.WAITING,
            "document": to_html(_document(opened)),
        },
    )


@require_POST
@concern_page(Action.HAND_OVER)
def take_back(request: HttpRequest, concern: Concern, handover_id: uuid.UUID) -> HttpResponse:
    found = handover_selectors.handover_in(concern, handover_id)
    if found is None:
        raise Http404
    handover_services.take_back(by=user_of(request), concern=concern, handover=found)
    return redirect("rooms:handovers", concern.agency_id)


@require_safe
@room_page(Action.SEE_CONTINUITY)
def continuity(request: HttpRequest, room: Agency) -> HttpResponse:
    """By count and reference alone: whoever coordinates a room opens none of its concerns."""
    found = handover_selectors.continuity(room, timezone.localdate())
    return render(request, "rooms/handover_continuity.html", {"continuity": found})
