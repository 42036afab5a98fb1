"""Three databases, whatever the environment says."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.apps import apps
from django.core.exceptions import ImproperlyConfigured
from django.db import connections

from fyrstod.protection.router import APART, Stores
from fyrstod.protection.stores import databases

SERVER = "postgres://user:pass-word@example.org:5433"
ALL = {
    "DATABASE_URL": f"{SERVER}/rooms",
    "FYRSTOD_KEYS_DATABASE_URL": f"{SERVER}/keys",
    "FYRSTOD_LEDGER_DATABASE_URL": f"{SERVER}/ledger",
}


def test_without_an_address_there_are_three_files(tmp_path: Path) -> None:
    found = databases({"DATABASE_URL": " "}, tmp_path)

    assert {alias: one["NAME"].name for alias, one in found.items()} == {
        "default": "fyrstod.sqlite3",
        "keys": "keys.sqlite3",
        "ledger": "ledger.sqlite3",
    }


def test_three_addresses_are_three_databases_with_lasting_connections(tmp_path: Path) -> None:
    found = databases(ALL, tmp_path)

    assert {alias: (one["HOST"], one["PORT"], one["NAME"]) for alias, one in found.items()} == {
        "default": ("example.org", 5433, "rooms"),
        "keys": ("example.org", 5433, "keys"),
        "ledger": ("example.org", 5433, "ledger"),
    }
    assert {(one["CONN_MAX_AGE"], one["CONN_HEALTH_CHECKS"]) for one in found.values()} == {
        (None, True)
    }


@pytest.mark.parametrize("name", ALL)
def test_one_address_too_few_is_refused_by_its_name(tmp_path: Path, name: str) -> None:
    given = {other: address for other, address in ALL.items() if other != name}

    with pytest.raises(ImproperlyConfigured, match=f"Set {name} too"):
        databases(given, tmp_path)


@pytest.mark.parametrize(
    "same",
    [f"{SERVER}/rooms", "postgresql://other@EXAMPLE.org:5433/rooms", f"{SERVER}/rooms?a=b"],
)
def test_two_names_for_one_database_are_refused(tmp_path: Path, same: str) -> None:
    given = {**ALL, "FYRSTOD_KEYS_DATABASE_URL": same}

    with pytest.raises(ImproperlyConfigured) as refused:
        databases(given, tmp_path)

    assert "DATABASE_URL and FYRSTOD_KEYS_DATABASE_URL name the same" in str(refused.value)
    assert len(str(refused.value).splitlines()) == 1


@pytest.mark.parametrize(
    "address",
    ["sqlite:///pass-word", "pass-word", "postgres://u:pass-word@h:port/x", "mysql://h/pass-word"],
)
def test_an_address_that_cannot_be_used_is_refused_without_its_words(
    tmp_path: Path, address: str
) -> None:
    with pytest.raises(ImproperlyConfigured, match=r"^DATABASE_URL: ") as refused:
        databases({**ALL, "DATABASE_URL": address}, tmp_path)

    assert "pass-word" not in str(refused.value)


def test_keys_and_ledger_lie_apart_and_everything_else_together() -> None:
    stores = Stores()

    found = {
        (model._meta.app_label, model._meta.model_name): stores.db_for_write(model)
        for model in apps.get_models()
    }

    assert {name: alias for name, alias in found.items() if alias != "default"} == APART
    assert all(
        stores.db_for_read(model) == stores.db_for_write(model) for model in apps.get_models()
    )


def test_no_model_points_from_one_database_into_another() -> None:
    stores = Stores()

    across = [
        field
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if field.is_relation
        and field.related_model
        and stores.db_for_read(model) != stores.db_for_read(field.related_model)
    ]

    assert across == []


@pytest.mark.django_db(databases="__all__")
def test_each_database_holds_its_own_tables_and_no_others() -> None:
    for alias in connections:
        tables = set(connections[alias].introspection.table_names())
        own = {
            model._meta.db_table
            for model in apps.get_models(include_auto_created=True)
            if Stores().db_for_read(model) == alias
        }
        # Tables without a model: what is migrated, and what is counted in the cache.
        assert tables - {"django_migrations", "people_counts"} == own
