from django.apps import AppConfig


class IntakeConfig(AppConfig):
    name = "samaan.intake"
    label = "intake"
