"""Log lines say what broke, never what somebody typed."""

from __future__ import annotations

import logging
import sys

from django.test import RequestFactory

from fyrstod.web.logs import WithoutInput

TYPED = "Kanelbulle"


def record(message: str, *arguments: object, **extra: object) -> logging.LogRecord:
    try:
        raise ValueError(TYPED) from KeyError(TYPED)
    except ValueError:
        made = logging.LogRecord(
            "django", logging.ERROR, __file__, 1, message, arguments, sys.exc_info()
        )
    made.__dict__.update(extra)
    return made


def test_a_line_about_a_request_has_neither_its_address_nor_the_words_of_the_error() -> None:
    request = RequestFactory().get(f"/sv/{TYPED}/", {"q": TYPED})

    line = WithoutInput().format(
        record("Internal Server Error: %s", request.path, request=request, status_code=500)
    )

    assert line.startswith("ERROR 500 at an unknown address")
    assert "test_logs.py" in line
    assert line.endswith("ValueError")
    assert TYPED not in line


def test_a_line_about_anything_else_keeps_its_message_and_not_the_words_of_the_error() -> None:
    line = WithoutInput().format(record("the disk is full"))

    assert line.startswith("the disk is full")
    assert "ValueError" in line
    assert TYPED not in line


def test_what_another_handler_wrote_about_an_error_is_not_repeated() -> None:
    made = record("the disk is full")
    logging.Formatter().format(made)
    assert TYPED in str(made.exc_text)

    line = WithoutInput().format(made)

    assert TYPED not in line
