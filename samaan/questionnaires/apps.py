from django.apps import AppConfig


class QuestionnairesConfig(AppConfig):
    name = "samaan.questionnaires"
    label = "questionnaires"
