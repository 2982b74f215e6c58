from django.apps import AppConfig


class AlertsConfig(AppConfig):
    name = "samaan.alerts"
    label = "alerts"

    def ready(self):
        from samaan.alerts.workflow import mark_seen  # models are loaded by now
        from samaan.audit import stream

        if mark_seen not in stream.WHEN_OPENED:
            stream.WHEN_OPENED.append(mark_seen)
