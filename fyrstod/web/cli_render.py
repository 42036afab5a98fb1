"""What `fyrstod render` does, once Django is set up: from a file of answers to a report."""

from __future__ import annotations

import datetime
import os
import sys
from pathlib import Path
from typing import Final, Literal

from django.utils import translation

from fyrstod.documents.fonts import FontsMissing
from fyrstod.documents.writers import WRITERS
from fyrstod.drafts.papers import now
from fyrstod.packs.base import Language
from fyrstod.packs.schema import Pack
from fyrstod.reports import plain
from fyrstod.web.stop import Stop
from fyrstod.web.streams import STREAM, read_bytes

BINARY: Final = frozenset({"pdf", "docx"})


def render(
    *,
    pack: Pack,
    report_id: Literal["concern", "police"],
    answers: str,
    file_format: str,
    language: Language,
    output: str,
    date: str | None,
) -> None:
    """Write the report. `answers` and `output` name a file, or "-" for a stream. Raises Stop."""
    if output == STREAM and file_format in BINARY and sys.stdout.isatty():
        raise Stop(f"a {file_format} file is not for a terminal: add -o FILE")
    created = _moment(date)
    with translation.override(language):
        try:
            document = plain.document(
                plain.read(read_bytes(answers, most=plain.MAX_BYTES)),
                pack=pack,
                report_id=report_id,
                language=language,
                created=created,
            )
        except plain.NotReadable as problem:
            raise Stop(f"{answers}: {problem}") from None
        except plain.Refused as problem:
            raise Stop(*map(str, problem.faults)) from None
    try:
        data = WRITERS[file_format].write(document)
    except FontsMissing as problem:
        raise Stop(str(problem)) from None
    _write(data, output)


def _write(data: bytes, name: str) -> None:
    if name == STREAM:
        sys.stdout.buffer.write(data)
        return
    try:
        Path(name).write_bytes(data)
    except OSError as problem:
        raise Stop(f"{name}: {problem.strerror}") from None


def _moment(given: str | None) -> datetime.datetime:
    try:
        if given:
            return plain.moment(given)
        if epoch := os.environ.get("SOURCE_DATE_EPOCH"):
            then = datetime.datetime.fromtimestamp(int(epoch), datetime.UTC)
            return plain.moment(then.isoformat())
    except (ValueError, OverflowError, OSError):
        where = "--date" if given else "SOURCE_DATE_EPOCH"
        raise Stop(f"{where}: give a moment between 1980 and 2099") from None
    return now()
