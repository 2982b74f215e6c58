"""A worker that knows a job which takes its time, and notices a dead colleague quickly.

The job writes a row, then waits while the file named by SLOW_JOB_GATE exists, then its transaction ends.
"""

import os
import time
from datetime import timedelta
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "samaan.settings")
django.setup()

from django.contrib.contenttypes.models import ContentType  # noqa: E402  # after the set-up
from django.db import transaction  # noqa: E402

from samaan.common.jobs import BackOff, app  # noqa: E402

TASK = "tests.slow"


@app.task(name=TASK, retry=BackOff((1, 1, 1)))
def slow(mark: str) -> None:
    gate = Path(os.environ["SLOW_JOB_GATE"])
    with transaction.atomic():
        ContentType.objects.create(app_label="job", model=mark)
        gate.with_name("entered").touch()
        while gate.exists():
            time.sleep(0.05)


if __name__ == "__main__":
    from samaan.server import worker

    worker.run(worker.Pulse(heartbeat=0.5, silence=timedelta(seconds=2), recover_every=0.5))
