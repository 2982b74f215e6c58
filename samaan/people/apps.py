from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "samaan.people"
    label = "people"
