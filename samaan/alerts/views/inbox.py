"""The inbox."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from samaan.alerts import queries, registry, workflow
from samaan.alerts.models import Alert


@login_required
def inbox(request):
    unread_only = request.GET.get("show") != "all"
    lines = queries.inbox(request.user, unread_only=unread_only)
    return render(request, "alerts/inbox.html", {"lines": lines, "unread_only": unread_only})


@login_required
@require_POST
def follow(request, pk):
    """Open what an alert is about; its line is read now."""
    alert = get_object_or_404(Alert, user=request.user, pk=pk)
    workflow.mark_read(request.user, record_id=alert.record_id, rule=alert.rule)
    record = registry.load(alert.record_kind, alert.record_id)
    if record is None:
        messages.info(request, _("You no longer have access to what this alert was about."))
        return redirect("alerts:inbox")
    return redirect(record.get_absolute_url())


@login_required
@require_POST
def read_all(request):
    workflow.mark_read(request.user)
    messages.success(request, _("Everything is marked as read."))
    return redirect("alerts:inbox")
