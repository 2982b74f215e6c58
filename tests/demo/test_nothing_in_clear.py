"""What stands in the database's files and in e-mails tells nobody who the people are."""

import subprocess
from xml.etree import ElementTree

from django.conf import settings
from django.test import Client
from django.urls import reverse

from samaan import demo
from samaan.access import context
from samaan.accounts.models import User
from samaan.alerts.jobs import mail_alert
from samaan.alerts.models import Alert
from samaan.cases.models import Note, RiskAssessment, Task
from samaan.demo.caring import PLACES, WAYS
from samaan.intake.models import Report, ReportMessage
from samaan.people.models import Person
from samaan.questionnaires.models import Part
from samaan.referrals.models import Message
from samaan.server.connection import acting_as
from samaan.server.postgres import binaries

SMALL = 24
MAILS = 20


def words_of(person: Person) -> tuple[str, ...]:
    """A single name proves nothing: colleagues' names stand in clear, and are as common."""
    return (person.full_name if person.family_names else "", person.address, *person.phones)


def canaries() -> set[str]:
    """Whatever was written that could tell who somebody is."""
    found: set[str] = set()
    for person in Person.objects.all():
        found.update(words_of(person))
    for report in Report.objects.all():
        found.update([report.narrative, report.place, report.danger])
    for value in (*PLACES, *WAYS):
        found.update(value.values())
    for model in (Note, Message, ReportMessage):
        found.update(row.text for row in model.objects.all())
    found.update(row.reasons for row in RiskAssessment.objects.all())
    found.update(row.title for row in Task.objects.all())
    texts = (text for part in Part.objects.all() for text in ElementTree.fromstring(part.instance).itertext())
    found.update(words for words in texts if len(words) > 30)
    return {words for words in found if words and len(words) > 8}


def test_a_persons_words_stand_on_their_pages_and_in_no_dump_and_no_e_mail(admin_connection, settings, tmp_path):
    demo.load(reports=SMALL)
    with acting_as("job"), context.acting(context.of_job("test")):
        loaded = canaries()
    assert len(loaded) > 150
    they_sing_where_somebody_may_hear_them(loaded)
    dump = subprocess.run(
        [binaries() / "pg_dump", "--data-only", "--dbname", dsn_of(admin_connection)],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert "R-2026-" in dump
    assert {words for words in loaded if words in dump} == set()
    assert {words for words in loaded if words.encode().hex() in dump} == set()

    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = str(tmp_path)
    admin_connection.execute("UPDATE alerts_alert SET mailed_at = NULL, read_at = NULL")
    with acting_as("job"):
        with context.acting(context.of_job("test")):
            alerts = list(Alert.objects.order_by("?")[:MAILS])
        for alert in alerts:
            mail_alert(alert_id=str(alert.pk))
    mails = "".join(path.read_text() for path in tmp_path.iterdir())
    assert mails.count("Subject:") >= MAILS / 2
    assert {words for words in loaded if words in mails} == set()


def they_sing_where_somebody_may_hear_them(loaded: set[str]) -> None:
    """The control: on a page of somebody who may see the report, its words are found."""
    investigator = User.objects.get(email="investigator@ctu.example")
    with context.acting(context.of_user(investigator)):
        report = Report.objects.visible_to(investigator).filter(status=Report.Status.SCREENING).first()
        assert report is not None
        narrative, named = report.narrative, report.persons.filter(role="possible_victim").first().person.full_name
    client = Client()
    client.force_login(investigator, backend=settings.AUTHENTICATION_BACKENDS[-1])
    addresses = (report.get_absolute_url(), reverse("intake:persons", args=[report.pk]))
    pages = "".join(client.get(address).content.decode() for address in addresses)
    assert {narrative, named} <= {words for words in loaded if words in pages}


def dsn_of(connection) -> str:
    password = connection.info.password
    return f"{connection.info.dsn} password={password}"
