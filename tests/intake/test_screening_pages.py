"""The pages of a screening: begun, filled in, handed over, decided."""

import pytest
from django.urls import reverse

from samaan.access.records import compartments_of
from samaan.audit.models import Event
from samaan.intake.models import Screening
from samaan.intake.queries import history
from samaan.intake.screening_form import answers_of
from tests.factories.accounts import make_user
from tests.factories.screening import (
    DECISION,
    acting,
    at,
    decide,
    make_screening,
    make_victim,
    section_url,
    seen,
)

pytestmark = pytest.mark.django_db

SECTIONS = ["consent", "person", "act", "means", "purpose", "indicators", "needs", "risk", "wishes", "summary"]


def of(name: str, screening, *more) -> str:
    return reverse(f"intake:{name}", args=[screening.pk, *more])


def openings(user, screening) -> int:
    with acting(user):
        return Event.objects.filter(kind="record.opened", record_id=screening.report_id, actor_id=user.pk).count()


def test_from_the_report_to_a_decision(signed_in):
    victim = make_victim()
    investigator, director = victim.report.assigned_to, make_user("director")
    client = signed_in(investigator)
    begin = reverse("intake:screening_new", args=[victim.report_id, victim.pk])
    assert begin in client.get(victim.report.get_absolute_url()).content.decode()
    begun = client.post(begin)
    assert begun.status_code == 302
    with acting(investigator):
        screening = seen(Screening.objects.get(), investigator)
    assert begun.url == section_url(screening, "consent")
    consent = {at(screening, "consent"): "assents", at(screening, "consent_authority"): "Her aunt", "version": "1"}
    assert client.post(begun.url, {**consent, "do": "overview"}).url == of("screening", screening)
    summary = at(screening, "summary")
    saved = client.post(
        reverse("questionnaires:answer", args=[screening.submission_id]),
        {"field": summary, summary: "Held in the bar.", "version": "2"},
    )
    assert saved.status_code == 200
    page = client.get(of("screening_submit", screening)).content.decode()
    assert "Still missing" in page
    assert client.post(of("screening_submit", screening)).status_code == 302
    reviewing = signed_in(director)
    page = reviewing.get(of("screening", screening)).content.decode()
    assert "Held in the bar." in page
    form = reviewing.get(of("determine", screening)).context["form"]
    decided = reviewing.post(of("determine", screening), {**DECISION, "read": form["read"].value()})
    assert decided.status_code == 302, decided.context["form"].errors
    with acting(director):
        assert Screening.objects.get().outcome == "confirmed"


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("code", SECTIONS)
def test_every_part_opens_and_leaves_one_event(signed_in, code, language):
    screening = make_screening()
    user = screening.report.assigned_to
    user.language = language
    user.save()
    assert signed_in(user).get(section_url(screening, code)).status_code == 200
    assert openings(user, screening) == 1


def test_parts_stay_closed_until_consent(signed_in):
    victim = make_victim()
    client = signed_in(victim.report.assigned_to)
    client.post(reverse("intake:screening_new", args=[victim.report_id, victim.pk]))
    with acting(victim.report.assigned_to):
        screening = seen(Screening.objects.get(), victim.report.assigned_to)
    page = client.get(section_url(screening, "act"))
    assert page.status_code == 302
    sent = {at(screening, "act_recruitment"): "present", "version": "1"}
    refused = client.post(section_url(screening, "act"), sent)
    assert refused.status_code in (409, 422)
    assert "present" in refused.content.decode()
    with acting(victim.report.assigned_to):
        assert "act_recruitment" not in answers_of(screening)


def test_who_decides_second_reads_what_was_decided(signed_in):
    screening = make_screening("submitted")
    first, second = make_user("director", full_name="Dora First"), make_user("head_of_investigations")
    client = signed_in(second)
    read = client.get(of("determine", screening)).context["form"]["read"].value()
    decide(screening, by=first, outcome="presumed")
    late = client.post(of("determine", screening), {**DECISION, "outcome": "inconclusive", "read": read})
    page = late.content.decode()
    assert late.status_code == 409
    for words in ("Determination made", "Presumed", "Dora First", DECISION["reasons"]):
        assert words in page


def test_what_came_of_it_is_not_in_the_history_of_whoever_never_sees_screenings(signed_in):
    """The intake officer's role is never given them; the head's is."""
    screening = make_screening("determined")
    officer, head = make_user("intake_officer"), make_user("head_of_investigations")
    for user, told in ((officer, False), (head, True)):
        page = signed_in(user).get(reverse("intake:history", args=[screening.report_id])).content.decode()
        assert ("Determination made" in page) is told
        assert "Report received" in page
        with acting(user):
            kinds = {event.kind for event in history(screening.report, compartments_of(screening.report, user))}
        assert any(kind.startswith(("screening.", "determination.")) for kind in kinds) is told
