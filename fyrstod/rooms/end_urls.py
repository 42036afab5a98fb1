from __future__ import annotations

from django.urls import URLPattern, path

from fyrstod.rooms import end_views as views

IN_ROOM = "<uuid:room_id>/disposal/"
IN_CONCERN = "<uuid:room_id>/<str:reference>/end/"

urlpatterns: list[URLPattern] = [
    path(IN_ROOM, views.disposal, name="disposal"),
    path(f"{IN_ROOM}erased/", views.erased, name="erased"),
    path(f"{IN_CONCERN}close/", views.close, name="close"),
    path(f"{IN_CONCERN}reopen/", views.reopen, name="reopen"),
    path(f"{IN_CONCERN}decide/", views.decide, name="decide"),
    path(f"{IN_CONCERN}erase/", views.erase, name="erase"),
]
