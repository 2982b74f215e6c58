"""What is done with one account."""

from datetime import datetime, time

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from samaan.access.act_pages import answers, taken
from samaan.accounts.http import SignedInRequest
from samaan.accounts.models import User
from samaan.accounts.stepup import recent_proof_required
from samaan.staff import load, permissions, workflow
from samaan.staff.forms import EndForm, HandOverForm, RoleForm, StandInForm, TrainingForm
from samaan.staff.models import RoleChange
from samaan.staff.views.acting import act_page, colleague_of, refuse_unless


def page_of(colleague: User) -> str:
    return reverse("staff:account", args=[colleague.pk])


@login_required
@require_http_methods(["GET", "POST"])
@recent_proof_required
def end(request: SignedInRequest, pk: int) -> HttpResponse:
    colleague = colleague_of(request, pk)
    refuse_unless(permissions.can_end_account(request.user, colleague))
    return act_page(
        request,
        EndForm(answers(request)),
        lambda given: workflow.end_account(colleague, by=request.user, reason=given["reason"]),
        title=_("End the account"),
        done=_("The account has ended. What was given to %(name)s by name can now be handed over.")
        % {"name": colleague},
        back=page_of(colleague),
        colleague=colleague,
        danger=True,
        explanation=_(
            "%(name)s can do nothing more from the next click on: no page, no open chat, no program. What they have in"
            " hand is closed to them and waits to be handed over."
        )
        % {"name": colleague},
    )


@login_required
@require_POST
@recent_proof_required
def sign_out(request: SignedInRequest, pk: int) -> HttpResponse:
    colleague = colleague_of(request, pk)
    ended = workflow.sign_out_everywhere(colleague, by=request.user)
    words = ngettext("%(n)d session or program has ended.", "%(n)d sessions and programs have ended.", ended)
    messages.success(request, words % {"n": ended})
    return redirect(page_of(colleague))


@login_required
@require_POST
@recent_proof_required
def unlock(request: SignedInRequest, pk: int) -> HttpResponse:
    colleague = colleague_of(request, pk)
    workflow.unlock_account(colleague, by=request.user)
    messages.success(request, _("The account is open again."))
    return redirect(page_of(colleague))


@login_required
@require_http_methods(["GET", "POST"])
@recent_proof_required
def role(request: SignedInRequest, pk: int) -> HttpResponse:
    colleague = colleague_of(request, pk)
    refuse_unless(permissions.can_change_role(request.user, colleague))
    return act_page(
        request,
        RoleForm(answers(request), colleague=colleague),
        lambda given: workflow.ask_for_role(colleague, by=request.user, role=given["role"], unit=given["unit"]),
        title=_("Give another role"),
        done=_("Done. If the role opens much, a second person now confirms it."),
        back=page_of(colleague),
        colleague=colleague,
    )


@login_required
@require_POST
@recent_proof_required
def decide(request: SignedInRequest, pk: int) -> HttpResponse:
    """The second person, on the role change that waits."""
    colleague = colleague_of(request, pk)
    change = get_object_or_404(RoleChange, user=colleague, status=RoleChange.Status.WAITING)
    agrees = request.POST.get("answer") == "agree"
    workflow.decide_role(change, by=request.user, agrees=agrees)
    messages.success(request, _("The role was changed.") if agrees else _("The role stays as it was."))
    return redirect(page_of(colleague))


@login_required
@require_http_methods(["GET", "POST"])
def training(request: SignedInRequest, pk: int) -> HttpResponse:
    colleague = colleague_of(request, pk)
    refuse_unless(permissions.can_confirm_training(request.user, colleague))
    return act_page(
        request,
        TrainingForm(answers(request)),
        lambda given: workflow.confirm_training(colleague, by=request.user, **given),
        title=_("Confirm a training"),
        done=_("The training is noted."),
        back=page_of(colleague),
        colleague=colleague,
    )


@login_required
@require_http_methods(["GET", "POST"])
@recent_proof_required
def stand_in(request: SignedInRequest, pk: int) -> HttpResponse:
    """For oneself, or for a colleague who could not."""
    own = pk == request.user.pk
    colleague = request.user if own else colleague_of(request, pk)
    refuse_unless(permissions.can_delegate(request.user, colleague))
    return act_page(
        request,
        StandInForm(answers(request), colleague=colleague, user=request.user),
        lambda given: workflow.delegate_work(
            colleague,
            by=request.user,
            to=given["to"],
            reason=given["reason"],
            starts_at=midnight(given["starts_on"]),
            ends_at=timezone.make_aware(datetime.combine(given["ends_on"], time.max)),
        ),
        title=_("Let somebody stand in"),
        done=_("It is arranged; both have been told."),
        back=reverse("staff:profile") if own else page_of(colleague),
        colleague=colleague,
        explanation=_(
            "Whoever stands in works with everything given to %(name)s by name, as far as their own role may, and only"
            " until then. They cannot pass it on."
        )
        % {"name": colleague},
    )


def midnight(day) -> datetime | None:
    return timezone.make_aware(datetime.combine(day, time.min)) if day else None


@login_required
@require_http_methods(["GET", "POST"])
@recent_proof_required
def hand_over(request: SignedInRequest, pk: int) -> HttpResponse:
    """Shows what goes and what stays for the chosen colleague; the second press passes it on."""
    colleague = colleague_of(request, pk)
    refuse_unless(permissions.can_hand_over(request.user, colleague) and request.user != colleague)
    form = HandOverForm(answers(request), colleague=colleague, user=request.user)
    chosen = form.cleaned_data if form.is_bound and form.is_valid() else {}
    if chosen and request.POST.get("sure") and (done := passed_on(request, form, colleague)) is not None:
        return render(request, "staff/handed_over.html", {"colleague": colleague, "to": chosen["to"], "lines": done})
    lines = load.lines(load.Passing(colleague, chosen.get("to"), request.user))
    page = {"form": form, "colleague": colleague, "lines": lines, "to": chosen.get("to"), "back": page_of(colleague)}
    invalid = request.method == "POST" and bool(form.errors)
    return render(request, "staff/hand_over.html", page, status=422 if invalid else 200)


def passed_on(request: SignedInRequest, form: Form, colleague: User) -> list | None:
    done: list = []

    def act(given: dict) -> None:
        done.extend(workflow.hand_over_load(colleague, by=request.user, to=given["to"], reason=given["reason"]))

    return done if taken(form, act) else None
