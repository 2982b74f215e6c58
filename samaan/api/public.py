"""For anybody, without a token: report, and come back with the code. The code is in no address."""

from datetime import datetime
from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import File, Form, Router, Schema, Status
from ninja.errors import HttpError
from ninja.files import UploadedFile

from samaan.access import context
from samaan.api.reporting import Told
from samaan.intake import receipts, throttle
from samaan.intake.models import Receipt, ReportMessage
from samaan.intake.workflow import add_to_report, receive_report

router = Router()


class Sent(Schema):
    code: str
    reference: str


class WithCode(Schema):
    code: str


class Addition(WithCode):
    text: str
    tells_of_danger: bool = False
    # A message sent twice with the same number is one message.
    number: UUID | None = None


class MessageOut(Schema):
    from_reporter: bool
    text: str
    sent_at: datetime


class StatusOut(Schema):
    reference: str
    stage: str
    words: str
    received_at: datetime
    messages: list[MessageOut]


@router.post("/public/reports", auth=None, response={201: Sent})
def report(request: HttpRequest, sent: Told):
    """Report a suspicion, anonymously or not. The code in the answer is the only way back."""
    if throttle.reports.is_closed(request):
        raise HttpError(429, _("Too many reports from here. Please wait some minutes."))
    throttle.reports.count(request)
    form_number = sent.form_number or receipts.new_form_number()
    with context.acting(context.of_receipt(receipts.code_for(form_number))):
        received = receive_report("public_web", by=None, **sent.given(), form_number=form_number)
        receipt = Receipt.objects.get(report_id=received.report_id)
    return Status(201, {"code": received.code, "reference": receipt.reference})


@router.post("/public/reports/status", auth=None, response=StatusOut)
def status(request: HttpRequest, sent: WithCode):
    """How far it is, and the messages."""
    with context.acting(context.of_receipt(normal(request, sent.code))):
        return shown(held_by(request, sent.code))


@router.post("/public/reports/additions", auth=None, response={201: StatusOut})
def add(request: HttpRequest, sent: Addition):
    """Add something to a report."""
    with context.acting(context.of_receipt(normal(request, sent.code))):
        receipt = held_by(request, sent.code)
        add_to_report(receipt, by=None, text=sent.text, tells_of_danger=sent.tells_of_danger, number=sent.number)
        return Status(201, shown(receipt))


@router.post("/public/reports/files", auth=None, response={201: StatusOut})
def add_files(request: HttpRequest, sent: Form[WithCode], files: File[list[UploadedFile]]):
    """Add photos, PDFs or sound recordings to a report."""
    with context.acting(context.of_receipt(normal(request, sent.code))):
        receipt = held_by(request, sent.code)
        add_to_report(receipt, by=None, text="", files=files)
        return Status(201, shown(receipt))


def normal(request: HttpRequest, code: str) -> str:
    """The code in its one spelling; whoever tries many is slowed down."""
    if throttle.wrong_codes.is_closed(request):
        raise HttpError(429, _("Too many wrong codes from here. Please wait some minutes."))
    spelled = receipts.normal(code)
    if spelled is None:
        raise wrong(request)
    return spelled


def held_by(request: HttpRequest, code: str) -> Receipt:
    found = Receipt.objects.filter(token=receipts.token(receipts.normal(code) or "")).first()
    if found is None:
        raise wrong(request)
    return found


def wrong(request: HttpRequest) -> HttpError:
    throttle.wrong_codes.count(request)
    return HttpError(404, _("No report has this code."))


def shown(receipt: Receipt) -> dict:
    messages = ReportMessage.objects.filter(report_id=receipt.report_id)
    return {
        "reference": receipt.reference,
        "stage": receipt.stage,
        "words": receipt.get_stage_display(),
        "received_at": receipt.received_at,
        "messages": [{"from_reporter": m.from_reporter, "text": m.text, "sent_at": m.sent_at} for m in messages],
    }
