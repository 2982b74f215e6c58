"""Which class a file is of, and from which day it may be proposed."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from samaan.alerts.models import Alert
from samaan.audit.models import Event
from samaan.cases.models import Case
from samaan.countrypack import durations
from samaan.intake.models import Report
from samaan.people.models import Person
from samaan.retention import finding, retained
from samaan.retention.models import Due
from samaan.server.connection import acting_as
from tests.factories import cases as of_cases
from tests.factories.intake import make_report
from tests.factories.retention import close_long_ago, make_due_case, worker

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize(
    ("written", "begun", "over"),
    [
        ("90d", date(2026, 1, 1), date(2026, 4, 1)),
        ("7y", date(2019, 11, 30), date(2026, 11, 30)),
        ("1y", date(2024, 2, 29), date(2025, 3, 1)),
        ("4y", date(2024, 2, 29), date(2028, 2, 29)),
        ("0d", date(2026, 1, 1), date(2026, 1, 1)),
    ],
)
def test_periods(written, begun, over):
    assert durations.period(written).after(begun) == over


@pytest.mark.parametrize("written", ["7", "7h", "30m", "", "seven years", "-1y", "900y", None])
def test_what_is_no_period(written):
    with pytest.raises(ValueError, match=f"^{written}$"):
        durations.period(written)


def due(record):
    with worker("retention"):
        found = retained.due_of(type(record).objects.get(pk=record.pk))
        return (found.class_.code if found.class_ else None), found.on


def closed_case(**known) -> Case:
    case = of_cases.make_case(**known)
    of_cases.close(case)
    return close_long_ago(case)


def test_a_case_of_an_adult_is_kept_seven_years_after_closing():
    case = closed_case()
    closed = timezone.localtime(case.closed_at).date()
    assert due(case) == ("case_adult", durations.period("7y").after(closed))


def test_an_open_case_has_no_day():
    assert due(of_cases.make_case()) == ("case_adult", None)


def test_a_childs_case_is_kept_until_they_are_twenty_five():
    case = closed_case(age=9, birth_date="14 March 2009")
    with worker():
        Case.objects.filter(pk=case.pk).update(is_child=True)
    assert due(case) == ("case_child", date(2034, 3, 14))


def test_and_at_least_seven_years_after_closing():
    case = closed_case(age=17, birth_date="1 May 1990")
    closed = timezone.localtime(case.closed_at).date()
    assert due(case) == ("case_child", durations.period("7y").after(closed))


def test_of_unknown_age_it_is_kept_as_if_born_that_day():
    case = closed_case(age=None, birth_date="")
    opened = timezone.localtime(case.opened_at).date()
    assert due(case) == ("case_child", durations.period("25y").after(opened))


@pytest.mark.parametrize(
    ("reason", "code", "period"),
    [("spam", "report_spam", "90d"), ("not_tip", "report_not_tip", "2y"), ("referred_elsewhere", "report_other", "5y")],
)
def test_reports(reason, code, period, admin_connection):
    report = make_report(Report.Status.CLOSED)
    with worker():
        Report.objects.filter(pk=report.pk).update(close_reason=reason)
    report = close_long_ago(report)
    if period == "5y":
        # The last thing anybody did was closing it, today.
        assert due(report)[0] == code and due(report)[1] > timezone.localdate()
    else:
        closed = timezone.localtime(report.closed_at).date()
        assert due(report) == (code, durations.period(period).after(closed))


def test_a_report_is_kept_while_a_case_from_it_is_open():
    report = close_long_ago(make_report(Report.Status.CLOSED))
    case = of_cases.make_case()
    with worker():
        Report.objects.filter(pk=report.pk).update(close_reason="resolved")
        Case.objects.filter(pk=case.pk).update(source_report_id=report.pk)
    assert due(report) == ("report_with_case", None)
    of_cases.close(case)
    closed = timezone.localdate()
    assert due(report) == ("report_with_case", durations.period("7y").after(closed))


def test_each_night_what_is_due_is_listed_once_and_told():
    case = closed_case()
    with acting_as("job"):
        assert finding.find_due() == 1
        assert finding.find_due() == 0
    with worker():
        assert Due.objects.get().of_record == case.pk
        assert Event.objects.filter(kind="retention.due", record_id=case.pk).count() == 1
        told = Alert.objects.filter(rule="retention_due", record_id=case.pk)
        assert {alert.user.role_id for alert in told} <= {"director", "deputy_director"}
        assert Case.objects.filter(pk=case.pk).exists()


def test_a_person_without_a_key_stops_no_other():
    first, second = make_due_case(given_names="Ana"), closed_case(given_names="Eva", age=12)
    with worker():
        assert Person.objects.count() == 2
        Due.objects.all().delete()
    with acting_as("job"):
        assert finding.find_due() >= 1
    with worker():
        assert first.pk in Due.objects.values_list("of_record", flat=True)
        assert second.pk not in Due.objects.values_list("of_record", flat=True)


def test_what_is_not_due_any_more_leaves_the_list():
    case = make_due_case()
    with worker():
        Case.objects.filter(pk=case.pk).update(closed_at=timezone.now() - timedelta(days=3))
    with acting_as("job"):
        finding.find_due()
    with worker():
        assert not Due.objects.exists()
