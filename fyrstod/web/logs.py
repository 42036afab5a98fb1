"""Log lines that say what broke, never what somebody typed."""

from __future__ import annotations

import copy
import logging
import traceback
from types import TracebackType


class WithoutInput(logging.Formatter):
    """Formats a record without the request's address and without the words of an exception.

    An exception's message may quote an answer, and an address may hold whatever a stranger
    typed there, so a traceback keeps files, lines and class names alone.
    """

    def format(self, record: logging.LogRecord) -> str:
        if hasattr(record, "request"):
            match = getattr(record.request, "resolver_match", None)
            where = getattr(match, "view_name", None) or "an unknown address"
            line = f"{record.levelname} {getattr(record, 'status_code', '')} at {where}"
            if record.exc_info:
                line += "\n" + self.formatException(record.exc_info)
            return line
        # Another handler may have left its own words of the exception on the record.
        without = copy.copy(record)
        without.exc_text = None
        return super().format(without)

    def formatException(  # noqa: N802 - the name is logging's
        self,
        ei: tuple[type[BaseException], BaseException, TracebackType | None]
        | tuple[None, None, None],
    ) -> str:
        kind, _, frames = ei
        lines = traceback.format_tb(frames) if frames else []
        return "".join(lines) + (kind.__qualname__ if kind else "")
