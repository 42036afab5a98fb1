from django.urls import path

from fyrstod.collaboration import sharing_views

urlpatterns = [
    path("", sharing_views.sharing, name="sharing"),
    path("begin/", sharing_views.begin, name="sharing_begin"),
    path("question/<slug:about>/", sharing_views.question, name="sharing_question"),
    path("answer/", sharing_views.answer, name="sharing_answer"),
    path("answer/<slug:file_format>/", sharing_views.download, name="sharing_download"),
    path("rules/", sharing_views.every_rule, name="rules"),
    path("rules/<slug:rule_id>/", sharing_views.rule, name="rule"),
]
