"""Pages that are the same for everybody."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def content_page(
    request: HttpRequest, template: str, context: Mapping[str, Any] | None = None
) -> HttpResponse:
    """Render a page that is byte-identical for everybody, so that caches may keep it.

    Such a page depends on its address, the pack and the installation alone: no draft,
    no cookie, no query.
    """
    response = render(request, template, context)
    response.is_content = True  # type: ignore[attr-defined]  # read by web.middleware
    return response
