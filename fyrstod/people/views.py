"""The pages about people: mine, a municipality's, and one role's."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from fyrstod.access.policy import Action, may, require
from fyrstod.core.errors import DomainError
from fyrstod.people import links, selectors, services
from fyrstod.people.forms import AgencyForm, ProposalForm, RescueForm
from fyrstod.people.http import page
from fyrstod.people.models import Agency, Membership, Municipality, Rescue, User


@page(None, "GET")
def start(request: HttpRequest) -> HttpResponse:
    """My places: where somebody without a room of their own lands."""
    mine = selectors.active_memberships(request.user)
    here = {membership.municipality for membership in mine}
    places = [
        {"municipality": one, "roles": [m for m in mine if m.municipality_id == one.id]}
        for one in sorted(here, key=lambda one: one.name)
    ]
    return render(request, "people/start.html", {"places": places})


@page(Action.SEE_PEOPLE, "GET")
def municipality(request: HttpRequest, municipality_id: uuid.UUID) -> HttpResponse:
    return _municipality_page(request, _municipality_or_404(request, municipality_id))


def _municipality_page(request: HttpRequest, here: Municipality, problem: str = "") -> HttpResponse:
    agencies = selectors.agencies_visible_to(request.user).filter(municipality=here, closed_at=None)
    seen = selectors.memberships_visible_to(request.user).filter(municipality=here, ended_at=None)
    rows = list(seen.order_by("user__name", "id"))
    context = {
        "municipality": here,
        "agencies": [
            {"agency": one, "roles": [m for m in rows if m.agency_id == one.id and m.is_active]}
            for one in agencies.order_by("name")
        ],
        "of_all": [m for m in rows if m.agency_id is None and m.is_active],
        "waiting": [m for m in rows if m.is_waiting],
        "rescues": selectors.rescues_visible_to(request.user).filter(municipality=here),
        "may_propose": may(request.user, Action.PROPOSE_ROLE, here),
        "may_manage": may(request.user, Action.MANAGE_AGENCIES, here),
        "errors": [("", problem)] if problem else [],
    }
    return render(request, "people/municipality.html", context, status=422 if problem else 200)


@page(Action.MANAGE_AGENCIES, "GET", "POST")
def add_agency(request: HttpRequest, municipality_id: uuid.UUID) -> HttpResponse:
    here = _municipality_or_404(request, municipality_id)
    require(request.user, Action.MANAGE_AGENCIES, here)
    form = AgencyForm(request.POST or None)
    if form.is_valid():
        try:
            services.add_agency(by=_me(request), municipality=here, **form.cleaned_data)
            return redirect("people:municipality", here.id)
        except DomainError as problem:
            form.add_error("name", str(problem))
    context = {"municipality": here, "form": form}
    return render(request, "people/add_agency.html", context, status=422 if form.errors else 200)


@page(Action.MANAGE_AGENCIES, "GET", "POST")
def close_agency(
    request: HttpRequest, municipality_id: uuid.UUID, agency_id: uuid.UUID
) -> HttpResponse:
    seen = selectors.agencies_visible_to(request.user).filter(municipality=municipality_id)
    agency: Agency = get_object_or_404(seen, id=agency_id, closed_at=None)
    require(request.user, Action.MANAGE_AGENCIES, agency)
    problem = ""
    if request.method == "POST":
        try:
            services.close_agency(by=_me(request), agency=agency)
            return redirect("people:municipality", municipality_id)
        except DomainError as refused:
            problem = str(refused)
    context = {"agency": agency, "errors": [("", problem)] if problem else []}
    return render(request, "people/close_agency.html", context, status=422 if problem else 200)


@page(Action.MANAGE_AGENCIES, "GET", "POST")
def second_eyes(
    request: HttpRequest, municipality_id: uuid.UUID, agency_id: uuid.UUID
) -> HttpResponse:
    """Turn it on, or off again."""
    seen = selectors.agencies_visible_to(request.user).filter(municipality=municipality_id)
    agency: Agency = get_object_or_404(seen, id=agency_id, closed_at=None)
    require(request.user, Action.MANAGE_AGENCIES, agency)
    if request.method == "POST":
        asks = request.POST.get("asks") == "yes"
        services.ask_second_eyes(by=_me(request), agency=agency, asks=asks)
        return redirect("people:municipality", municipality_id)
    return render(request, "people/second_eyes.html", {"agency": agency})


@page(Action.PROPOSE_ROLE, "GET", "POST")
def propose(request: HttpRequest, municipality_id: uuid.UUID) -> HttpResponse:
    here = _municipality_or_404(request, municipality_id)
    require(request.user, Action.PROPOSE_ROLE, here)
    agencies = list(
        selectors.agencies_visible_to(request.user)
        .filter(municipality=here, closed_at=None)
        .order_by("name")
    )
    form = ProposalForm(request.POST or None, municipality=here, agencies=agencies)
    if form.is_valid():
        try:
            membership = services.propose_role(
                by=_me(request),
                email=form.cleaned_data["email"],
                name=form.cleaned_data["name"],
                **form.place_and_role(),
            )
            return redirect("people:role", here.id, membership.id)
        except DomainError as problem:
            form.add_error(None, str(problem))
    context = {"municipality": here, "form": form, "agencies": agencies}
    return render(request, "people/propose.html", context, status=422 if form.errors else 200)


@page(Action.SEE_PEOPLE, "GET")
def role(
    request: HttpRequest, municipality_id: uuid.UUID, membership_id: uuid.UUID
) -> HttpResponse:
    return _role_page(request, _membership_or_404(request, municipality_id, membership_id))


def _role_page(request: HttpRequest, membership: Membership, problem: str = "") -> HttpResponse:
    me, others = _me(request), membership.user_id != _me(request).id
    mine = membership.proposed_by_id == me.id
    can_confirm = may(me, Action.CONFIRM_ROLE, membership) and others and not mine
    context = {
        "membership": membership,
        "is_me": not others,
        "may_confirm": membership.is_waiting and can_confirm,
        "may_withdraw": membership.is_waiting and may(me, Action.PROPOSE_ROLE, membership) and mine,
        "may_end": membership.is_active and may(me, Action.END_ROLE, membership),
        "may_rescue": membership.is_active
        and others
        and may(me, Action.PROPOSE_ROLE, membership.municipality),
        "rescue_form": RescueForm(),
        "errors": [("", problem)] if problem else [],
    }
    return render(request, "people/role.html", context, status=422 if problem else 200)


@page(Action.CONFIRM_ROLE, "POST")
def confirm(
    request: HttpRequest, municipality_id: uuid.UUID, membership_id: uuid.UUID
) -> HttpResponse:
    membership = _membership_or_404(request, municipality_id, membership_id)
    try:
        code = services.confirm_role(by=_me(request), membership=membership)
    except DomainError as problem:
        return _role_page(request, _again(membership), str(problem))
    return _handed_over(request, membership.municipality, membership.user, code)


@page(Action.CONFIRM_ROLE, "POST")
def decline(
    request: HttpRequest, municipality_id: uuid.UUID, membership_id: uuid.UUID
) -> HttpResponse:
    return _done_with(request, municipality_id, membership_id, services.decline_role)


@page(Action.PROPOSE_ROLE, "POST")
def withdraw(
    request: HttpRequest, municipality_id: uuid.UUID, membership_id: uuid.UUID
) -> HttpResponse:
    return _done_with(request, municipality_id, membership_id, services.withdraw_proposal)


@page(Action.END_ROLE, "POST")
def end(request: HttpRequest, municipality_id: uuid.UUID, membership_id: uuid.UUID) -> HttpResponse:
    return _done_with(request, municipality_id, membership_id, services.end_role)


def _done_with(
    request: HttpRequest,
    municipality_id: uuid.UUID,
    membership_id: uuid.UUID,
    service: Callable[..., None],
) -> HttpResponse:
    membership = _membership_or_404(request, municipality_id, membership_id)
    try:
        service(by=_me(request), membership=membership)
    except DomainError as problem:
        return _role_page(request, _again(membership), str(problem))
    # Whoever ended their own last role here has no page of this municipality to go back to.
    if membership.user_id == _me(request).id:
        return redirect("people:start")
    return redirect("people:municipality", municipality_id)


@page(Action.PROPOSE_ROLE, "POST")
def ask_for_rescue(
    request: HttpRequest, municipality_id: uuid.UUID, membership_id: uuid.UUID
) -> HttpResponse:
    membership = _membership_or_404(request, municipality_id, membership_id)
    here = membership.municipality
    require(request.user, Action.PROPOSE_ROLE, here)
    form = RescueForm(request.POST)
    if not form.is_valid():
        (problem,) = form.errors["kind"]
        return _role_page(request, membership, str(problem))
    try:
        services.ask_for_rescue(
            by=_me(request), municipality=here, user=membership.user, **form.cleaned_data
        )
    except DomainError as refused:
        return _role_page(request, membership, str(refused))
    return redirect("people:municipality", here.id)


@page(Action.CONFIRM_ROLE, "POST")
def confirm_rescue(
    request: HttpRequest, municipality_id: uuid.UUID, rescue_id: uuid.UUID
) -> HttpResponse:
    rescue = _rescue_or_404(request, municipality_id, rescue_id)
    try:
        code = services.confirm_rescue(by=_me(request), rescue=rescue)
    except DomainError as problem:
        return _municipality_page(request, rescue.municipality, str(problem))
    return _handed_over(request, rescue.municipality, rescue.user, code)


@page(Action.PROPOSE_ROLE, "POST")
def drop_rescue(
    request: HttpRequest, municipality_id: uuid.UUID, rescue_id: uuid.UUID
) -> HttpResponse:
    rescue = _rescue_or_404(request, municipality_id, rescue_id)
    try:
        services.drop_rescue(by=_me(request), rescue=rescue)
    except DomainError as problem:
        return _municipality_page(request, rescue.municipality, str(problem))
    return redirect("people:municipality", municipality_id)


def _handed_over(request: HttpRequest, here: Municipality, user: User, code: str) -> HttpResponse:
    """Send a sign-in link, or show it this once where no e-mail is sent, or none can be now."""
    if not code:
        return redirect("people:municipality", here.id)
    context: dict[str, Any] = {"municipality": here, "user": user}
    if settings.FYRSTOD_SENDS_EMAIL:
        try:
            links.send(request, user, code)
            return render(request, "people/link_sent.html", context)
        except links.NoMail:
            context["not_sent"] = True
    context |= {"link": links.address(request, code), "code": code}
    return render(request, "people/link.html", context)


def _me(request: HttpRequest) -> User:
    assert isinstance(request.user, User)  # noqa: S101 - closed pages have nobody else
    return request.user


def _again(membership: Membership) -> Membership:
    membership.refresh_from_db()
    return membership


def _municipality_or_404(request: HttpRequest, municipality_id: uuid.UUID) -> Municipality:
    return get_object_or_404(selectors.municipalities_visible_to(request.user), id=municipality_id)


def _membership_or_404(
    request: HttpRequest, municipality_id: uuid.UUID, membership_id: uuid.UUID
) -> Membership:
    seen = selectors.memberships_visible_to(request.user).filter(municipality=municipality_id)
    return get_object_or_404(seen, id=membership_id)


def _rescue_or_404(
    request: HttpRequest, municipality_id: uuid.UUID, rescue_id: uuid.UUID
) -> Rescue:
    seen = selectors.rescues_visible_to(request.user).filter(municipality=municipality_id)
    return get_object_or_404(seen, id=rescue_id)
