"""Words of persons stand nowhere but on the pages of whoever may read them.

In answers, addresses, headers and logs tests/matrix/listening.py listens to every single look of test_pages.py and
test_api.py, whoever it is. Here: that they can be heard at all, and the database, the e-mails and the error pages.
"""

import subprocess

import pytest
from django.core import mail
from django.db import transaction

from samaan.access import context
from samaan.alerts.jobs import mail_alert
from samaan.alerts.models import Alert
from samaan.server.connection import acting_as
from samaan.server.postgres import binaries
from samaan.web.views import errors
from tests.factories import cases as of_case
from tests.factories import referrals as of_referral
from tests.matrix import keeping, listening, world_of_keeping
from tests.matrix.listening import CANARIES, heard, singing
from tests.matrix.meeting import MATRIX
from tests.matrix.world import COMPARTMENTS, word
from tests.support import template


@pytest.mark.django_db
def test_the_control_the_case_manager_hears_them(asked):
    addresses = (
        "cases:notes",
        "cases:person",
        "access:file",
        "referrals:detail",
        "retention:of_case",
        "exports:export",
    )
    looks = [row for row in MATRIX.pages if row.method == "GET" and row.address in addresses]
    sung = {canary for row in looks for canary in heard(asked.met("manager", row))}
    kept = {world_of_keeping.HELD_FOR, world_of_keeping.TAKEN_OUT_FOR, world_of_keeping.RECIPIENT}
    assert {of_case.NAME, of_referral.REASON, *map(word, COMPARTMENTS), *kept} <= sung


@pytest.mark.django_db
def test_listening_tells_of_each_place(asked):
    """What would be said if a word did stand there."""
    row = next(row for row in MATRIX.pages if row.address == "cases:notes")
    met = asked.met("manager", row)
    assert list(listening.amiss("manager", met)) == []
    assert [said.partition(" finds ")[0] for said in listening.amiss("auditor", met)] == ["auditor"]


def test_none_stands_in_a_dump_of_the_database(copy_of_the_world):
    dsn = template.admin_dsn(keeping.FOLDER, copy_of_the_world[0])
    dump = subprocess.run(
        [binaries() / "pg_dump", "--data-only", "--dbname", dsn], capture_output=True, text=True, check=True
    ).stdout
    assert dump.count("\n") > 5000
    assert singing(dump) == set()
    assert {canary for canary in CANARIES if canary.encode().hex() in dump} == set()


def test_none_stands_in_an_e_mail(asked, django_db_blocker):
    """Of each rule an alert of this world, mailed by the worker as if it were new."""
    with django_db_blocker.unblock(), acting_as("job"), transaction.atomic():
        with context.acting(context.of_job("test")):
            Alert.objects.update(mailed_at=None, read_at=None)
            alerts = list(Alert.objects.order_by("rule", "pk").distinct("rule").values_list("pk", flat=True))
        for alert in alerts:
            mail_alert(alert_id=str(alert))
        transaction.set_rollback(True)
    assert len(mail.outbox) > 10
    words = [str(each.message()) + each.body + each.subject for each in mail.outbox]
    assert singing("\n".join(words)) == set()


def test_an_error_page_has_no_word_of_anybody(rf):
    assert singing(errors.server_error(rf.get("/")).content.decode()) == set()
