from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "samaan.cases"
    label = "cases"

    def ready(self):
        from samaan.alerts import registry  # models are loaded by now
        from samaan.cases.models import Case

        registry.register(Case)
