from django.apps import AppConfig


class RetentionConfig(AppConfig):
    name = "samaan.retention"
    label = "retention"

    def ready(self):
        from samaan.alerts import registry  # models are loaded by now
        from samaan.retention.models import Certificate

        registry.register(Certificate)
