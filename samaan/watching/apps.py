from django.apps import AppConfig


class WatchingConfig(AppConfig):
    name = "samaan.watching"
    label = "watching"

    def ready(self):
        from samaan.alerts import registry  # models are loaded by now
        from samaan.watching.models import Concern, More

        registry.register(More)
        registry.register(Concern)
