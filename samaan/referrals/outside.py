"""What of a referral is not as the referral map says, and what its sender said of it."""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samaan import countrypack
from samaan.accounts.models import User
from samaan.cases.models import Case
from samaan.countrypack.models import PackVersion
from samaan.directory.models import Service
from samaan.referrals.validators import check_reason

WORDS: dict[str, str | Promise] = {
    "provider": gettext_lazy("The referral map does not name this provider for this need and person."),
    "sender": gettext_lazy("The referral map does not foresee that your organisation refers for this need."),
    "person": gettext_lazy("The referral map does not foresee this need for such a person."),
}


@dataclass(frozen=True)
class WhyOutside:
    """Why a referral goes another way: a code of `outside_map_reasons`, and words where the list says too little."""

    reason: str = ""
    note: str = ""


def outside_map(case: Case, service: Service, by: User) -> list[str]:
    """What is not as the referral map says: codes of `vocabulary.OUTSIDE`; nothing when all is."""
    route = countrypack.pack().route(service.need)
    if route is None or service.organisation.code not in route.providers_for(child=case.is_child):
        found = ["provider"]
    else:
        found = []
    if route and route.who_may_refer and by.organisation.kind not in route.who_may_refer:
        found.append("sender")
    if route and not route.is_for(child=case.is_child, sex=case.sex):
        found.append("person")
    return found


def in_words(codes: list[str]) -> list[str]:
    return [str(WORDS[code]) for code in codes if code in WORDS]


def check_why(why: WhyOutside) -> None:
    """A reason of the list; “other” with words."""
    if why.reason not in dict(countrypack.pack().choices("outside_map_reasons")):
        raise ValidationError({"outside_reason": _("Say why it goes outside the referral map.")})
    try:
        check_reason(why.reason, why.note)
    except ValidationError as unsaid:
        raise ValidationError({"outside_note": unsaid.messages}) from None


def map_version() -> int:
    """The version of the pack whose referral map counts now."""
    return PackVersion.objects.filter(is_active=True).values_list("pk", flat=True).get()
