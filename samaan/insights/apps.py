from django.apps import AppConfig


class InsightsConfig(AppConfig):
    name = "samaan.insights"
    label = "insights"
