from django.apps import AppConfig


class StaffConfig(AppConfig):
    name = "samaan.staff"
    label = "staff"

    def ready(self):
        from samaan.alerts import registry  # models are loaded by now
        from samaan.staff.models import Delegation, Proposal, Review

        registry.register(Review)
        registry.register(Proposal)
        registry.register(Delegation)
