from django.apps import AppConfig


class ConferencesConfig(AppConfig):
    name = "samaan.conferences"
    label = "conferences"

    def ready(self):
        from samaan.alerts import registry  # models are loaded by now
        from samaan.cases.panels import TABS, Panel
        from samaan.conferences.models import AgendaItem, Conference
        from samaan.conferences.words import CONFERENCES

        registry.register(Conference)
        registry.register(AgendaItem)
        TABS.append(Panel("conferences", CONFERENCES, "conferences:of_case", "case.task"))
