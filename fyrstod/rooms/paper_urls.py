from __future__ import annotations

from django.urls import URLPattern, path

from fyrstod.rooms import paper_views as views
from fyrstod.rooms.room_urls import IN_CONCERN, IN_ROOM

PAPERS = f"{IN_CONCERN}papers/"

of_rooms: list[URLPattern] = [
    path("move/", views.move, name="draft"),
    path(f"{IN_ROOM}move/", views.move_here, name="draft_here"),
    path(f"{IN_ROOM}move/new/", views.move_new, name="draft_new"),
]
"""Before the references, none of which looks like these."""

urlpatterns: list[URLPattern] = [
    path(f"{PAPERS}move/", views.move_into, name="draft_into"),
    path(f"{PAPERS}report/<slug:report_id>/", views.write_report, name="report_write"),
    path(f"{PAPERS}report/<slug:report_id>/keep/", views.keep_report, name="report_keep"),
    path(f"{PAPERS}export/", views.export, name="export"),
    path(f"{PAPERS}export/<slug:file_format>/", views.export_file, name="export_file"),
    path(f"{PAPERS}received/", views.received, name="paper_received"),
    path(f"{PAPERS}letter/", views.letter, name="letter"),
    path(f"{PAPERS}<uuid:paper_id>/", views.paper, name="paper"),
    path(f"{PAPERS}<uuid:paper_id>/letter/", views.change_letter, name="letter_change"),
    path(f"{PAPERS}<uuid:paper_id>/sent/", views.sent, name="paper_sent"),
    path(f"{PAPERS}<uuid:paper_id>/handed/", views.handed, name="letter_handed"),
    path(f"{PAPERS}<uuid:paper_id>/<slug:file_format>/", views.paper_file, name="paper_file"),
]
