"""Brings the database and the static files up to date, before the server starts.

One process for both, and nothing at all where nothing changed, so that a second start is quick.
"""

from __future__ import annotations

import os

import django
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "fyrstod.settings")
    # Whoever else has an account on the machine has no business in the database.
    os.umask(0o077)
    django.setup()
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        call_command("migrate", verbosity=0, interactive=False)
    newest = max(
        (path.stat().st_mtime for root in settings.STATICFILES_DIRS for path in root.rglob("*")),
        default=0.0,
    )
    manifest = settings.STATIC_ROOT / "staticfiles.json"
    if not manifest.exists() or manifest.stat().st_mtime < newest:
        call_command("collectstatic", verbosity=0, interactive=False, clear=True)


if __name__ == "__main__":
    main()
