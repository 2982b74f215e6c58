"""Administrators, and nobody else, are told that no backup was made in time."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import timezone

from samaan.alerts.jobs import tell_late_backup
from samaan.vault import backups
from samaan.vault.models import Backup
from tests.factories.accounts import make_user

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def real(settings):
    """An installation that is no demo."""
    settings.CONFIG = replace(settings.CONFIG, demo=False, backup_hours=26)


@pytest.fixture
def administrator():
    return make_user("system_administrator", language="es")


def made(admin_connection, hours: float) -> None:
    admin_connection.execute(
        "INSERT INTO vault_backup (made_at, archive, size, sha256, rows, documents, missing)"
        " VALUES (%s, 'samaan-2026-11-24T021000Z.age', 2500000, '', 40, 1, 2)",
        [timezone.now() - timedelta(hours=hours)],
    )


@pytest.mark.parametrize(("hours", "late"), [(25, False), (27, True)])
def test_when_the_last_one_is_too_old(real, admin_connection, hours, late):
    made(admin_connection, hours)
    assert backups.is_late() is late


def test_none_at_all_is_late_but_not_in_a_demo_nor_where_nobody_wants_it(real, settings):
    assert backups.is_late()
    settings.CONFIG = replace(settings.CONFIG, backup_hours=0)
    assert not backups.is_late()
    settings.CONFIG = replace(settings.CONFIG, backup_hours=26, demo=True)
    assert not backups.is_late()


def test_administrators_are_told_in_their_language(real, administrator, job_role, mailoutbox, admin_connection):
    make_user("investigator")
    make_user("system_administrator", is_active=False)
    with job_role():
        tell_late_backup()
    assert [mail.to for mail in mailoutbox] == [[administrator.email]]
    assert "Todavía no hay ninguna copia de seguridad" in mailoutbox[0].body
    assert admin_connection.execute("SELECT data FROM audit_event WHERE kind = 'backup.late'").fetchall() == [
        ({"told": 1},)
    ]


def test_nobody_is_told_while_there_is_one(real, administrator, job_role, mailoutbox, admin_connection):
    made(admin_connection, 1)
    with job_role():
        tell_late_backup()
    assert mailoutbox == [] and Backup.objects.count() == 1


def test_their_first_page_and_the_jobs_page_say_so(real, administrator, browse, admin_connection):
    made(admin_connection, 30)
    home = browse(administrator).get("/").content.decode()
    jobs = browse(administrator).get("/jobs/").content.decode()
    assert "No se hizo ninguna copia de seguridad a tiempo" in home
    assert "samaan-2026-11-24T021000Z.age" in jobs and "2 documentos faltaban en el disco" in jobs


def test_nobody_else_is_told(real, browse):
    assert "copia de seguridad" not in browse(make_user("investigator", language="es")).get("/").content.decode()
