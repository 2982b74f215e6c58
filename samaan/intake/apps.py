from django.apps import AppConfig


class IntakeConfig(AppConfig):
    name = "samaan.intake"
    label = "intake"

    def ready(self):
        from samaan.alerts import registry  # models are loaded by now
        from samaan.intake.models import Report

        registry.register(Report)
