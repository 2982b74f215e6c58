from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RetentionConfig(AppConfig):
    name = "samaan.retention"
    label = "retention"

    def ready(self):
        from samaan.alerts import registry  # models are loaded by now
        from samaan.cases import panels
        from samaan.cases import words as of_cases
        from samaan.intake import panels as panels_of_reports
        from samaan.intake import words as of_reports
        from samaan.retention import words
        from samaan.retention.models import Certificate

        registry.register(Certificate)
        of_cases.SENTENCES.update(words.sentences())
        of_reports.SENTENCES.update(words.sentences())
        panels.TABS.append(panels.Panel("retention", _("Retention"), "retention:of_case", "case.view"))
        panels_of_reports.ON_REPORT.append(
            panels_of_reports.Panel(_("Retention"), "retention:of_report", "report.view")
        )
