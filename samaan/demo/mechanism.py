"""What the steward of the referral mechanism finds: terms with providers, and a change to the map that waits."""

from datetime import timedelta

from django.utils import timezone

from samaan.accounts.models import Organisation
from samaan.configuration.workflow import propose_change
from samaan.demo.staffing import person
from samaan.demo.telling import acting
from samaan.directory import workflow as directory
from samaan.directory.drawing_up import first_texts
from samaan.directory.models import TermsOfReference
from samaan.mechanism import workflow

REASON = "St Vincent de Paul opened a kitchen in the east: it is asked first for food from now on."
FOOD = {
    "need": "food",
    "providers": ["svp", "msdfs", "ttrcs"],
    "commits_to": {
        "svp": {
            "en": "A hot meal a day, also at weekends.",
            "es": "Una comida caliente al día, también los fines de semana.",
            "fr": "Un repas chaud par jour, week-end compris.",
        }
    },
}


def tell() -> None:
    """Once: whoever loads the demo again finds it as it was left."""
    if TermsOfReference.objects.exists():
        return
    agree("fia", days=320)
    draw_up("lwc", days=365)
    steward = person("steward@ctu.example")
    with acting(steward):
        directory.offer_terms(draw_up("saman_house", days=365), by=steward)
        change = workflow.begin_map_change(by=steward, reason=REASON)
        workflow.put_route(change, by=steward, row=FOOD)
        propose_change(change, by=steward)


def draw_up(code: str, *, days: int) -> TermsOfReference:
    steward, ends_on = person("steward@ctu.example"), timezone.localdate() + timedelta(days=days)
    provider = Organisation.objects.get(code=code)
    with acting(steward):
        return directory.draw_up_terms(provider, by=steward, texts=first_texts(provider, ends_on), ends_on=ends_on)


def agree(code: str, *, days: int) -> None:
    """Accepted by the provider's administrator, approved by the Director."""
    terms, steward = draw_up(code, days=days), person("steward@ctu.example")
    with acting(steward):
        directory.offer_terms(terms, by=steward)
    authorised, director = person("accounts@fia.example"), person("director@ctu.example")
    with acting(authorised):
        directory.accept_terms(terms, by=authorised)
    with acting(director):
        directory.approve_terms(terms, by=director)
