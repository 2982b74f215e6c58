"""The booklet: the whole mechanism on paper, in one language, as it stands today."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils import timezone, translation

from samaan import countrypack
from samaan.common import paper
from samaan.directory import terms
from samaan.directory.finding.words import ages_in_words, answers_in_words
from samaan.directory.markdown import Block, blocks
from samaan.directory.models import Service, TermsOfReference
from samaan.mechanism import diagram, history, showing
from samaan.mechanism.history import Version

STYLES = "mechanism/booklet.css"


@dataclass(frozen=True)
class Entry:
    """A service as the booklet shows it: of a sealed place, whom to call and nothing of where."""

    service: Service
    ages: str
    answers: str


@dataclass(frozen=True)
class Provider:
    """An organisation with its services and its terms, when they are in force."""

    name: str
    code: str
    entries: list[Entry]
    terms: TermsOfReference | None
    blocks: list[Block]


def pdf(language: str) -> bytes:
    with translation.override(language):
        return paper.pdf("mechanism/paper/booklet.html", content(), styles=STYLES)


def content() -> Mapping[str, Any]:
    """Everything in it, by the map that holds today."""
    pack = countrypack.pack()
    groups = showing.groups(pack.routes)
    return {
        "pack": pack,
        "version": at_work(),
        "groups": groups,
        "diagrams": diagram.draw_all(groups),
        "providers": providers(),
        "today": timezone.localdate(),
    }


def at_work() -> Version:
    """The version whose map holds today."""
    return next(one for one in history.versions() if not one.is_coming)


def providers() -> list[Provider]:
    """Every organisation of the directory, by name."""
    agreed = {found.provider_id: found for found in terms.in_force()}
    services = Service.objects.filter(is_active=True, organisation__is_active=True).select_related("organisation")
    by_organisation: dict[int, list[Service]] = {}
    for service in services.prefetch_related("places__location").order_by("organisation__name", "need", "code"):
        by_organisation.setdefault(service.organisation_id, []).append(service)
    return [provider(found, agreed.get(pk)) for pk, found in by_organisation.items()]


def provider(services: list[Service], agreed: TermsOfReference | None) -> Provider:
    organisation = services[0].organisation
    text = blocks(agreed.text) if agreed else []
    return Provider(organisation.name, organisation.code, list(entries(services)), agreed, text)


def entries(services: Iterable[Service]) -> Iterable[Entry]:
    for service in services:
        hours = service.answer_hours
        yield Entry(service, ages_in_words(service), answers_in_words(hours) if hours is not None else "")
