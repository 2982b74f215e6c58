"""The first text of terms of reference: what the referral map and the directory already say of a provider."""

from collections.abc import Iterator

from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from samaan import countrypack
from samaan.accounts.models import Organisation, User
from samaan.countrypack.content import Pack
from samaan.countrypack.parts import Route
from samaan.countrypack.wording import time_words
from samaan.directory.models import Service


def first_texts(provider: Organisation, ends_on) -> dict[str, str]:
    """A text in each language of the country."""
    found = {}
    for language in countrypack.pack().country["languages"]["complete"]:
        with translation.override(language):
            found[language] = "\n\n".join(parts(provider, ends_on))
    return found


def parts(provider: Organisation, ends_on) -> Iterator[str]:
    pack = countrypack.pack()
    routes = [route for route in pack.routes.values() if provider.code in route.all_providers]
    yield from (heading(_("Purpose")), purpose(provider, pack))
    yield from (heading(_("Services")), points(services_of(provider, pack)))
    yield from (heading(_("What the provider commits to")), points(commitments(provider, routes, pack)))
    yield from (heading(_("Time to answer")), points(times(routes, pack)))
    yield from (heading(_("Confidentiality")), confidentiality())
    yield from (heading(_("Focal points")), points(focal_points(provider)))
    yield from (heading(_("Complaints")), complaints(pack))
    yield heading(_("Term"))
    day = date_format(ends_on, "DATE_FORMAT")
    yield _("These terms end on %(day)s. They are renewed by new ones that both sides agree to.") % {"day": day}


def heading(words: str) -> str:
    return f"## {words}"


def purpose(provider: Organisation, pack: Pack) -> str:
    words = _(
        "%(provider)s and %(unit)s agree how survivors of trafficking are referred to %(provider)s, "
        "what they are given there, and how both sides keep what they know of them."
    )
    return words % {"provider": provider.name, "unit": pack.unit_name}


def points(lines: Iterator[str]) -> str:
    said = list(lines)
    return "\n".join(f"- {line}" for line in said) if said else _("Nothing yet.")


def services_of(provider: Organisation, pack: Pack) -> Iterator[str]:
    for service in Service.objects.filter(organisation=provider, is_active=True):
        yield f"{service.name} ({pack.label('needs', service.need)})"


def commitments(provider: Organisation, routes: list[Route], pack: Pack) -> Iterator[str]:
    for route in routes:
        if promise := route.commits_to(provider.code):
            yield f"{pack.label('needs', route.need)}: {promise}"


def times(routes: list[Route], pack: Pack) -> Iterator[str]:
    """One line a need: within how long each priority is answered."""
    for route in routes:
        said = []
        for code, _label in pack.choices("referral_priorities"):
            within = pack.answer_within(route.need, code)
            if within:
                hours = time_words(f"{round(within.total_seconds() / 3600)}h")
                said.append(f"{pack.brief('referral_priorities', code)} {hours}")
        yield f"{pack.label('needs', route.need)}: {', '.join(said)}"


def confidentiality() -> str:
    return "\n".join(
        f"- {line}"
        for line in (
            _("The provider sees what the referral shares and asks for no more than it needs."),
            _("Nothing about a survivor is said by e-mail, in messages outside Samaan or to third persons."),
            _("Where a shelter is stays secret."),
            _("When consent ends, the provider no longer sees the referral and keeps nothing of it."),
        )
    )


def focal_points(provider: Organisation) -> Iterator[str]:
    found = User.objects.filter(organisation=provider, is_active=True, role__permissions__contains=["referral.respond"])
    yield from found.order_by("full_name").values_list("full_name", flat=True)


def complaints(pack: Pack) -> str:
    words = _(
        "Survivors, senders and the provider may complain to %(unit)s. It answers within two weeks. "
        "Nobody is refused a service because they complained."
    )
    return words % {"unit": pack.unit_name}
