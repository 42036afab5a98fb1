from __future__ import annotations

from django.urls import URLPattern, path

from fyrstod.rooms import record_views as views

IN_ROOM = "<uuid:room_id>/journal/"
OF_ROLES = "roles/<uuid:municipality_id>/journal/"

urlpatterns: list[URLPattern] = [
    path(IN_ROOM, views.journal, name="journal"),
    path(f"{IN_ROOM}verify/", views.verify, name="journal_verify"),
    path(f"{IN_ROOM}export/", views.export, name="journal_export"),
    path(OF_ROLES, views.roles_journal, name="roles"),
    path(f"{OF_ROLES}verify/", views.roles_verify, name="roles_verify"),
    path(f"{OF_ROLES}export/", views.roles_export, name="roles_export"),
    path("<uuid:room_id>/<str:reference>/looks/", views.looks, name="looks"),
]
