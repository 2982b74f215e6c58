"""The people, reports, cases and referrals that the matrix asks about: made once, by the functions the pages call."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from samaan.access import context, records
from samaan.accounts.models import User
from samaan.alerts.models import Alert
from samaan.cases import workflow as case_work
from samaan.cases.models import Case, Task
from samaan.conferences import workflow as conference_work
from samaan.directory import workflow as directory_work
from samaan.directory.models import Capacity, Service
from samaan.guests import workflow as guest_work
from samaan.intake import receipts
from samaan.intake.models import Receipt, Screening
from samaan.referrals import workflow as referral_work
from samaan.referrals.models import Appointment, Referral, Status
from samaan.transfers import workflow as transfer_work
from samaan.vault import uploads
from samaan.vault.models import StoredFile
from tests.factories import consent as making_consent
from tests.factories import referrals as making_referrals
from tests.factories import transfers as making_transfers
from tests.factories.accounts import make_user
from tests.factories.cases import PHONE, make_case
from tests.factories.intake import file_report, make_report
from tests.factories.screening import make_screening
from tests.support import samples

# A number that a colleague elsewhere knows as well, and asks about.
ASKED_FOR = "+18685550777"
COMPARTMENTS = ("summary", "identity", "contact", "care", "health", "legal")
VICTIM = {"role": "possible_victim", "given_names": "Nayeli", "family_names": "Urdaneta Soto", "sex": "female"}


def acting(user: User):
    return context.acting(context.of_user(user))


def word(compartment: str) -> str:
    """What stands in this compartment and nowhere else."""
    return f"Palabra {compartment}, dicha en voz baja"


@dataclass
class World:
    """`things["case"]["open"]`: the numbers that addresses and forms about the open case are made of."""

    people: dict[str, User] = field(default_factory=dict)
    things: dict[str, dict[str, dict[str, Any]]] = field(default_factory=dict)

    def add(self, kind: str, state: str, /, **numbers: Any) -> None:
        self.things.setdefault(kind, {})[state] = numbers

    def person(self, name: str) -> User:
        return self.people[name]


def add_reports(world: World) -> None:
    """One report in each state; all but the first have been given to the same investigator as far as they came."""
    head, investigator = world.person("head"), world.person("investigator")
    other = make_report(persons=[VICTIM])
    for state in ("received", "triaged", "forwarded", "assigned", "accepted", "closed"):
        report = make_report(state, investigator=investigator, persons=[VICTIM | {"given_names": f"Nayeli {state}"}])
        with acting(head):
            records.exclude(report, world.person("recused"), by=head)
            named = report.persons.select_related("person").get()
        numbers = {"person_pk": named.pk, "user_pk": world.person("recused").pk, "other_pk": other.pk}
        world.add("report", state, pk=report.pk, person=named.person_id, **numbers)


def add_receipts(world: World) -> None:
    """A report somebody filed, and one that came from the public with its code."""
    responder = world.person("responder")
    received = file_report(by=responder, channel="officer")
    with acting(responder):
        receipt = Receipt.objects.get(report_id=received.report_id)
    world.add("filed", "of the responder", pk=receipt.pk)
    number = receipts.new_form_number()
    public = file_report(form_number=number)
    world.add("public", "with a code", pk=public.report_id, code=public.code)


def add_screenings(world: World) -> None:
    head, investigator = world.person("head"), world.person("investigator")
    for state in (Screening.Status.OPEN, Screening.Status.SUBMITTED, Screening.Status.DETERMINED):
        screening = make_screening(state, investigator=investigator, given_names=f"Yusleidy {state}")
        with acting(head):
            records.exclude(screening.report, world.person("recused"), by=head)
        numbers = {"report_pk": screening.report_id, "person_pk": screening.report_person.person_id}
        world.add("screening", state, pk=screening.pk, revision=screening.revision, code="consent", **numbers)
        world.add("person", state, person=screening.report_person.person_id, **numbers)


def add_cases(world: World) -> None:
    """An open and a closed case with a whole team and something in every compartment."""
    for state in ("open", "closed"):
        add_case(world, state)


def add_case(world: World, state: str) -> Case:
    investigator, former, manager = (world.person(name) for name in ("investigator", "former_manager", "manager"))
    case = make_case(
        investigator=investigator, case_manager=former, family_names=f"Villasmil {state}", phones=[PHONE, ASKED_FOR]
    )
    with acting(former):
        case_work.assign_case_manager(case, by=former, to=manager, reason="workload")
    with acting(manager):
        records.exclude(case, world.person("recused"), by=manager)
        for name, part in TEAM.items():
            member = case_work.join_team(case, by=manager, user=world.person(name), part=part)
        kept = {compartment: fill_compartment(case, compartment, manager) for compartment in COMPARTMENTS}
        case_work.set_risk(case, by=manager, level="medium", reasons="He knows the street")
        agreed = case_work.record_consent(case, making_consent.terms(), by=manager)
        if state == "closed":
            for task in Task.objects.filter(case=case):
                case_work.finish_task(task, by=manager)
            case_work.close_case(case, by=manager, reason="goals_met")
    numbers = kept["summary"] | {"member_pk": member.pk, "code": "referrals", "person_pk": case.person_id}
    numbers |= {"entry_pk": agreed.pk, "user_pk": world.person("recused").pk, "reference": case.reference}
    world.add("case", state, pk=case.pk, member=member.pk, task=numbers["task_pk"], **numbers)
    if state == "open":
        for compartment in COMPARTMENTS:
            world.add("document", compartment, pk=kept[compartment]["file_pk"], case=case.pk)
        world.add("document", "sealed original", pk=kept["legal"]["original_pk"], case=case.pk)
    return case


TEAM = {"carer": "care", "nurse": "health", "lawyer": "legal", "liaison": "liaison", "observer": "observer"}


def fill_compartment(case: Case, compartment: str, by: User) -> dict[str, Any]:
    """A note, a task and a document; of the legal one, the original too."""
    note = case_work.add_note(case, by=by, compartment=compartment, text=word(compartment))
    due = timezone.localdate() + timedelta(days=3)
    task = case_work.add_task(case, by=by, compartment=compartment, title=word(compartment), due=due, owner=by)
    if compartment == "legal":
        upload = SimpleUploadedFile(f"{compartment}.jpg", samples.SAMPLES["image/jpeg"])
    else:
        upload = SimpleUploadedFile(f"{compartment}.txt", word(compartment).encode())
    kept = {"kind": "other", "compartment": compartment, "evidence": compartment == "legal"}
    document = case_work.add_document(case, upload, by=by, **kept)
    original = StoredFile.objects.filter(original_of=document.file).first()
    numbers = {"note_pk": note.pk, "task_pk": task.pk, "file_pk": document.file_id}
    return numbers | {"original_pk": original.pk if original else None}


def add_referrals(world: World) -> None:
    """Of the open case, to the women's shelter, in each state."""
    manager, provider = world.person("manager"), world.person("provider")
    with acting(manager):
        case = Case.objects.select_related("case_manager").get(pk=world.things["case"]["open"]["pk"])
    for state in STATES_OF_REFERRALS:
        keep_referral(world, state, making_referrals.make_referral(state, case=case, provider=provider))
    for state, moment in (("arranged", timedelta(days=3)), ("seen", timedelta(minutes=-5))):
        keep_arranged(
            world, state, moment, making_referrals.make_referral(Status.ACCEPTED, case=case, provider=provider)
        )
    overdue = making_referrals.make_referral(case=case, provider=provider)
    withdrawn = making_referrals.make_referral(case=case, provider=provider)
    with acting(manager):
        Referral.objects.filter(pk=overdue.pk).update(answer_by=timezone.now() - timedelta(hours=1))
        referral_work.withdraw_referral(withdrawn, by=manager, reason="survivor")
    keep_referral(world, "overdue", overdue)
    keep_referral(world, "withdrawn", withdrawn)
    add_draft(world, case)


STATES_OF_REFERRALS = (
    Status.SENT, Status.ACCEPTED, Status.DELIVERED, Status.DECLINED, Status.INFORMATION_ASKED, Status.WAITING_LIST,
)  # fmt: skip


def keep_referral(world: World, state: str, referral: Referral) -> None:
    world.add(
        "referral", state, pk=referral.pk, batch=referral.batch, case=referral.case_id, service=referral.service_id
    )


def keep_arranged(world: World, state: str, moment: timedelta, referral: Referral) -> None:
    """With an appointment that lies ahead, or whose time has come."""
    keep_referral(world, state, referral)
    with acting(referral.sender):
        kept = Referral.objects.get(pk=referral.pk)
        made = referral_work.make_appointment(kept, by=referral.sender, starts_at=timezone.now() + timedelta(days=3))
        Appointment.objects.filter(pk=made.pk).update(starts_at=timezone.now() + moment)
    world.things["referral"][state] |= {"appointment_pk": made.pk, "how": "cancel"}


def add_draft(world: World, case: Case) -> None:
    manager = world.person("manager")
    share = referral_work.Share(typed={"reason": making_referrals.REASON})
    with acting(manager):
        made = referral_work.prepare_referrals(case, [making_referrals.service()], by=manager, priority="normal")
        for draft in made:
            referral_work.choose_slice(draft, case, by=manager, share=share)
            referral_work.record_consent(draft, case, by=manager, consent=making_referrals.CONSENT)
    keep_referral(world, "draft", made[0])


def add_transfers(world: World) -> None:
    """A case offered to another organisation once, taken back, and offered again."""
    manager = world.person("manager")
    case = making_referrals.make_case(case_manager=manager)
    for state in ("withdrawn", "proposed"):
        made = making_transfers.propose(case, receiver=world.person("other_manager").organisation)
        world.add("transfer", state, pk=made.pk, case=case.pk)
        if state == "withdrawn":
            with acting(manager):
                transfer_work.withdraw_transfer(made, by=manager)


def add_conferences(world: World) -> None:
    """One that was held, and one that comes with the lawyer invited to the open case."""
    director, lawyer = world.person("director"), world.person("lawyer")
    for state in ("held", "planned"):
        with acting(director):
            meets_at = timezone.now() + timedelta(days=3)
            conference = conference_work.convene_conference(by=director, meets_at=meets_at)
            item = conference.items.get(case=world.things["case"]["open"]["pk"])
            if state == "held":
                conference_work.hold_conference(conference, by=director)
            else:
                conference_work.invite_participant(item, by=director, user=lawyer)
        world.add("conference", state, pk=conference.pk)
        world.add("agenda_item", state, pk=item.pk, case=item.case_id)


def add_talk(world: World) -> None:
    """A message with a file in the accepted referral."""
    manager, accepted = world.person("manager"), world.things["referral"]["accepted"]
    with acting(manager):
        referral = Referral.objects.get(pk=accepted["pk"])
        upload = SimpleUploadedFile("carta.txt", b"Una carta")
        message = referral_work.send_message(referral, "A letter", by=manager, client_id=referral.batch, file=upload)
        guest_work.invite_guest(referral, by=manager, name="Whoever answers")
    accepted["file_pk"], accepted["message_pk"] = message.attachment_id, message.pk


def add_own(world: World) -> None:
    """What is one person's alone: an alert, a file on its way."""
    manager = world.person("manager")
    with acting(manager):
        alert = Alert.objects.filter(user=manager).first()
        assert alert is not None
        upload = uploads.begin(by=manager, name="a.txt", size=4)
    world.add("alert", "of the case manager", pk=alert.pk)
    world.add("upload", "of the case manager", pk=upload.pk)
    service = making_referrals.service()
    world.add("service", "of the directory", pk=service.pk, code=service.code)
    world.add("entry", "of the shelter", pk=service.pk, group="contact")
    add_entry_changes(world, service)
    room = Capacity.objects.create(service=service, kind="beds", contracted=40, free=30)
    world.add("capacity", "of the shelter", pk=room.pk)
    world.add("shelter", "of the provider", pk=world.person("provider").organisation_id)
    world.add("form", "for officers", variant="officer")
    world.add("job", "failed", pk=fail_a_job())
    world.add("tile", "that is not there", z=9, x=168, y=240)
    world.add("nothing", "in particular", kind="csv")


def add_entry_changes(world: World, service: Service) -> None:
    """What the shelter would change in the directory: one that waits, one that counts."""
    provider, steward = world.person("provider"), make_user("referral_steward", "ctu")
    with acting(provider):
        waiting = directory_work.propose_change(service, "whom", {"min_age": 19}, by=provider)
        approved = directory_work.propose_change(service, "cost", {"documents": ["passport"]}, by=provider)
    with acting(steward):
        directory_work.approve_change(approved, by=steward)
    world.add("entry_change", "waiting", pk=waiting.pk)
    world.add("entry_change", "approved", pk=approved.pk)


def fail_a_job() -> int:
    """One of the mails that wait could not be sent."""
    job = ProcrastinateJob.objects.order_by("id").first()
    assert job is not None
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'failed' WHERE id = %s", [job.pk])
    return job.pk


PARTS = (
    add_reports,
    add_receipts,
    add_screenings,
    add_cases,
    add_referrals,
    add_transfers,
    add_conferences,
    add_talk,
    add_own,
)
