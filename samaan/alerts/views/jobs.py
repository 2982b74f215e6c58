"""Jobs that failed, for the administrator: what, when, why, and "try again"."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.db.models import Count
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from procrastinate.contrib.django.models import ProcrastinateJob

from samaan.alerts import late_backup
from samaan.audit import stream
from samaan.vault import backups

SHOWN = 200
BACKUPS_SHOWN = 5


def administrators_only(user) -> None:
    """Jobs carry ids and no content; whoever keeps the system running may see them."""
    if not user.can("administer.jobs"):
        raise PermissionDenied


@login_required
def jobs(request):
    administrators_only(request.user)
    failed = ProcrastinateJob.objects.filter(status="failed").order_by("-id")[:SHOWN]
    retried = ProcrastinateJob.objects.filter(status="todo", attempts__gt=0).order_by("scheduled_at")[:SHOWN]
    counts = dict(ProcrastinateJob.objects.values_list("status").annotate(Count("id")))
    page = {
        "failed": [described(job) for job in failed],
        "retried": [described(job) for job in retried],
        "counts": counts,
        "backups": backups.newest(BACKUPS_SHOWN),
        "late_backup": late_backup.told() if backups.is_late() else "",
    }
    return render(request, "alerts/jobs.html", page)


def described(job: ProcrastinateJob) -> dict:
    last = job.procrastinateevent_set.order_by("-id").first()
    return {"job": job, "name": job.task_name.rpartition(".")[2].replace("_", " "), "last": last}


@login_required
@require_POST
def retry(request, pk):
    """Put a failed job back in the queue, now."""
    administrators_only(request.user)
    job = get_object_or_404(ProcrastinateJob, pk=pk, status="failed")
    with connection.cursor() as cursor:
        cursor.execute("SELECT procrastinate_retry_job_v2(%s, now(), NULL, NULL, NULL)", [job.pk])
    stream.append("job.retried", by=request.user, job=job.pk, task=job.task_name)
    messages.success(request, _("The job is back in the queue."))
    return redirect("alerts:jobs")
