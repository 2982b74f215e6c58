"""The thread between whoever reported and those who work on the report."""

from collections.abc import Iterable

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from samaan.accounts.models import User
from samaan.intake.models import Receipt, Report, ReportMessage
from samaan.intake.workflow.steps import ANSWER
from samaan.transitions import announce, move
from samaan.vault import files as vault


@transaction.atomic
def add_to_report(
    receipt: Receipt,
    *,
    by: User | None,
    text: str,
    tells_of_danger: bool = False,
    files: Iterable[UploadedFile] = (),
) -> ReportMessage:
    """Take in what whoever reported adds, also after the report was closed; `by` is the colleague who filed it."""
    stored = [vault.store(upload, record=receipt, compartment="receipt", by=by) for upload in files]
    message = ReportMessage(
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
    announce("report.added_to", receipt, by=by, files=len(stored), danger=tells_of_danger)
    return message


@transaction.atomic
def answer_reporter(report: Report, *, by: User, text: str) -> ReportMessage:
    """Write to whoever reported; they read it when they come back with their code."""
    move(report, ANSWER, by=by)
    message = ReportMessage(report=report, from_reporter=False, author=by, text=text)
    message.save(force_insert=True)
    return message
