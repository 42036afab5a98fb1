"""Databases of a test's own on the PostgreSQL server that the tests use, if they use one."""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterable, Iterator, Mapping

import psycopg
from psycopg import sql

from fyrstod.protection.stores import DEFAULT, VARIABLES


def in_use() -> bool:
    return bool(os.environ.get(VARIABLES[DEFAULT]))


def make(like: Mapping[str, str] | None = None) -> dict[str, str]:
    """Three databases, as a part of an environment; copies of others that nobody is in.

    Nothing where the tests use SQLite.
    """
    if not in_use():
        return {}
    made = {
        variable: _beside(os.environ[variable], f"fyrstod_{alias}_{uuid.uuid4().hex}")
        for alias, variable in VARIABLES.items()
    }
    for variable, address in made.items():
        template = _name(like[variable]) if like else "template1"
        _execute("CREATE DATABASE {} TEMPLATE {}", _name(address), template)
    return made


def drop(addresses: Iterable[str]) -> None:
    for address in addresses:
        _execute("DROP DATABASE IF EXISTS {} WITH (FORCE)", _name(address))


def rows(connection: psycopg.Connection) -> Iterator[tuple[str, bytes]]:
    """Each table of a database, with all that stands in it."""
    tables = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
    for (table,) in tables.fetchall():
        found = connection.execute(sql.SQL("SELECT * FROM {}").format(sql.Identifier(table)))
        yield table, b"\n".join(_as_bytes(value) for row in found for value in row)


def rows_at(address: str) -> Iterator[tuple[str, bytes]]:
    with psycopg.connect(address) as connection:
        yield from rows(connection)


def _as_bytes(value: object) -> bytes:
    return bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode()


def _execute(statement: str, *names: str) -> None:
    address = _beside(os.environ[VARIABLES[DEFAULT]], "postgres")
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))


def _beside(address: str, name: str) -> str:
    return f"{address.rpartition('/')[0]}/{name}"


def _name(address: str) -> str:
    return address.rpartition("/")[2]
