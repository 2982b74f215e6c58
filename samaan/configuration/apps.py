from django.apps import AppConfig


class ConfigurationConfig(AppConfig):
    name = "samaan.configuration"
    label = "configuration"

    def ready(self):
        from samaan.alerts import registry  # models are loaded by now
        from samaan.configuration.models import Change
        from samaan.configuration.waiting import open_what_waits
        from samaan.countrypack import loading

        registry.register(Change)
        if open_what_waits not in loading.AFTER:
            loading.AFTER.append(open_what_waits)
