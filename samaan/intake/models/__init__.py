from samaan.intake.models.report import Receipt, Report, ReporterContact, ReportMessage, ReportPerson
from samaan.intake.models.screening import Determination, ReviewQuestion, Screening

__all__ = [
    "Determination",
    "Receipt",
    "Report",
    "ReportMessage",
    "ReportPerson",
    "ReporterContact",
    "ReviewQuestion",
    "Screening",
]
