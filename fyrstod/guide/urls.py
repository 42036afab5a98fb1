from django.urls import path

from fyrstod.guide import views

app_name = "guide"

urlpatterns = [
    path("guide/", views.start, name="start"),
    path("guide/plan/", views.choose, name="choose"),
    path("guide/plan/<slug:asker>/<slug:person>/<slug:step>/", views.plan, name="plan"),
    path(
        "guide/plan/<slug:asker>/<slug:person>/<slug:step>/begin/",
        views.begin_plan,
        name="begin_plan",
    ),
    path("guide/my-plan/", views.my_plan, name="my_plan"),
    path("guide/my-plan/choices/", views.change_choices, name="change_choices"),
    path("guide/my-plan/drop/<slug:question_id>/", views.drop_question, name="drop_question"),
    path("guide/my-plan/own/", views.add_own, name="add_own"),
    path("guide/my-plan/own/<uuid:question_id>/remove/", views.remove_own, name="remove_own"),
    path("guide/my-plan/pocket/", views.pocket, name="pocket"),
    path("questions/", views.questions, name="questions"),
    path("questions/<slug:theme_id>/", views.theme, name="theme"),
    path("advice/", views.advice, name="advice"),
    path("advice/<slug:advice_id>/", views.advice_topic, name="advice_topic"),
    path("process/", views.process, name="process"),
    path("process/<slug:step_id>/", views.step, name="step"),
    path("worry/", views.worry, name="worry"),
    path("worry/begin/", views.begin_worry, name="begin_worry"),
    path("worry/pieces/", views.pieces, name="pieces"),
    path("worry/pieces/lens/", views.lens, {"page": "pieces"}, name="pieces_lens"),
    path("worry/picture/", views.picture, name="picture"),
    path("worry/picture/lens/", views.lens, {"page": "picture"}, name="picture_lens"),
    path("worry/next/", views.next_steps, name="next"),
    path("factors/", views.factors, name="factors"),
    # These words come before a factor's id, so no factor may have one of them as its id.
    path("factors/search/", views.factor_search, name="factor_search"),
    path("factors/protective/", views.factors, {"side": "protective"}, name="factors_protective"),
    path("factors/risk/", views.factors, {"side": "risk"}, name="factors_risk"),
    path("factors/level/<slug:level_id>/", views.factors, name="factors_level"),
    path("factors/<slug:factor_id>/", views.factor, name="factor"),
]
