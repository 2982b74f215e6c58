from django.apps import AppConfig


class PlacesConfig(AppConfig):
    name = "samaan.places"
    label = "places"
