"""Start-up: the pack is loaded and checked before the first page."""

from __future__ import annotations

from django.apps import AppConfig
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from fyrstod.packs import shelf
from fyrstod.packs.loader import BadPack


class WebConfig(AppConfig):
    name = "fyrstod.web"

    def ready(self) -> None:
        try:
            shelf.put(settings.FYRSTOD_CONTENT, settings.FYRSTOD_OVERLAY)
        except BadPack as problem:
            raise ImproperlyConfigured(f"The content cannot be used:\n{problem}") from None
