from django.apps import AppConfig


class CommonConfig(AppConfig):
    name = "samaan.common"
    label = "common"
