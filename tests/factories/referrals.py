"""Referrals in any state, made by the same functions the pages call."""

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

from django.utils import timezone

from samaan.access import context, records
from samaan.accounts.models import Organisation, User
from samaan.cases.models import Case
from samaan.cases.workflow import assign_case_manager, open_case
from samaan.directory.models import Service
from samaan.people.looking import ALL_ARE_OTHERS
from samaan.people.workflow import add_person
from samaan.referrals import workflow
from samaan.referrals.consent import ConsentGiven
from samaan.referrals.models import Referral, Status
from tests.factories.accounts import make_user
from tests.support import cast

# Canaries: nothing of them may stand in an e-mail, an address or a log.
NAME, SURNAME, PHONE, REASON = "Yusmelia", "Quintanilla Brito", "+18687771234", "Fled on Tuesday with nothing at all"
CONSENT = ConsentGiven(basis="consent", how="spoken", language="es", given_on=timezone.localdate())


class ReportStandIn:
    """What a report is to the person it names: a record that opens them."""

    record_kind = "report"

    def __init__(self, record_id):
        self.record_id = record_id


def make_case(*, case_manager: User | None = None, **known: Any) -> Case:
    """A case of an invented woman of 24, opened by an investigator and given to a case manager."""
    investigator = make_user("investigator")
    case_manager = case_manager or make_user("case_manager")
    known = {
        "given_names": NAME, "family_names": SURNAME, "phones": [PHONE], "sex": "female", "age": 24, "language": "es",
        "nationality": "VEN",
    } | known  # fmt: skip
    own = records.grant_to(
        records.principals.user(investigator.pk), ["persons"], basis="assignment", purpose="test", by=investigator
    )
    with context.acting(context.of_user(investigator)):
        report = ReportStandIn(records.begin_record("report", owned_by=investigator.organisation, grants=[own]))
        person = add_person(of=report, compartment="persons", organisation=investigator.organisation, **known)
        case = open_case(person, by=investigator, region=cast.region("case"), not_these=ALL_ARE_OTHERS)
        assign_case_manager(case, by=investigator, to=case_manager)
    with context.acting(context.of_user(case_manager)):
        return Case.objects.get(pk=case.pk)


def service(code: str = "") -> Service:
    """A service of the pack; the women's shelter unless told otherwise."""
    return Service.objects.select_related("organisation").get(code=code or cast.service("womens_shelter"))


def make_provider(organisation: str = "", **fields: Any) -> User:
    """A focal point of a provider of the pack."""
    code = organisation or cast.organisation("shelter")
    return make_user("service_provider", Organisation.objects.get(code=code), **fields)


def make_referral(
    status: str = Status.SENT, *, case: Case | None = None, provider: User | None = None, **given: Any
) -> Referral:
    """A referral to the women's shelter that has come as far as `status`."""
    case = case or make_case()
    provider = provider or make_provider()
    offered = given.pop("service", None) or service()
    share = given.pop("share", workflow.Share(typed={"reason": REASON}))
    asked = {"priority": "urgent", "consent": CONSENT, "share": share} | given
    with context.acting(context.of_user(case.case_manager)):
        (referral,) = workflow.send_referral(case, [offered], by=case.case_manager, **asked)
    for step in PATHS[status]:
        with context.acting(context.of_user(provider)):
            step(Referral.objects.get(pk=referral.pk), by=provider)
    return referral


def accept(referral: Referral, *, by: User) -> None:
    workflow.accept_referral(referral, by=by)


def decline(referral: Referral, *, by: User) -> None:
    workflow.decline_referral(referral, by=by, reason="no_space")


def ask(referral: Referral, *, by: User) -> None:
    workflow.ask_information(referral, by=by, question="Does she come alone?", client_id=uuid4())


def put_on_list(referral: Referral, *, by: User) -> None:
    workflow.put_on_waiting_list(referral, by=by, expected_on=timezone.localdate() + timedelta(days=10), position=3)


def deliver(referral: Referral, *, by: User) -> None:
    workflow.deliver_referral(referral, by=by, note="Four nights and meals", began_on=date(2026, 11, 20))


def send_back(referral: Referral, *, by: User) -> None:
    workflow.send_back(referral, by=by, done="Four nights", needed="Somebody to talk to", need="counselling")


def arrange(referral: Referral, *, by: User) -> None:
    workflow.make_appointment(referral, by=by, starts_at=timezone.now() + timedelta(days=3), note="Ask for Ms Paul")


def not_deliver(referral: Referral, *, by: User) -> None:
    workflow.not_deliver_referral(referral, by=by, reason="no_show")


PATHS: dict[str, list] = {
    Status.SENT: [],
    Status.VIEWED: [workflow.mark_viewed],
    Status.INFORMATION_ASKED: [ask],
    Status.WAITING_LIST: [put_on_list],
    Status.ACCEPTED: [accept],
    Status.DECLINED: [decline],
    Status.IN_PROGRESS: [accept, workflow.start_referral],
    Status.DELIVERED: [accept, deliver],
    Status.SENT_BACK: [accept, send_back],
    Status.NOT_DELIVERED: [accept, not_deliver],
}


def seen_by(user: User, referral: Referral) -> Referral | None:
    """The referral as this colleague sees it, without any filter of the application."""
    with context.acting(context.of_user(user)):
        return Referral.objects.filter(pk=referral.pk).first()
