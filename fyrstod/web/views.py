"""The site's own pages, and the few addresses that have no language."""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterator

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from fyrstod import __version__
from fyrstod.access.public import as_content, content_page
from fyrstod.core.text import alphabetical
from fyrstod.drafts.models import Draft
from fyrstod.guide import selectors as guide
from fyrstod.packs import shelf
from fyrstod.packs.base import LANGUAGES
from fyrstod.packs.loader import BadPack
from fyrstod.packs.schema import Sensitivity
from fyrstod.web import content_changes
from fyrstod.web.context import operator_url
from fyrstod.web.source_groups import groups

PLAIN = "text/plain; charset=utf-8"
SECURITY_TXT_LASTS = datetime.timedelta(days=180)
"""RFC 9116 wants less than a year."""
NOT_FOR_ROBOTS = (
    *(
        "account/",
        "people/",
        "room/",
        "draft/",
        "guide/my-plan/",
        "worry/pieces/",
        "worry/picture/",
        "worry/next/",
    ),
    *("sharing/question/", "sharing/answer/"),
)
"""Closed pages and pages of a draft, under each language."""
REPORT_PAGES = ("tasks/", "page/", "check/", "document/", "send/")


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    return content_page(request, "web/home.html", {"steps": shelf.current().steps})


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    return content_page(request, "web/about.html", {"version": __version__})


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    return content_page(request, "web/accessibility.html")


@require_safe
def sources(request: HttpRequest) -> HttpResponse:
    return content_page(request, "web/sources.html", {"groups": groups(shelf.current())})


@require_safe
def glossary(request: HttpRequest) -> HttpResponse:
    language = translation.get_language() or "sv"
    terms = sorted(
        shelf.current().terms, key=lambda term: alphabetical(term.word.in_language(language))
    )
    return content_page(request, "web/glossary.html", {"terms": terms})


@require_safe
def contacts(request: HttpRequest) -> HttpResponse:
    return content_page(request, "web/contacts.html", {"contacts": shelf.current().contacts})


@require_safe
def changes(request: HttpRequest) -> HttpResponse:
    language = translation.get_language() or "sv"
    pack, national, earlier = shelf.current(), shelf.national(), shelf.earlier()
    context = {
        "local": pack.overlay,
        "added": content_changes.added_by_overlay(pack, language),
        "earlier": earlier and earlier.about,
        "parts": content_changes.since(earlier, national, language) if earlier else (),
    }
    return content_page(request, "web/changes.html", context)


@require_safe
def offline(request: HttpRequest) -> HttpResponse:
    context = {
        "plans": json.dumps(guide.plans_in_brief(), separators=(",", ":")),
        "phases": [str(sensitivity) for sensitivity in Sensitivity],
    }
    return content_page(request, "errors/offline.html", context)


@require_safe
def choose_language(request: HttpRequest) -> HttpResponse:
    """To the front page in the language the browser asks for, or in Swedish."""
    with translation.override(translation.get_language_from_request(request)):
        response = redirect("web:home")
    patch_vary_headers(response, ["Accept-Language"])
    return response


@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """Whether this process can do its work: the pack is loaded and drafts can be read."""
    try:
        shelf.current()
        Draft.objects.exists()
    except (BadPack, DatabaseError):
        return HttpResponse("not ready", status=503, content_type=PLAIN)
    return HttpResponse("ok", content_type=PLAIN)


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    text = "\n".join(("User-agent: *", *_closed_to_robots(), "Allow: /", ""))
    return as_content(HttpResponse(text, content_type=PLAIN))


def _closed_to_robots() -> Iterator[str]:
    yield "Disallow: /api/"
    for language in LANGUAGES:
        for path in NOT_FOR_ROBOTS:
            yield f"Disallow: /{language}/{path}"
        for report in shelf.current().reports:
            for path in REPORT_PAGES:
                yield f"Disallow: /{language}/reports/{report.id}/{path}"


@require_safe
def security_contact(request: HttpRequest) -> HttpResponse:
    """RFC 9116. Without a contact of the operator's own, the page that says who they are."""
    with translation.override("en"):
        about_page = request.build_absolute_uri(reverse("web:about"))
    expires = (timezone.now() + SECURITY_TXT_LASTS).replace(microsecond=0)
    lines = (
        f"Contact: {operator_url(settings.FYRSTOD_CONTACT) or about_page}",
        f"Expires: {expires.isoformat()}",
        "Preferred-Languages: sv, en",
        f"Canonical: {request.build_absolute_uri(request.path)}",
        f"Policy: {about_page}",
        "",
    )
    return HttpResponse("\n".join(lines), content_type=PLAIN)
