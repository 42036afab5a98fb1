"""Every address of the site."""

from __future__ import annotations

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

urlpatterns = [
    path("", include("fyrstod.web.root_urls")),
    *i18n_patterns(
        path("", include("fyrstod.web.urls")),
        path("", include("fyrstod.guide.urls")),
        path("reports/", include("fyrstod.reports.urls")),
        path("draft/", include("fyrstod.drafts.urls")),
    ),
]
