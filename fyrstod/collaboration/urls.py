from django.urls import path

from fyrstod.collaboration import views

app_name = "collaboration"

urlpatterns = [
    path("collaboration/", views.start, name="start"),
]
