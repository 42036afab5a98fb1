"""What stands before Django."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.http import HttpResponse
from django.utils import timezone

from fyrstod.access.public import as_content
from fyrstod.web import front
from fyrstod.web.front import ContentFront

BODY = b"compressed"


@dataclass
class Behind:
    """An application that counts how often it is asked."""

    answer: Callable[[], HttpResponse]
    asked: list[str] = field(default_factory=list)

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        self.asked.append(environ["PATH_INFO"])
        response = self.answer()
        start_response(f"{response.status_code} {response.reason_phrase}", [*response.items()])
        return response


def content() -> HttpResponse:
    return as_content(HttpResponse(BODY, headers={"Content-Encoding": "gzip"}))


def ask(application: ContentFront, **environ: str) -> tuple[str, list[tuple[str, str]], bytes]:
    told: list[Any] = []
    question = {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": "/sv/",
        "QUERY_STRING": "",
        "HTTP_HOST": "example.org",
        "wsgi.url_scheme": "https",
        "HTTP_ACCEPT_ENCODING": "gzip",
        **environ,
    }
    body = b"".join(application(question, lambda *said: told.extend(said)))  # type: ignore[arg-type]  # a server returns a way to write
    return told[0], told[1], body


def test_the_same_question_gets_the_same_answer_without_django() -> None:
    behind = Behind(content)
    application = ContentFront(behind)

    first, second = ask(application), ask(application)

    assert first == second
    assert first[2] == BODY
    assert behind.asked == ["/sv/"]


def test_that_a_browser_has_the_page_already_is_answered_without_django_too() -> None:
    behind = Behind(lambda: as_content(HttpResponse(status=304)))
    application = ContentFront(behind)

    first, second = (ask(application, HTTP_IF_NONE_MATCH='W/"1"') for _time in range(2))

    assert first == second
    assert first[0].startswith("304")
    assert len(behind.asked) == 1


def test_the_answer_of_yesterday_is_not_given_today(monkeypatch: pytest.MonkeyPatch) -> None:
    behind = Behind(content)
    application = ContentFront(behind)

    for day in (25, 25, 26, 26):
        monkeypatch.setattr(timezone, "localdate", lambda day=day: datetime.date(2026, 11, day))
        ask(application)

    assert len(behind.asked) == 2


def test_a_cookie_changes_nothing_about_content() -> None:
    behind = Behind(content)
    application = ContentFront(behind)

    answers = {ask(application, HTTP_COOKIE=cookie)[2] for cookie in ("", "draft=1", "draft=2")}

    assert answers == {BODY}
    assert len(behind.asked) == 1


@pytest.mark.parametrize(
    "other",
    [
        {"PATH_INFO": "/en/"},
        {"HTTP_HOST": "elsewhere.example"},
        {"wsgi.url_scheme": "http"},
        {"HTTP_X_FORWARDED_PROTO": "https"},
        {"HTTP_ACCEPT_ENCODING": "identity"},
        {"HTTP_IF_NONE_MATCH": 'W/"1"'},
        {"QUERY_STRING": "from=check"},
        {"REQUEST_METHOD": "HEAD"},
        {"REQUEST_METHOD": "POST"},
    ],
)
def test_another_question_is_for_django(other: dict[str, str]) -> None:
    behind = Behind(content)
    application = ContentFront(behind)
    ask(application)

    ask(application, **other)

    assert len(behind.asked) == 2


@pytest.mark.parametrize(
    "answer",
    [
        lambda: HttpResponse(BODY, headers={"Content-Encoding": "gzip"}),
        lambda: HttpResponse(status=304),
        lambda: as_content(HttpResponse("not compressed, so for few")),
    ],
)
def test_what_is_not_compressed_content_is_made_every_time(
    answer: Callable[[], HttpResponse],
) -> None:
    behind = Behind(answer)
    application = ContentFront(behind)

    ask(application)
    ask(application)

    assert len(behind.asked) == 2


def test_ever_new_questions_do_not_fill_the_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(front, "MOST", 10)
    application = ContentFront(Behind(content))

    answers = {ask(application, HTTP_IF_NONE_MATCH=str(number))[2] for number in range(45)}

    assert answers == {BODY}
    assert len(application.answers) <= 10
