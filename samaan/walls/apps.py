from django.apps import AppConfig


class WallsConfig(AppConfig):
    name = "samaan.walls"
    label = "walls"

    def ready(self):
        from samaan.alerts import registry  # models are loaded by now
        from samaan.walls.models import Disclosure

        registry.register(Disclosure)
