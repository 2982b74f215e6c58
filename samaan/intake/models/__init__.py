from samaan.intake.models.report import Receipt, Report, ReporterContact, ReportMessage, ReportPerson
from samaan.intake.models.screening import (
    Determination,
    EarlierAnswer,
    ReviewQuestion,
    Screening,
    ScreeningAnswer,
    Sitting,
)

__all__ = [
    "Determination",
    "EarlierAnswer",
    "Receipt",
    "Report",
    "ReportMessage",
    "ReportPerson",
    "ReporterContact",
    "ReviewQuestion",
    "Screening",
    "ScreeningAnswer",
    "Sitting",
]
