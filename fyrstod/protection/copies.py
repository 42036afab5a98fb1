"""A database out into a file, and back in, while others go on reading and writing.

SQLite through its backup API, PostgreSQL through its own programs. Both take one moment of the
whole database, and both lay it back as one transaction.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final

from django.db import DEFAULT_DB_ALIAS, connections

LOCK_SECONDS: Final = 60
"""Unit: seconds that a restore waits for somebody who is in the middle of writing."""
_PLACES: Final = ("/usr/lib/postgresql", "/usr/pgsql-*")
_OPTIONS: Final = {
    "sslmode": "PGSSLMODE",
    "sslrootcert": "PGSSLROOTCERT",
    "sslcert": "PGSSLCERT",
    "sslkey": "PGSSLKEY",
    "passfile": "PGPASSFILE",
    "service": "PGSERVICE",
}
"""What an address may say of the connection, and how PostgreSQL's programs are told it."""


class CopyFailed(Exception):
    """A line that says what stood in the way. Nothing half done is left in a database."""


def engine(alias: str = DEFAULT_DB_ALIAS) -> str:
    """“sqlite” or “postgresql”: a copy of the one is not laid into the other."""
    return str(connections[alias].vendor)


def copy_out(alias: str, target: Path, *, without: Sequence[str] = ()) -> None:
    """Write one moment of a database into a new file, without the rows of some tables.

    Raises CopyFailed.
    """
    if engine(alias) == "postgresql":
        leave_out = [f"--exclude-table-data={table}" for table in without]
        _run(alias, "pg_dump", "--format=custom", *_OURS, *leave_out, f"--file={target}")
        return
    with _sqlite_faults(), contextlib.closing(sqlite3.connect(target)) as copy:
        _raw(alias).backup(copy)
        # One file without a log beside it, in which nothing lies that was left out.
        copy.execute("PRAGMA journal_mode=DELETE")
        copy.execute("PRAGMA secure_delete=ON")
        for table in without:
            copy.execute(f'DELETE FROM "{table}"')  # noqa: S608 - names of our own tables
        copy.commit()


def copy_in(alias: str, source: Path) -> None:
    """Lay a file that `copy_out` wrote over a database, whole or not at all. Raises CopyFailed."""
    if engine(alias) == "postgresql":
        _lay_into_postgresql(alias, source)
    else:
        with _sqlite_faults(), contextlib.closing(sqlite3.connect(source)) as copy:
            copy.backup(_raw(alias))
    connections[alias].close()


def _raw(alias: str) -> sqlite3.Connection:
    connection = connections[alias]
    connection.ensure_connection()
    raw = connection.connection
    assert isinstance(raw, sqlite3.Connection)  # noqa: S101 - for the type checker
    return raw


@contextlib.contextmanager
def _sqlite_faults() -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as problem:
        raise CopyFailed(f"the database cannot be copied: {problem}") from None


_OURS: Final = ("--no-owner", "--no-privileges")


def _lay_into_postgresql(alias: str, source: Path) -> None:
    """First what stands there goes, then what is in the file comes: in one transaction."""
    connection = connections[alias]
    with connection.cursor() as cursor:
        quoted = [
            connection.ops.quote_name(table)
            for table in connection.introspection.table_names(cursor)
        ]
    before = "".join(f"DROP TABLE {table} CASCADE;\n" for table in quoted)
    connection.close()
    environment = _environment(alias)
    environment["PGOPTIONS"] = f"-c lock_timeout={LOCK_SECONDS}s -c client_min_messages=warning"
    into = [_program("psql"), "--no-psqlrc", "--quiet", "--single-transaction", "--file=-"]
    into += ["--set=ON_ERROR_STOP=1", "--output=/dev/null"]
    out_of = [_program("pg_restore"), *_OURS, "--file=-", str(source)]
    with (
        subprocess.Popen(  # noqa: S603 - our own words, without a shell
            into, env=environment, stdin=subprocess.PIPE, stderr=subprocess.PIPE
        ) as laid,
        subprocess.Popen(  # noqa: S603 - as above
            out_of, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        ) as read,
    ):
        assert laid.stdin and laid.stderr and read.stdout  # noqa: S101, PT018 - for the type checker
        with contextlib.suppress(BrokenPipeError):
            laid.stdin.write(before.encode())
            shutil.copyfileobj(read.stdout, laid.stdin)
            read.wait()
            if read.returncode:
                # Before it can commit the half that it was given.
                laid.kill()
        with contextlib.suppress(BrokenPipeError):
            laid.stdin.close()
        # Let pg_restore end where psql did not take all of it.
        read.stdout.close()
        said = laid.stderr.read()
        laid.stdin = None
    if laid.returncode < 0:
        raise CopyFailed(f"{source}: pg_restore cannot read it")
    if laid.returncode:
        raise CopyFailed(f"psql: {_last_line(said)}")


def _run(alias: str, program: str, *words: str) -> None:
    ended = subprocess.run(  # noqa: S603 - our own words, without a shell
        [_program(program), *words], env=_environment(alias), capture_output=True, check=False
    )
    if ended.returncode:
        raise CopyFailed(f"{program}: {_last_line(ended.stderr)}")


def _last_line(said: bytes) -> str:
    lines = said.decode(errors="replace").strip().splitlines()
    return lines[-1] if lines else "it ended without a word"


def _program(name: str) -> str:
    """PostgreSQL's own programs lie beside the path on some systems; the newest is taken."""
    if found := shutil.which(name):
        return found
    beside = sorted(
        (path for place in _PLACES for path in Path("/").glob(f"{place[1:]}/**/bin/{name}")),
        key=lambda path: [int(part) for part in path.parts if part.isdigit()],
    )
    if not beside:
        raise CopyFailed(f"{name} is not on this machine; install PostgreSQL's client programs")
    return str(beside[-1])


def _environment(alias: str) -> dict[str, str]:
    """How to reach the database. A password stands here and never among a program's words."""
    chosen: dict[str, Any] = connections[alias].settings_dict
    given = {
        "PGHOST": chosen["HOST"],
        "PGPORT": chosen["PORT"],
        "PGUSER": chosen["USER"],
        "PGPASSWORD": chosen["PASSWORD"],
        "PGDATABASE": chosen["NAME"],
        **{variable: chosen["OPTIONS"].get(option) for option, variable in _OPTIONS.items()},
    }
    return {**os.environ, **{name: str(value) for name, value in given.items() if value}}
