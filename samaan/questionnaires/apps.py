from django.apps import AppConfig


class QuestionnairesConfig(AppConfig):
    name = "samaan.questionnaires"
    label = "questionnaires"

    def ready(self) -> None:
        from samaan.alerts import registry  # models are loaded by now
        from samaan.questionnaires.models import Submission

        # One that is about no other record; it names its kind row by row.
        registry.MODELS["submission"] = Submission
