"""What every request passes through."""

from __future__ import annotations

import gzip
import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar, Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.http import parse_etags
from django.utils.translation import gettext_lazy as _

from fyrstod.access.closed import ClosedByDefault
from fyrstod.access.limits import TooMany
from fyrstod.access.policy import Action
from fyrstod.core.errors import DomainError
from fyrstod.drafts.http import ContentOnly, NoDraftYet, take_back
from fyrstod.drafts.services import DraftFull, DraftGone
from fyrstod.journal.services import BrokenChain
from fyrstod.protection.errors import (
    BadInstallationKey,
    CannotOpen,
    KeyCommandFailed,
    KeyLost,
    NoInstallationKey,
    WrongInstallationKey,
)
from fyrstod.rooms.disclosure_services import OfferGone
from fyrstod.rooms.handover_rules import AlreadyAnswered, NotForYou
from fyrstod.rooms.paper_services import FromAnotherRoom, NothingToMove
from fyrstod.rooms.rows import ConcernGone, IsClosed, NotFromHere
from fyrstod.rooms.seats import SeatedAlready, TableOver
from fyrstod.rooms.table_services import (
    ConvenerStays,
    NotGiven,
    NotYourWords,
    OnlyTheConvener,
)
from fyrstod.web import errors
from fyrstod.web.typed import typed_in

GetResponse = Callable[[HttpRequest], HttpResponseBase]

CONTENT_CACHE = "public, max-age=300, stale-while-revalidate=86400"
CHANGE_NOTHING = ("GET", "OPTIONS")
KEYS_ARE_WRONG: tuple[type[DomainError], ...] = (
    *(NoInstallationKey, BadInstallationKey, KeyCommandFailed),
    *(WrongInstallationKey, KeyLost, CannotOpen),
)
"""Nothing has been written where one of these is raised; the sentence says what to lay back."""
_SECURITY: Final = {
    "Content-Security-Policy": settings.FYRSTOD_CSP,
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}


class SecurityHeaders:
    """The same headers on every answer; nothing is kept unless it is content.

    Outermost, so that an answer from memory and an error in any part below carry them too.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        for name, value in _SECURITY.items():
            response.setdefault(name, value)
        if request.is_secure():
            response.setdefault("Strict-Transport-Security", "max-age=31536000")
        content = getattr(response, "is_content", False)
        response.setdefault("Cache-Control", CONTENT_CACHE if content else "no-store")
        return response


class HeadAsGet:
    """Answers HEAD as GET without the body, so that views know of GET and POST alone."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.method != "HEAD":
            return self.get_response(request)
        request.method = "GET"
        try:
            response = self.get_response(request)
        finally:
            request.method = "HEAD"
        if isinstance(response, HttpResponse):
            response.setdefault("Content-Length", str(len(response.content)))
            response.content = b""
            return response
        response.close()  # a static file, opened for a body that nobody reads
        return HttpResponse(status=response.status_code, headers=dict(response.items()))


@dataclass(frozen=True, slots=True)
class _Page:
    compressed: bytes
    etag: str
    headers: tuple[tuple[str, str], ...]


class ContentMemory:
    """Keeps content pages, the same bytes for everybody, and answers them from memory.

    A view marks its answer as content (`access.public`). What is kept depends on the address
    alone, language included, and on the day, so the address is the key until midnight. Only a
    view that found what was asked for fills the memory, so it holds no more pages than the pack
    has items, whatever addresses strangers make up.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response
        self.pages: dict[str, _Page] = {}
        self.day = timezone.localdate()

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if (today := timezone.localdate()) != self.day:
            self.day = today
            self.pages.clear()  # which rules hold is told by the day
        plain = request.method == "GET" and not request.META.get("QUERY_STRING")
        if plain and (page := self.pages.get(request.path_info)):
            request.get_host()  # refuses a foreign Host, as the middleware below would
            return _answer(request, page)
        response = self.get_response(request)
        if not getattr(response, "is_content", False):
            return response
        if (
            not plain
            or response.status_code != 200
            or response.cookies
            or not isinstance(response, HttpResponse)
        ):
            # Something of this very request is in the answer: it is nobody else's.
            response.is_content = False  # type: ignore[attr-defined]  # read above
            return response
        page = self.pages[request.path_info] = _kept(response)
        return _answer(request, page)


def _kept(response: HttpResponse) -> _Page:
    """A page as it is kept: compressed alone, since nearly every browser takes it so."""
    of_this_request = {"content-length", "content-encoding", "etag", "vary"}
    if not response["Content-Type"].startswith("text/html"):
        of_this_request.add("content-language")  # of whoever asked first, not of the data
    headers = tuple(
        (name, value) for name, value in response.items() if name.lower() not in of_this_request
    )
    # Weak: the same page has different bytes when it goes out without compression.
    etag = f'W/"{hashlib.blake2b(response.content, digest_size=16).hexdigest()}"'
    return _Page(gzip.compress(response.content, compresslevel=9, mtime=0), etag, headers)


def _answer(request: HttpRequest, page: _Page) -> HttpResponse:
    if _has(page.etag, request.META.get("HTTP_IF_NONE_MATCH", "")):
        answer = HttpResponse(status=304)
        del answer["Content-Type"]
        headers = tuple(pair for pair in page.headers if pair[0].lower() != "content-type")
    else:
        headers = page.headers
        if _takes_gzip(request.META.get("HTTP_ACCEPT_ENCODING", "")):
            answer = HttpResponse(page.compressed)
            answer["Content-Encoding"] = "gzip"
        else:
            answer = HttpResponse(gzip.decompress(page.compressed))
        answer["Content-Length"] = str(len(answer.content))
    for name, value in headers:
        answer[name] = value
    answer["Vary"] = "Accept-Encoding"
    answer["ETag"] = page.etag
    answer.is_content = True  # type: ignore[attr-defined]  # read by SecurityHeaders
    return answer


def _has(etag: str, if_none_match: str) -> bool:
    """Whether the asker holds this page already, by the weak comparison of RFC 9110."""
    if not if_none_match or if_none_match == etag:
        return bool(if_none_match)
    held = parse_etags(if_none_match)
    return held == ["*"] or etag.removeprefix("W/") in (one.removeprefix("W/") for one in held)


def _takes_gzip(accept_encoding: str) -> bool:
    for offer in accept_encoding.lower().split(","):
        coding, _semicolon, weight = offer.partition(";")
        if coding.strip() == "gzip":
            return not re.fullmatch(r"\s*q\s*=\s*0(\.0*)?\s*", weight)
    return False


class SameOrigin:
    """Refuses a change asked for by another site. Why there is no token: docs/adr/0005.

    Browsers say where a request comes from in Sec-Fetch-Site; those too old to do so
    send Origin. A caller that sends neither is no browser and carries no one's cookie.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.method in CHANGE_NOTHING or self._is_ours(request):
            return self.get_response(request)
        message = _("The form came from another site, so nothing was done. Open the page here.")
        return errors.answer(request, status=403, template="403.html", message=message)

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

    PAGES: ClassVar[dict[type[DomainError], tuple[str, int]]] = {
        DraftGone: ("errors/gone.html", 410),
        NoDraftYet: ("errors/no_draft.html", 404),
        ContentOnly: ("errors/no_operator.html", 403),
        DraftFull: ("errors/full.html", 413),
        TooMany: ("errors/429.html", 429),
        ConcernGone: ("errors/concern_gone.html", 410),
        IsClosed: ("errors/concern_stands.html", 409),
        NotFromHere: ("errors/concern_stands.html", 409),
        AlreadyAnswered: ("errors/concern_stands.html", 409),
        NotForYou: ("errors/concern_stands.html", 409),
        FromAnotherRoom: ("errors/concern_stands.html", 409),
        NothingToMove: ("errors/concern_stands.html", 409),
        OfferGone: ("errors/concern_stands.html", 409),
        TableOver: ("errors/concern_stands.html", 409),
        SeatedAlready: ("errors/concern_stands.html", 409),
        NotGiven: ("errors/concern_stands.html", 409),
        OnlyTheConvener: ("errors/concern_stands.html", 409),
        ConvenerStays: ("errors/concern_stands.html", 409),
        NotYourWords: ("errors/concern_stands.html", 409),
        BrokenChain: ("errors/keys.html", 503),
        **dict.fromkeys(KEYS_ARE_WRONG, ("errors/keys.html", 503)),
    }

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if response.status_code != 405:
            return response
        page = errors.answer(
            request, status=405, template="errors/405.html", message=errors.NOT_ALLOWED
        )
        page["Allow"] = response["Allow"]
        return page

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not isinstance(error, DomainError) or type(error) not in self.PAGES:
            return None
        template, status = self.PAGES[type(error)]
        response = errors.answer(
            request,
            status=status,
            template=template,
            message=str(error),
            context={
                "typed": typed_in(request),
                "back": _concern_of(request),
                "begin_again": _begin_again(request),
            },
        )
        if isinstance(error, DraftGone):
            take_back(response)
        if isinstance(error, TooMany):
            response["Retry-After"] = "60"
        return response


def _begin_again(request: HttpRequest) -> str:
    """What can be begun anew on the page of an error, instead of from the first page."""
    match = request.resolver_match
    return "sharing" if match and match.view_name.startswith("collaboration:sharing_") else ""


def _concern_of(request: HttpRequest) -> str:
    """The page of the concern that an address lies under; "" for whoever may not read it."""
    given = request.resolver_match.kwargs if request.resolver_match else {}
    reads = Action.READ_CONCERN in getattr(request, "room_actions", ())
    if not reads or not {"room_id", "reference"} <= given.keys():
        return ""
    return reverse("rooms:concern", args=[given["room_id"], given["reference"]])


class Closed(ClosedByDefault):
    def signed_out(self, request: HttpRequest) -> HttpResponse:
        return errors.answer(
            request,
            status=403,
            template="errors/signed_out.html",
            message=_("You are no longer signed in, so nothing was changed."),
            context={"typed": typed_in(request)},
        )
