"""Migrations, forward over rows that are there already. On PostgreSQL too (script/test)."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connections
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState

from tests.filled import Rows

OWN = {config.label for config in apps.get_app_configs() if config.name.startswith("fyrstod.")}
GRAPH = MigrationLoader(None).graph
MIGRATIONS = sorted(key for key in GRAPH.nodes if key[0] in OWN)


def before(migration: tuple[str, str]) -> tuple[str, str | None]:
    """The migration before one of the same app, or none of them."""
    app = migration[0]
    earlier = [node.key for node in GRAPH.node_map[migration].parents if node.key[0] == app]
    return earlier[0] if earlier else (app, None)


def migrate(*targets: tuple[str, str | None]) -> ProjectState:
    """Bring every database to these migrations; the models as they were then."""
    states = [MigrationExecutor(connections[alias]).migrate(list(targets)) for alias in connections]
    return states[0]


def all_the_way() -> ProjectState:
    return migrate(*GRAPH.leaf_nodes())


@pytest.fixture
def _today_again(transactional_db: None) -> Iterator[None]:
    """Other tests of the same process go on with the tables of today."""
    yield
    all_the_way()


def assert_all_there(rows: Rows) -> None:
    """Every row can still be read whole, by the model of today, unless that is gone."""
    for label, row in rows.made.items():
        app_label, name = label.split(".")
        if name in apps.all_models[app_label]:
            assert apps.get_model(label)._base_manager.filter(pk=row.pk).get().pk == row.pk


@pytest.mark.usefixtures("_today_again")
@pytest.mark.django_db(transaction=True, databases="__all__")
@pytest.mark.parametrize("migration", MIGRATIONS, ids=".".join)
def test_a_migration_goes_forward_over_rows_that_are_there(migration: tuple[str, str]) -> None:
    rows = Rows(migrate(before(migration)).apps)
    rows.fill(OWN)

    all_the_way()

    assert_all_there(rows)


@pytest.mark.django_db(databases="__all__")
def test_every_model_of_today_can_be_filled_for_the_next_migration() -> None:
    rows = Rows(apps)

    rows.fill(OWN)

    assert {row._meta.app_label for row in rows.made.values()} >= {"drafts", "journal"}
    assert_all_there(rows)


@pytest.mark.django_db(databases="__all__")
def test_no_model_differs_from_its_migrations(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("makemigrations", check_changes=True, dry_run=True)

    assert capsys.readouterr().out.startswith("No changes detected")
