"""Which cases come before a conference, and why: by the rules of the pack, among those its convener sees."""

from collections.abc import Iterator
from uuid import UUID

from django.db import connection
from django.db.models import Q
from django.utils import timezone

from samaan import countrypack
from samaan.accounts.models import User
from samaan.cases.models import Case
from samaan.cases.models import Status as CaseStatus
from samaan.conferences.models import Why
from samaan.countrypack.parts import ConferenceRules

MOST = 60


def cases_for(convener: User) -> list[tuple[Case, list[str]]]:
    """The cases of this person's sight with why each is on the agenda, those with most reasons first."""
    rules = countrypack.pack().conference
    found = Case.objects.visible_to(convener).filter(status=CaseStatus.OPEN).order_by("reference")
    risky = Q(risk__in=rules.risks)
    late = Q(next_review__lt=timezone.localdate()) if rules.review_late else Q(pk=None)
    stuck = set(stuck_cases(rules))
    listed = [(case, list(reasons(case, rules, stuck))) for case in found.filter(risky | late | Q(pk__in=stuck))]
    return sorted(listed, key=lambda pair: (-len(pair[1]), Why.HIGH not in pair[1], pair[0].reference))[:MOST]


def reasons(case: Case, rules: ConferenceRules, stuck: set) -> Iterator[str]:
    if case.risk in rules.risks and case.risk in (Why.HIGH, Why.MEDIUM):
        yield case.risk
    if rules.review_late and case.review_is_late:
        yield Why.REVIEW
    if case.pk in stuck:
        yield Why.STUCK


def stuck_cases(rules: ConferenceRules) -> list[UUID]:
    """Cases in sight with a referral that waits so long for an answer, or for its place on a list to be confirmed.

    Whoever convenes need not see the referral: the database answers with the cases only.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT sec.cases_with_stuck_referrals(%s)", [timezone.now() - rules.referral_waits])
        return [row[0] for row in cursor.fetchall()]
