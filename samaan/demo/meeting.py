"""A case conference next week with somebody invited, and a whole case offered to another organisation."""

from datetime import timedelta

from django.utils import timezone

from samaan.accounts.models import Organisation
from samaan.cases.models import Case, Status
from samaan.conferences import workflow as conferences
from samaan.conferences.models import AgendaItem, Conference
from samaan.demo.staffing import person
from samaan.demo.telling import acting
from samaan.transfers import workflow as transfers

WORDS = "She has family where you work, and would rather be helped there."


def tell() -> None:
    """Once: whoever loads the demo again finds it as it was left."""
    director, manager = person("director@ctu.example"), person("case.manager@ctu.example")
    with acting(director):
        if Conference.objects.exists():
            return
        conference = conferences.convene_conference(by=director, meets_at=timezone.now() + timedelta(days=6))
    with acting(manager):
        items = AgendaItem.objects.filter(conference=conference.pk, case__case_manager=manager)
        for item in items.order_by("number")[:1]:
            conferences.write_minute(item, by=manager, text="To be prepared: what the school says.")
        cases = Case.objects.filter(case_manager=manager, status=Status.OPEN, is_child=False)
        for case in cases.select_related("organisation").order_by("reference")[:1]:
            receiver = Organisation.objects.get(code="iom")
            asked = {"reason": "survivor_wish", "words": WORDS, "basis": "vital_interests"}
            transfers.propose_transfer(case, by=manager, receiver=receiver, basis_reason="Not safe here.", **asked)
