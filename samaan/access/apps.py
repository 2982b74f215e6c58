from django.apps import AppConfig
from django.db.models.signals import post_migrate


class AccessConfig(AppConfig):
    name = "samaan.access"
    label = "access"

    def ready(self):
        from samaan.access.signing import install_key  # models are loaded by now

        post_migrate.connect(install_key, sender=self)
