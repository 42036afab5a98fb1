"""The draft's way in and out of a request: one cookie, set by a POST alone."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Concatenate, ParamSpec

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from fyrstod.core.errors import DomainError
from fyrstod.drafts import services
from fyrstod.drafts.contents import Contents
from fyrstod.drafts.rules import Ticket
from fyrstod.drafts.services import DraftGone, OpenDraft

P = ParamSpec("P")

COOKIE = "__Host-fyrstod-draft"
"""The prefix makes browsers refuse it unless it is Secure and for this host alone."""


class NoDraftYet(DomainError):
    """This browser holds no draft: nothing was started, or it was erased here."""

    def __init__(self) -> None:
        super().__init__(_("You have no draft open in this browser."))


class ContentOnly(DomainError):
    """Nobody is named as operator, so nothing may be typed here."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "This installation only shows content. Nobody has been named as responsible for "
                "what is typed here, so there is nothing to fill in."
            )
        )


def ticket_of(request: HttpRequest) -> Ticket | None:
    value = request.COOKIES.get(COOKIE)
    return Ticket.from_cookie(value) if value else None


def hand_over(response: HttpResponse, ticket: Ticket) -> None:
    """Give a browser its ticket, until it is closed."""
    response.set_cookie(
        COOKIE, ticket.to_cookie(), secure=True, httponly=True, samesite="Lax", path="/"
    )


def take_back(response: HttpResponse) -> None:
    response.set_cookie(COOKIE, "", max_age=0, secure=True, httponly=True, samesite="Lax", path="/")


def require_operator() -> None:
    """Raises ContentOnly where nobody is named as operator."""
    if not settings.FYRSTOD_OPERATOR:
        raise ContentOnly


def draft_of(request: HttpRequest) -> OpenDraft:
    """The open draft of a request. Raises ContentOnly, NoDraftYet or DraftGone."""
    require_operator()
    if COOKIE not in request.COOKIES:
        raise NoDraftYet
    ticket = ticket_of(request)
    if ticket is None:
        raise DraftGone
    return services.read(ticket)


def leaves_for(request: HttpRequest) -> str:
    """What a page is left for by a button that saves nothing: "language", "back" or "more-" rows.

    Such a button brings along what was typed, so that a change of language or a step back
    loses none of it. "" for any other.
    """
    return request.POST.get("leave", "")


def with_draft(
    view: Callable[Concatenate[HttpRequest, OpenDraft, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """Open the draft before a view, and give it to the page as `request.draft`."""

    @functools.wraps(view)
    def opened(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        draft = draft_of(request)
        request.draft = draft  # type: ignore[attr-defined]  # read by the context processor
        return view(request, draft, *args, **kwargs)

    return opened


def ensure_draft(request: HttpRequest, contents: Contents) -> tuple[OpenDraft, bool]:
    """The draft this browser has, or a new one holding `contents`; whether it is new.

    For POST views only: a visit never mints a key.
    """
    require_operator()
    ticket = ticket_of(request)
    if ticket is not None:
        try:
            return services.read(ticket), False
        except DraftGone:
            pass
    return services.start(contents), True
