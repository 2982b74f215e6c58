"""What the public may read, as it is asked for."""

from collections.abc import Mapping

from django.core.exceptions import BadRequest
from django.db.models import Prefetch, Q, QuerySet
from django.utils.translation import gettext as _

from samaan import countrypack
from samaan.accounts.models import Organisation
from samaan.directory.hsds.ids import id_of, id_of_organisation, id_of_term
from samaan.directory.hsds.taxonomies import GROUPS, NEEDS
from samaan.directory.models import Service, ServiceAtLocation

# Nobody notes when an entry was changed, so this is refused rather than answered wrongly.
NOT_KNOWN = ("modified_after",)
PER_PAGE, MOST_PER_PAGE = 50, 100


def public_services() -> QuerySet[Service]:
    """What everybody may read: active, of an active organisation, and never one whose place is secret."""
    found = Service.objects.filter(is_active=True, organisation__is_active=True, is_sealed_location=False)
    places = ServiceAtLocation.objects.filter(location__is_sealed=False).select_related("location__organisation")
    return found.select_related("organisation__entry", "programme__organisation").prefetch_related(
        "costs", "facts", "phones", "schedules", "exceptions", Prefetch("places", queryset=places)
    )


def public_organisations() -> QuerySet[Organisation]:
    """Those with something the public may read: one that only hides people is not named."""
    shown = public_services().prefetch_related(None).order_by().values("organisation")
    return Organisation.objects.filter(is_active=True, pk__in=shown).select_related("entry")


def public_places() -> QuerySet[ServiceAtLocation]:
    found = ServiceAtLocation.objects.filter(location__is_sealed=False)
    found = found.filter(service__in=public_services().prefetch_related(None).order_by().values("pk"))
    return found.select_related(
        "location__organisation", "service__organisation", "service__programme__organisation"
    ).prefetch_related("service__costs", "service__facts")


def services_asked(asked: Mapping[str, str]) -> QuerySet[Service]:
    refuse_unknown(asked)
    found = public_services()
    if asked.get("organization_id"):
        found = found.filter(organisation__code__in=codes_of(asked["organization_id"]))
    if asked.get("taxonomy_term_id"):
        found = found.filter(need__in=needs_of(asked["taxonomy_term_id"]))
    if asked.get("taxonomy_id") and asked["taxonomy_id"] != id_of("taxonomy", NEEDS):
        found = found.none()
    if asked.get("search"):
        found = found.filter(says(asked["search"]))
    return found


def says(words: str) -> Q:
    """In its name, in any language, or in who offers it."""
    found = Q(organisation__name__icontains=words)
    for language in countrypack.pack().languages:
        found |= Q(**{f"names__{language}__icontains": words})
    return found


def codes_of(organisation_id: str) -> list[str]:
    return [each.code for each in Organisation.objects.all() if id_of_organisation(each.code) == organisation_id]


def needs_of(term_id: str) -> list[str]:
    """The needs that a term, or the group that is a term, stands for."""
    entries = countrypack.pack().codelist(NEEDS).entries.values()
    return [
        entry.code
        for entry in entries
        if term_id in (id_of_term(NEEDS, entry.code), id_of_term(GROUPS, entry.more.get("group", "")))
    ]


def refuse_unknown(asked: Mapping[str, str]) -> None:
    for name in NOT_KNOWN:
        if asked.get(name):
            raise BadRequest(_("“%(name)s” cannot be asked here.") % {"name": name})


def number(asked: Mapping[str, str], name: str, default: int, most: int) -> int:
    written = asked.get(name) or str(default)
    if not written.isascii() or not written.isdecimal() or not 1 <= int(written[:10]) <= most:
        words = {"name": name, "most": most}
        raise BadRequest(_("“%(name)s” must be a number from 1 to %(most)s.") % words)
    return int(written)
