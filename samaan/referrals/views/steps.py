"""The steps of a referral, each with its page."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from samaan.accounts.http import SignedInRequest
from samaan.accounts.models import User
from samaan.directory.models import Service
from samaan.referrals import forms, places, workflow
from samaan.referrals.models import Referral
from samaan.referrals.views.acting import step_page, take_step
from samaan.referrals.views.seen import see
from samaan.referrals.workflow import steps

asks = require_http_methods(["GET", "POST"])


@login_required
@require_POST
def accept(request: SignedInRequest, pk: UUID) -> HttpResponse:
    return take_step(request, pk, workflow.accept_referral, _("Accepted. The sender has been told."))


@login_required
@require_POST
def start(request: SignedInRequest, pk: UUID) -> HttpResponse:
    return take_step(request, pk, workflow.start_referral, _("Started. The sender has been told."))


@login_required
@require_POST
def give_up(request: SignedInRequest, pk: UUID) -> HttpResponse:
    return take_step(
        request, pk, workflow.give_up_referral, _("You no longer wait for this provider. Ask another one.")
    )


@login_required
@require_POST
def close(request: SignedInRequest, pk: UUID) -> HttpResponse:
    return take_step(request, pk, workflow.close_referral, _("The referral is closed."))


@login_required
@asks
def decline(request: SignedInRequest, pk: UUID) -> HttpResponse:
    return step_page(
        request,
        pk,
        steps.DECLINE,
        forms.DeclineForm,
        workflow.decline_referral,
        title=_("Decline this referral"),
        intro=_("What was shared with you closes when you decline; the conversation stays open."),
        done=_("Declined. The sender has been told and will look for another provider."),
    )


@login_required
@asks
def ask(request: SignedInRequest, pk: UUID) -> HttpResponse:
    return step_page(
        request,
        pk,
        steps.ASK,
        forms.AskForm,
        asked,
        title=_("Ask for information"),
        intro=_(
            "Your question stands in the conversation. Your time to answer stops until the sender has answered it."
        ),
        done=_("Your question has been sent."),
    )


def asked(referral: Referral, *, by: User, question: str, nonce: UUID) -> None:
    workflow.ask_information(referral, by=by, question=question, client_id=nonce)


@login_required
@asks
def inform(request: SignedInRequest, pk: UUID) -> HttpResponse:
    return step_page(
        request,
        pk,
        steps.INFORM,
        forms.InformForm,
        informed,
        title=_("Answer what was asked"),
        intro=_("What you write stands in the conversation. The provider’s time to answer goes on from now."),
        done=_("Answered. The provider has been told."),
    )


def informed(referral: Referral, *, by: User, answer: str, nonce: UUID) -> None:
    workflow.give_information(referral, by=by, answer=answer, client_id=nonce)


@login_required
@asks
def put_on_list(request: SignedInRequest, pk: UUID) -> HttpResponse:
    return step_page(
        request,
        pk,
        steps.PUT_ON_LIST,
        forms.WaitingListForm,
        workflow.put_on_waiting_list,
        title=_("Put on the waiting list"),
        intro=_("The sender sees the day and the place, and you are asked from time to time whether they still hold."),
        done=_("On the waiting list. The sender has been told."),
    )


@login_required
@asks
def confirm_list(request: SignedInRequest, pk: UUID) -> HttpResponse:
    return step_page(
        request,
        pk,
        steps.CONFIRM_LIST,
        forms.WaitingListForm,
        workflow.confirm_waiting_list,
        title=_("Still on the waiting list"),
        done=_("Confirmed. The sender sees it."),
    )


@login_required
@require_POST
def ask_next(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """A draft for the provider that was tapped, with what was shared already chosen; nothing is sent by it."""
    referral = see(request.user, pk)
    wanted = uuid_of(request.POST.get("service"))
    service = Service.objects.filter(pk=wanted).first() if wanted else None
    if service is None:
        raise Http404
    try:
        draft = workflow.prepare_again(referral, service, by=request.user)
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
        return redirect(referral)
    messages.success(request, _("Prepared. Look at what is shared; nothing has been sent."))
    return redirect("referrals:share", draft.batch)


def uuid_of(text: str | None) -> UUID | None:
    try:
        return UUID(text or "")
    except ValueError:
        return None


@login_required
@asks
def deliver(request: SignedInRequest, pk: UUID) -> HttpResponse:
    return step_page(
        request,
        pk,
        steps.DELIVER,
        forms.DeliverSessionsForm if places.has_sessions(pk) else forms.DeliverForm,
        workflow.deliver_referral,
        title=_("What was delivered"),
        done=_("Recorded as delivered. The sender has been told."),
    )


@login_required
@asks
def not_deliver(request: SignedInRequest, pk: UUID) -> HttpResponse:
    return step_page(
        request,
        pk,
        steps.NOT_DELIVER,
        forms.NotDeliverForm,
        workflow.not_deliver_referral,
        title=_("The service could not be delivered"),
        done=_("Recorded. The sender has been told."),
    )


@login_required
@asks
def send_back(request: SignedInRequest, pk: UUID) -> HttpResponse:
    return step_page(
        request,
        pk,
        steps.SEND_BACK,
        forms.SendBackForm,
        workflow.send_back,
        title=_("Send back: something is still needed"),
        intro=_("Your part ends here. The case manager gets a task, and can ask the next provider at once."),
        done=_("Sent back. The sender has been told."),
    )


@login_required
@asks
def feedback(request: SignedInRequest, pk: UUID) -> HttpResponse:
    return step_page(
        request,
        pk,
        steps.GIVE_FEEDBACK,
        forms.FeedbackForm,
        workflow.give_feedback,
        title=_("How did it go?"),
        intro=_("Your answers help the sender to make the next referral better."),
        done=_("Thank you for your feedback."),
    )


@login_required
@asks
def withdraw(request: SignedInRequest, pk: UUID) -> HttpResponse:
    return step_page(
        request,
        pk,
        steps.WITHDRAW,
        forms.WithdrawForm,
        workflow.withdraw_referral,
        title=_("Withdraw this referral"),
        intro=_("The provider loses sight of everything at once: what was shared, the files and the conversation."),
        done=_("Withdrawn. The provider sees nothing of it any more."),
    )
