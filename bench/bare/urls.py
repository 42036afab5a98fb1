"""Fyrstöd's addresses, which the page links to, and pages of its own."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import path

from bench.bare import room, table, views
from fyrstod.urls import urlpatterns as of_fyrstod

urlpatterns = [
    *i18n_patterns(
        path("bare/<slug:report_id>/<slug:section_id>/", views.step),
        # In the place of ours, so that every link of the page is the same.
        path("room/<uuid:room_id>/<str:reference>/", room.concern),
        path("room/<uuid:room_id>/<str:reference>/table/<uuid:table_id>/", table.table),
    ),
    *of_fyrstod,
]
