"""What stands before Django and spares it the content pages it has answered already."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Final

from django.http import HttpResponse
from django.utils import timezone

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

MOST: Final = 2000
"""Unit: answers. Strangers may ask in ever new ways; then the front begins anew."""
QUESTION: Final = (
    "PATH_INFO",
    "HTTP_HOST",
    "wsgi.url_scheme",
    "HTTP_X_FORWARDED_PROTO",
    "HTTP_ACCEPT_ENCODING",
    "HTTP_IF_NONE_MATCH",
)
"""All that an answer with content may depend on, beside the day. No cookie is among it."""


class ContentFront:
    """Gives the same answer to the same question, where Django once answered with content.

    Django and its middleware decide what is content, who may ask and what the answer is
    (`web.middleware.ContentMemory`). Here it only goes out again, which takes a server half as
    long as waking Django.
    """

    def __init__(self, application: WSGIApplication) -> None:
        self.application = application
        self.answers: dict[tuple[Any, ...], tuple[str, list[tuple[str, str]], bytes]] = {}

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        if environ["REQUEST_METHOD"] != "GET" or environ.get("QUERY_STRING"):
            return self.application(environ, start_response)
        question = (timezone.localdate(), *map(environ.get, QUESTION))
        if answer := self.answers.get(question):
            status, headers, body = answer
            start_response(status, [*headers])
            return (body,)
        return self._asked(question, environ, start_response)

    def _asked(
        self, question: tuple[Any, ...], environ: WSGIEnvironment, start_response: StartResponse
    ) -> Iterable[bytes]:
        started: list[tuple[str, list[tuple[str, str]]]] = []

        def start(status: str, headers: list[tuple[str, str]], *more: Any) -> Any:
            started.append((status, headers))
            return start_response(status, headers, *more)

        response = self.application(environ, start)
        if isinstance(response, HttpResponse) and _may_be_kept(response):
            if len(self.answers) >= MOST:
                self.answers.clear()
            status, headers = started[-1]
            self.answers[question] = (status, [*headers], response.content)
        return response


def _may_be_kept(response: HttpResponse) -> bool:
    """Whether it is content. Uncompressed, it is for few and would fill the memory."""
    small = response.status_code == 304 or response.has_header("Content-Encoding")
    return small and getattr(response, "is_content", False)
