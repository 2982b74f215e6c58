"""Terms of reference: drawn up from the map, accepted by the provider, approved by the unit, and they end."""

from datetime import timedelta
from io import BytesIO

import pypdf
import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from samaan.accounts.models import Organisation
from samaan.alerts import jobs
from samaan.alerts.models import Alert, Clock
from samaan.directory import workflow
from samaan.directory.markdown import blocks
from samaan.directory.models import TermsOfReference
from samaan.directory.terms import providers_with_terms
from samaan.referrals.offering import offerings
from samaan.transitions import NotPermitted, WrongState
from tests.factories.accounts import make_user
from tests.factories.referrals import make_case
from tests.factories.staff import acting, director
from tests.factories.terms import make_terms
from tests.support.sessions import prove, signed_in

pytestmark = pytest.mark.django_db(transaction=True)
S = TermsOfReference.Status


def test_the_first_text_says_what_the_map_and_the_directory_say_in_each_language():
    make_user("service_provider", Organisation.objects.get(code="fia"), full_name="Odalys Marchán")
    terms = make_terms(S.DRAFT)
    english, spanish = terms.texts["en"], terms.texts["es"]
    assert "A first session within a week, eight sessions in all, free of charge." in english
    assert "- Odalys Marchán" in english and "- Odalys Marchán" in spanish
    assert "Una primera sesión en una semana" in spanish and "## Confidencialidad" in spanish
    assert [block.kind for block in blocks("# A\none\ntwo\n\n- <b>x</b>\n* y")] == ["heading", "text", "points"]


def test_they_are_in_force_when_both_sides_agreed_and_replace_those_before():
    first = make_terms()
    fia = first.provider
    assert providers_with_terms() == {fia.pk}
    second = make_terms(S.ACCEPTED)
    assert (second.number, providers_with_terms()) == (2, {fia.pk})
    chief = director()
    with acting(chief):
        workflow.approve_terms(second, by=chief)
    found = dict(TermsOfReference.objects.values_list("number", "status"))
    assert found == {1: S.ENDED, 2: S.IN_FORCE}


def test_each_act_is_its_own_sides():
    steward, chief = make_user("referral_steward"), director()
    elsewhere = make_user("organisation_administrator", Organisation.objects.get(code="lwc"))
    offered = make_terms(S.OFFERED, steward=steward)
    for other in (steward, chief, elsewhere):
        with acting(other), pytest.raises(NotPermitted):
            workflow.accept_terms(offered, by=other)
    with acting(chief), pytest.raises(WrongState):
        workflow.approve_terms(offered, by=chief)
    with acting(chief), pytest.raises(NotPermitted):
        workflow.draw_up_terms(offered.provider, by=chief, texts=offered.texts, ends_on=offered.ends_on)
    with acting(steward):
        with pytest.raises(ValidationError, match="being drawn up already"):
            workflow.draw_up_terms(offered.provider, by=steward, texts=offered.texts, ends_on=offered.ends_on)
        with pytest.raises(WrongState):
            workflow.write_terms(offered, by=steward, texts=offered.texts, ends_on=offered.ends_on)


def test_both_sides_are_reminded_before_their_last_day_and_after_it_they_are_not_in_force(job_role):
    steward = make_user("referral_steward")
    terms = make_terms(steward=steward, days=70)
    with acting(steward):
        clock = Clock.objects.get(record_id=terms.pk, met_at=None)
        assert timezone.localdate(clock.due_at) == terms.ends_on - timedelta(days=60)
        Clock.objects.filter(pk=clock.pk).update(due_at=timezone.now())
    with job_role():
        jobs.ring_clocks(timestamp=0)
    with acting(steward):
        assert "terms_ending" in set(Alert.objects.values_list("rule", flat=True))
    TermsOfReference.objects.update(ends_on=timezone.localdate() - timedelta(days=1))
    assert providers_with_terms() == set()


def test_whoever_refers_is_warned_of_a_provider_without_terms():
    case = make_case()
    with acting(case.case_manager):
        assert {one.has_terms for one in offerings(case, "counselling")} == {False}
    make_terms()
    with acting(case.case_manager):
        found = {one.service.organisation.code: one.has_terms for one in offerings(case, "counselling")}
    assert found["fia"] and not found["lwc"]


def test_the_pages_of_both_sides_to_the_printed_terms():
    steward = make_user("referral_steward")
    browser = prove(signed_in(steward))
    address = reverse("directory:terms_draw_up", args=["fia"])
    form = browser.get(address).context["form"]
    filled = {field.html_name: field.value() for field in form}
    assert browser.post(address, filled | {"text_es": ""}).status_code == 422
    assert browser.post(address, filled).status_code == 302
    terms = TermsOfReference.objects.get()
    browser.post(reverse("directory:terms_offer", args=[terms.pk]))
    authorised = make_user("organisation_administrator", terms.provider)
    prove(signed_in(authorised)).post(reverse("directory:terms_accept", args=[terms.pk]))
    chief = director()
    prove(signed_in(chief)).post(reverse("directory:terms_approve", args=[terms.pk]))
    terms.refresh_from_db()
    assert (terms.status, terms.accepted_by, terms.approved_by) == (S.IN_FORCE, authorised, chief)
    paper = signed_in(make_user("case_manager")).get(reverse("directory:terms_print", args=[terms.pk]))
    words = "".join(page.extract_text() for page in pypdf.PdfReader(BytesIO(paper.content)).pages)
    assert authorised.full_name in words and "Confidentiality" in words
