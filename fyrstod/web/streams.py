"""Files and standard streams, as the commands name them."""

from __future__ import annotations

import sys
from pathlib import Path

from fyrstod.web.stop import Stop

STREAM = "-"
"""Stands for standard input or output where a command takes a file."""


def read_bytes(name: str, *, most: int) -> bytes:
    """A file's or standard input's bytes: at most one more than `most`, so that too much shows.

    Raises Stop.
    """
    try:
        if name == STREAM:
            return sys.stdin.buffer.read(most + 1)
        with Path(name).open("rb") as file:
            return file.read(most + 1)
    except OSError as problem:
        raise Stop(f"{name}: {problem.strerror}") from None
