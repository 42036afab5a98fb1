"""Asking, before a concern is opened, whether somebody known here is the same person."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from fyrstod.drafts.fields import named_errors
from fyrstod.people.models import Agency
from fyrstod.rooms import known_selectors, known_services, selectors
from fyrstod.rooms.contents import SamePerson
from fyrstod.rooms.http import user_of
from fyrstod.rooms.known_forms import SameForm
from fyrstod.rooms.models import Concern
from fyrstod.rooms.room_forms import OpenForm

Answers = list[tuple[Concern, SamePerson]]


def ask_first(
    request: HttpRequest, room: Agency, form: OpenForm, *, moves: bool = False
) -> HttpResponse | Answers:
    """What was answered of those of the same name, or the page that asks; nothing is saved yet.

    `moves`: a draft is on its way, and can go into an earlier concern instead.
    """
    person = form.person()
    if selectors.opened_before(room, form.cleaned_data["id"]):
        return []
    known = [
        each for each in known_selectors.known_to(room, person) if each.is_same or each.is_open
    ]
    goes_on = "anyway" in request.POST
    asked = {
        each.concern: SameForm(
            request.POST if goes_on else None, reference=each.concern.reference, among=True
        )
        for each in known
        if each.is_open
    }
    if not known or (goes_on and all(ask.is_valid() for ask in asked.values())):
        return [(concern, ask.answer()) for concern, ask in asked.items()]
    known_services.meet(by=user_of(request), room=room, known=known)
    context = {
        "form": form,
        "same": [each for each in known if each.is_same],
        "asked": [(each, asked[each.concern]) for each in known if each.is_open],
        "errors": [wrong for ask in asked.values() for wrong in named_errors(ask)],
        "person": person,
        "moves": moves,
    }
    return render(request, "rooms/room_known.html", context, status=422 if goes_on else 200)
