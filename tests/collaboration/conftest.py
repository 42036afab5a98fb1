"""A browser with a self-assessment of its own, under a small pack."""

from __future__ import annotations

import pytest
from django.test import Client

from fyrstod.drafts.contents import Contents
from fyrstod.drafts.services import OpenDraft
from fyrstod.packs import shelf
from fyrstod.packs.schema import Pack
from tests.collaboration import answered
from tests.drafts.conftest import (
    browser,  # noqa: F401 - a fixture
    hold,
)


@pytest.fixture
def pack(monkeypatch: pytest.MonkeyPatch) -> Pack:
    """The small pack, in use for one test."""
    small = answered.pack()
    monkeypatch.setattr(shelf, "_in_use", [small])
    return small


@pytest.fixture
def begun(pack: Pack, browser: Client) -> OpenDraft:  # noqa: F811 - the fixture above
    """A draft for a municipality that has answered nothing yet."""
    return hold(browser, Contents(pack="fyrstod 2026.2", assessment=answered.assessment()))
