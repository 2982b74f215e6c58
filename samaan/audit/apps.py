from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "samaan.audit"
    label = "audit"
