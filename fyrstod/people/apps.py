from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "fyrstod.people"

    def ready(self) -> None:
        # What is done with a sign-in reaches the journal through allauth's signals.
        from fyrstod.people import sign_in_record  # noqa: F401, PLC0415
