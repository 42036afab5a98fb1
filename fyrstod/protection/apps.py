from django.apps import AppConfig


class ProtectionConfig(AppConfig):
    name = "fyrstod.protection"
