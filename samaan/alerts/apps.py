from django.apps import AppConfig


class AlertsConfig(AppConfig):
    name = "samaan.alerts"
    label = "alerts"
