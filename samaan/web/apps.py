from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "samaan.web"
    label = "web"
