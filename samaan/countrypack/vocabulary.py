"""What the code offers to packs: the words a rule, a role or a route may use."""

COMPARTMENTS = {
    "report": ("summary", "persons", "reporter", "receipt", "screening"),
    "case": ("summary", "identity", "contact", "care", "health", "legal"),
    "referral": ("summary", "slice", "chat", "consent", "survey"),
    "question": ("summary",),
    "investigation": ("summary", "suspects", "evidence", "covert"),
    "certificate": ("summary",),
    "transfer": ("summary",),
    "conference": ("summary",),
    "agenda_item": ("summary", "minutes"),
    # A filled-in form about no other record.
    "submission": ("summary",),
}

# What a form may be used for.
PURPOSES = ("screening", "risk", "needs", "best_interests", "self_sufficiency", "feedback", "test", "other")

# What a form may be about; a `submission` is about no other record.
FORM_RECORDS = ("report", "case", "submission")

# The elements of trafficking that a question may be a sign of, besides the codes of the list `indicators`.
ELEMENTS = ("act", "means", "purpose")

# What the answers in a column of `stored_as` are: codes of the list of that name, some fixed words, or a type.
TEXT, NUMBER, DATE, NOTES = "text", "number", "date", "notes"
YES_NO, STATES, STEPS = ("yes", "no"), ("present", "absent", "insufficient"), ("1", "2", "3", "4", "5")
StoredAs = dict[str, str | tuple[str, ...]]
OF_ANY_FORM: StoredAs = {
    "person.given_names": TEXT,
    "person.family_names": TEXT,
    "person.sex": "sex",
    "person.gender": "gender",
    "person.birth_date": DATE,
    "person.age": NUMBER,
    "person.age_basis": "age_bases",
    "person.age_band": "age_bands",
    "person.nationality": "nationality",
    "person.language": "languages",
    "person.immigration_status": "immigration_status",
    "person.region": "regions",
    "wg.disability": YES_NO,
}
# What the column `stored_as` may name in a form, by the purpose of its instrument.
STORED_AS: dict[str, StoredAs] = {
    "screening": OF_ANY_FORM
    | {
        "screening.interview_on": DATE,
        "screening.interview_language": "languages",
        "screening.interpreter": "interpreter_kinds",
        "screening.consent": "consent_answers",
        "screening.is_child": YES_NO,
        "screening.age_years": NUMBER,
        "screening.reasons": NOTES,
        "report.narrative": TEXT,
        "screening.age_presumed": YES_NO,
        "screening.act": STATES,
        "screening.means": STATES,
        "screening.purpose": STATES,
        "screening.suggestion": ("met", "not_met", "open"),
        "screening.exploitation": "exploitation_types",
        "screening.exploitation_suspected": "exploitation_types",
        "screening.recruitment_methods": "recruitment_methods",
        "screening.relationship": "relationships",
        "screening.age_then": NUMBER,
        "screening.control_methods": "control_methods",
        "screening.labour_sectors": "labour_sectors",
        "screening.sexual_types": "sexual_exploitation_types",
        "screening.signs": "indicators",
        "screening.needs": "needs",
        "screening.risk_suggested": "risk_levels",
        "screening.risk_level": "risk_levels",
        "screening.stay_or_return": "stay_or_return",
        "screening.view": "determination_outcomes",
    },
    "risk": OF_ANY_FORM
    | {
        "case.risk_level": "risk_levels",
        "risk.suggested": "risk_levels",
        "risk.points": NUMBER,
        "risk.assessed_on": DATE,
        "risk.review_on": DATE,
    },
    "needs": OF_ANY_FORM
    | {
        "case.risk_level": "risk_levels",
        "needs.assessed_on": DATE,
        "needs.review_on": DATE,
        "needs.care": "needs",
        "needs.health": "needs",
        "needs.legal": "needs",
        "needs.urgency_care": "urgency",
        "needs.urgency_health": "urgency",
        "needs.urgency_legal": "urgency",
        "needs.presenting_issues": "presenting_issues",
        "needs.concerns": "protection_concerns",
    },
    "best_interests": OF_ANY_FORM
    | {
        "best_interests.noted_on": DATE,
        "best_interests.panel_on": DATE,
        "best_interests.review_on": DATE,
    },
    "self_sufficiency": OF_ANY_FORM
    | {
        "self_sufficiency.moment": ("initial", "interim", "exit"),
        "self_sufficiency.assessed_on": DATE,
        "self_sufficiency.rated": NUMBER,
        "self_sufficiency.total": NUMBER,
        "self_sufficiency.mean": NUMBER,
        "self_sufficiency.below_safe": NUMBER,
        "self_sufficiency.view": ("alone", "some_help", "much_help"),
    },
    "feedback": OF_ANY_FORM
    | {
        "feedback.answered_on": DATE,
        "feedback.score": NUMBER,
        "feedback.satisfied": YES_NO,
        "feedback.band": ("satisfied", "partly", "not"),
        "feedback.services": "need_groups",
        "feedback.case_worker": STEPS,
        "feedback.officers": STEPS,
    },
    "test": {
        "test.phase": ("before", "after"),
        "test.training": "training_kinds",
        "test.answered_on": DATE,
        "test.code": TEXT,
        "test.score": NUMBER,
        "test.percent": NUMBER,
        "test.passed": YES_NO,
    },
    "other": OF_ANY_FORM,
}
# What is a person's words or days, or no answer: never kept in clear as a figure, not even when it is worked out.
NEVER_FIGURES = frozenset(
    column for columns in STORED_AS.values() for column, holds in columns.items() if holds in (TEXT, DATE, NOTES)
)
# What is known of a record, and may be filled in beforehand: in which of its compartments, and what it is.
OF_THE_PERSON: dict[str, str | tuple[str, ...]] = {
    "person.given_names": TEXT,
    "person.family_names": TEXT,
    "person.birth_date": DATE,
    "person.age": NUMBER,
    "person.language": "languages",
}
PREFILLED: dict[str, dict[str, tuple[str, str | tuple[str, ...]]]] = {
    "case": {
        "person.sex": ("summary", "sex"),
        "person.age_band": ("summary", "age_bands"),
        "person.nationality": ("summary", "nationality"),
        "person.region": ("summary", "regions"),
        "case.is_child": ("summary", YES_NO),
        "case.category": ("summary", "beneficiary_categories"),
        "case.risk_level": ("summary", "risk_levels"),
        "case.exploitation": ("summary", "exploitation_types"),
        **{name: ("identity", holds) for name, holds in OF_THE_PERSON.items()},
    },
    "report": {
        "report.region": ("summary", "regions"),
        "report.urgency": ("summary", "urgency"),
        "report.exploitation": ("summary", "exploitation_types"),
        # Of the one possible victim: nothing where a report names none or several.
        "person.sex": ("persons", "sex"),
        "person.age_band": ("persons", "age_bands"),
        "person.nationality": ("persons", "nationality"),
        **{name: ("persons", holds) for name, holds in OF_THE_PERSON.items()},
    },
    "submission": {},
}
# Columns that hold several codes.
STORED_SEVERAL = frozenset(
    {
        "screening.exploitation",
        "screening.exploitation_suspected",
        "screening.recruitment_methods",
        "screening.control_methods",
        "screening.labour_sectors",
        "screening.sexual_types",
        "screening.signs",
        "screening.needs",
        "needs.care",
        "needs.health",
        "needs.legal",
        "needs.presenting_issues",
        "needs.concerns",
        "feedback.services",
    }
)
# What is filled in beforehand with several.
PREFILLED_SEVERAL = frozenset({"case.exploitation", "report.exploitation"})

# The records that can be opened in an emergency.
EMERGENCIES = ("case", "report")

# What is sealed, each with the kind of record it is kept in and the compartment it belongs to.
SEALED_CLASSES = {
    "shelter_address": ("case", "contact"),
    "safe_contact": ("case", "contact"),
    "informant": ("report", "reporter"),
    "shared_contact": ("referral", "slice"),
}
# How a role reveals a class: by itself, or with the approval of somebody else.
ALONE, SECOND_PERSON = "alone", "second_person"

PERMISSIONS = (
    "report.receive",
    "report.view",
    "report.triage",
    "report.assign",
    "report.accept",
    "report.merge",
    "report.close",
    "report.answer_reporter",
    "screening.conduct",
    "screening.review",
    "determination.decide",
    "determination.revise",
    "case.open",
    "case.view",
    "case.manage",
    "case.assign",
    "case.note",
    "case.document",
    "case.task",
    "case.close",
    "person.view",
    "person.merge",
    "referral.send",
    "referral.respond",
    "referral.view",
    "chat.write",
    "directory.view",
    "directory.keep",
    "directory.steward",
    "alerts.view",
    "access.grant",
    "access.exclude",
    "access.disclose",
    "access.readers",
    "access.review",
    "access.watch",
    "accounts.view",
    "work.hand_over",
    "organisation.propose",
    "organisation.approve",
    "administer.organisation",
    "administer.users",
    "administer.pack",
    "pack.view",
    "pack.approve",
    "administer.jobs",
    "audit.view",
    "statistics.view",
    "export.ask",
    "export.approve",
    "retention.view",
    "retention.hold",
    "retention.dispose",
    "own_data.answer",
    "form.fill",
    "conference.convene",
)

SECOND_FACTORS = ("needed", "optional")
# All that a role may do that goes without one: hand in reports, and find services.
WITHOUT_SECOND_FACTOR = ("report.receive", "directory.view", "alerts.view")

EVENTS = (
    "report.received",
    "report.triaged",
    "report.forwarded",
    "report.merged",
    "report.closed",
    "report.assigned",
    "report.reassigned",
    "report.accepted",
    "report.added_to",
    "report.warned",
    "report.answered",
    "report.person_named",
    "report.reopened",
    "report.opened_in_emergency",
    "report.emergency_ended",
    "report.emergency_reviewed",
    "screening.opened",
    "screening.submitted",
    "screening.sent_back",
    "determination.made",
    "determination.revised",
    "case.opened",
    "case.assigned",
    "case.risk_changed",
    "case.closed",
    "case.reopened",
    "case.team_joined",
    "case.team_left",
    "case.note_written",
    "case.document_added",
    "case.task_added",
    "case.task_done",
    "case.person_changed",
    "case.consent_recorded",
    "case.consent_refused",
    "case.consent_withdrawn",
    "case.consent_ending",
    "case.consent_expired",
    "case.consent_printed",
    "case.opened_in_emergency",
    "case.emergency_ended",
    "case.emergency_reviewed",
    "referral.sent",
    "referral.viewed",
    "referral.accepted",
    "referral.declined",
    "referral.started",
    "referral.delivered",
    "referral.not_delivered",
    "referral.withdrawn",
    "referral.closed",
    "referral.feedback_given",
    "referral.message",
    "referral.message_deleted",
    "referral.mentioned",
    "referral.conversation_kept",
    "referral.guest_invited",
    "referral.guest_entered",
    "referral.guest_refused",
    "referral.guest_ended",
    "referral.guest_locked",
    "referral.mail_bounced",
    "referral.survey_asked",
    "referral.survey_answered",
    "referral.information_asked",
    "referral.reminded",
    "referral.information_given",
    "referral.waitlisted",
    "referral.waitlist_confirmed",
    "referral.sent_back",
    "referral.appointment_made",
    "referral.appointment_changed",
    "referral.appointment_cancelled",
    "referral.appointment_attended",
    "referral.appointment_missed",
    "referral.expired",
    "file.infected",
    "referral.consent_ended",
    "referral.sharing_ended",
    "referral.place_lapsed",
    "outside_map.reported",
    "outside_map.noted",
    "terms.offered",
    "terms.accepted",
    "terms.returned",
    "terms.approved",
    "terms.ended",
    "question.asked",
    "question.decided",
    "ask.answered",
    "disclosure.made",
    "disclosure.ended",
    "referral.handed_over",
    "case.handed_over",
    "case.handed_on",
    "conference.convened",
    "conference.held",
    "agenda_item.invited",
    "agenda_item.minuted",
    "agenda_item.decided",
    "agenda_item.held",
    "transfer.proposed",
    "transfer.accepted",
    "transfer.declined",
    "transfer.withdrawn",
    "organisation.proposed",
    "organisation.approved",
    "organisation.refused",
    "organisation.proposal_withdrawn",
    "review.opened",
    "review.confirmed",
    "review.locked",
    "review.done",
    "delegation.made",
    "delegation.began",
    "delegation.ended",
    "sealed.entered",
    "sealed.asked",
    "sealed.asked_beyond_limit",
    "sealed.approved",
    "sealed.refused",
    "sealed.lapsed",
    "sealed.revealed",
    "limit.asked",
    "limit.granted",
    "limit.refused",
    "concern.raised",
    "concern.closed",
    "export.asked",
    "export.begun",
    "export.approved",
    "export.refused",
    "export.made",
    "export.failed",
    "export.fetched",
    "export.ended",
    "recipient.proposed",
    "recipient.approved",
    "recipient.withdrawn",
    "retention.due",
    "retention.held",
    "retention.hold_lifted",
    "disposal.proposed",
    "disposal.approved",
    "disposal.refused",
    "own_data.asked",
    "own_data.released",
    "own_data.refused",
    "form.begun",
    "form.finished",
    "form.reopened",
    "form.withdrawn",
    "form.filed",
    "form.carried_over",
    "directory.proposed",
    "directory.approved",
    "directory.returned",
    "directory.withdrawn",
    "pack.change_proposed",
    "pack.change_taken_back",
    "pack.change_approved",
    "pack.change_refused",
    "pack.change_withdrawn",
)

# A fact is true/false, a number, or a code of the named list.
OF_A_REPORT: dict[str, type | str] = {
    "urgency": "urgency",
    "immediate_danger": bool,
    "children": bool,
    "persons": int,
    "official_suspected": bool,
}
# A screening, and the determination on it, also answer what their report does.
OF_A_SCREENING: dict[str, type | str] = {**OF_A_REPORT, "outcome": "determination_outcomes", "child": bool}
FACTS: dict[str, dict[str, type | str]] = {
    "report": OF_A_REPORT,
    "screening": OF_A_SCREENING,
    "determination": OF_A_SCREENING,
    "case": {"is_child": bool, "risk": "risk_levels"},
    "referral": {"priority": "referral_priorities"},
    # A document, of whatever record.
    "file": {},
    "outside_map": {},
    "terms": {},
    "question": {},
    "ask": {},
    "disclosure": {},
    "transfer": {},
    "conference": {},
    "agenda_item": {},
    "organisation": {},
    "review": {},
    "delegation": {},
    "limit": {},
    "concern": {},
    "export": {},
    "recipient": {},
    "form": {},
    "directory": {},
    "pack": {},
}

RELATIONS = {
    "report": ("assignee",),
    "screening": ("assignee",),
    "determination": ("assignee",),
    "case": ("case_manager", "team"),
    "referral": (
        "sender",
        "case_manager",
        "provider",
        "other_side",
        "mentioned",
        "provider_supervisors",
        "sender_supervisors",
    ),
    "outside_map": ("stewards", "sender"),
    "terms": ("stewards", "provider", "approvers"),
    "question": ("owner",),
    "ask": ("asker",),
    "disclosure": ("giver", "recipient"),
    "transfer": ("proposer", "receivers"),
    "conference": ("convener",),
    "agenda_item": ("participant",),
    "organisation": ("administrators", "directors"),
    "review": ("administrators", "directors"),
    "delegation": ("delegate", "delegator", "administrators", "directors"),
    "sealed": ("owner", "approvers", "asker"),
    "limit": ("asker", "watchers"),
    "concern": ("watchers", "auditors"),
    "export": ("asker", "approvers", "watchers"),
    "recipient": ("approvers",),
    "disposal": ("proposer",),
    "own_data": ("handler",),
    "form": ("writer",),
    "directory": ("stewards", "proposer", "keepers"),
    "pack": ("approvers", "proposer"),
}

# Each clock with the kind of record it runs on and the list its levels come from.
CLOCKS = {
    "report.act": ("report", "urgency"),
    "triage": ("report", "urgency"),
    "assignment.accept": ("report", "urgency"),
    "screening.review": ("screening", "urgency"),
    "referral.answer": ("referral", "referral_priorities"),
    "referral.information": ("referral", "referral_priorities"),
    "referral.waiting_list": ("referral", "referral_priorities"),
    "place.hold": ("referral", "referral_priorities"),
    "case.review": ("case", "risk_levels"),
    "case.emergency": ("case", "risk_levels"),
    "report.emergency": ("report", "urgency"),
}

# Clocks whose length the pack says once (country.yaml: staff, retention.yaml) or people agree on each time, and the
# kind of record each runs on.
PLAIN_CLOCKS = {
    "access.review": "review",
    "own_data.answer": "case",
    "form.file": "form",
    "terms.ending": "terms",
    "referral.appointment": "referral",
}

# What a retention class may ask of a record, and the moments its clock may run from.
RETAINED_FACTS: dict[str, dict[str, type | str]] = {
    "case": {"is_child": bool, "close_reason": "case_close_reasons", "category": "beneficiary_categories"},
    "report": {
        "close_reason": "report_close_reasons",
        "channel": "report_channels",
        "led_to_case": bool,
        "children": bool,
        "official_suspected": bool,
        "outcome": "determination_outcomes",
    },
}
RETAINED_FROM = {"case": ("closed", "last_activity", "birth"), "report": ("closed", "last_activity")}

CHANNELS = ("inbox", "email")
LEVELS = ("critical", "urgent", "normal")
CONSENTS = ("required", "law_for_children", "not_needed")
# Whom a route of the referral map is for, when not for everybody.
FOR_WHOM = ("adults", "children")
# What of a referral is not as the referral map says: the provider, the sender's organisation, the person.
OUTSIDE = ("provider", "sender", "person")
TESTS = ("is", "is_not", "at_least", "at_most", "one_of")

# What an e-mail may say besides its fixed words: nothing of a survivor.
MESSAGE_WORDS = ("link", "organisation", "deadline", "hours")

# The lists that code asks for by name.
CODELISTS = (
    "accessibility",
    "acts",
    "age_bands",
    "age_bases",
    "case_close_reasons",
    "compartments",
    "consent_answers",
    "contact_channels",
    "determination_outcomes",
    "document_kinds",
    "element_answers",
    "end_reasons",
    "exploitation_types",
    "gender",
    "grant_bases",
    "households",
    "indicator_groups",
    "indicators",
    "languages",
    "lawful_bases",
    "means",
    "nationality",
    "need_groups",
    "needs",
    "not_delivered_reasons",
    "organisation_kinds",
    "outside_map_reasons",
    "protection_concerns",
    "purposes",
    "reassign_reasons",
    "referral_decline_reasons",
    "referral_priorities",
    "region_kinds",
    "relationships",
    "report_channels",
    "report_close_reasons",
    "report_person_roles",
    "reveal_reasons",
    "risk_levels",
    "sex",
    "slice_fields",
    "stay_or_return",
    "survey_answers",
    "survey_questions",
    "training_kinds",
    "urgency",
)

# A column of one list whose cells are codes of another.
CODELIST_REFERENCES = {
    ("indicators", "group"): "indicator_groups",
    ("needs", "group"): "need_groups",
    ("document_kinds", "compartment"): "compartments",
    ("note_kinds", "compartment"): "compartments",
    ("slice_fields", "compartment"): "compartments",
    ("purposes", "exploitation"): "exploitation_types",
}


# Columns of one list besides its words and mappings.
COLUMNS = {
    "age_bands": ("from_age", "to_age", "child"),
    "case_close_reasons": ("outcome",),
    "compartments": ("records",),
    "document_kinds": ("compartment",),
    "indicators": ("group", "element"),
    "needs": ("group", "tile"),
    "organisation_kinds": ("outside_government",),
    "note_kinds": ("compartment",),
    "purposes": ("exploitation",),
    "referral_priorities": ("hours",),
    "slice_fields": ("compartment",),
    "training_kinds": ("months", "needed"),
    "urgency": ("hours",),
}

# Codes that the program itself gives, or asks a list for.
COUNTED_ON = {
    "age_bases": ("document", "assessed", "stated", "estimated"),
    "age_bands": ("unknown",),
    "beneficiary_categories": ("child_at_risk", "at_risk"),
    "compartments": tuple(sorted({part for parts in COMPARTMENTS.values() for part in parts})),
    "consent_answers": ("consents", "assents", "refuses", "unable", "not_asked"),
    "deciding_organisations": ("government",),
    "document_kinds": ("consent_form", "conversation"),
    "element_answers": ("present", "absent", "insufficient"),
    "lawful_bases": ("consent", "guardian_consent", "legal_duty", "best_interests", "court_order"),
    "outside_map_reasons": ("other",),
    "referral_priorities": ("emergency", "urgent", "normal"),
    "referral_withdraw_reasons": ("consent", "consent_expired"),
    "report_channels": ("public_web", "officer", "hotline", "partner"),
    "report_close_reasons": ("duplicate",),
    "report_person_roles": ("possible_victim", "suspect"),
    "risk_levels": ("high", "medium", "low"),
    "sex": ("female", "male"),
    "slice_fields": ("case_code", "need", "reason", "safe_contact"),
    "urgency": ("emergency", "urgent", "normal"),
}


def record_of(kind: str) -> str:
    """`referral.sent` -> `referral`."""
    return kind.partition(".")[0]
