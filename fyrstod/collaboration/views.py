"""Part 2 in the browser: what the other agencies do, and what happens after a report."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from fyrstod.access.public import content_page


@require_safe
def start(request: HttpRequest) -> HttpResponse:
    return content_page(request, "collaboration/start.html")
