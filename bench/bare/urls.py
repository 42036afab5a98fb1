"""Fyrstöd's addresses, which the page links to, and one step of its own."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import path

from bench.bare import views
from fyrstod.urls import urlpatterns as of_fyrstod

urlpatterns = [
    *i18n_patterns(path("bare/<slug:report_id>/<slug:section_id>/", views.step)),
    *of_fyrstod,
]
