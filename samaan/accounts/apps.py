from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "samaan.accounts"
    label = "accounts"
