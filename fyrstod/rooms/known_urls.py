from __future__ import annotations

from django.urls import URLPattern, path

from fyrstod.rooms import known_views as views
from fyrstod.rooms.room_urls import IN_CONCERN

urlpatterns: list[URLPattern] = [
    path(f"{IN_CONCERN}go-on/", views.go_on, name="go_on"),
    path(f"{IN_CONCERN}same/<str:other>/", views.same, name="same"),
]
