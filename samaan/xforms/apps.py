from django.apps import AppConfig


class XformsConfig(AppConfig):
    name = "samaan.xforms"
    label = "xforms"
