from django.urls import path

from fyrstod.web import views

app_name = "web"

urlpatterns = [
    path("", views.home, name="home"),
    path("about/", views.about, name="about"),
    path("accessibility/", views.accessibility, name="accessibility"),
    path("sources/", views.sources, name="sources"),
    path("glossary/", views.glossary, name="glossary"),
    path("content/changes/", views.changes, name="changes"),
    path("contacts/", views.contacts, name="contacts"),
    path("offline/", views.offline, name="offline"),
]
