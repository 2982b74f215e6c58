"""An organisation comes in by two people, and sees nothing but what is sent to it."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from samaan.access import context
from samaan.access.records import open_to
from samaan.accounts.models import Organisation, User
from samaan.cases.models import Case
from samaan.intake.models import Receipt, Report
from samaan.people.models import Person
from samaan.referrals.models import Referral
from samaan.referrals.sharing import EVERYTHING, answering_seats
from samaan.staff import giving, kinds, workflow
from samaan.staff.models import Invitation, Proposal
from samaan.transitions import NotPermitted, WrongState
from tests.api.calling import Program
from tests.factories import referrals
from tests.factories.accounts import make_user
from tests.factories.intake import make_report
from tests.factories.staff import PASSWORD, acting, administrator, director, link_of
from tests.factories.staff import role as role_called

pytestmark = pytest.mark.django_db
PLAN = {
    "kind": "ngo", "reason": "Shelter beds in the south", "contact_name": "Ingrid Salas", "terms": "Signed in May",
    "contact_email": "ingrid@harbour.example", "contact_phone": "+18685550199",
}  # fmt: skip


def propose(by: User, name: str = "Harbour of Hope", **given) -> Proposal:
    with acting(by):
        given = PLAN | {"contact_role": role_called("organisation_administrator")} | given
        return workflow.propose_organisation(name, by=by, **given)


def test_approved_by_another_it_begins_and_its_contact_is_invited():
    admin, chief = administrator(), director()
    proposal = propose(admin)
    assert not Organisation.objects.filter(name="Harbour of Hope").exists()
    assert not Invitation.objects.exists()
    with acting(chief):
        made = workflow.approve_proposal(proposal, by=chief)
    assert (made.code, made.kind, made.is_active) == ("harbour_of_hope", "ngo", True)
    invitation = Invitation.objects.get()
    assert (invitation.email, invitation.role_id, invitation.status) == (
        "ingrid@harbour.example", "organisation_administrator", "sent",
    )  # fmt: skip


def test_nobody_approves_their_own():
    chief = director()
    proposal = propose(chief)
    with acting(chief), pytest.raises(NotPermitted):
        workflow.approve_proposal(proposal, by=chief)
    with acting(chief), pytest.raises(IntegrityError), transaction.atomic():
        Proposal.objects.filter(pk=proposal.pk).update(status="approved", decided_by=chief)


def test_an_administrator_who_does_not_approve_cannot():
    proposal, other = propose(director()), administrator()
    with acting(other), pytest.raises(NotPermitted):
        workflow.approve_proposal(proposal, by=other)


@pytest.mark.parametrize("stranger", ["investigator", "head_of_investigations", "auditor"])
def test_others_propose_nothing(stranger: str):
    with pytest.raises(NotPermitted):
        propose(make_user(stranger, Organisation.objects.get(code="ctu")))


def test_decided_once():
    chief = director()
    proposal = propose(administrator())
    with acting(chief):
        workflow.refuse_proposal(proposal, by=chief, note="Not yet signed")
        with pytest.raises(WrongState):
            workflow.approve_proposal(proposal, by=chief)


@pytest.mark.parametrize("kind", ["ctu", "oversight"])
def test_no_second_unit_and_no_second_overseer_comes_in_this_way(kind: str):
    assert kind not in kinds.that_may_be_proposed()
    with pytest.raises(ValidationError):
        propose(administrator(), kind=kind, contact_role=role_called("director"))


def test_a_name_that_is_there_already_is_refused():
    with pytest.raises(ValidationError):
        propose(administrator(), name="Families in Action")


def test_the_contact_is_encrypted_and_strangers_do_not_see_the_proposal():
    proposal = propose(administrator())
    stranger = make_user("organisation_administrator", Organisation.objects.get(code="fia"))
    with acting(stranger):
        assert not Proposal.objects.filter(pk=proposal.pk).exists()


def test_nobody_signs_in_for_an_organisation_that_is_not_at_work(browse, client):
    user = make_user("service_provider", Organisation.objects.get(code="fia"))
    user.set_password(PASSWORD)
    user.save()
    open_page, program = browse(user), Program(user)
    assert open_page.get("/referrals/").status_code == 200
    Organisation.objects.filter(code="fia").update(is_active=False)
    assert open_page.get("/referrals/")["Location"].startswith("/accounts/login/")
    program.get("/me", expect=401)
    answer = client.post("/accounts/login/", {"login": user.email, "password": PASSWORD})
    assert (answer.status_code, "_auth_user_id" in client.session) == (200, False)


def newcomer_of(role: str) -> User:
    chief = director()
    proposal = propose(administrator())
    with acting(chief):
        made = workflow.approve_proposal(proposal, by=chief)
    return make_user(role, made)


LISTS = (
    "/reports/",
    "/cases/",
    "/referrals/",
    "/people/",
    "/alerts/",
    "/accounts-and-organisations/",
    "/log/",
    "/jobs/",
)
CALLS = ("/reports", "/cases", "/referrals", "/people", "/alerts", "/accounts", "/screenings")


@pytest.mark.parametrize(
    "role", ["service_provider", "first_responder", "partner_reporter", "organisation_administrator"]
)
def test_a_new_organisation_sees_nothing_of_others(role: str, browse):
    report, case = make_report("accepted"), referrals.make_case()
    referral = referrals.make_referral(case=case)
    user = newcomer_of(role)
    assert role in [known.pk for known in giving.roles_to_give(user.organisation)]
    with acting(user):
        for model in (Report, Case, Person, Referral, Receipt):
            assert not model.objects.exists(), model
    client, program = browse(user), Program(user)
    canaries = [report.reference, referral.reference, case.reference, case.pseudonym, referrals.NAME]
    for page in LISTS:
        answer = client.get(page, follow=True)
        assert not [word for word in canaries if word in answer.content.decode()], page
    for page in (report.get_absolute_url(), case.get_absolute_url(), referral.get_absolute_url()):
        assert client.get(page).status_code in (403, 404), page
    for address in CALLS:
        answer = program.client.get(f"/api/v1{address}", headers=program.headers)
        assert not [word for word in canaries if word in answer.content.decode()], address
    for address in (f"/reports/{report.pk}", f"/cases/{case.pk}", f"/referrals/{referral.pk}"):
        answer = program.client.get(f"/api/v1{address}", headers=program.headers)
        assert answer.status_code in (403, 404), address


def test_it_sees_what_is_sent_to_it_and_nothing_beside():
    user = newcomer_of("service_provider")
    referrals.make_referral()
    case = referrals.make_case()
    sent = referrals.make_referral(case=case)
    with acting(case.case_manager):
        for seat in answering_seats(user.organisation):
            open_to(sent, seat, EVERYTHING, basis="referral", purpose="referral", by=case.case_manager)
    with acting(user):
        assert [found.pk for found in Referral.objects.all()] == [sent.pk]
        assert not Case.objects.exists() and not Person.objects.exists()


def test_the_contact_comes_in_by_the_link():
    admin, chief = administrator(), director()
    proposal = propose(admin)
    with acting(chief):
        workflow.approve_proposal(proposal, by=chief)
    token = link_of(Invitation.objects.get())
    with context.acting(context.of_public()):
        user = workflow.accept_invitation(token, full_name="Ingrid Salas", password=PASSWORD)
    assert user.organisation.name == "Harbour of Hope"
