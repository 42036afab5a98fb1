"""How often one address may do what costs much."""

from __future__ import annotations

import functools
import hashlib
import ipaddress
import secrets
from collections.abc import Callable
from typing import Concatenate, ParamSpec

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from limits import parse
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from fyrstod.core.errors import DomainError

P = ParamSpec("P")

RATES = {
    "draft": parse("60 per hour"),
    "document": parse("120 per hour"),
    "passphrase": parse("30 per hour"),
    "search": parse("600 per hour"),
    "api": parse("240 per hour"),
    "sign-in-link": parse("60 per hour"),
}
"""Per address and worker. A whole school may share one address, so they are generous."""

_limiter = MovingWindowRateLimiter(MemoryStorage())
_salt = secrets.token_bytes(16)


class TooMany(DomainError):
    """This address has done this too often for now."""

    def __init__(self) -> None:
        super().__init__(
            _("There have been very many requests from your network. Wait a minute and try again.")
        )


def address_of(request: HttpRequest) -> str:
    """The address a request came from, seen past the operator's own proxies and no further."""
    proxies: int = settings.FYRSTOD_TRUSTED_PROXIES
    forwarded = str(request.META.get("HTTP_X_FORWARDED_FOR", "")).split(",")
    if proxies and len(forwarded) >= proxies and forwarded[-proxies].strip():
        return forwarded[-proxies].strip()
    return str(request.META.get("REMOTE_ADDR", ""))


def _network(address: str) -> str:
    """The address, or the /64 of an IPv6 address, which one household or office has whole."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address
    if found.version == 4:
        return address
    return str(ipaddress.ip_network(f"{address.split('%', maxsplit=1)[0]}/64", strict=False))


def count(request: HttpRequest, what: str) -> None:
    """Count one `what` for the request's address. Raises TooMany over the rate.

    The address is kept only as a salted hash, in memory, for as long as the window lasts.
    """
    network = _network(address_of(request)).encode()
    who = hashlib.blake2b(network, key=_salt, digest_size=16).hexdigest()
    if not _limiter.hit(RATES[what], what, who):
        raise TooMany


def limited(
    what: str,
) -> Callable[
    [Callable[Concatenate[HttpRequest, P], HttpResponse]],
    Callable[Concatenate[HttpRequest, P], HttpResponse],
]:
    """Count each call of a view as one `what`."""

    def wrap(
        view: Callable[Concatenate[HttpRequest, P], HttpResponse],
    ) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
        @functools.wraps(view)
        def counted(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            count(request, what)
            return view(request, *args, **kwargs)

        return counted

    return wrap
