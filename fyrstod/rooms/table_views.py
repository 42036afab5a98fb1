"""The pages of a table, from one's own concern: laying it, asking others, perspectives."""

from __future__ import annotations

import dataclasses
import uuid
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from fyrstod.access.policy import Action, may
from fyrstod.collaboration import selectors as collaboration
from fyrstod.people.models import Agency
from fyrstod.rooms import (
    disclosure_rules,
    disclosure_selectors,
    disclosure_services,
    table_pictures,
    table_rules,
    table_selectors,
    table_services,
)
from fyrstod.rooms.contents import Disclosed, Footing, Handed, Perspective
from fyrstod.rooms.disclosure_services import GroundFell
from fyrstod.rooms.http import concern_page, user_of
from fyrstod.rooms.models import Concern
from fyrstod.rooms.room_views import address_of, to_write, typing_page
from fyrstod.rooms.services import ChangedMeanwhile
from fyrstod.rooms.table_forms import (
    ConveneForm,
    FootingForm,
    InviteForm,
    KnownForm,
    LeaveForm,
    PerspectiveForm,
)
from fyrstod.rooms.table_http import address_of_table, table_or_404, table_to_write
from fyrstod.rooms.table_selectors import OpenTable, Place


def _to(name: str, concern: Concern, table_id: uuid.UUID, *more: uuid.UUID) -> str:
    return reverse(f"rooms:{name}", args=[concern.agency_id, concern.reference, table_id, *more])


@require_http_methods(["GET", "POST"])
@concern_page(Action.SIT_AT_TABLE)
def convene(request: HttpRequest, concern: Concern) -> HttpResponse:
    opened = to_write(request, concern, "table")

    def save(form: ConveneForm) -> HttpResponse:
        seat = table_services.convene(
            by=user_of(request),
            concern=concern,
            setting=form.setting(),
            seat_id=form.cleaned_data["id"],
        )
        return redirect(address_of_table(concern, seat.table))

    return typing_page(
        request,
        ConveneForm.blank(),
        save,
        template="rooms/table_new.html",
        back=address_of(concern, "tables"),
        context={"concern": concern, "person": opened.person},
    )


@require_safe
@concern_page(Action.READ_CONCERN)
def table(request: HttpRequest, concern: Concern, table_id: uuid.UUID) -> HttpResponse:
    """All that this room has of a table, and the one thing to do next."""
    found = table_or_404(request, concern, table_id)
    sits = may(user_of(request), Action.SIT_AT_TABLE, concern) and not concern.is_closed
    writes = sits and found.is_open
    return render(
        request,
        "rooms/table.html",
        {
            **_context(found),
            "writes": writes,
            "sits": sits,
            "next": _next(found) if sits else None,
            "compared": table_selectors.compared(found),
            "pictures": table_pictures.of(found),
        },
    )


def _context(table: OpenTable) -> dict[str, Any]:
    return {"table": table, "concern": table.concern, "person": table.opened.person}


def _next(table: OpenTable) -> table_rules.Next | None:
    return table_rules.next_step(
        is_open=table.is_open,
        is_convener=table.seat.is_convener,
        has_left=table.seat.left_at is not None,
        others=sum(1 for place in table.places if place.is_open and not place.is_own),
        asked=any(place.seat is None for place in table.places),
        lacks_footing=any(not place.is_shut for place in table.not_reached),
        has_given=table.seat.given_at is not None,
        is_opened=table.seat.opened_at is not None,
        has_met=bool(table.meetings),
        has_plan=bool(table.goals),
        has_ended=any(word.is_own for word in table.endings),
    )


@require_http_methods(["GET", "POST"])
@concern_page(Action.SIT_AT_TABLE)
def invite(request: HttpRequest, concern: Concern, table_id: uuid.UUID) -> HttpResponse:
    """Ask another agency to the table, without a name. The ground comes next."""
    found = table_to_write(request, concern, table_id)
    if not found.seat.is_convener:
        raise table_services.OnlyTheConvener
    receivers = table_selectors.receivers_left(found)

    def save(form: InviteForm) -> HttpResponse:
        to = form.to_agency()
        setting = found.seated.setting
        handed = Handed(
            purpose=setting.purpose,
            asks=form.cleaned_data["asks"],
            table=setting.table,
            invitation=setting,
        )
        known = disclosure_selectors.known(found.opened, handed, to, is_new_receiver=True)
        draft = disclosure_services.draft(
            by=user_of(request),
            concern=concern,
            to=to,
            disclosed=Disclosed(handed=disclosure_rules.with_situation(handed, known)),
            disclosure_id=form.cleaned_data["id"],
            seen=0,
        )
        page = reverse(
            "rooms:disclosure_facts", args=[concern.agency_id, concern.reference, draft.pk]
        )
        return redirect(page)

    return typing_page(
        request,
        InviteForm.blank(receivers, request.GET.get("to", "")),
        save,
        template="rooms/table_invite.html",
        back=address_of_table(concern, table_id),
        context={**_context(found), "nobody": not receivers},
    )


@require_safe
@concern_page(Action.SIT_AT_TABLE)
def grounds(request: HttpRequest, concern: Concern, table_id: uuid.UUID) -> HttpResponse:
    """On what each of the others is told what this room writes."""
    found = table_or_404(request, concern, table_id)
    return render(request, "rooms/table_grounds.html", _context(found))


def _place_or_404(table: OpenTable, agency_id: uuid.UUID) -> Place:
    for place in table.places:
        if place.agency.pk == agency_id and place.is_open and not place.is_own:
            return place
    raise Http404


def _known(table: OpenTable, to: Agency) -> Handed:
    """What is known for telling an agency: of itself, or else what was last known of another."""
    own = table.seated.footings.get(str(to.pk))
    if own is not None and own.handed.situation:
        return own.handed
    before = [each.handed for each in table.seated.footings.values() if each.handed.situation]
    before += [each.disclosed.handed for each in table.opened.given[::-1]]
    like = next((each for each in before if each.situation), Handed())
    handed = Handed(purpose=table.seated.setting.purpose, situation=like.situation)
    known = disclosure_selectors.known(table.opened, handed, to, is_new_receiver=True)
    named = table_selectors.knows_who(table.opened, to)
    return disclosure_rules.with_situation(handed, dataclasses.replace(known, identified=named))


@require_http_methods(["GET", "POST"])
@concern_page(Action.SIT_AT_TABLE)
def ground(
    request: HttpRequest, concern: Concern, table_id: uuid.UUID, agency_id: uuid.UUID
) -> HttpResponse:
    found = table_to_write(request, concern, table_id)
    place = _place_or_404(found, agency_id)
    handed = _known(found, place.agency)
    if not disclosure_rules.situation_of(handed).matter:
        return redirect(_to("table_facts", concern, table_id, agency_id))
    alone = [
        choice
        for choice in disclosure_selectors.grounds_for(handed)
        if not (choice.rests_on_consent or concern.agency.second_eyes)
    ]

    def save(form: FootingForm) -> HttpResponse | None:
        return _stand(request, form, found, place, form.footing(handed))

    return typing_page(
        request,
        FootingForm.of(
            place.footing or Footing(),
            found.seat.version,
            choices=tuple(alone),
            given=table_selectors.grounds_taken(found.opened, place.agency),
        ),
        save,
        template="rooms/table_ground.html",
        back=_to("table_grounds", concern, table_id),
        context={
            **_context(found),
            "place": place,
            "facts_url": _to("table_facts", concern, table_id, agency_id),
            "names": disclosure_rules.situation_of(handed).identified,
        },
    )


@require_http_methods(["GET", "POST"])
@concern_page(Action.SIT_AT_TABLE)
def facts(
    request: HttpRequest, concern: Concern, table_id: uuid.UUID, agency_id: uuid.UUID
) -> HttpResponse:
    found = table_to_write(request, concern, table_id)
    place = _place_or_404(found, agency_id)
    handed = _known(found, place.agency)

    def save(form: KnownForm) -> HttpResponse | None:
        known = disclosure_rules.with_situation(handed, form.situation())
        footing = Footing(handed=dataclasses.replace(known, ground=None))
        answer = _stand(request, form, found, place, footing)
        if answer is None:
            return None
        return redirect(_to("table_ground", concern, table_id, agency_id))

    return typing_page(
        request,
        KnownForm(
            initial={"seen": found.seat.version},
            situation=disclosure_rules.situation_of(handed),
        ),
        save,
        template="rooms/table_facts.html",
        back=_to("table_grounds", concern, table_id),
        context={**_context(found), "place": place},
    )


def _stand(
    request: HttpRequest, form: Any, table: OpenTable, place: Place, footing: Footing
) -> HttpResponse | None:
    """Note on what one agency is told, and go back to all of them."""
    footings = {**table.seated.footings, str(place.agency.pk): footing}
    try:
        table_services.stand_on(
            by=user_of(request),
            concern=table.concern,
            seat=table.seat,
            footings=footings,
            seen=form.cleaned_data["seen"],
        )
    except ChangedMeanwhile as problem:
        form.add_error(None, str(problem))
        form.now_shows(problem.version)
        return None
    except GroundFell as problem:
        form.add_error(None, str(problem))
        return None
    return redirect(_to("table_grounds", table.concern, table.seat.table))


@require_http_methods(["GET", "POST"])
@concern_page(Action.SIT_AT_TABLE)
def perspective(request: HttpRequest, concern: Concern, table_id: uuid.UUID) -> HttpResponse:
    found = table_to_write(request, concern, table_id)

    def save(form: PerspectiveForm) -> HttpResponse:
        table_services.give_perspective(
            by=user_of(request),
            concern=concern,
            seat=found.seat,
            perspective=form.perspective(),
            word_id=form.cleaned_data["id"],
        )
        return redirect(address_of_table(concern, table_id, "perspectives"))

    own = found.own_perspective
    before = own.said.words if own else None
    return typing_page(
        request,
        PerspectiveForm.of(before if isinstance(before, Perspective) else None),
        save,
        template="rooms/table_perspective.html",
        back=address_of_table(concern, table_id, "perspectives"),
        context={**_context(found), "before": own},
    )


@require_POST
@concern_page(Action.SIT_AT_TABLE)
def open_perspectives(request: HttpRequest, concern: Concern, table_id: uuid.UUID) -> HttpResponse:
    found = table_to_write(request, concern, table_id)
    table_services.open_perspectives(by=user_of(request), concern=concern, seat=found.seat)
    return redirect(address_of_table(concern, table_id, "perspectives"))


@require_safe
@concern_page(Action.READ_CONCERN)
def perspectives(request: HttpRequest, concern: Concern, table_id: uuid.UUID) -> HttpResponse:
    """The perspectives this room has, side by side, to read and to print."""
    found = table_or_404(request, concern, table_id)
    return render(
        request,
        "rooms/table_perspectives.html",
        {
            **_context(found),
            "compared": table_selectors.compared(found),
            "pictures": table_pictures.of(found),
            "questions": collaboration.table_questions(),
        },
    )


@require_http_methods(["GET", "POST"])
@concern_page(Action.SIT_AT_TABLE)
def leave(request: HttpRequest, concern: Concern, table_id: uuid.UUID) -> HttpResponse:
    found = table_or_404(request, concern, table_id)
    if not found.is_open:
        return redirect(address_of_table(concern, table_id))
    if found.seat.is_convener:
        raise table_services.ConvenerStays

    def save(_form: LeaveForm) -> HttpResponse:
        table_services.leave(by=user_of(request), concern=concern, seat=found.seat)
        return redirect(address_of_table(concern, table_id))

    return typing_page(
        request,
        LeaveForm(),
        save,
        template="rooms/table_leave.html",
        back=address_of_table(concern, table_id),
        context=_context(found),
    )
