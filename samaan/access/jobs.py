"""What the worker does by the clock: cleaning, asking the virus scanner again, and verifying the log."""

from importlib import import_module

from django.conf import settings

from samaan.access import context
from samaan.audit import stream
from samaan.audit.verifying import verify_and_keep
from samaan.audit.warning import mail_findings
from samaan.common.jobs import app
from samaan.vault import files, held, scanning, uploads, waiting
from samaan.vault.storage import storage

DAY_MINUTES = 24 * 60


@app.periodic(cron="30 3 * * *")
@app.task(queue="cleaning", queueing_lock="remove_orphans", pass_context=False)
def remove_orphans(timestamp: int = 0) -> None:
    """Remove encrypted files that have no row a day after they were written."""
    with context.acting(context.of_job("cleaning")):
        for name in files.orphans(minutes=DAY_MINUTES):
            storage().remove(name)


@app.periodic(cron="20 * * * *")
@app.task(queue="cleaning", queueing_lock="remove_uploads", pass_context=False)
def remove_uploads(timestamp: int = 0) -> None:
    """Remove files on their way in that nobody continued for a day."""
    with context.acting(context.of_job("cleaning")):
        uploads.drop_abandoned()


@app.periodic(cron="* * * * *")
@app.task(queue="scanning", queueing_lock="scan_waiting", pass_context=False)
def scan_waiting(timestamp: int = 0) -> None:
    """Ask the virus scanner about the documents that wait for it, the oldest first, while it answers."""
    if not scanning.is_configured():
        return
    with context.acting(context.of_job("scanning")):
        found = waiting.files_waiting()
    for pk in found:
        with context.acting(context.of_job("scanning")):
            if not waiting.scan(pk) and not scanning.answers():
                return


@app.periodic(cron="40 3 * * *")
@app.task(queue="cleaning", queueing_lock="forget_sessions", pass_context=False)
def forget_sessions(timestamp: int = 0) -> None:
    """Remove the rows of sessions long over, and what was held for people who did not come back."""
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()
    held.drop_old()


@app.periodic(cron="10 4 * * *")
@app.task(queue="verification", queueing_lock="verify_log", pass_context=False)
def verify_log(timestamp: int = 0) -> None:
    """Verify the whole sealed log; the auditor's page shows the result, and a change is told by e-mail as well."""
    with context.acting(context.of_job("verification")):
        result = verify_and_keep(settings.CONFIG)
        stream.append("log.verified", purpose="verification", findings=len(result.findings), changed=result.changed)
    if result.changed:
        mail_findings(settings.CONFIG.witness_mail, result.findings)
