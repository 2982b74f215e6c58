"""A half-year comes out once, without small figures, written by the worker alone."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from samaan.access import context
from samaan.insights import jobs, queries
from samaan.insights.models import Figure, Release
from samaan.insights.periods import HalfYear, half_year_of, settled
from samaan.intake.models import Report
from tests.insights.making import last_half_year

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def release(job_role, reports):
    def again() -> None:
        with job_role():
            jobs.release_figures()

    again()
    return again


def test_the_night_after_a_half_year_brings_out_what_may_be_shown(release):
    period = last_half_year()

    shown = queries.released(period.starts_on, "", "*")

    # The region of four is kept back, and so is another: the country's sum would tell of it.
    assert shown == {"TT-POS": 11, "*": 21}
    assert queries.released(period.starts_on, "persons", "child") == {}
    assert not Figure.objects.filter(count__lt=5).exists()
    sheet = queries.reports_sheet(period)
    assert {line.code: line.count for line in sheet.lines}["TT-ARI"] is None
    assert sheet.total == 21


def test_what_happens_afterwards_changes_nothing_that_is_out(release, reports, job_role):
    before = list(Figure.objects.order_by("pk").values())
    with job_role(), context.acting(context.of_job("test")):
        Report.objects.filter(pk=reports[0]).update(region="TT-ARI", status="merged")

    release()

    assert list(Figure.objects.order_by("pk").values()) == before


@pytest.mark.parametrize("role", ["app", "job"])
def test_nobody_changes_a_figure_and_no_small_one_can_be_written(release, role, job_role):
    from samaan.server.connection import acting_as

    out = Release.objects.first()
    with acting_as(role), context.acting(context.of_job("test")):
        for attempt in (
            lambda: Figure.objects.update(count=99),
            lambda: Figure.objects.all()._raw_delete("default"),
            lambda: Figure.objects.create(release=out, region="TT-ARI", split="x", count=4),
        ):
            with pytest.raises(DatabaseError), transaction.atomic():
                attempt()


def test_a_half_year_waits_a_week_for_reports_still_typed_in():
    period = HalfYear(half_year_of(timezone.localdate()).starts_on)
    end = period.moments[1]

    assert list(settled(period.starts_on, end + timedelta(days=6))) == []
    assert list(settled(period.starts_on, end + timedelta(days=7))) == [period]
