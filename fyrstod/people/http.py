"""How a page says what it lets somebody do."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import ParamSpec

from django.http import HttpResponse
from django.views.decorators.http import require_http_methods

from fyrstod.access.policy import Action

P = ParamSpec("P")
View = Callable[P, HttpResponse]


def page(action: Action | None, *methods: str) -> Callable[[View[P]], View[P]]:
    """Declare what a page asks for, read by the tests of every page. None: to be signed in."""

    def wrap(view: View[P]) -> View[P]:
        @functools.wraps(view)
        @require_http_methods(methods)
        def declared(*args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            return view(*args, **kwargs)

        declared.action = action  # type: ignore[attr-defined]  # read by tests
        return declared

    return wrap
