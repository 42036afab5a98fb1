from django.urls import path, register_converter

from fyrstod.reports import views


class ReportConverter:
    regex = "concern|police"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(ReportConverter, "report")

app_name = "reports"

urlpatterns = [
    path("<report:report_id>/", views.intro, name="intro"),
    path("<report:report_id>/begin/", views.begin, name="begin"),
    path("<report:report_id>/tasks/", views.task_list, name="tasks"),
    path("<report:report_id>/check/", views.check_answers, name="check"),
    path("<report:report_id>/document/", views.preview, name="document"),
    path("<report:report_id>/document/<slug:file_format>/", views.download, name="download"),
    path("<report:report_id>/send/", views.where_to_send, name="send"),
    path("<report:report_id>/page/<slug:section_id>/", views.section, name="section"),
]
