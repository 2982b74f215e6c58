"""Who keeps the entries of an organisation, and who is their steward."""

from django.db.models import QuerySet

from samaan.accounts.models import Organisation, User


def stewards() -> QuerySet[User]:
    return User.objects.filter(is_active=True, role__permissions__contains=["directory.steward"])


def keepers(organisation: Organisation) -> QuerySet[User]:
    return User.objects.filter(
        is_active=True, organisation=organisation, role__permissions__contains=["directory.keep"]
    )
