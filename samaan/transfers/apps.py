from django.apps import AppConfig


class TransfersConfig(AppConfig):
    name = "samaan.transfers"
    label = "transfers"

    def ready(self):
        from samaan.alerts import registry  # models are loaded by now
        from samaan.cases import closing, workflow
        from samaan.transfers.models import Transfer
        from samaan.transfers.queries import still_proposed
        from samaan.transfers.workflow import PROPOSE

        registry.register(Transfer)
        closing.CHECKS.append(still_proposed)
        workflow.STEPS.append(PROPOSE)
