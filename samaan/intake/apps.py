from django.apps import AppConfig


class IntakeConfig(AppConfig):
    name = "samaan.intake"
    label = "intake"

    def ready(self):
        from samaan.alerts import registry  # models are loaded by now
        from samaan.cases import opening, timeline
        from samaan.cases.workflow import conflicts
        from samaan.intake.case_timeline import of_case
        from samaan.intake.conflicts import let_go_of_cases, let_go_of_report
        from samaan.intake.disclosing import items_of_report, other_side_of_report
        from samaan.intake.handing_over import SOURCE
        from samaan.intake.models import Report
        from samaan.intake.of_person import holder_of, reports_of
        from samaan.intake.opening_case import known_from_report, screening_has_begun
        from samaan.intake.screening_purpose import OF_REPORTS, SCREENING
        from samaan.intake.sealed import INFORMANT
        from samaan.intake.workflow import assigning
        from samaan.people import files, holding
        from samaan.questionnaires import purposes
        from samaan.sealed import classes
        from samaan.staff import load
        from samaan.walls import offers

        registry.register(Report)
        classes.register(INFORMANT)
        purposes.register(OF_REPORTS, SCREENING)
        if SOURCE not in load.SOURCES:
            load.SOURCES.append(SOURCE)
        opening.CHECKS.append(screening_has_begun)
        opening.PREFILLS.append(known_from_report)
        files.SOURCES.append(reports_of)
        holding.SOURCES.append(holder_of)
        holding.OFFERED["report"] = ("summary", "persons")
        timeline.ALSO.append(of_case)
        conflicts.ALSO_LET_GO.append(let_go_of_report)
        assigning.ALSO_LET_GO.append(let_go_of_cases)
        offers.ITEMS["report"], offers.OTHER_SIDES["report"] = items_of_report, other_side_of_report
