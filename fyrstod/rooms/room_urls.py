from __future__ import annotations

from django.urls import URLPattern, path

from fyrstod.rooms import room_views as views

IN_ROOM = "<uuid:room_id>/"
IN_CONCERN = f"{IN_ROOM}<str:reference>/"

urlpatterns: list[URLPattern] = [
    path("", views.week, name="week"),
    path(IN_ROOM, views.room, name="room"),
    # Before the references, none of which looks like these.
    path(f"{IN_ROOM}closed/", views.closed, name="closed"),
    path(f"{IN_ROOM}search/", views.search, name="search"),
    path(f"{IN_ROOM}new/", views.open_new, name="open"),
    path(IN_CONCERN, views.concern, name="concern"),
    path(f"{IN_CONCERN}describe/", views.describe, name="describe"),
    path(f"{IN_CONCERN}person/", views.person, name="person"),
    path(f"{IN_CONCERN}address/", views.address, name="address"),
    path(f"{IN_CONCERN}review/", views.review, name="review"),
    path(f"{IN_CONCERN}holder/", views.holder, name="holder"),
    path(f"{IN_CONCERN}move/", views.move, name="move"),
    path(f"{IN_CONCERN}tasks/add/", views.add_task, name="task_add"),
    path(f"{IN_CONCERN}tasks/<uuid:task_id>/", views.change_task, name="task"),
    path(f"{IN_CONCERN}tasks/<uuid:task_id>/done/", views.finish_task, name="task_done"),
    path(f"{IN_CONCERN}tasks/<uuid:task_id>/undo/", views.take_up_task, name="task_undo"),
]
