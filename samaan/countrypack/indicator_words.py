"""What an indicator may be, and the statistics it may rest on, each in words and with what it is broken down by."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

Words = dict[str, str | Promise]

LEVELS: Words = {
    "output": pgettext_lazy("level of a result", "Output"),
    "outcome": pgettext_lazy("level of a result", "Outcome"),
    "impact": pgettext_lazy("level of a result", "Impact"),
}
MEASURES: Words = {
    "count": _("a number"),
    "percentage": _("a percentage"),
    "score": _("an average score"),
    "scale": _("a step on a scale"),
}
DIRECTIONS: Words = {
    "up": _("more is better"),
    "down": _("less is better"),
    "steady": _("it should stay"),
}
AGGREGATIONS: Words = {
    "sum": _("the periods are added up"),
    "latest": _("the last period counts"),
    "pooled_ratio": _("parts and wholes are added up apart, then divided"),
    "unique_persons": _("each person counts once, in however many periods"),
    "max": _("the highest period counts"),
}
# Which of them make sense of a measure: shares and averages cannot be added up.
AGGREGATED_BY = {
    "count": ("sum", "latest", "unique_persons", "max"),
    "percentage": ("pooled_ratio", "latest"),
    "score": ("pooled_ratio", "latest"),
    "scale": ("latest", "max"),
}

PERSON = ("sex", "age_bands", "nationality", "regions")
# What is counted from records, and the lists it is broken down by. The last is of no record: any list may be named.
BY_HAND = "entered.by_hand"
STATISTICS: dict[str, tuple[str | Promise, tuple[str, ...]]] = {
    "reports.received": (_("reports received"), ("report_channels", "urgency", "regions")),
    "screenings.decided": (
        _("persons on whose screening was decided"),
        (*PERSON, "determination_outcomes", "exploitation_types", "deciding_organisations"),
    ),
    "cases.assisted": (_("persons with an open case"), (*PERSON, "beneficiary_categories")),
    "cases.closed": (_("cases closed"), (*PERSON, "beneficiary_categories", "case_close_reasons")),
    "referrals.sent": (_("referrals sent"), (*PERSON, "needs", "need_groups", "organisation_kinds")),
    "referrals.delivered": (
        _("referrals whose service was delivered"),
        (*PERSON, "needs", "need_groups", "organisation_kinds"),
    ),
    "services.persons": (
        _("persons who received a service"),
        (*PERSON, "needs", "need_groups", "beneficiary_categories"),
    ),
    "services.sessions": (_("sessions of a service given"), (*PERSON, "needs", "need_groups")),
    "plans.completed": (_("plans completed"), (*PERSON, "case_close_reasons")),
    "courses.enrolled": (_("persons enrolled in a course"), PERSON),
    "courses.graduated": (_("persons who finished a course"), PERSON),
    "trainings.held": (_("trainings held"), ("training_kinds", "organisation_kinds")),
    "trainings.persons": (_("persons trained"), ("training_kinds", "organisation_kinds", "sex")),
    "outreach.persons": (_("persons reached by outreach"), ("sex", "age_bands", "regions")),
    "products.published": (_("materials published"), ("languages",)),
    "organisations.taking_part": (_("organisations that take part"), ("organisation_kinds",)),
    BY_HAND: (_("entered by hand, from a source outside"), ()),
}
STATISTIC_WORDS: Words = {code: words for code, (words, _lists) in STATISTICS.items()}

# By the key it is written under, for sentences about what changes.
KINDS: dict[str, Words] = {
    "indicator_levels": LEVELS,
    "measures": MEASURES,
    "directions": DIRECTIONS,
    "aggregations": AGGREGATIONS,
    "statistics": STATISTIC_WORDS,
}
