"""The inbox."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from samaan.alerts import queries, quiet, registry, workflow
from samaan.alerts.forms import QuietForm
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


@login_required
@require_http_methods(["GET", "POST"])
def quiet_hours(request):
    """When e-mail about what can wait is not sent to one; the inbox is filled all the same."""
    begins, ends = quiet.hours_of(request.user)
    form = QuietForm(request.POST if request.method == "POST" else None, initial={"begins": begins, "ends": ends})
    if request.method == "POST" and form.is_valid():
        workflow.set_quiet_hours(request.user, **form.cleaned_data)
        messages.success(request, _("Your quiet hours are kept."))
        return redirect("alerts:inbox")
    return render(request, "alerts/quiet.html", {"form": form}, status=422 if form.is_bound else 200)
