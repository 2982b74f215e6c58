from django.apps import AppConfig


class ReferralsConfig(AppConfig):
    name = "samaan.referrals"
    label = "referrals"

    def ready(self):
        # Models and what the contexts below ask for can only be imported once all apps are there.
        from samaan.alerts import registry
        from samaan.cases import closing, sharing, timeline, workflow
        from samaan.referrals.closing import open_referrals
        from samaan.referrals.handing_over import SOURCE
        from samaan.referrals.models import OutsideMap, Referral
        from samaan.referrals.sealed import SHARED_CONTACT
        from samaan.referrals.timeline import of_case
        from samaan.referrals.workflow import REFER, end_shared
        from samaan.sealed import classes
        from samaan.staff import load

        registry.register(Referral)
        registry.register(OutsideMap)
        classes.register(SHARED_CONTACT)
        if SOURCE not in load.SOURCES:
            load.SOURCES.append(SOURCE)
        closing.CHECKS.append(open_referrals)
        workflow.STEPS.append(REFER)
        timeline.ALSO.append(of_case)
        sharing.WHEN_ENDED.append(end_shared)
