"""The way in. Looking at the page changes nothing, so a mail scanner that follows the link burns nothing."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from samaan.access import context, principals
from samaan.guests import throttle, workflow
from samaan.guests.forms import CodeForm, EnterForm
from samaan.guests.models import Link
from samaan.guests.views import cookies
from samaan.guests.workflow import Entered, Refused


@never_cache
@require_http_methods(["GET", "POST"])
def enter(request: HttpRequest) -> HttpResponse:
    """The link's half comes by this form, never in an address a server sees; with the code it opens once."""
    if throttle.wrong.is_closed(request):
        return show(request, "busy", status=429)
    form = EnterForm(request.POST or None)
    if not form.is_valid():
        return show(request, "enter", form=form, status=422 if form.is_bound else 200)
    key, code = form.cleaned_data["key"], form.cleaned_data["code"]
    with context.acting(context.of_guest(key)):
        link = Link.objects.filter(token=principals.guest(key), ended_at=None).first()
        came = workflow.enter(link, code) if link else Refused(over=True)
    return answer(request, came, form, "enter", link.expires_at if link else None)


@never_cache
@require_http_methods(["GET", "POST"])
def come_back(request: HttpRequest) -> HttpResponse:
    """The session is over; the browser that came in by the link asks for the code again."""
    device, _session = cookies.held(request)
    with context.acting(context.of_guest(device)):
        link = Link.objects.filter(device=principals.guest(device), ended_at=None).first() if device else None
        if link is None or not link.is_live:
            return redirect("guests:enter")
        if throttle.wrong.is_closed(request):
            return show(request, "busy", status=429)
        form = CodeForm(request.POST or None)
        if not form.is_valid():
            return show(request, "code", form=form, status=422 if form.is_bound else 200)
        came = workflow.come_back(link, device, form.cleaned_data["code"])
    return answer(request, came, form, "code", link.expires_at)


def answer(
    request: HttpRequest, came: Entered | Refused, form: CodeForm, page: str, until: datetime | None
) -> HttpResponse:
    if isinstance(came, Entered):
        response = redirect("guests:referral")
        cookies.hand_over(response, came, max(0, int((until - timezone.now()).total_seconds())) if until else 0)
        return response
    throttle.wrong.count(request)
    if came.over:
        return show(request, "over", status=410)
    words = ngettext(
        "The code is not right. You can try %(n)d more time.",
        "The code is not right. You can try %(n)d more times.",
        came.left,
    )
    form.add_error("code", words % {"n": came.left})
    return show(request, page, form=form, status=422)


@never_cache
@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """Nothing of it stays on this device; coming back takes a new link."""
    device, session = cookies.held(request)
    with context.acting(context.of_guest(device, session)):
        link = Link.objects.filter(device=principals.guest(device), ended_at=None).first() if device else None
        if link:
            workflow.end_of(link, Link.End.LEFT, by=link.guest)
    response = show(request, "left")
    cookies.forget(response)
    return response


def show(request: HttpRequest, name: str, *, status: int = 200, **found) -> HttpResponse:
    response = render(request, f"guests/public/{name}.html", found, status=status)
    cookies.keep_language(request, response)
    return response
