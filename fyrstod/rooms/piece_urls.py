from __future__ import annotations

from django.urls import URLPattern, path

from fyrstod.rooms import piece_views as views
from fyrstod.rooms.room_urls import IN_CONCERN

ONE = f"{IN_CONCERN}pieces/<uuid:piece_id>/"

urlpatterns: list[URLPattern] = [
    path(f"{IN_CONCERN}picture/", views.picture, name="picture"),
    path(f"{IN_CONCERN}timeline/", views.timeline, name="timeline"),
    path(f"{IN_CONCERN}pieces/add/", views.add_piece, name="piece_add"),
    path(f"{IN_CONCERN}pieces/unknown/", views.add_unknown, name="unknown_add"),
    path(f"{IN_CONCERN}pieces/view/", views.add_view, name="view_add"),
    path(f"{IN_CONCERN}pieces/told/", views.add_informed, name="informed_add"),
    path(ONE, views.correct, name="piece"),
    path(f"{ONE}factors/", views.link_factors, name="piece_factors"),
    path(f"{ONE}away/", views.take_away, name="piece_away"),
    path(f"{ONE}back/", views.bring_back, name="piece_back"),
    path(f"{ONE}versions/", views.versions, name="piece_versions"),
    path(f"{ONE}answer/", views.answer, name="piece_answer"),
]
