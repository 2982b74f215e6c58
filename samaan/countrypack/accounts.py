"""What an account must be in this country, whoever makes it: the command line, the demo, a page."""

from collections.abc import Iterator

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from samaan.accounts.models import Organisation, Role, User
from samaan.countrypack.active import pack


def check_account(user: User) -> None:
    """Refuse an account that does not fit the pack; ValidationError holds one sentence a fault."""
    faults = [*faults_of_person(user), *faults_of_seat(user)]
    if faults:
        raise ValidationError(faults)


def faults_of_person(user: User) -> Iterator[str]:
    try:
        validate_email(user.email)
    except ValidationError:
        yield _("“%(email)s” is no e-mail address. Write it as name@example.org.") % {"email": user.email}
    most = User._meta.get_field("full_name").max_length or 0
    if not 0 < len(user.full_name.strip()) <= most:
        yield _("Give the full name, at most %(most)d characters.") % {"most": most}
    if user.language not in settings.OFFERED_LANGUAGES:
        yield _("There are no pages in the language “%(code)s”. Choose one of %(known)s.") % {
            "code": user.language,
            "known": ", ".join(settings.OFFERED_LANGUAGES),
        }


def faults_of_seat(user: User) -> Iterator[str]:
    organisation = user.organisation
    if not organisation.is_active:
        yield _("%(organisation)s is no longer at work. Choose another organisation.") % {"organisation": organisation}
    if not has_seat(user.role, organisation):
        yield _("The role “%(role)s” has no seat in %(organisation)s. Roles there: %(known)s.") % {
            "role": user.role.pk,
            "organisation": organisation,
            "known": ", ".join(role.pk for role in Role.objects.order_by("pk") if has_seat(role, organisation)) or "–",
        }
    if user.unit and user.unit.organisation_id != organisation.pk:
        yield _("The unit “%(unit)s” belongs to another organisation. Units of %(organisation)s: %(known)s.") % {
            "unit": user.unit.code,
            "organisation": organisation,
            "known": ", ".join(organisation.units.order_by("code").values_list("code", flat=True)) or "–",
        }


def has_seat(role: Role, organisation: Organisation) -> bool:
    """Whether the pack puts such a role into this kind of organisation."""
    return organisation.kind in pack().roles[role.pk].organisation_kinds
