from __future__ import annotations

from django.urls import URLPattern, path

from fyrstod.rooms import disclosure_views as views
from fyrstod.rooms.room_urls import IN_CONCERN, IN_ROOM

GIVEN = f"{IN_CONCERN}given/<uuid:disclosure_id>/"
OFFER = f"{IN_ROOM}offers/<uuid:offer_id>/"
RECEIVED = f"{IN_CONCERN}received/<uuid:receipt_id>/"

of_rooms: list[URLPattern] = [
    path(f"{IN_ROOM}offers/", views.offers, name="offers"),
    path(OFFER, views.offer, name="offer"),
    path(f"{OFFER}accept/", views.accept, name="offer_accept"),
    path(f"{OFFER}decline/", views.decline, name="offer_decline"),
]
"""Before the references, none of which looks like these."""

urlpatterns: list[URLPattern] = [
    path(f"{IN_CONCERN}given/new/", views.begin, name="disclose"),
    path(GIVEN, views.given, name="disclosure"),
    path(f"{GIVEN}what/", views.what, name="disclosure_what"),
    path(f"{GIVEN}facts/", views.facts, name="disclosure_facts"),
    path(f"{GIVEN}ground/", views.ground, name="disclosure_ground"),
    path(f"{GIVEN}why/", views.why, name="disclosure_why"),
    path(f"{GIVEN}offer/", views.make_offer, name="disclosure_offer"),
    path(f"{GIVEN}confirm/", views.confirm, name="disclosure_confirm"),
    path(f"{GIVEN}back/", views.send_back, name="disclosure_back"),
    path(f"{GIVEN}withdraw/", views.withdraw, name="disclosure_withdraw"),
    path(f"{GIVEN}consent/", views.consent_back, name="disclosure_consent"),
    path(f"{GIVEN}object/", views.object_to, name="disclosure_object"),
    path(f"{GIVEN}record/<slug:file_format>/", views.given_file, name="disclosure_file"),
    path(RECEIVED, views.received, name="receipt"),
    path(f"{RECEIVED}record/<slug:file_format>/", views.received_file, name="receipt_file"),
]
