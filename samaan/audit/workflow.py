"""What an auditor has done."""

from django.db import transaction
from procrastinate.exceptions import AlreadyEnqueued

from samaan.accounts.models import User
from samaan.audit import stream
from samaan.common.jobs import app

# By its name: the job acts in a context, which lies above this one.
VERIFY_LOG = "samaan.access.jobs.verify_log"


@transaction.atomic
def ask_for_verification(*, by: User) -> None:
    """Have the worker verify the whole log; whoever asks while it waits waits with it."""
    stream.append("log.verification_asked", by=by, purpose="audit")
    try:
        with transaction.atomic():
            app.configure_task(VERIFY_LOG, queueing_lock="verify_log", queue="verification").defer()
    except AlreadyEnqueued:
        pass
