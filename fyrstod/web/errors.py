"""What went wrong, told to whoever asked: a page for people, one sentence for programs."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from fyrstod.access.policy import Denied
from fyrstod.web.typed import typed_in

logger = logging.getLogger(__name__)

PROGRAMS = "/api/"
"""Who asks under this address reads JSON."""

BAD_REQUEST = _("The request could not be understood, so nothing was done. Go back and try again.")
TOO_LARGE = _("What was sent is larger than this place takes. Nothing of it was kept.")
FORBIDDEN = _("This is not open to you.")
NOT_FOUND = _("There is nothing at this address. It may have moved, or hold a typing error.")
NOT_ALLOWED = _("This address cannot be opened in that way. Go back to the page you came from.")
OUR_FAULT = _(
    "Something broke here, and it is not your fault. What you saved before is kept. Try again in "
    "a moment."
)


def answer(
    request: HttpRequest,
    *,
    status: int,
    template: str,
    message: str | Promise,
    context: Mapping[str, Any] | None = None,
) -> HttpResponse:
    """The answer to a request that failed, in the language of its address or of its browser.

    The language is settled here, since some errors come before the middleware that does it.
    """
    language = translation.get_language_from_request(request, check_path=True)
    with translation.override(language):
        if request.path_info.startswith(PROGRAMS):
            return JsonResponse({"detail": str(message)}, status=status)
        return render(request, template, {**(context or {}), "message": message}, status=status)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    if isinstance(exception, RequestDataTooBig):
        return answer(request, status=413, template="400.html", message=TOO_LARGE)
    return answer(request, status=400, template="400.html", message=BAD_REQUEST)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    message = str(exception) if isinstance(exception, Denied) else FORBIDDEN
    typed = {"typed": typed_in(request)}
    return answer(request, status=403, template="403.html", message=message, context=typed)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    typed = {"typed": typed_in(request)}
    return answer(request, status=404, template="404.html", message=NOT_FOUND, context=typed)


def server_error(request: HttpRequest) -> HttpResponse:
    """Last in line: whatever is broken, its own page must not break too."""
    try:
        return answer(request, status=500, template="500.html", message=OUR_FAULT)
    except Exception:
        logger.exception("the page for errors broke")
        return HttpResponse(str(OUR_FAULT), status=500, content_type="text/plain; charset=utf-8")
