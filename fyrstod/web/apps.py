"""Start-up: which pack the installation uses."""

from __future__ import annotations

from django.apps import AppConfig
from django.conf import settings

from fyrstod.packs import shelf


class WebConfig(AppConfig):
    name = "fyrstod.web"

    def ready(self) -> None:
        shelf.choose(settings.FYRSTOD_CONTENT, settings.FYRSTOD_OVERLAY)
