from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "samaan.api"
    label = "api"
