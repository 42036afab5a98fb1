"""`/service-worker.js`: which pages a browser may keep for the day there is no network."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.templatetags.static import static
from django.urls import reverse
from django.utils import translation
from django.views.decorators.http import require_safe

from fyrstod import __version__
from fyrstod.access.public import as_content
from fyrstod.packs import shelf
from fyrstod.packs.base import LANGUAGES

SCRIPT: Final = Path(__file__).with_name("service_worker.js")
FILES: Final = (
    "app.css",
    "app.js",
    "favicon.svg",
    "fonts/source-sans-3-latin-400-normal.woff2",
    "fonts/source-sans-3-latin-600-normal.woff2",
)
"""What a content page needs beside itself. The site's script for forms is not among it."""


@require_safe
def script(request: HttpRequest) -> HttpResponse:
    """The script with its list. Browsers ask for it at every visit, so it comes from memory."""
    source = f"const KEPT = {json.dumps(kept())};\n{SCRIPT.read_text(encoding='utf-8')}"
    response = HttpResponse(source, content_type="text/javascript; charset=utf-8")
    response["Cache-Control"] = "no-cache"
    response["Service-Worker-Allowed"] = "/"
    return as_content(response)


def kept() -> dict[str, Any]:
    """What the script may keep: nothing else is ever put in a browser's cache by it.

    `pages` are fetched in advance, `visited` only once somebody has opened them. Both are
    addresses without their language.
    """
    files = [static(name) for name in FILES]
    with translation.override("sv"):
        pages = [address.removeprefix("/sv/") for address in _pages()]
        visited = [address.removeprefix("/sv/") for address in _visited()]
    version = hashlib.blake2b(digest_size=8)
    for part in (shelf.current().digest, __version__, settings.FYRSTOD_OPERATOR, *files):
        version.update(part.encode() + b"\0")
    return {
        "version": version.hexdigest(),
        "languages": LANGUAGES,
        "files": files,
        "pages": pages,
        "visited": visited,
    }


def _pages() -> Iterator[str]:
    pack = shelf.current()
    for name in ("home", "contacts", "glossary"):
        yield reverse(f"web:{name}")
    for name in ("start", "questions", "advice", "process", "worry", "factors"):
        yield reverse(f"guide:{name}")
    for report in pack.reports:
        yield reverse("reports:intro", args=[report.id])
    yield reverse("collaboration:start")
    yield reverse("collaboration:sharing")
    yield reverse("collaboration:table")
    for timeline in pack.timelines:
        yield reverse("collaboration:timeline", args=[timeline.id])
    for theme in pack.themes:
        yield reverse("guide:theme", args=[theme.id])
    for topic in pack.advice:
        yield reverse("guide:advice_topic", args=[topic.id])
    for step in pack.steps:
        yield reverse("guide:step", args=[step.id])
    for factor in pack.factors:
        yield reverse("guide:factor", args=[factor.id])


def _visited() -> Iterator[str]:
    for name in ("about", "sources", "accessibility", "changes"):
        yield reverse(f"web:{name}")
    for name in ("agencies", "words", "forums", "recommendations", "rules", "here"):
        yield reverse(f"collaboration:{name}")
    for card in shelf.current().rules:
        yield reverse("collaboration:rule", args=[card.id])
    for agency in shelf.current().agencies:
        yield reverse("collaboration:agency", args=[agency.id])
    for recommendation in shelf.current().recommendations:
        yield reverse("collaboration:recommendation", args=[recommendation.id])
