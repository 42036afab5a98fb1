"""A PostgreSQL server of its own for the bench: the one that script/test starts."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager

from bench.installation import ROOT
from fyrstod.protection.stores import VARIABLES

_SERVER = """
set -euo pipefail
source script/_postgresql
trap stop_postgresql EXIT
start_postgresql
for name in "$@"; do
    echo "$name=${!name}"
    "$postgresql_programs/createdb" --maintenance-db="${DATABASE_URL%/*}/postgres" "${!name##*/}"
done
echo ready
cat >/dev/null
"""
"""Runs until its input is closed."""


@contextmanager
def postgresql() -> Iterator[dict[str, str]]:
    """The addresses of three empty databases, by the variables that the settings read."""
    command = ["bash", "-c", _SERVER, "bash", *VARIABLES.values()]
    with subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as server:
        assert server.stdin
        assert server.stdout
        found: dict[str, str] = {}
        for line in server.stdout:
            if line == "ready\n":
                break
            name, _equals, address = line.strip().partition("=")
            found[name] = address
        if set(found) != set(VARIABLES.values()):
            raise RuntimeError("PostgreSQL did not start")
        try:
            yield found
        finally:
            server.stdin.close()
            server.wait(timeout=60)
