"""What passes the walls of a file, what is sealed in it, and who may be the same person."""

from datetime import timedelta

from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from samaan.access import records
from samaan.cases import workflow as case_work
from samaan.cases.models import Case
from samaan.intake.models import Report, ReportPerson
from samaan.intake.screening_workflow import begin_screening
from samaan.people import asking, jobs, merging
from samaan.people.finding import Sought
from samaan.people.models import Ask, Question
from samaan.sealed import workflow as sealed_work
from samaan.server.connection import acting_as
from samaan.walls.models import EmergencyAccess
from samaan.walls.workflow import disclosing, emergency
from tests.factories import sealed as making_sealed
from tests.factories.intake import make_report
from tests.matrix.world import ASKED_FOR, World, acting

WHY = "She must be moved tonight"


def add_matter(world: World) -> None:
    """A report and the case that came of it, of which one investigator has the one and one case manager the other."""
    investigator, manager = world.person("investigator"), world.person("manager")
    person = {"role": "possible_victim", "given_names": "Yuleisi", "family_names": "Prado", "age": 24}
    report = make_report("accepted", investigator=investigator, persons=[person])
    with acting(investigator):
        named = report.persons.select_related("person", "report__merged_into").get()
        begin_screening(named, by=investigator)
        case = case_work.open_case(named.person, by=investigator, source_report_id=report.pk, case_manager=manager)
    keep_out(world, report, "head")
    keep_out(world, case, "manager")
    world.add("matter", "its case", kind="case", kinds="cases", pk=case.pk, to="investigator")
    world.add("matter", "its report", kind="report", kinds="reports", pk=report.pk, to="manager")


def keep_out(world: World, record: Case | Report, by: str) -> None:
    """Whoever has a conflict of interest."""
    user = world.person(by)
    with acting(user):
        records.exclude(record, world.person("recused"), by=user)


def add_disclosures(world: World) -> None:
    """What the investigator told the case manager of the report, once still to be read and once taken back."""
    investigator, manager = world.person("investigator"), world.person("manager")
    with acting(investigator):
        report = Report.objects.select_related("organisation").get(pk=world.things["matter"]["its report"]["pk"])
        until = timezone.now() + timedelta(days=3)
        for state in ("running", "taken back"):
            told = {"items": ["danger"], "words": "", "reason": WHY, "until": until}
            given = disclosing.disclose(report, by=investigator, to=manager, **told)
            if state == "taken back":
                disclosing.end_disclosure(given, by=investigator)
            world.add("disclosure", state, pk=given.pk)


def add_emergencies(world: World) -> None:
    """A colleague of the unit opened the case of that matter, once still open and once ended."""
    former = world.person("former_manager")
    with acting(world.person("manager")):
        case = Case.objects.get(pk=world.things["matter"]["its case"]["pk"])
    for state in ("ended", "running"):
        with acting(former):
            emergency.open_in_emergency("case", case.reference, by=former, reason=WHY)
            access = EmergencyAccess.objects.select_related("user").latest("began_at")
            if state == "ended":
                emergency.end_emergency(access, by=former)
        world.add("emergency", state, pk=access.pk)


def add_sealed(world: World) -> None:
    """Of the open case how she is reached safely, of an accepted report who gave the information; one who asks."""
    investigator, manager = world.person("investigator"), world.person("manager")
    with acting(manager):
        case = Case.objects.get(pk=world.things["case"]["open"]["pk"])
        contact = sealed_work.enter(case, "safe_contact", making_sealed.CONTACT, by=manager)
    with acting(investigator):
        report = Report.objects.get(pk=world.things["report"]["accepted"]["pk"])
        informant = sealed_work.enter(report, "informant", {"name": "Ezequiel of the bakery"}, by=investigator)
    making_sealed.reveal(contact, by=manager)
    keep_sealed(world, "safe contact", contact, case)
    keep_sealed(world, "informant", informant, report)
    asked = making_sealed.ask(contact, by=world.person("liaison"))
    world.add("request", "asked", pk=asked.pk)
    refused = making_sealed.ask(informant, by=investigator)
    with acting(world.person("head")):
        sealed_work.refuse(type(refused).objects.get(pk=refused.pk), by=world.person("head"), answer="Not now")
    world.add("request", "refused", pk=refused.pk)


def keep_sealed(world: World, state: str, field: object, record: Case | Report) -> None:
    named = field.sealed_class
    world.add("sealed", state, pk=field.pk, sealed_class=named, name=named, record_pk=record.pk, record=record.pk)


def add_persons(world: World) -> None:
    """The survivor of the open case; two records that may be one person, and two that were found to be."""
    head = world.person("head")
    world.add("somebody", "of the open case", pk=world.things["case"]["open"]["person_pk"])
    one, other, gone, survivor = [make_report(persons=[{"role": "witness", "given_names": "Ramona"}]) for _ in range(4)]
    for report in (one, other, gone, survivor):
        keep_out(world, report, "head")
    with acting(head):
        pair = [ReportPerson.objects.get(report=report).person_id for report in (one, other)]
        world.add("pair", "of two reports", pk=pair[0], other_pk=pair[1])
        two = [ReportPerson.objects.select_related("person").get(report=each).person for each in (gone, survivor)]
        merged = merging.merge_persons(two[0], into=two[1], by=head, reason="The same passport")
        world.add("merge", "done", pk=merged.pk)


def add_questions(world: World) -> None:
    """A colleague elsewhere asked who works with the survivor of the open case."""
    asker, manager = world.person("other_manager"), world.person("manager")
    with acting(asker):
        asking.ask_owner(Sought(phones=(ASKED_FOR,)), by=asker, reason="She came to our office")
        assert Ask.objects.filter(asked_by=asker).exists()
    with acting_as("job"):
        for job in ProcrastinateJob.objects.filter(queue_name="people", status="todo").order_by("pk"):
            getattr(jobs, job.task_name.rpartition(".")[2])(**job.args)
    with acting(manager):
        asked = Question.objects.get(file_id=world.things["case"]["open"]["pk"])
        done = Question.objects.get(file_id=world.things["case"]["closed"]["pk"])
        asking.decide_question(done, by=manager, answer="not_same")
    world.add("question", "waiting", pk=asked.pk)
    world.add("question", "answered", pk=done.pk)


PARTS = (add_matter, add_disclosures, add_emergencies, add_sealed, add_persons, add_questions)
