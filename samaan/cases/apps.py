from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "samaan.cases"
    label = "cases"

    def ready(self):
        from samaan.alerts import registry  # models are loaded by now
        from samaan.cases.about import FORMS
        from samaan.cases.disclosing import items_of_case, other_side_of_case
        from samaan.cases.handing_over import SOURCE
        from samaan.cases.jobs import when_merged
        from samaan.cases.models import Case
        from samaan.cases.of_person import cases_of, holder_of
        from samaan.cases.sealed import CLASSES
        from samaan.people import files, holding, merging
        from samaan.questionnaires import purposes
        from samaan.sealed import classes
        from samaan.staff import load
        from samaan.walls import offers

        registry.register(Case)
        classes.register(*CLASSES)
        purposes.register(FORMS)
        if SOURCE not in load.SOURCES:
            load.SOURCES.append(SOURCE)
        files.SOURCES.append(cases_of)
        merging.AFTER.append(when_merged)
        holding.SOURCES.append(holder_of)
        holding.OFFERED["case"] = ("summary", "identity")
        offers.ITEMS["case"], offers.OTHER_SIDES["case"] = items_of_case, other_side_of_case
