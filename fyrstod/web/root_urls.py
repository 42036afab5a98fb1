"""The addresses that have no language of their own."""

from django.urls import path

from fyrstod.web import service_worker, views
from fyrstod.web.api import api

urlpatterns = [
    path("", views.choose_language, name="choose_language"),
    path("healthz", views.healthz, name="healthz"),
    path("service-worker.js", service_worker.script, name="service_worker"),
    path("robots.txt", views.robots, name="robots"),
    path(".well-known/security.txt", views.security_contact, name="security_contact"),
    path("api/v1/", api.urls),
]
