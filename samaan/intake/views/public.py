"""Pages for anybody: to report, and to come back with the code. No cookie, no session, nothing in the address."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from samaan.access import context
from samaan.countrypack.active import pack
from samaan.intake import receipts, throttle
from samaan.intake.forms.reporting import ReportForm
from samaan.intake.forms.thread import AddForm, CodeForm
from samaan.intake.models import Receipt, ReportMessage
from samaan.intake.views.form_page import FormPage
from samaan.intake.workflow import add_to_report, receive_report


@csrf_exempt
@never_cache
@require_http_methods(["GET", "POST"])
def report(request: HttpRequest) -> HttpResponse:
    """The form, and after it the thank-you page with the code: the code is in no address and no history."""
    page = FormPage(request, ReportForm)
    if not page.wants_to_send:
        return page.answer("intake/public/report.html", quick_exit_url=pack().quick_exit_url)
    if throttle.reports.is_closed(request):
        return busy(request)
    if not page.is_valid():
        return page.answer("intake/public/report.html", status=422, quick_exit_url=pack().quick_exit_url)
    throttle.reports.count(request)
    # Whoever fills in the form holds its code already, so that a form sent twice finds its first report.
    with context.acting(context.of_receipt(receipts.code_for(page.form_number))):
        received = receive_report(by=None, **page.given(language=request.LANGUAGE_CODE))
        receipt = Receipt.objects.get(report_id=received.report_id)
    return show(request, "thanks", {"code": received.code, "receipt": receipt})


@csrf_exempt
@never_cache
@require_http_methods(["GET", "POST"])
def come_back(request: HttpRequest) -> HttpResponse:
    """What became of a report, for whoever holds its code; they can answer and add."""
    if throttle.wrong_codes.is_closed(request):
        return busy(request)
    form = CodeForm(request.POST or None)
    if not form.is_valid():
        return show(request, "code", {"form": form}, status=422 if form.is_bound else 200)
    code = form.cleaned_data["code"]
    with context.acting(context.of_receipt(code)):
        receipt = Receipt.objects.filter(token=receipts.token(code)).first()
        if receipt:
            return status_page(request, receipt, code)
    throttle.wrong_codes.count(request)
    form.add_error("code", _("No report has this code. Please look again; if you lost it, you can report once more."))
    return show(request, "code", {"form": form}, status=422)


def status_page(request: HttpRequest, receipt: Receipt, code: str) -> HttpResponse:
    adds = request.POST.get("do") == "add"
    form = AddForm(request.POST, request.FILES) if adds else AddForm()
    added = adds and form.is_valid()
    if added:
        add_to_report(receipt, by=None, **form.given())
        form = AddForm()
    found = {
        "receipt": receipt,
        "code": code,
        "form": form,
        "added": added,
        "messages_of_report": list(ReportMessage.objects.filter(report_id=receipt.report_id)),
    }
    return show(request, "status", found, status=422 if form.errors else 200)


def busy(request: HttpRequest) -> HttpResponse:
    return show(request, "busy", {}, status=429)


def show(request: HttpRequest, name: str, found: dict, *, status: int = 200) -> HttpResponse:
    """A page for anybody, with the way out that the country chose."""
    found |= {"quick_exit_url": pack().quick_exit_url}
    return render(request, f"intake/public/{name}.html", found, status=status)
