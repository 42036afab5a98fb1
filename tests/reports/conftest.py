"""A browser with a draft of its own."""

from __future__ import annotations

import pytest
from django.test import Client

from fyrstod.drafts.contents import Contents
from fyrstod.drafts.services import OpenDraft
from tests.drafts.conftest import (
    browser,  # noqa: F401 - a fixture
    hold,
)
from tests.reports.made import contents_of


@pytest.fixture
def empty(browser: Client) -> OpenDraft:  # noqa: F811 - the fixture above
    return hold(browser, Contents(pack="fyrstod 2026.1"))


@pytest.fixture
def full(browser: Client) -> OpenDraft:  # noqa: F811 - the fixture above
    """A draft with both reports about the fifteen-year-old."""
    return hold(browser, contents_of("fifteen-year-old"))
