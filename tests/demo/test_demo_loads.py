"""The demo's caseload: complete, the same every time, made once, and quiet."""

import json
import stat
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

import pytest
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.utils import timezone

from samaan import demo
from samaan.access import context
from samaan.accounts.models import Role, User
from samaan.alerts.models import Alert
from samaan.audit.models import Event
from samaan.audit.verify import verify
from samaan.cases.models import Case
from samaan.demo import figures, plots
from samaan.demo.accounts import ensure_accounts
from samaan.demo.telling import World
from samaan.intake.models import Report, Screening
from samaan.referrals import models as referrals
from samaan.retention.models import Certificate, Due, Hold, OwnDataRequest
from samaan.server.connection import acting_as

PACK = Path(settings.CONFIG.pack_dir())
SMALL = 32


def everything():
    """As the worker, who sees all, says what for."""
    return context.acting(context.of_job("test"))


@pytest.mark.django_db(transaction=True)
def test_a_small_demo_is_complete_loads_once_and_sends_no_mail(admin_connection):
    demo.load(reports=SMALL)
    demo.load(reports=SMALL)
    now = timezone.now()
    with acting_as("job"), everything():
        reports = Counter(Report.objects.values_list("status", flat=True))
        assert set(reports) == set(Report.Status)
        # And three old advertisements, of which one was destroyed, and what the figures of two regions rest on.
        assert reports.total() == SMALL + 2 + sum(told for told, *_what in figures.TOLD)
        assert set(Screening.objects.values_list("status", flat=True)) == set(Screening.Status)
        assert {"confirmed", "presumed", "not_trafficking", "inconclusive", "other_protection"} <= set(
            Screening.objects.values_list("outcome", flat=True)
        )
        assert set(referrals.Referral.objects.values_list("status", flat=True)) == set(referrals.Status)
        assert {"high", "medium", "low", "unknown"} == set(Case.objects.values_list("risk", flat=True))
        assert {"open", "closed"} == set(Case.objects.values_list("status", flat=True))
        assert any(case.review_is_late for case in Case.objects.all())
        assert any(report.is_late for report in Report.objects.all())
        assert any(referral.is_late for referral in referrals.Referral.objects.all())
        emergency = Report.objects.get(status=Report.Status.RECEIVED, immediate_danger=True)
        assert timedelta(minutes=19) < now - emergency.received_at < timedelta(minutes=25)
        assert not Alert.objects.filter(read_at=None, raised_at__lt=now - timedelta(days=15)).exists()
        assert not Report.objects.filter(received_at__gt=now).exists()
        assert (Due.objects.count() >= 2, Hold.objects.count(), OwnDataRequest.objects.count()) == (True, 1, 1)
        certificate = Certificate.objects.get()
        assert certificate.leaf == bytes(Event.objects.get(pk=certificate.event_id).leaf).hex()
        first = Event.objects.order_by("id").first()
        assert first.recorded_at < now - timedelta(days=300)
    with acting_as("auditor"):
        found = verify(known=())
        assert found.events > 300
        assert [finding.code for finding in found.findings] == ["nothing_sealed"]
    mails = admin_connection.execute("SELECT count(*) FROM procrastinate_jobs WHERE queue_name = 'mail'").fetchone()
    assert mails == (0,)
    forced = admin_connection.execute("SELECT relforcerowsecurity FROM pg_class WHERE relname = 'audit_event'")
    assert forced.fetchone() == (True,)


@pytest.mark.django_db
def test_every_role_has_an_account_that_can_sign_in():
    ensure_accounts(PACK)
    path = settings.CONFIG.data_dir / "demo-accounts.json"
    rows = json.loads(path.read_text())
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert {row["role"] for row in rows} == set(Role.objects.values_list("code", flat=True))
    for row in rows:
        user = User.objects.get(email=row["email"])
        assert user.check_password(row["password"])
        factor = Authenticator.objects.get(user=user, type=Authenticator.Type.TOTP).wrap()
        assert factor.validate_code(code_now(row["totp_secret"]))
    ensure_accounts(PACK)
    assert json.loads(path.read_text()) == rows


def code_now(secret: str) -> str:
    """The six digits a phone shows now."""
    from allauth.mfa.totp.internal import auth

    return auth.format_hotp_value(auth.hotp_value(secret, next(auth.yield_hotp_counters_from_time())))


@pytest.mark.django_db
def test_the_same_number_tells_the_same_stories():
    ensure_accounts(PACK)
    assert told(40) == told(40)
    assert len(told(40)) == 40


def told(count: int) -> list:
    world = World.of_pack(PACK, datetime(2026, 11, 20, 12, tzinfo=UTC))
    stories = [plan() for _moment, plan in demo.stories(world, count)]
    return [story.said() for story in stories for _each in range(story.plot.size)]


@pytest.mark.parametrize("count", [0, 1, 7, 23, 120, 500])
def test_there_are_as_many_reports_as_asked_for(count):
    assert sum(plot.size for plot in plots.plots(count, Random(1))) == count
