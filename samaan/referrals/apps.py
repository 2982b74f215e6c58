from django.apps import AppConfig


class ReferralsConfig(AppConfig):
    name = "samaan.referrals"
    label = "referrals"
