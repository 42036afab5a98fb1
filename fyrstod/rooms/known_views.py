"""The pages between two concerns that are, or may be, about the same person."""

from __future__ import annotations

import dataclasses
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from fyrstod.access.policy import Action
from fyrstod.packs import shelf
from fyrstod.rooms import known_services, selectors, services
from fyrstod.rooms.contents import NoteKind
from fyrstod.rooms.http import concern_page, user_of
from fyrstod.rooms.known_forms import GoOnForm, SameForm
from fyrstod.rooms.known_rules import TooLongTogether
from fyrstod.rooms.models import Concern
from fyrstod.rooms.room_views import address_of, to_write, typing_page
from fyrstod.rooms.rows import ConcernGone, IsClosed


@require_http_methods(["GET", "POST"])
@concern_page(Action.WRITE_CONCERN)
def go_on(request: HttpRequest, concern: Concern) -> HttpResponse:
    """What was typed comes in the request's body alone; without it there is only a new piece."""
    if request.method == "GET":
        return redirect("rooms:piece_add", concern.agency_id, concern.reference)
    opened = to_write(request, concern, "pieces")
    if "leave" in request.POST:
        services.look(by=user_of(request), concern=concern, at="pieces")

    def save(form: GoOnForm) -> HttpResponse | None:
        try:
            piece = known_services.go_on(
                by=user_of(request),
                concern=concern,
                contents=dataclasses.replace(form.note(), pack=shelf.current().edition),
                person=form.person(),
                piece_id=form.cleaned_data["id"],
            )
        except TooLongTogether as problem:
            form.add_error(None, str(problem))
            return None
        if "then_factors" in request.POST:
            return redirect("rooms:piece_factors", concern.agency_id, concern.reference, piece.pk)
        return redirect(address_of(concern, "pieces"))

    return typing_page(
        request,
        GoOnForm(initial={}, saved=opened.person),
        save,
        template="rooms/known_go_on.html",
        back=address_of(concern, "pieces"),
        context={"concern": concern, "person": opened.person, "kind": NoteKind.SEEN},
    )


@require_http_methods(["GET", "POST"])
@concern_page(Action.WRITE_CONCERN)
def same(request: HttpRequest, concern: Concern, other: str) -> HttpResponse:
    """Two concerns beside each other, and the question. Raises ConcernGone for an erased one."""
    if concern.is_closed:
        raise IsClosed
    there = selectors.concern_in(concern.agency, other)
    if there is None and selectors.was_erased(concern.agency, other):
        raise ConcernGone
    if there is None or there == concern:
        raise Http404
    beside = known_services.compare(by=user_of(request), concern=concern, other=there)
    context: dict[str, Any] = {"concern": concern, "person": beside.person, "each": beside.known}

    def save(form: SameForm) -> HttpResponse | None:
        try:
            known_services.answer(
                by=user_of(request),
                concern=concern,
                other=there,
                same=form.answer(),
                seen=form.cleaned_data["seen"] or 0,
            )
        except services.ChangedMeanwhile as problem:
            form.add_error(None, str(problem))
            form.now_shows(problem.version)
            context["saved"] = beside.known.told
            return None
        return redirect(address_of(concern, "earlier"))

    return typing_page(
        request,
        SameForm.of(beside.known),
        save,
        template="rooms/known_same.html",
        back=address_of(concern, "earlier"),
        context=context,
    )
