"""The worker's part: releasing the figures of a half-year once it is settled; reminding providers."""

from uuid import UUID

from samaan.access import context
from samaan.alerts import rules
from samaan.audit.models import Event
from samaan.common.jobs import app, retrying
from samaan.insights import releasing
from samaan.referrals.models import Referral

PURPOSE = "figures"


@app.periodic(cron="40 4 * * *")
@app.task(queue="cleaning", queueing_lock="release_figures", pass_context=False)
def release_figures(timestamp: int = 0) -> None:
    """Each night: the half-years that are over by now, each for itself."""
    with context.acting(context.of_job(PURPOSE)):
        periods = releasing.due()
    for period in periods:
        with context.acting(context.of_job(PURPOSE)):
            releasing.release(period)


@app.task(queue="alerts", retry=retrying, pass_context=False)
def tell_provider(referral_id: str) -> None:
    """Tell whom the rules name that a referral still waits, unless it was answered meanwhile."""
    with context.acting(context.of_job("reminder")):
        referral = Referral.objects.get(pk=UUID(referral_id))
        reminded = Event.objects.filter(record_id=referral.pk, kind="referral.reminded").order_by("-id").first()
        if reminded is not None and referral.is_waiting:
            rules.consider(reminded, referral)
