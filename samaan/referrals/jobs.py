"""What the worker does for referrals: those whose consent ended unseen, tasks of returns, consent of old."""

from uuid import UUID

from samaan.access import context
from samaan.accounts.models import User
from samaan.common.jobs import app, retrying
from samaan.referrals import earlier_consent, returning
from samaan.referrals.models import Referral
from samaan.referrals.workflow import end_sharing

PURPOSE, OF_RETURN = "consent", "referral"


@app.task(queue="clocks", retry=retrying, pass_context=False)
def end_unseen(referral_id: str, reason: str, by: int | None) -> None:
    """End a referral whose consent somebody ended who does not see it; its grants ended then and there."""
    with context.acting(context.of_job(PURPOSE)):
        actor = User.objects.get(pk=by) if by else None
        end_sharing(Referral.objects.get(pk=UUID(referral_id)), reason, by=actor)


@app.task(queue="clocks", retry=retrying, pass_context=False)
def task_of_return(sent_back: str) -> None:
    """What a provider said is still needed becomes a task in the case, once."""
    with context.acting(context.of_job(OF_RETURN)):
        returning.add_task(UUID(sent_back))


@app.periodic(cron="20 * * * *")
@app.task(queue="cleaning", queueing_lock="adopt_consent", pass_context=False)
def adopt_consent(timestamp: int = 0) -> None:
    """Consent that referrals kept for themselves, before there was a ledger, becomes entries of it."""
    with context.acting(context.of_job(PURPOSE)):
        waiting = list(earlier_consent.waiting().values_list("pk", flat=True)[: earlier_consent.BATCH])
    for pk in waiting:
        with context.acting(context.of_job(PURPOSE)):
            earlier_consent.adopt(pk)
