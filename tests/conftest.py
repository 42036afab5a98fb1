"""Fixtures that every folder of tests leans on."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.conf import settings
from django.utils import translation


@pytest.fixture(autouse=True)
def _language_of_the_installation() -> Iterator[None]:
    """A request leaves its language active behind it, and no test may lean on another's."""
    with translation.override(settings.LANGUAGE_CODE):
        yield
