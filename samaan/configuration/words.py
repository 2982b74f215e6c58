"""What the words of a pack mean to whoever reads it: clocks, records, who is told."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = dict[str, str | Promise]

CLOCKS: Words = {
    "report.act": _("First action on a report, once its urgency is known"),
    "triage": _("Saying how urgent a report is"),
    "assignment.accept": _("Accepting a report"),
    "screening.review": _("Deciding on a screening"),
    "referral.answer": _("Answering a referral"),
    "referral.information": _("Answering what a provider asks about a referral"),
    "referral.waiting_list": _("Confirming a place on a waiting list"),
    "referral.appointment": _("A day before an appointment"),
    "case.review": _("Reviewing the risk of a case"),
    "case.emergency": _("Looking into the opening of a case in an emergency"),
    "place.hold": _("Keeping a place for a referral"),
    "report.emergency": _("Looking into the opening of a report in an emergency"),
}

RECORDS: Words = {
    "report": _("Reports"),
    "case": _("Cases"),
    "referral": _("Referrals"),
    "question": _("Questions about a person"),
    "investigation": _("Investigations"),
    "conference": _("Case conferences"),
    "agenda_item": _("Cases on the agenda of a conference"),
    "transfer": _("Cases on their way to another organisation"),
    "certificate": _("Certificates of what was destroyed"),
    "submission": _("Filled-in forms"),
}

LEVELS: Words = {"critical": _("Critical"), "urgent": _("Urgent"), "normal": _("Normal")}

RELATIONS: Words = {
    "administrators": _("administrators of the organisation and of the unit"),
    "approvers": _("whoever may approve it"),
    "asker": _("whoever asked"),
    "assignee": _("whoever it is assigned to"),
    "auditors": _("auditors"),
    "case_manager": _("the case manager"),
    "convener": _("whoever convened it"),
    "delegate": _("whoever stands in"),
    "delegator": _("whom they stand in for"),
    "directors": _("those of the unit who approve organisations"),
    "giver": _("whoever disclosed it"),
    "handler": _("whoever handles it"),
    "keepers": _("whoever keeps that organisation’s entries"),
    "other_side": _("the other side of the referral"),
    "owner": _("whoever answers for the file"),
    "participant": _("whoever is invited"),
    "proposer": _("whoever proposed it"),
    "provider": _("the provider"),
    "provider_supervisors": _("whoever looks after the provider’s accounts"),
    "receivers": _("whoever may take it over"),
    "recipient": _("whoever received it"),
    "sender": _("whoever sent it"),
    "stewards": _("whoever keeps the referral map"),
    "sender_supervisors": _("whoever watches over the sender"),
    "team": _("the team"),
    "watchers": _("whoever watches over them"),
    "writer": _("whoever fills it in"),
}

# What indicators are told apart by.
LISTS: Words = {
    "age_bands": _("age"),
    "beneficiary_categories": _("category of person"),
    "case_close_reasons": _("why the case was closed"),
    "deciding_organisations": _("who decided"),
    "determination_outcomes": _("outcome of the screening"),
    "exploitation_types": _("form of exploitation"),
    "languages": _("language"),
    "nationality": _("nationality"),
    "need_groups": _("kind of need"),
    "needs": _("need"),
    "organisation_kinds": _("kind of organisation"),
    "regions": _("region"),
    "report_channels": _("how the report came"),
    "sex": _("sex"),
    "training_kinds": _("kind of training"),
    "urgency": _("urgency"),
}

# Of questions, as an officer calls them.
KINDS: Words = {
    "text": _("text"),
    "integer": _("whole number"),
    "decimal": _("number"),
    "range": _("a number between two"),
    "date": _("a date"),
    "time": _("a time"),
    "datetime": _("a date and a time"),
    "select_one": _("one of:"),
    "select_multiple": _("any of:"),
    "note": _("a note, no answer"),
    "geopoint": _("a place on the map"),
    "image": _("a picture"),
    "audio": _("a recording"),
    "video": _("a film"),
    "file": _("a file"),
    "calculate": _("calculated"),
    "hidden": _("not shown"),
    "acknowledge": _("a tick"),
    "start": _("when it was begun"),
    "end": _("when it was finished"),
    "today": _("the day it was begun"),
    "group": _("a part"),
    "repeat": _("a part that can be there several times"),
}
