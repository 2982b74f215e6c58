"""What a phone sent and nobody filed is not forgotten: its sender is reminded until it is filed or withdrawn."""

from datetime import timedelta

import pytest
from django.utils import timezone

from samaan.alerts import jobs
from samaan.alerts.models import Alert, Clock
from samaan.devices import workflow
from samaan.questionnaires import workflow as forms
from samaan.server.connection import acting_as
from tests.factories.cases import acting, make_case
from tests.factories.devices import arrivals_of, instance, phone_of
from tests.factories.retention import worker

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("needs")]


def clocks(*arrivals) -> list[Clock]:
    with worker("clocks"):
        ids = [arrival.submission_id for arrival in arrivals]
        return list(Clock.objects.filter(record_id__in=ids, name="form.file"))


def told(user) -> list[str]:
    with acting(user):
        return [alert.rule for alert in Alert.objects.filter(user=user, rule="form_not_filed")]


def test_its_sender_alone_is_reminded_after_the_time_of_the_pack():
    case = make_case()
    manager = case.case_manager
    phone = phone_of(manager)
    phone.send(instance())
    (arrival,) = arrivals_of(manager)
    (clock,) = clocks(arrival)
    assert timedelta(days=6, hours=23) < clock.due_at - timezone.now() < timedelta(days=7, hours=1)

    with worker("clocks"):
        Clock.objects.filter(pk=clock.pk).update(due_at=timezone.now() - timedelta(minutes=1))
    with acting_as("job"):
        jobs.ring_clocks()

    assert told(manager) == ["form_not_filed"] and told(case.opened_by) == []


def test_what_was_filed_or_withdrawn_reminds_nobody():
    case = make_case()
    manager = case.case_manager
    phone = phone_of(manager)
    phone.send(instance())
    phone.send(instance(fears="Another"))
    filed, withdrawn = arrivals_of(manager)
    running = clocks(filed, withdrawn)

    with acting(manager):
        workflow.file_submission(filed.submission, case, by=manager)
        forms.withdraw_submission(withdrawn.submission, by=manager)

    assert [clock.met_at for clock in running] == [None, None]
    assert all(clock.met_at for clock in clocks_again(running))


def clocks_again(before: list[Clock]) -> list[Clock]:
    with worker("clocks"):
        return list(Clock.objects.filter(pk__in=[clock.pk for clock in before]))
