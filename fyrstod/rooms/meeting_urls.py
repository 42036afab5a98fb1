from __future__ import annotations

from django.urls import URLPattern, path

from fyrstod.rooms import meeting_views as views
from fyrstod.rooms.table_urls import TABLE

urlpatterns: list[URLPattern] = [
    path(f"{TABLE}meeting/", views.write, name="meeting_new"),
    path(f"{TABLE}meeting/<uuid:word_id>/", views.correct, name="meeting"),
    path(f"{TABLE}plan/", views.add_goal, name="plan_add"),
    path(f"{TABLE}plan/<uuid:word_id>/", views.change_goal, name="plan_goal"),
    path(f"{TABLE}plan/<uuid:word_id>/follow/", views.follow_up, name="plan_follow"),
    path(f"{TABLE}end/", views.end, name="table_end"),
    path(f"{TABLE}record/<slug:file_format>/", views.record, name="table_file"),
]
