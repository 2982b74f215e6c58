from django.apps import AppConfig


class SealedConfig(AppConfig):
    name = "samaan.sealed"
    label = "sealed"
