from django.apps import AppConfig


class RoomsConfig(AppConfig):
    name = "fyrstod.rooms"

    def ready(self) -> None:
        """Have an erasure take a concern's rows with it, whoever decides or completes it."""
        from fyrstod.protection.services import with_an_erasure  # noqa: PLC0415 - needs models
        from fyrstod.rooms.erasing import remove  # noqa: PLC0415 - as above

        with_an_erasure(remove)
