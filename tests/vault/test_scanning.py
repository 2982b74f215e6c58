"""The virus scanner: clean opens, infected is locked away, and what nobody has looked at opens for nobody."""

import dataclasses

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from samaan.access import context
from samaan.access.jobs import scan_waiting
from samaan.alerts.jobs import tell_of_virus
from samaan.alerts.models import Alert
from samaan.audit.models import Event
from samaan.cases import workflow
from samaan.config import read
from samaan.vault import files, scanning
from samaan.vault.models import FileState, StoredFile
from samaan.vault.scanning import Verdict
from tests.factories.accounts import make_user
from tests.factories.cases import acting, make_case
from tests.support.clamd import EICAR, clamd

pytestmark = pytest.mark.django_db


@pytest.fixture
def scanner(settings):
    with clamd() as running:
        settings.CONFIG = dataclasses.replace(settings.CONFIG, clamd=running.address)
        yield running


@pytest.fixture
def case():
    return make_case()


def add(case, content: bytes, name: str = "nota.txt"):
    manager = case.case_manager
    with acting(manager):
        upload = SimpleUploadedFile(name, content)
        return workflow.add_document(case, upload, by=manager, kind="other", compartment="summary").file


def state_now(stored, user) -> str:
    with acting(user):
        return StoredFile.objects.get(pk=stored.pk).state


def test_the_protocol(scanner):
    assert scanning.answers()
    assert scanning.scan([b"harm", b"less"]) is Verdict.CLEAN
    assert scanner.seen == [b"harmless"]
    assert scanning.scan([EICAR[:20], b"", EICAR[20:]]) is Verdict.INFECTED


@pytest.mark.parametrize("trouble", ["stopped", "dies", "too_large"])
def test_an_answer_that_does_not_come_is_not_clean(scanner, trouble):
    if trouble == "stopped":
        scanner.stop()
    elif trouble == "dies":
        scanner.dies_after = 1000
    else:
        scanner.most = 1000
    assert scanning.scan([b"x" * 500] * 2000) is Verdict.UNKNOWN


def test_without_a_scanner_nothing_is_asked(case):
    assert read({}).clamd == ""
    assert add(case, b"Hola").state == FileState.KEPT


def test_a_clean_document_opens_at_once(scanner, case):
    stored = add(case, b"Hola")
    assert stored.state == FileState.KEPT
    assert scanner.seen == [b"Hola"]


def test_an_infected_document_is_locked_away_told_and_never_opened(scanner, case, browse, job_role):
    make_user("director")
    stored = add(case, EICAR, "virus.txt")
    manager = case.case_manager
    assert stored.state == FileState.INFECTED
    answer = browse(manager).get(reverse("access:file", args=[stored.pk]))
    assert answer.status_code == 409
    assert "A virus was found" in answer.content.decode()
    with acting(manager), pytest.raises(files.NotOpen):
        files.open_chunks(stored)
    with job_role():
        tell_of_virus(file_id=str(stored.pk))
        tell_of_virus(file_id=str(stored.pk))
        with context.acting(context.of_job("test")):
            assert Event.objects.filter(kind="file.infected", record_id=case.pk).count() == 1
            assert Alert.objects.filter(rule="virus_found", user__role_id="director").count() == 1
            assert Event.objects.filter(kind="file.opened").count() == 0


def test_while_the_scanner_is_down_a_document_is_kept_and_closed(scanner, case, browse, job_role):
    scanner.stop()
    stored = add(case, b"Hola")
    manager = case.case_manager
    browser = browse(manager)
    assert stored.state == FileState.CHECKING
    assert "Being checked for viruses" in browser.get(reverse("cases:documents", args=[case.pk])).content.decode()
    assert browser.get(reverse("access:file", args=[stored.pk])).status_code == 409
    with job_role():
        scan_waiting()
    assert state_now(stored, manager) == FileState.CHECKING


@pytest.mark.parametrize(("content", "after"), [(b"Hola", FileState.KEPT), (EICAR, FileState.INFECTED)])
def test_once_it_is_back_the_worker_asks_it(scanner, settings, case, job_role, content, after):
    scanner.dies_after = 0
    waiting = add(case, content)
    assert waiting.state == FileState.CHECKING
    scanner.dies_after = None
    with job_role():
        scan_waiting()
    assert state_now(waiting, case.case_manager) == after


def test_a_large_document_waits_for_the_worker(scanner, settings, case, job_role):
    settings.ATTACHMENT_MAX_BYTES = 3
    settings.CONFIG = dataclasses.replace(settings.CONFIG)
    upload = SimpleUploadedFile("nota.txt", b"Hola")
    upload.in_pieces = True
    with acting(case.case_manager):
        stored = workflow.add_document(case, upload, by=case.case_manager, kind="other", compartment="summary").file
    assert (stored.state, scanner.seen) == (FileState.CHECKING, [])
    with job_role():
        scan_waiting()
    assert (state_now(stored, case.case_manager), scanner.seen) == (FileState.KEPT, [b"Hola"])


def test_what_is_closed_is_not_copied_to_anybody(scanner, case):
    scanner.stop()
    stored = add(case, b"Hola")
    with acting(case.case_manager), pytest.raises(files.NotOpen):
        files.copy(stored, record=case, compartment="summary", by=case.case_manager)
