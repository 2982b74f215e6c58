from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "samaan.people"
    label = "people"

    def ready(self):
        from samaan.alerts import registry  # models are loaded by now
        from samaan.people.models import Ask, Question

        registry.register(Ask)
        registry.register(Question)
