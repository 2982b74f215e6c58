"""What of the directory is public: services at work whose place may be known, and who offers them."""

from django.db.models import Exists, OuterRef, Prefetch, QuerySet

from samaan.accounts.models import Organisation
from samaan.directory.models import Service, ServiceAtLocation

PLACES = ServiceAtLocation.objects.filter(location__is_sealed=False).select_related("location")


def services() -> QuerySet[Service]:
    """Never a safe house: not even that it exists."""
    found = Service.objects.filter(is_active=True, is_sealed_location=False, organisation__is_active=True)
    return (
        found.select_related("organisation__entry", "programme")
        .prefetch_related("phones", "costs", "exceptions", "schedules", "facts", Prefetch("places", PLACES))
        .order_by("code")
    )


def organisations() -> QuerySet[Organisation]:
    """Those with a public service: a shelter that is known for nothing else is left out."""
    public = Service.objects.filter(organisation=OuterRef("pk"), is_active=True, is_sealed_location=False)
    return Organisation.objects.filter(Exists(public), is_active=True).select_related("entry").order_by("code")


def places() -> QuerySet[ServiceAtLocation]:
    return PLACES.filter(service__in=services().order_by().values("pk")).select_related("service").order_by("pk")
