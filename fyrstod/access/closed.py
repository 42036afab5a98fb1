"""Every page is closed to strangers, unless it is in the list that a reviewer reads."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from allauth.account.authentication import get_authentication_records
from django.contrib.auth import logout
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect

from fyrstod.access.open_pages import OPEN, WITHOUT_SECOND_FACTOR

View = Callable[..., HttpResponseBase]


def proved_second_factor(request: HttpRequest) -> bool:
    """Whether this very session has shown the second factor, by a code or by setting it up."""
    records = get_authentication_records(request, request.user)
    return any(record.get("method") == "mfa" for record in records)


class ClosedByDefault(LoginRequiredMiddleware):
    """Leads a stranger to the sign-in, and whoever has no second factor to setting one up.

    An open page never asks who somebody is: it stays free of sessions, and the same for all.
    """

    def process_view(
        self, request: HttpRequest, view_func: View, view_args: Any, view_kwargs: Any
    ) -> HttpResponseBase | None:
        match = request.resolver_match
        name = match.view_name if match else ""
        if name in OPEN:
            return None
        if not request.user.is_authenticated:
            return self.handle_no_permission(request, view_func)
        if not request.user.has_second_factor:
            request.signed_in = request.user  # type: ignore[attr-defined]  # as below
            return None if name in WITHOUT_SECOND_FACTOR else redirect("mfa_activate_totp")
        if not proved_second_factor(request):
            # Signed in by password alone, before the second factor was set up somewhere else.
            logout(request)
            return self.handle_no_permission(request, view_func)
        request.signed_in = request.user  # type: ignore[attr-defined]  # read by the context
        return None

    def handle_no_permission(  # type: ignore[override]  # the stubs know of the redirect alone
        self, request: HttpRequest, view_func: View
    ) -> HttpResponseBase:
        if request.method == "GET":
            return super().handle_no_permission(request, view_func)
        return self.signed_out(request)

    def signed_out(self, request: HttpRequest) -> HttpResponse:
        """The answer to a form that was sent after the session had ended."""
        return redirect("account_login")
