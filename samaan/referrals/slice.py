"""The slice: which facts of a case a provider is told. The pack lists the fields and the compartment each is from."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samaan import countrypack
from samaan.access.records import compartments_of
from samaan.accounts.models import User
from samaan.cases.models import Case, Risk
from samaan.people.models import Person
from samaan.referrals.models import Referral, ReferralSlice, Status
from samaan.vault.sealedfields import WORD as MASK

# Fields whose value is a code, or several; all others are words.
LISTS = {
    "age_band": "age_bands",
    "sex": "sex",
    "gender": "gender",
    "nationality": "nationality",
    "languages": "languages",
    "region": "regions",
    "risk": "risk_levels",
    "need": "needs",
    "immigration_status": "immigration_status",
}
YES_NO = {"yes": gettext_lazy("Yes"), "no": gettext_lazy("No")}
# Fields that are said with yes or no.
QUESTIONS = {"interpreter"}
# The one field that is kept sealed: the slice says only that there is one (samaan.referrals.sealed).
SEALED = "safe_contact"
# Nobody is known by these alone.
IMPERSONAL = {"need", "reason", "languages", "interpreter", "region"}


@dataclass(frozen=True)
class Offer:
    """A field that may be shared: its value as the case knows it, or `earlier` as somebody once typed it."""

    code: str
    label: str
    value: Any = None
    earlier: str = ""

    @property
    def is_known(self) -> bool:
        return self.value not in (None, "", [])

    @property
    def words(self) -> str:
        return in_words(self.code, self.value)


@dataclass(frozen=True)
class Shared:
    """One line of a slice as it is read."""

    label: str
    words: str
    is_sealed: bool = False


def offers(case: Case, user: User, need: str) -> list[Offer]:
    """What this person may share of a case: only fields of compartments they hold themselves."""
    held = compartments_of(case, user)
    fields = [f for f in countrypack.pack().codelist("slice_fields").offered() if f.more.get("compartment") in held]
    known = {**known_of(case, held), "need": need}
    earlier = typed_before(case, user)
    return [Offer(f.code, f.label, known.get(f.code), earlier.get(f.code, "")) for f in fields]


def known_of(case: Case, held: set[str]) -> dict[str, Any]:
    """What the case knows, by the code of the field."""
    known: dict[str, Any] = {
        "case_code": case.pseudonym,
        "age_band": case.age_band,
        "sex": case.sex,
        "nationality": case.nationality,
        "region": case.region,
        "risk": "" if case.risk == Risk.UNKNOWN else case.risk,
    }
    person = Person.objects.filter(pk=case.person_id).first() if "identity" in held else None
    if person is None:
        return known
    return known | {
        "name": person.full_name,
        "birth_date": person.birth_date,
        "languages": [person.language] if person.language else [],
        "phone": ", ".join(person.phones or ()),
        "address": person.address,
    }


def typed_before(case: Case, user: User) -> dict[str, str]:
    """What was typed for the last referral of this case that this person sees: nothing is typed twice."""
    last = (
        Referral.objects.visible_to(user).filter(case=case).exclude(status=Status.DRAFT).order_by("-created_at").first()
    )
    slice_ = ReferralSlice.objects.filter(referral=last).first() if last else None
    lines = slice_.shared if slice_ else []
    return {line["code"]: line["value"] for line in lines if isinstance(line["value"], str)}


def minimum(need: str) -> tuple[str, ...]:
    """What a provider needs to know for this need, by the referral map; and always why it is asked."""
    route = countrypack.pack().route(need)
    return (*(route.minimum if route else ("case_code", "need")), "reason")


def compose(offered: Iterable[Offer], codes: Iterable[str], typed: Mapping[str, str]) -> list[dict]:
    """The slice of exactly these fields, in the order of the list. Fields that nobody filled in are left out."""
    wanted = set(codes)
    offered = list(offered)
    if unknown := wanted - {offer.code for offer in offered}:
        raise ValidationError({"share": _("You cannot share: %(fields)s") % {"fields": ", ".join(sorted(unknown))}})
    lines = [(offer.code, offer.value if offer.is_known else typed.get(offer.code, "").strip()) for offer in offered]
    return [{"code": code, "value": value} for code, value in lines if code in wanted and value not in ("", [], None)]


def is_personal(shared: Iterable[Mapping]) -> bool:
    """Whether a slice says anything that could tell who it is."""
    return any(line["code"] not in IMPERSONAL for line in shared)


def lines(shared: Iterable[Mapping]) -> list[Shared]:
    """A slice in the reader's language."""
    fields = countrypack.pack().codelist("slice_fields")
    return [
        Shared(fields.label(line["code"]), in_words(line["code"], line["value"]), line["code"] == SEALED)
        for line in shared
    ]


def in_words(code: str, value: Any) -> str:
    pack = countrypack.pack()
    if code == SEALED:
        return str(MASK)
    if code in QUESTIONS and value in YES_NO:
        return str(YES_NO[value])
    if code not in LISTS or not value:
        return ", ".join(value) if isinstance(value, list) else str(value or "")
    return ", ".join(pack.labels(LISTS[code], value if isinstance(value, list) else [value]))
