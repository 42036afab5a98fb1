"""The pack in use with Björkdala's overlay over it."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from django.conf import settings

from fyrstod.packs.check_overlay import laid_over
from fyrstod.packs.loader import load_with_origin
from fyrstod.packs.schema import Pack

FOLDER = Path(__file__).parents[2] / "content" / "bjorkdala" / "2026.1"


@cache
def bjorkdala() -> Pack:
    return laid_over(load_with_origin(settings.FYRSTOD_CONTENT), FOLDER).pack
