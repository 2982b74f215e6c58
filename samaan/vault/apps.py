from django.apps import AppConfig


class VaultConfig(AppConfig):
    name = "samaan.vault"
    label = "vault"
