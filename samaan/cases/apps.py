from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "samaan.cases"
    label = "cases"
