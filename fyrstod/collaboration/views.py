"""Part 2 in the browser: what the other agencies do, and what happens after a report."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from fyrstod.access.public import by_id_or_404, content_page
from fyrstod.collaboration import selectors
from fyrstod.collaboration.forms import BesideForm
from fyrstod.packs import shelf


@require_safe
def start(request: HttpRequest) -> HttpResponse:
    context = {"timelines": shelf.current().timelines}
    return content_page(request, "collaboration/start.html", context)


@require_safe
def here(request: HttpRequest) -> HttpResponse:
    pack = shelf.current()
    context = {
        "forums": pack.forums,
        "routines": pack.routines,
        "rules": selectors.local(pack.rules, "rules"),
        "contacts": selectors.local(pack.contacts, "contacts"),
    }
    return content_page(request, "collaboration/here.html", context)


@require_safe
def table(request: HttpRequest) -> HttpResponse:
    pack = shelf.current()
    context = {
        "agenda": selectors.agenda(),
        "differences": selectors.table_questions(),
        "held_back": pack.held_back,
        "sources": selectors.sources_of(*pack.agenda, *pack.table_questions, *pack.held_back),
    }
    return content_page(request, "collaboration/table.html", context)


@require_safe
def forums(request: HttpRequest) -> HttpResponse:
    kinds = shelf.current().forum_kinds
    context = {"kinds": selectors.forums(), "sources": selectors.sources_of(*kinds)}
    return content_page(request, "collaboration/forums.html", context)


@require_safe
def agencies(request: HttpRequest) -> HttpResponse:
    context = {"agencies": shelf.current().agencies, "form": BesideForm()}
    return content_page(request, "collaboration/agencies.html", context)


@require_safe
def agency(request: HttpRequest, agency_id: str) -> HttpResponse:
    every = shelf.current().agencies
    here = by_id_or_404(every, agency_id)
    context = {
        "agency": here,
        "others": [other for other in every if other is not here],
        "timelines": selectors.timelines_of(here),
        "meanings": selectors.meanings_of(here),
    }
    return content_page(request, "collaboration/agency.html", context)


@require_safe
def beside(request: HttpRequest, agency_id: str, other_id: str) -> HttpResponse:
    every = shelf.current().agencies
    pair = by_id_or_404(every, agency_id), by_id_or_404(every, other_id)
    if agency_id == other_id:
        return redirect("collaboration:agency", agency_id)
    context = {
        "pair": pair,
        "words": selectors.meanings_of(*pair),
        "form": BesideForm(initial={"agency": agency_id, "other": other_id}),
    }
    return content_page(request, "collaboration/beside.html", context)


@require_safe
def choose(request: HttpRequest) -> HttpResponse:
    form = BesideForm(request.GET)
    if form.is_valid():
        return redirect("collaboration:beside", *form.cleaned_data.values())
    context = {"agencies": shelf.current().agencies, "form": form}
    return render(request, "collaboration/agencies.html", context, status=422)


@require_safe
def timeline(request: HttpRequest, timeline_id: str) -> HttpResponse:
    here = by_id_or_404(shelf.current().timelines, timeline_id)
    context = {
        "timeline": here,
        "drawing": selectors.drawing_of(here, get_language() or "sv"),
    }
    return content_page(request, "collaboration/timeline.html", context)


@require_safe
def shared_words(request: HttpRequest) -> HttpResponse:
    words = selectors.shared_words(get_language() or "sv")
    return content_page(request, "collaboration/words.html", {"shared_words": words})
