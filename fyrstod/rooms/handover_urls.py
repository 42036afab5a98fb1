from __future__ import annotations

from django.urls import URLPattern, path

from fyrstod.rooms import handover_views as views
from fyrstod.rooms.room_urls import IN_CONCERN, IN_ROOM

of_rooms: list[URLPattern] = [
    path(f"{IN_ROOM}handovers/", views.hand_over, name="handovers"),
    path(f"{IN_ROOM}continuity/", views.continuity, name="continuity"),
]
"""Before the references, none of which looks like these."""

urlpatterns: list[URLPattern] = [
    path(f"{IN_CONCERN}briefing/", views.briefing, name="briefing"),
    path(f"{IN_CONCERN}briefing/write/", views.write_briefing, name="briefing_write"),
    path(f"{IN_CONCERN}briefing/<slug:file_format>/", views.briefing_file, name="briefing_file"),
    path(f"{IN_CONCERN}handovers/<uuid:handover_id>/", views.answer, name="handover"),
    path(
        f"{IN_CONCERN}handovers/<uuid:handover_id>/take-back/",
        views.take_back,
        name="handover_take_back",
    ),
]
