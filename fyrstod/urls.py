"""Every address of the site."""

from __future__ import annotations

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

urlpatterns = [
    path("", include("fyrstod.web.root_urls")),
    *i18n_patterns(
        # These first, by their prefix: content pages hardly ever come this far.
        path("reports/", include("fyrstod.reports.urls")),
        path("draft/", include("fyrstod.drafts.urls")),
        path("room/", include("fyrstod.rooms.urls")),
        path("people/", include("fyrstod.people.urls")),
        path("account/", include("fyrstod.people.sign_in_urls")),
        path("", include("fyrstod.web.urls")),
        path("", include("fyrstod.guide.urls")),
        path("", include("fyrstod.collaboration.urls")),
    ),
]

handler400 = "fyrstod.web.errors.bad_request"
handler403 = "fyrstod.web.errors.forbidden"
handler404 = "fyrstod.web.errors.not_found"
handler500 = "fyrstod.web.errors.server_error"
