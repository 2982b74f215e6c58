"""Whose token it is, whom they work with, and documents."""

from uuid import UUID

from django.utils.translation import gettext as _
from ninja import Router, Schema
from ninja.errors import HttpError

from samaan.access.downloads import download, openable
from samaan.accounts.models import User
from samaan.api.kit import refuse_unless

router = Router()


class MeOut(Schema):
    email: str
    name: str
    role: str
    organisation: str
    unit: str
    language: str
    permissions: list[str]


class ColleagueOut(Schema):
    email: str
    name: str
    role: str
    organisation: str


@router.get("/me", response=MeOut)
def me(request):
    user = request.user
    return about(user) | {
        "unit": user.unit.code if user.unit else "",
        "language": user.language,
        "permissions": user.role.permissions,
    }


@router.get("/colleagues", response=list[ColleagueOut])
def colleagues(request, role: str = ""):
    """For those who give work to others: everybody, or those of a role. Acts name them by their address."""
    refuse_unless(request.user.can("report.view") or request.user.can("case.view"))
    found = User.objects.filter(is_active=True).select_related("organisation")
    return [about(user) for user in (found.filter(role_id=role) if role else found)]


def about(user: User) -> dict:
    return {
        "email": user.email,
        "name": user.full_name,
        "role": user.role_id,
        "organisation": user.organisation.code,
    }


@router.get("/files/{pk}")
def file(request, pk: UUID):
    """A document whose compartment one holds; `Range` asks for a part. Opening it is an event."""
    if not openable(request, pk, original_of=None).is_open:
        raise HttpError(409, _("The virus scanner has not looked at this document yet, or found a virus in it."))
    return download(request, pk)
