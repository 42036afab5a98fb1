from __future__ import annotations

from django.urls import URLPattern, path

from fyrstod.rooms import table_views as views
from fyrstod.rooms.room_urls import IN_CONCERN

TABLE = f"{IN_CONCERN}table/<uuid:table_id>/"

urlpatterns: list[URLPattern] = [
    path(f"{IN_CONCERN}table/new/", views.convene, name="table_new"),
    path(TABLE, views.table, name="table"),
    path(f"{TABLE}invite/", views.invite, name="table_invite"),
    path(f"{TABLE}grounds/", views.grounds, name="table_grounds"),
    path(f"{TABLE}grounds/<uuid:agency_id>/", views.ground, name="table_ground"),
    path(f"{TABLE}grounds/<uuid:agency_id>/facts/", views.facts, name="table_facts"),
    path(f"{TABLE}perspective/", views.perspective, name="table_perspective"),
    path(f"{TABLE}open/", views.open_perspectives, name="table_open"),
    path(f"{TABLE}perspectives/", views.perspectives, name="table_perspectives"),
    path(f"{TABLE}leave/", views.leave, name="table_leave"),
]
