"""Who still needs what: looked at every so many days, for each organisation."""

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from samaan import countrypack
from samaan.access.records import begin_record
from samaan.accounts.models import Organisation, User
from samaan.alerts import clocks
from samaan.staff import due, holdings, seats
from samaan.staff.models import Review, ReviewLine
from samaan.staff.permissions import can_oversee, can_review
from samaan.staff.workflow import ending
from samaan.staff.workflow.ending import lock_account, unlock_account
from samaan.staff.workflow.refusing import refuse_state, refuse_unless
from samaan.transitions import announce, lock

CLOCK = "access.review"


@transaction.atomic
def open_review(organisation: Organisation, *, by: User | None = None) -> Review:
    """Ask of every account of an organisation whether it is still needed; the clock runs until all are answered."""
    staff, now = countrypack.pack().staff, timezone.now()
    due_at = max(due.next_due(organisation) or now, now + staff.review_within)
    review = Review(organisation=organisation, due_at=due_at, lock_at=due_at + staff.lock_after)
    grants = seats.grants(organisation, there=["administer.organisation"])
    review.id = begin_record(Review.record_kind, owned_by=organisation, grants=grants)
    review.save(force_insert=True)
    people = User.objects.filter(organisation=organisation, ended_at=None)
    ReviewLine.objects.bulk_create(ReviewLine(review=review, user=user) for user in people)
    clocks.start(review, CLOCK, lasting=due_at - now)
    announce("review.opened", review, by=by, accounts=len(people))
    return review


@transaction.atomic
def confirm_accounts(review: Review, users: Iterable[User], *, by: User) -> int:
    """These accounts are still needed, with the role they have. What was shown is kept; nobody confirms their own.

    Returns how many were confirmed: those somebody else decided on meanwhile stay as they are.
    """
    lock(review)
    refuse_unless(can_review(by, review), "review.confirmed", review)
    refuse_state(review.status == Review.Status.OPEN, "review.confirmed", review)
    wanted = {user.pk for user in users} - {by.pk}
    found = ReviewLine.objects.select_for_update(of=("self",)).filter(review=review, user__in=wanted, decision="")
    lines = list(found.select_related("user__role", "user__unit", "user__organisation"))
    shown = holdings.of([line.user for line in lines])
    for line in lines:
        line.decision, line.decided_by, line.decided_at = ReviewLine.Decision.NEEDED, by, timezone.now()
        line.shown = shown[line.user_id].kept()
        line.save(update_fields=["decision", "decided_by", "decided_at", "shown"])
        if line.user.status == "locked":
            unlock_account(line.user, by=by)
    if lines:
        announce("review.confirmed", review, by=by, users=sorted(line.user_id for line in lines))
    finish_if_done(review, by=by)
    return len(lines)


def finish_if_done(review: Review, *, by: User | None) -> None:
    """The review ends with the last account that was decided on."""
    if review.status != Review.Status.OPEN or review.lines.filter(decision="").exists():
        return
    review.status, review.ended_at = Review.Status.DONE, timezone.now()
    review.changed_at = review.ended_at
    review.save(update_fields=["status", "ended_at", "changed_at"])
    clocks.meet(review, CLOCK)
    announce("review.done", review, by=by)


def note_end(user: User, by: User | None) -> None:
    """Ending an account is a decision on it, in the review that is open."""
    decision = ReviewLine.Decision.ENDED if by else ReviewLine.Decision.LEFT
    lines = ReviewLine.objects.filter(user=user, decision="")
    lines.update(decision=decision, decided_by=by, decided_at=timezone.now())
    review = Review.objects.filter(organisation=user.organisation_id, status=Review.Status.OPEN).first()
    if review:
        lock(review)
        finish_if_done(review, by=by)


ending.AFTER_END.append(note_end)


@transaction.atomic
def lock_unreviewed(review: Review, *, by: User | None = None) -> int:
    """The further time has run out: what nobody confirmed is locked, until somebody does.

    Those of the unit who could still decide stay: if they were locked too, nobody could.
    """
    lock(review)
    refuse_state(review.status == Review.Status.OPEN and review.lock_at <= timezone.now(), "review.locked", review)
    review.locked_at = timezone.now()
    review.save(update_fields=["locked_at"])
    lines = review.lines.filter(decision="").select_related("user__role")
    locked = [line.user for line in lines if line.user.status == "active" and not decides(line.user)]
    for user in locked:
        lock_account(user, by=None, because="review")
    announce("review.locked", review, by=None, users=sorted(user.pk for user in locked))
    return len(locked)


def decides(user: User) -> bool:
    return user.can("administer.users") or can_oversee(user)
