from django.apps import AppConfig


class CountrypackConfig(AppConfig):
    name = "samaan.countrypack"
    label = "countrypack"
