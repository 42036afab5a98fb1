"""Looks for what was typed wherever an installation leaves something: databases, files, logs."""

from __future__ import annotations

import base64
import html
import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from urllib.parse import quote

from django.db import connections

from tests import postgresql


def forms_of(word: str) -> set[bytes]:
    """A word as it may stand somewhere: plain, escaped, or in another coding.

    Of base64, what is sure to be there wherever the word begins in the coded bytes.
    """
    plain = word.encode()
    coded = {base64.b64encode(b"\0" * shift + plain)[4 if shift else 0 : -4] for shift in range(3)}
    texts = {
        *(word, word.casefold(), word.upper()),
        *(json.dumps(word)[1:-1], html.escape(word), quote(word)),
    }
    return {
        *(text.encode() for text in texts),
        *(plain.hex().encode(), plain.hex().upper().encode()),
        *(word.encode("utf-16-le"), word.encode("utf-16-be"), word.encode("latin-1", "replace")),
        *(part for part in coded if len(part) >= 8),
    }


def found_in(data: bytes, words: Iterable[str]) -> set[str]:
    """The words that stand in the data in any form."""
    return {word for word in words if any(form in data for form in forms_of(word))}


def places_with(places: Iterable[tuple[str, bytes]], words: Iterable[str]) -> dict[str, set[str]]:
    """Where something was found, and what. Empty: nothing is in clear anywhere."""
    wanted = set(words)
    found = ((name, found_in(data, wanted)) for name, data in places)
    return {name: there for name, there in found if there}


def in_files(*folders: Path) -> Iterator[tuple[str, bytes]]:
    """Every file under some folders as it lies there, with its name: a journal of SQLite, too."""
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                yield str(path), str(path).encode() + b"\n" + path.read_bytes()


def in_databases() -> Iterator[tuple[str, bytes]]:
    """Every database that tests use: its raw pages of SQLite, or all rows of PostgreSQL."""
    for alias in connections:
        connection = connections[alias]
        connection.ensure_connection()
        if connection.vendor == "sqlite":
            yield alias, connection.connection.serialize()
            continue
        yield from postgresql.rows(connection.connection)
