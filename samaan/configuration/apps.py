from django.apps import AppConfig


class ConfigurationConfig(AppConfig):
    name = "samaan.configuration"
    label = "configuration"

    def ready(self):
        from samaan.alerts import registry  # models are loaded by now
        from samaan.configuration.models import Change

        registry.register(Change)
