from django.urls import path

from fyrstod.drafts import views

app_name = "drafts"

urlpatterns = [
    path("", views.overview, name="overview"),
    path("save/", views.save, name="save"),
    path("open/", views.open_file, name="open"),
    path("erase/", views.erase, name="erase"),
    path("erased/", views.erased, name="erased"),
    path("pieces/add/", views.add_piece, name="piece_add"),
    path("pieces/<uuid:piece_id>/", views.edit_piece, name="piece"),
    path("pieces/<uuid:piece_id>/factors/", views.link_factors, name="piece_factors"),
    path("pieces/<uuid:piece_id>/remove/", views.remove_piece, name="piece_remove"),
]
