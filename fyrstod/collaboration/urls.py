from django.urls import include, path

from fyrstod.collaboration import views

app_name = "collaboration"

urlpatterns = [
    path("collaboration/", views.start, name="start"),
    path("collaboration/agencies/", views.agencies, name="agencies"),
    path("collaboration/agencies/<slug:agency_id>/", views.agency, name="agency"),
    path("collaboration/agencies/<slug:agency_id>/<slug:other_id>/", views.beside, name="beside"),
    path("collaboration/beside/", views.choose, name="choose"),
    path("collaboration/after/<slug:timeline_id>/", views.timeline, name="timeline"),
    path("collaboration/here/", views.here, name="here"),
    path("collaboration/table/", views.table, name="table"),
    path("collaboration/forums/", views.forums, name="forums"),
    path("collaboration/words/", views.shared_words, name="words"),
    path("recommendations/", include("fyrstod.collaboration.assessment_urls")),
    path("sharing/", include("fyrstod.collaboration.sharing_urls")),
]
