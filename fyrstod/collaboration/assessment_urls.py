from django.urls import path

from fyrstod.collaboration import assessment_views as views

urlpatterns = [
    path("", views.recommendations, name="recommendations"),
    # These words come before a recommendation's id, so none may have one of them as its id.
    path("self-assessment/begin/", views.begin, name="assessment_begin"),
    path("self-assessment/whom/", views.about_whom, name="assessment_whom"),
    path("self-assessment/", views.task_list, name="assessment"),
    path("self-assessment/area/<slug:area_id>/", views.area, name="assessment_area"),
    path("self-assessment/law/", views.law, name="assessment_law"),
    path("self-assessment/check/", views.check_answers, name="assessment_check"),
    path("self-assessment/result/", views.result, name="assessment_result"),
    path("self-assessment/new-round/", views.new_round, name="assessment_round"),
    path("self-assessment/undo-round/", views.undo_round, name="assessment_undo"),
    path("plan/", views.plan, name="plan"),
    path("plan/take/", views.take_gaps, name="plan_take"),
    path("plan/add/", views.add_action, name="plan_add"),
    path("plan/add/<uuid:action_id>/", views.new_action, name="plan_new"),
    path("plan/action/<uuid:action_id>/", views.edit_action, name="plan_action"),
    path("plan/action/<uuid:action_id>/remove/", views.remove_action, name="plan_remove"),
    path("plan/document/", views.preview, name="plan_document"),
    path("plan/document/<slug:file_format>/", views.download, name="plan_download"),
    path("<slug:recommendation_id>/", views.recommendation, name="recommendation"),
]
