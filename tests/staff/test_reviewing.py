"""Every ninety days somebody says of each account whether it is still needed; what nobody confirms is locked."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from samaan.access import context
from samaan.accounts.models import User
from samaan.alerts import jobs as alert_jobs
from samaan.alerts.models import Alert, Clock
from samaan.staff import due, jobs, workflow
from samaan.staff.models import Review, ReviewLine
from samaan.transitions import NotPermitted, WrongState
from tests.factories.accounts import make_user
from tests.factories.cases import make_case
from tests.factories.staff import acting, administrator, director, organisation
from tests.support.sessions import prove

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def worker():
    return context.acting(context.of_job("test"))


@pytest.fixture
def review_of(job_role):
    def begin(code: str = "fia") -> Review:
        with job_role(), worker():
            return workflow.open_review(organisation(code))

    return begin


def confirm(review: Review, by: User, *users: User) -> int:
    with acting(by):
        return workflow.confirm_accounts(review, users, by=by)


def test_one_opens_before_it_is_due_and_only_one(job_role):
    make_user("service_provider", organisation("fia"), created_at=timezone.now() - 80 * DAY)
    make_user("service_provider", organisation("svp"), created_at=timezone.now() - 10 * DAY)
    for _time in range(2):
        with job_role():
            jobs.review_accounts()
    with acting(administrator()):
        assert [review.organisation.code for review in Review.objects.all()] == ["fia"]


def test_the_next_is_due_ninety_days_after_the_last(review_of, job_role):
    user = make_user("service_provider", organisation("fia"), created_at=timezone.now() - 80 * DAY)
    review = review_of()
    confirm(review, administrator(), user)
    with job_role(), worker():
        assert due.next_due(organisation("fia")) == review.due_at + 90 * DAY


def test_confirmed_at_once_it_is_done_and_kept(review_of):
    users = [make_user("service_provider", organisation("fia")) for _number in range(3)]
    review, admin = review_of(), administrator()
    assert confirm(review, admin, *users) == 3
    with acting(admin):
        review.refresh_from_db()
        assert review.status == Review.Status.DONE
        assert not Clock.objects.filter(record_id=review.pk, met_at=None).exists()
    line = ReviewLine.objects.get(user=users[0])
    assert (line.decision, line.decided_by, line.shown["role"]) == ("needed", admin, "service_provider")


def test_it_counts_what_each_holds_without_saying_which(review_of):
    case = make_case()
    review, admin = review_of("ctu"), administrator()
    confirm(review, admin, case.case_manager)
    assert ReviewLine.objects.get(user=case.case_manager).shown["records"] == {"case": 1}


def test_nobody_confirms_their_own(review_of):
    admin = administrator()
    review = review_of("ctu")
    assert confirm(review, admin, admin) == 0
    with pytest.raises(IntegrityError), transaction.atomic():
        ReviewLine.objects.filter(user=admin).update(decided_by=admin)


def test_an_organisations_administrator_reviews_their_own_only(review_of):
    user, own = make_user("service_provider", organisation("fia")), make_user(
        "organisation_administrator", organisation("fia")
    )  # fmt: skip
    other = make_user("organisation_administrator", organisation("svp"))
    review = review_of()
    with pytest.raises(Review.DoesNotExist):
        confirm(review, other, user)
    assert confirm(review, own, user) == 1


def test_a_stranger_confirms_nobody(review_of):
    user, stranger = make_user("service_provider", organisation("fia")), make_user("head_of_investigations")
    review = review_of()
    with acting(administrator()), pytest.raises(NotPermitted):
        workflow.confirm_accounts(review, [user], by=stranger)


def test_overdue_tells_the_administrators_and_then_the_directors(review_of, job_role, monkeypatch):
    make_user("service_provider", organisation("fia"))
    own, admin, chief = make_user("organisation_administrator", organisation("fia")), administrator(), director()
    review = review_of()

    def told(user: User) -> int:
        return Alert.objects.filter(user=user, rule="review_overdue").count()

    now = timezone.now
    monkeypatch.setattr(timezone, "now", lambda: review.due_at + timedelta(minutes=1))
    with job_role():
        alert_jobs.ring_clocks(timestamp=0)
    with job_role(), worker():
        assert (told(own), told(admin), told(chief)) == (1, 1, 0)
    monkeypatch.setattr(timezone, "now", lambda: review.due_at + 4 * DAY)
    with job_role():
        alert_jobs.ring_clocks(timestamp=0)
    monkeypatch.setattr(timezone, "now", now)
    with job_role(), worker():
        assert told(chief) == 1


def overdue(review: Review, job_role) -> None:
    with job_role(), worker():
        Review.objects.filter(pk=review.pk).update(lock_at=timezone.now() - DAY)
    with job_role():
        jobs.review_accounts()


def test_what_nobody_confirmed_is_locked_and_opens_again_when_confirmed(review_of, job_role, browse):
    kept, forgotten = (make_user("service_provider", organisation("fia")) for _number in range(2))
    review, admin, client = review_of(), administrator(), browse(forgotten)
    confirm(review, admin, kept)
    overdue(review, job_role)
    assert [User.objects.get(pk=user.pk).status for user in (kept, forgotten)] == ["active", "locked"]
    assert client.get("/referrals/")["Location"].startswith("/accounts/login/")
    confirm(review, admin, forgotten)
    assert User.objects.get(pk=forgotten.pk).status == "active"


def test_who_could_still_decide_is_not_locked(review_of, job_role):
    admin, chief, officer = administrator(), director(), make_user("intake_officer", organisation("ctu"))
    overdue(review_of("ctu"), job_role)
    states = [User.objects.get(pk=user.pk).status for user in (admin, chief, officer)]
    assert states == ["active", "active", "locked"]


def test_not_locked_before_the_time(review_of):
    make_user("service_provider", organisation("fia"))
    review = review_of()
    with acting(administrator()), pytest.raises(WrongState):
        workflow.lock_unreviewed(review)


def test_an_account_that_ended_is_decided(review_of):
    user, admin = make_user("service_provider", organisation("fia")), administrator()
    review_of()
    with acting(admin):
        workflow.end_account(user, by=admin, reason="not_needed")
        assert Review.objects.get().status == Review.Status.DONE
    assert ReviewLine.objects.get(user=user).decision == "ended"


def test_one_press_confirms_all_that_are_marked(review_of, browse):
    users = [make_user("service_provider", organisation("fia")) for _number in range(2)]
    review, client = review_of(), browse(administrator())
    page = f"/staff/reviews/{review.pk}/"
    assert client.get(page).content.decode().count('name="user"') == 2
    prove(client)
    assert client.post(page, {"user": [user.pk for user in users]}).status_code == 302
    assert ReviewLine.objects.filter(decision="needed").count() == 2
