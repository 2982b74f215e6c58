from django.apps import AppConfig


class MechanismConfig(AppConfig):
    name = "samaan.mechanism"
    label = "mechanism"
