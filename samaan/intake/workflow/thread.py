"""The thread between whoever reported and those who work on the report."""

from collections.abc import Iterable
from uuid import UUID, uuid4

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from samaan.accounts.models import User
from samaan.intake.jobs import mark_danger
from samaan.intake.models import Receipt, Report, ReportMessage
from samaan.intake.workflow.receiving import about_files
from samaan.intake.workflow.steps import ANSWER
from samaan.transitions import announce, lock, move
from samaan.vault import files as vault


@transaction.atomic
def add_to_report(
    receipt: Receipt,
    *,
    by: User | None,
    text: str,
    tells_of_danger: bool = False,
    files: Iterable[UploadedFile] = (),
    number: UUID | None = None,
) -> ReportMessage:
    """Take in what whoever reported adds, also after the report was closed; `by` is the colleague who filed it.

    A message sent twice, which has the same `number`, is kept once.
    """
    known = number and ReportMessage.objects.filter(pk=number, report_id=receipt.report_id).first()
    if known:
        return known
    stored = [vault.store(upload, record=receipt, compartment="receipt", by=by) for upload in files]
    message = ReportMessage(
        id=number or uuid4(),
        report_id=receipt.report_id,
        from_reporter=True,
        author=by,
        text=text,
        tells_of_danger=tells_of_danger,
        file_ids=[file.pk for file in stored],
    )
    message.save(force_insert=True)
    # The report itself is out of the reporter's sight: the receipt stands for it.
    receipt.tells_of_danger = tells_of_danger
    announce("report.added_to", receipt, by=by, danger=tells_of_danger, **about_files([file.sha256 for file in stored]))
    if tells_of_danger:
        mark_danger.defer(report_id=str(receipt.report_id))
    return message


@transaction.atomic
def answer_reporter(report: Report, *, by: User, text: str, number: UUID | None = None) -> ReportMessage:
    """Write to whoever reported; they read it when they come back with their code. The same `number` is sent once."""
    lock(report)
    known = number and ReportMessage.objects.filter(pk=number, report=report).first()
    if known:
        return known
    move(report, ANSWER, by=by)
    message = ReportMessage(id=number or uuid4(), report=report, from_reporter=False, author=by, text=text)
    message.save(force_insert=True)
    return message
