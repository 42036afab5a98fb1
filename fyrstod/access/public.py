"""Pages that are the same for everybody."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Protocol, TypeVar

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

R = TypeVar("R", bound=HttpResponse)


class HasId(Protocol):
    @property
    def id(self) -> str: ...


T = TypeVar("T", bound=HasId)


def content_page(
    request: HttpRequest, template: str, context: Mapping[str, Any] | None = None
) -> HttpResponse:
    """Render a page that is byte-identical for everybody, so that caches may keep it.

    Such a page depends on its address, the pack, the installation and the day alone: no
    draft, no cookie, no query.
    """
    return as_content(render(request, template, context))


def as_content(response: R) -> R:
    """Mark an answer as the same for everybody, as `content_page` does."""
    response.is_content = True  # type: ignore[attr-defined]  # read by web.middleware
    return response


def by_id_or_404(items: Iterable[T], wanted: str) -> T:
    for item in items:
        if item.id == wanted:
            return item
    raise Http404
