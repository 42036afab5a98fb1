from django.urls import path

from fyrstod.people import views

app_name = "people"

_HERE = "<uuid:municipality_id>/"
_ROLE = f"{_HERE}roles/<uuid:membership_id>/"
_RESCUE = f"{_HERE}sign-in/<uuid:rescue_id>/"

urlpatterns = [
    path("", views.start, name="start"),
    path(_HERE, views.municipality, name="municipality"),
    path(f"{_HERE}agencies/add/", views.add_agency, name="add_agency"),
    path(f"{_HERE}agencies/<uuid:agency_id>/close/", views.close_agency, name="close_agency"),
    path(f"{_HERE}agencies/<uuid:agency_id>/eyes/", views.second_eyes, name="second_eyes"),
    path(f"{_HERE}roles/propose/", views.propose, name="propose"),
    path(_ROLE, views.role, name="role"),
    path(f"{_ROLE}confirm/", views.confirm, name="confirm"),
    path(f"{_ROLE}decline/", views.decline, name="decline"),
    path(f"{_ROLE}withdraw/", views.withdraw, name="withdraw"),
    path(f"{_ROLE}end/", views.end, name="end"),
    path(f"{_ROLE}sign-in/", views.ask_for_rescue, name="ask_for_rescue"),
    path(f"{_RESCUE}confirm/", views.confirm_rescue, name="confirm_rescue"),
    path(f"{_RESCUE}drop/", views.drop_rescue, name="drop_rescue"),
]
