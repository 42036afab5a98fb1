"""The same browser and static files as the tests of drafts."""

from __future__ import annotations

from tests.drafts.conftest import _static_files_without_a_build, browser

__all__ = ["_static_files_without_a_build", "browser"]
