from __future__ import annotations

from pathlib import Path

import pytest

from tests.packs import tiny


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A small pack that is whole, for a test to break."""
    return tiny.write(tmp_path / "tiny" / "2026.1")
