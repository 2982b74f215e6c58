from samaan.intake.models.report import Receipt, Report, ReporterContact, ReportMessage, ReportPerson

__all__ = ["Receipt", "Report", "ReportMessage", "ReportPerson", "ReporterContact"]
