"""Fixtures that every folder of tests leans on."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.conf import settings
from django.utils import translation

from tests import postgresql


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On PostgreSQL, only tests that touch a database are run: the others were run on SQLite."""
    if not postgresql.in_use():
        return
    chosen = [item for item in items if _touches_a_database(item)]
    left_out = [item for item in items if not _touches_a_database(item)]
    items[:] = chosen
    config.hook.pytest_deselected(items=left_out)


def _touches_a_database(item: pytest.Item) -> bool:
    if item.get_closest_marker("browser"):
        return item.get_closest_marker("stored") is not None
    fixtures = {"db", "transactional_db"} & set(getattr(item, "fixturenames", ()))
    return bool(fixtures) or item.get_closest_marker("django_db") is not None


@pytest.fixture(autouse=True)
def _language_of_the_installation() -> Iterator[None]:
    """A request leaves its language active behind it, and no test may lean on another's."""
    with translation.override(settings.LANGUAGE_CODE):
        yield
