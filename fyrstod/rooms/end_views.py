"""The end of a concern: closing and undoing it, deciding, erasing, and what waits for that."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from fyrstod.access.policy import Action
from fyrstod.drafts.http import leaves_for
from fyrstod.people.models import Agency
from fyrstod.rooms import end_selectors, end_services, rows, selectors, services
from fyrstod.rooms.contents import Outcome
from fyrstod.rooms.end_forms import CloseForm, DecideForm, EraseForm
from fyrstod.rooms.http import concern_page, room_page, user_of
from fyrstod.rooms.models import Concern
from fyrstod.rooms.room_forms import RoomForm
from fyrstod.rooms.room_views import address_of, typing_page
from fyrstod.rooms.rules import Why
from fyrstod.rooms.selectors import OpenConcern

F = TypeVar("F", bound=RoomForm)

AT_THE_END = "end"
"""Where on the concern's page its end stands."""


def _opened(request: HttpRequest, concern: Concern) -> OpenConcern:
    """A concern for a page about its end, which is put on record when it is shown."""
    opened = selectors.open_concern(concern)
    if request.method == "GET":
        services.look(by=user_of(request), concern=concern, at=AT_THE_END)
    return opened


def _deed_page(
    request: HttpRequest,
    concern: Concern,
    fresh: F,
    save: Callable[[F], HttpResponse | None],
    *,
    template: str,
    **context: Any,
) -> HttpResponse:
    """As a page where one types, but what it does is a deed: nobody does it by going back."""
    back = address_of(concern, AT_THE_END)
    if request.method == "POST" and leaves_for(request) == "back":
        return redirect(back)
    return typing_page(
        request, fresh, save, template=template, back=back, context={"concern": concern, **context}
    )


@require_http_methods(["GET", "POST"])
@concern_page(Action.WRITE_CONCERN)
def close(request: HttpRequest, concern: Concern) -> HttpResponse:
    if concern.is_closed:
        # A second click, or somebody was first: the page says how it ended.
        return redirect(address_of(concern, AT_THE_END))
    opened = _opened(request, concern)
    choices, check = end_selectors.choices(opened), end_selectors.check(opened)

    def save(form: CloseForm) -> HttpResponse | None:
        try:
            end_services.close(
                by=user_of(request),
                concern=concern,
                outcome=Outcome(form.cleaned_data["outcome"]),
                outcome_text=form.cleaned_data["outcome_text"],
                record=form.cleaned_data["record"],
                seen=form.cleaned_data["seen"],
                aware=form.cleaned_data["aware"],
            )
        except rows.IsClosed:
            pass
        except end_services.NotRegistered as problem:
            form.add_error("aware", str(problem))
            return None
        except rows.NotFromHere as problem:
            form.add_error(None, str(problem))
            form.now_shows(concern.version)
            return None
        return redirect(address_of(concern, AT_THE_END))

    return _deed_page(
        request,
        concern,
        CloseForm.of(concern, opened.matter, choices=choices, check=check),
        save,
        template="rooms/end_close.html",
        person=opened.person,
        choices=choices,
        check=check,
        law=end_selectors.law_of_notes(),
    )


@require_POST
@concern_page(Action.WRITE_CONCERN)
def reopen(request: HttpRequest, concern: Concern) -> HttpResponse:
    end_services.reopen(by=user_of(request), concern=concern)
    return redirect(address_of(concern))


@require_http_methods(["GET", "POST"])
@concern_page(Action.DECIDE_DISPOSAL)
def decide(request: HttpRequest, concern: Concern) -> HttpResponse:
    opened = _opened(request, concern)
    clock = end_selectors.clock_of(opened)
    if not concern.is_closed or opened.matter.rule:
        return redirect(address_of(concern, AT_THE_END))

    def save(form: DecideForm) -> HttpResponse | None:
        try:
            end_services.decide(
                by=user_of(request),
                concern=concern,
                erase_on=form.decided,
                reason=form.cleaned_data["reason"],
            )
        except (end_services.NothingToDecide, end_services.TooSoon) as problem:
            form.add_error(None, str(problem))
            return None
        return redirect("rooms:disposal", concern.agency_id)

    return _deed_page(
        request,
        concern,
        DecideForm.of(concern, opened.matter),
        save,
        template="rooms/end_decide.html",
        person=opened.person,
        clock=clock,
        cards=end_selectors.to_read(clock.kind),
        check=end_selectors.check(opened),
    )


@require_http_methods(["GET", "POST"])
@concern_page(Action.ERASE_CONCERN)
def erase(request: HttpRequest, concern: Concern) -> HttpResponse:
    opened = _opened(request, concern)

    def save(form: EraseForm) -> HttpResponse | None:
        why = Why(form.cleaned_data["why"])
        try:
            end_services.erase(by=user_of(request), concern=concern, why=why)
        except end_services.NotExported as problem:
            form.add_error("why", str(problem))
            return None
        return redirect("rooms:erased", concern.agency_id)

    return _deed_page(
        request,
        concern,
        EraseForm(),
        save,
        template="rooms/end_erase.html",
        person=opened.person,
        check=end_selectors.check(opened),
    )


@require_safe
@room_page(Action.DECIDE_DISPOSAL)
def disposal(request: HttpRequest, room: Agency) -> HttpResponse:
    """By reference alone: who it is about is no matter for a list of days."""
    today = timezone.localdate()
    context: dict[str, Any] = {
        "undecided": end_selectors.undecided(room)[: selectors.PAGE],
        "soon": end_selectors.soon_erased(room, today)[: selectors.PAGE],
        "clocks": end_selectors.clocks_of(room),
    }
    return render(request, "rooms/end_disposal.html", context)


@require_safe
@room_page(Action.ERASE_CONCERN)
def erased(request: HttpRequest, room: Agency) -> HttpResponse:
    return render(request, "rooms/end_erased.html")
