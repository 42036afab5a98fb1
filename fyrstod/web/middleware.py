"""What every request passes through."""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _

from fyrstod.access.limits import TooMany
from fyrstod.core.errors import DomainError
from fyrstod.drafts.http import ContentOnly, NoDraftYet, take_back
from fyrstod.drafts.services import DraftFull, DraftGone

GetResponse = Callable[[HttpRequest], HttpResponseBase]

CONTENT_CACHE = "public, max-age=300, stale-while-revalidate=86400"
SHORT = 3
"""Values of so few characters are choices, not words somebody would miss."""
PASSPHRASES = ("passphrase", "passphrase_again")
PERMISSIONS = "camera=(), geolocation=(), microphone=(), payment=(), usb=()"


@dataclass(frozen=True, slots=True)
class _Page:
    body: bytes
    compressed: bytes
    etag: str
    headers: tuple[tuple[str, str], ...]


class ContentMemory:
    """Keeps content pages, the same bytes for everybody, and answers them from memory.

    A view marks its page with `content_page`. There are as many pages as the pack has
    items, so the memory is bounded by the pack.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response
        self.pages: dict[str, _Page] = {}

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        reads = request.method in ("GET", "HEAD") and not request.META.get("QUERY_STRING")
        if reads and (page := self.pages.get(request.path_info)):
            return self._answer(request, page)
        response = self.get_response(request)
        if not getattr(response, "is_content", False) or not isinstance(response, HttpResponse):
            return response
        page = self._remember(response)
        if reads:
            self.pages[request.path_info] = page
            return self._answer(request, page)
        return response

    def _remember(self, response: HttpResponse) -> _Page:
        headers = tuple(
            (name, value)
            for name, value in response.items()
            if name.lower() not in ("content-length", "vary", "etag", "content-encoding")
        )
        etag = f'"{hashlib.blake2b(response.content, digest_size=16).hexdigest()}"'
        compressed = gzip.compress(response.content, compresslevel=9, mtime=0)
        return _Page(response.content, compressed, etag, headers)

    def _answer(self, request: HttpRequest, page: _Page) -> HttpResponse:
        if request.META.get("HTTP_IF_NONE_MATCH", "").removeprefix("W/") == page.etag:
            answer = HttpResponse(status=304)
            del answer["Content-Type"]
        elif "gzip" in request.META.get("HTTP_ACCEPT_ENCODING", ""):
            answer = HttpResponse(page.compressed)
            answer["Content-Encoding"] = "gzip"
            answer["Content-Length"] = str(len(page.compressed))
        else:
            answer = HttpResponse(page.body)
            answer["Content-Length"] = str(len(page.body))
        for name, value in page.headers:
            if answer.status_code != 304 or name.lower() != "content-type":
                answer[name] = value
        answer["Vary"] = "Accept-Encoding"
        answer["ETag"] = page.etag
        return answer


class SecurityHeaders:
    """The same headers on every answer; nothing is kept unless a view says it is content."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        response.setdefault("Content-Security-Policy", settings.FYRSTOD_CSP)
        response.setdefault("Referrer-Policy", "no-referrer")
        response.setdefault("X-Content-Type-Options", "nosniff")
        response.setdefault("X-Frame-Options", "DENY")
        response.setdefault("Cross-Origin-Opener-Policy", "same-origin")
        response.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.setdefault("Permissions-Policy", PERMISSIONS)
        if request.is_secure():
            response.setdefault("Strict-Transport-Security", "max-age=31536000")
        if getattr(response, "is_content", False):
            response.setdefault("Cache-Control", CONTENT_CACHE)
        else:
            response.setdefault("Cache-Control", "no-store")
        return response


class SameOrigin:
    """Refuses a change asked for by another site. Why there is no token: docs/adr/0005.

    Browsers say where a request comes from in Sec-Fetch-Site; those too old to do so
    send Origin. A caller that sends neither is no browser and carries no one's cookie.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.method in ("GET", "HEAD", "OPTIONS") or self._is_ours(request):
            return self.get_response(request)
        message = _("The form came from another site, so nothing was done. Open the page here.")
        return render(request, "403.html", {"message": message}, status=403)

    def _is_ours(self, request: HttpRequest) -> bool:
        site = request.headers.get("Sec-Fetch-Site")
        if site is not None:
            return site in ("same-origin", "none")
        origin = request.headers.get("Origin")
        return origin is None or origin == f"{request.scheme}://{request.get_host()}"


class ErrorsForPeople:
    """Turns an error that carries a sentence into a page that says it, and what to do.

    What was typed is shown again, so that it can be copied even when it cannot be saved.
    """

    PAGES: dict[type[DomainError], tuple[str, int]] = {
        DraftGone: ("errors/gone.html", 410),
        NoDraftYet: ("errors/no_draft.html", 404),
        ContentOnly: ("errors/no_operator.html", 403),
        DraftFull: ("errors/full.html", 413),
        TooMany: ("errors/429.html", 429),
    }

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if type(error) not in self.PAGES:
            return None
        template, status = self.PAGES[type(error)]
        typed = [
            value
            for name, values in request.POST.lists()
            for value in values
            if len(value) > SHORT and name not in PASSPHRASES
        ]
        context = {"message": str(error), "typed": typed}
        response = render(request, template, context, status=status)
        if isinstance(error, DraftGone):
            take_back(response)
        if isinstance(error, TooMany):
            response["Retry-After"] = "60"
        return response
