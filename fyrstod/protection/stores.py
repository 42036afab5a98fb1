"""The three databases of an installation, as its environment chooses them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import dj_database_url
from django.core.exceptions import ImproperlyConfigured

DEFAULT, KEYS, LEDGER = "default", "keys", "ledger"

VARIABLES = {
    DEFAULT: "DATABASE_URL",
    KEYS: "FYRSTOD_KEYS_DATABASE_URL",
    LEDGER: "FYRSTOD_LEDGER_DATABASE_URL",
}
_FILES = {
    DEFAULT: ("fyrstod.sqlite3", "NORMAL"),
    # A key that was promised, or an erasure that was decided, outlives a power cut.
    KEYS: ("keys.sqlite3", "FULL"),
    LEDGER: ("ledger.sqlite3", "FULL"),
}


def databases(environ: Mapping[str, str], var: Path) -> dict[str, dict[str, Any]]:
    """Django's DATABASES: PostgreSQL where addresses are given, else files in `var`.

    Raises ImproperlyConfigured when some but not all are given, when one cannot be read, and
    when two are the same. No line of it holds an address, since a password may stand in it.
    """
    given = {
        alias: environ[name].strip()
        for alias, name in VARIABLES.items()
        if environ.get(name, "").strip()
    }
    if not given:
        return {alias: _file(var / name, sync) for alias, (name, sync) in _FILES.items()}
    missing = [name for alias, name in VARIABLES.items() if alias not in given]
    if missing:
        raise ImproperlyConfigured(
            f"Set {' and '.join(missing)} too: rooms, keys and ledger are three databases."
        )
    found = {alias: _server(VARIABLES[alias], address) for alias, address in given.items()}
    places: dict[tuple[str, str, str], str] = {}
    for alias, one in found.items():
        place = (one["HOST"].lower(), str(one["PORT"] or 5432), one["NAME"])
        if place in places:
            raise ImproperlyConfigured(
                f"{places[place]} and {VARIABLES[alias]} name the same database: rooms, keys "
                "and ledger must lie apart."
            )
        places[place] = VARIABLES[alias]
    return found


def _file(path: Path, synchronous: str) -> dict[str, Any]:
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 10,
            # secure_delete: what was erased leaves no ciphertext, and no key, in free pages.
            "init_command": (
                f"PRAGMA journal_mode=WAL; PRAGMA synchronous={synchronous}; "
                "PRAGMA secure_delete=ON;"
            ),
        },
    }


def _server(variable: str, address: str) -> dict[str, Any]:
    try:
        read: dict[str, Any] = {
            **dj_database_url.parse(address, conn_max_age=None, conn_health_checks=True)
        }
    except ValueError:
        read = {}
    if read.get("ENGINE") != "django.db.backends.postgresql" or not read.get("NAME"):
        raise ImproperlyConfigured(f"{variable}: write postgres://user:password@host:port/name")
    return read
