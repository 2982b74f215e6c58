"""How was it? Asked of whoever was served, by a link of their own or on paper."""

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from samaan import countrypack
from samaan.access import context, principals
from samaan.accounts.http import SignedInRequest
from samaan.audit import stream
from samaan.common import paper
from samaan.guests import throttle, workflow
from samaan.guests.forms import OwnSurveyForm, SurveyForm
from samaan.guests.models import SurveyLink
from samaan.guests.permissions import can_survey
from samaan.guests.workflow.surveying import SERVED
from samaan.referrals.models import Referral, SurveyAnswer
from samaan.referrals.views.seen import see


@csrf_exempt
@never_cache
@require_http_methods(["GET", "POST"])
def survey(request: HttpRequest) -> HttpResponse:
    """No name, no cookie, nothing in the address or the title that says what it is about."""
    if throttle.wrong.is_closed(request):
        return render(request, "guests/public/busy.html", status=429)
    form = OwnSurveyForm(request.POST or None)
    if not form.is_valid():
        return render(request, "guests/survey/own.html", {"form": form}, status=422 if form.is_bound else 200)
    key = form.cleaned_data["key"]
    with context.acting(context.of_guest(key)):
        link = SurveyLink.objects.filter(token=principals.guest(key)).first()
        taken = link and workflow.answer_survey(link, form.answers(), language=request.LANGUAGE_CODE)
    if not taken:
        throttle.wrong.count(request)
    return render(request, "guests/survey/thanks.html", {"taken": taken}, status=200 if taken else 410)


def seen(request: SignedInRequest, pk: UUID) -> Referral:
    referral = see(request.user, pk)
    if not can_survey(request.user, referral):
        raise PermissionDenied
    return referral


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def of_referral(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """What was answered; a form to type in what was filled in on paper."""
    referral = seen(request, pk)
    form = SurveyForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        workflow.type_in_survey(referral, form.answers(), by=request.user, language=request.LANGUAGE_CODE)
        messages.success(request, _("The answers are kept."))
        return redirect("guests:survey_of", pk)
    stream.glanced(referral, by=request.user)
    return page(request, referral, form, status=422 if form.is_bound else 200)


def page(
    request: SignedInRequest, referral: Referral, form: SurveyForm, address: str = "", status: int = 200
) -> HttpResponse:
    answered = SurveyAnswer.objects.filter(referral=referral).first()
    found = {
        "referral": referral,
        "form": form,
        "answered": answered,
        "lines": lines(answered) if answered else [],
        "address": address,
        "open": referral.status in SERVED and (answered is None or answered.way == SurveyAnswer.Way.PAPER),
    }
    return render(request, "guests/survey/of_referral.html", found, status=status)


def lines(answered: SurveyAnswer) -> list[tuple[str, str]]:
    """The questions with what was answered, in words."""
    pack = countrypack.pack()
    found = {code: pack.label("survey_answers", str(value)) for code, value in answered.answers.items()}
    return [(question, found[code]) for code, question in pack.choices("survey_questions") if code in found]


@never_cache
@login_required
@require_POST
def ask(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """A link for the person, shown this once."""
    referral = seen(request, pk)
    token = workflow.ask_survey(referral, by=request.user)
    stream.glanced(referral, by=request.user)
    return page(request, referral, SurveyForm(), f"{settings.BASE_URL}{reverse('guests:survey')}#{token}")


@login_required
@require_GET
def blank(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """The questions on paper: neither the person nor the referral stands on it."""
    stream.glanced(seen(request, pk), by=request.user)
    pack = countrypack.pack()
    shown = {"questions": pack.choices("survey_questions"), "answers": pack.choices("survey_answers")}
    response = HttpResponse(paper.pdf("guests/paper/survey.html", shown), content_type="application/pdf")
    response.headers["Content-Disposition"] = 'attachment; filename="questions.pdf"'
    return response
