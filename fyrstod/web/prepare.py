"""Brings the databases and the static files up to date, before the server starts.

An erasure that a killed process left half done is completed too. One process for all of it, and
nothing at all where nothing changed, so that a second start is quick: reading the packs is most
of what a process does before it can do anything. With `--demo` it fills the fictitious
municipality in the same breath, as `fyrstod demo --once` does.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import sys

import django
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.db import connections
from django.db.migrations.executor import MigrationExecutor


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "fyrstod.settings")
    # Whoever else has an account on the machine has no business in the databases.
    os.umask(0o077)
    django.setup()
    for alias in settings.DATABASES:
        executor = MigrationExecutor(connections[alias])
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            call_command("migrate", verbosity=0, interactive=False, database=alias)
    # Models can only be imported once Django is set up.
    from fyrstod.core.errors import DomainError  # noqa: PLC0415
    from fyrstod.protection.services import finish_erasures  # noqa: PLC0415

    try:
        finish_erasures()
    except DomainError as problem:
        # The concern is gone for every page, so the other rooms need not wait for this one.
        sys.stderr.write(f"An erasure could not be completed. {problem}\n")
    stamp, built = settings.STATIC_ROOT / ".collected", _built_files()
    if not stamp.is_file() or stamp.read_text(encoding="utf-8") != built:
        call_command("collectstatic", verbosity=0, interactive=False, clear=True)
        stamp.write_text(built, encoding="utf-8")


def _built_files() -> str:
    """A mark of the built files: their names, sizes and times, whether newer or older."""
    total = hashlib.sha256()
    for root in settings.STATICFILES_DIRS:
        for path in sorted(root.rglob("*")):
            found = path.stat()
            total.update(f"{path.relative_to(root)} {found.st_size} {found.st_mtime_ns}\n".encode())
    return total.hexdigest()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m fyrstod.web.prepare")
    parser.add_argument("--demo", action="store_true", help="also do `fyrstod demo --once`")
    chosen = parser.parse_args()
    try:
        main()
    except ImproperlyConfigured as problem:
        sys.exit(str(problem))
    if chosen.demo:
        from fyrstod.web import cli

        sys.exit(cli.main(["demo", "--once"]))
