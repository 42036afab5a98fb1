"""Brings the databases and the static files up to date, before the server starts.

An erasure that a killed process left half done is completed too. One process for all of it, and
nothing at all where nothing changed, so that a second start is quick. Packs are checked where they
or the checks have changed, so that a fault is told here in plain lines; the server checks them
again and refuses to start. With `--demo` it fills the fictitious municipality too, as
`fyrstod demo --once` does.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

import django
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.db import connections
from django.db.migrations.executor import MigrationExecutor

from fyrstod.core.errors import DomainError
from fyrstod.packs import shelf

COMPILED = "__pycache__"
"""What Python leaves beside a module while it starts."""


def main(*, demo: bool) -> None:
    """Raises DomainError and ImproperlyConfigured."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "fyrstod.settings")
    # Whoever else has an account on the machine has no business in the databases.
    os.umask(0o077)
    django.setup()
    checks = Path(shelf.__file__).parent
    packs = filter(None, (settings.FYRSTOD_CONTENT, settings.FYRSTOD_OVERLAY))
    _once_for((checks, *packs), settings.VAR / ".checked", shelf.current)
    for alias in settings.DATABASES:
        executor = MigrationExecutor(connections[alias])
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            call_command("migrate", verbosity=0, interactive=False, database=alias)
    # Models can only be imported once Django is set up.
    from fyrstod.protection.services import finish_erasures  # noqa: PLC0415
    from fyrstod.web import cli_demo  # noqa: PLC0415

    try:
        finish_erasures()
    except DomainError as problem:
        # The concern is gone for every page, so the other rooms need not wait for this one.
        sys.stderr.write(f"An erasure could not be completed. {problem}\n")
    _once_for(
        settings.STATICFILES_DIRS,
        settings.STATIC_ROOT / ".collected",
        lambda: call_command("collectstatic", verbosity=0, interactive=False, clear=True),
    )
    if demo:
        sys.stdout.writelines(f"{line}\n" for line in cli_demo.fill(once=True))


def _once_for(folders: Iterable[Path], stamp: Path, do: Callable[[], object]) -> None:
    """Do it, unless it was done with the very files that lie in these folders now.

    They are known by their names, sizes and times, whether newer or older.
    """
    total = hashlib.sha256()
    for folder in folders:
        total.update(f"{folder}\n".encode())
        for path in sorted(folder.rglob("*")):
            if COMPILED in path.parts:
                continue
            found = path.stat()
            total.update(f"{path} {found.st_size} {found.st_mtime_ns}\n".encode())
    mark = total.hexdigest()
    if not stamp.is_file() or stamp.read_text(encoding="utf-8") != mark:
        do()
        stamp.parent.mkdir(parents=True, exist_ok=True)
        stamp.write_text(mark, encoding="utf-8")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m fyrstod.web.prepare")
    parser.add_argument("--demo", action="store_true", help="also do `fyrstod demo --once`")
    try:
        main(demo=parser.parse_args().demo)
    except (DomainError, ImproperlyConfigured) as problem:
        sys.exit(str(problem))
