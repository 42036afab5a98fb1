"""Who has looked: in a concern, in a room's journal, and in that of a municipality's roles."""

from __future__ import annotations

import functools
import uuid
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from fyrstod.access.policy import Action, may, require
from fyrstod.people.models import Agency, Municipality
from fyrstod.people.selectors import municipalities_visible_to
from fyrstod.rooms import record_selectors, record_services, record_words, selectors
from fyrstod.rooms.http import concern_page, room_page, user_of
from fyrstod.rooms.models import Concern
from fyrstod.rooms.record_forms import ChooseForm, VerifyForm
from fyrstod.rooms.record_selectors import Chain
from fyrstod.rooms.room_views import address_of

View = Callable[[HttpRequest, Municipality], HttpResponseBase]


def municipality_page(action: Action) -> Callable[[View], Callable[..., HttpResponseBase]]:
    """Declare what a page of a municipality's own journal does, and let in those who may.

    Somebody who works nowhere in it gets 404.
    """

    def wrap(view: View) -> Callable[..., HttpResponseBase]:
        @functools.wraps(view)
        def opened(request: HttpRequest, municipality_id: uuid.UUID) -> HttpResponseBase:
            user = user_of(request)
            here = get_object_or_404(municipalities_visible_to(user), pk=municipality_id)
            require(user, action, Chain(here))
            return view(request, here)

        opened.action = action  # type: ignore[attr-defined]  # read by the test of every address
        return opened

    return wrap


@require_http_methods(["GET", "POST"])
@concern_page(Action.SEE_LOOKS)
def looks(request: HttpRequest, concern: Concern) -> HttpResponse:
    form = ChooseForm(
        request.POST or None,
        people=record_selectors.people_of(Chain(concern.agency)),
        of_a_concern=True,
    )
    found = None
    if not form.is_bound or form.is_valid():
        found = record_services.see_looks(
            by=user_of(request), concern=concern, wanted=form.wanted(concern.reference)
        )
    context = {
        "concern": concern,
        "form": form,
        "looks": found,
        "reasons": selectors.open_concern(concern).address_reasons,
        "back_url": address_of(concern),
    }
    return render(request, "rooms/record_looks.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@room_page(Action.READ_JOURNAL)
def journal(request: HttpRequest, room: Agency) -> HttpResponse:
    return _journal(request, Chain(room))


@require_POST
@room_page(Action.READ_JOURNAL)
def verify(request: HttpRequest, room: Agency) -> HttpResponse:
    return _verify(request, Chain(room))


@require_POST
@room_page(Action.EXPORT_JOURNAL)
def export(request: HttpRequest, room: Agency) -> HttpResponseBase:
    return _export(request, Chain(room))


@require_http_methods(["GET", "POST"])
@municipality_page(Action.READ_JOURNAL)
def roles_journal(request: HttpRequest, municipality: Municipality) -> HttpResponse:
    return _journal(request, Chain(municipality))


@require_POST
@municipality_page(Action.READ_JOURNAL)
def roles_verify(request: HttpRequest, municipality: Municipality) -> HttpResponse:
    return _verify(request, Chain(municipality))


@require_POST
@municipality_page(Action.EXPORT_JOURNAL)
def roles_export(request: HttpRequest, municipality: Municipality) -> HttpResponseBase:
    return _export(request, Chain(municipality))


def _frame(request: HttpRequest, chain: Chain) -> dict[str, Any]:
    """The addresses of a journal, and what else somebody may read beside it."""
    kind = "journal" if isinstance(chain.place, Agency) else "roles"
    here = [chain.room_id]
    whole = Chain(chain.place.municipality) if isinstance(chain.place, Agency) else None
    return {
        "chain": chain,
        "journal_url": reverse(f"rooms:{kind}", args=here),
        "verify_url": reverse(f"rooms:{kind}_verify", args=here),
        "export_url": reverse(f"rooms:{kind}_export", args=here),
        "whole": whole if whole and may(user_of(request), Action.READ_JOURNAL, whole) else None,
    }


def _journal(request: HttpRequest, chain: Chain) -> HttpResponse:
    form = ChooseForm(request.POST or None, people=record_selectors.people_of(chain))
    found = None
    if not form.is_bound or form.is_valid():
        found = record_services.read_journal(by=user_of(request), chain=chain, wanted=form.wanted())
    context = {
        **_frame(request, chain),
        "form": form,
        "looks": found,
        "verify_form": VerifyForm(chain=chain),
    }
    return render(request, "rooms/record_journal.html", context, status=422 if form.errors else 200)


def _verify(request: HttpRequest, chain: Chain) -> HttpResponse:
    form = VerifyForm(request.POST, chain=chain)
    context: dict[str, Any] = {**_frame(request, chain), "form": form}
    if not form.is_valid():
        return render(request, "rooms/record_verified.html", context, status=422)
    kept = form.cleaned_data["head"]
    verdict = record_services.verify_journal(by=user_of(request), chain=chain, kept=kept)
    context |= {"verdict": verdict, "kept": kept}
    if verdict.number is not None:
        context["broken"] = record_words.broken(verdict.reason, verdict.number)
    return render(request, "rooms/record_verified.html", context)


def _export(request: HttpRequest, chain: Chain) -> HttpResponseBase:
    """Its name tells a room by its id: no name of a person, and none of a concern."""
    lines = record_services.export_journal(by=user_of(request), chain=chain)
    return StreamingHttpResponse(
        lines,
        content_type="application/jsonl; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="journal-{chain.room_id}.jsonl"'},
    )
