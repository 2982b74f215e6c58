"""The pack's lists as taxonomies: what is needed (with its groups), and kinds of organisations."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from samaan import countrypack
from samaan.countrypack.codelists import Entry
from samaan.directory.hsds.ids import id_of, id_of_term

Shape = dict[str, Any]
NEEDS, GROUPS, KINDS = "needs", "need_groups", "organisation_kinds"


def taxonomies() -> list[Shape]:
    return [
        taxonomy(NEEDS, _("Needs"), _("What people need, in groups.")),
        taxonomy(KINDS, _("Kinds of organisations"), _("What the organisations of the directory are.")),
    ]


def taxonomy(name: str, title: str, description: str) -> Shape:
    version = countrypack.pack().version
    return {"id": id_of("taxonomy", name), "name": title, "description": description, "version": version}


def terms() -> list[Shape]:
    return [*terms_of(NEEDS, GROUPS), *terms_of(NEEDS, NEEDS), *terms_of(KINDS, KINDS)]


def terms_of(name: str, listed: str) -> Iterator[Shape]:
    """The entries of a list as terms of a taxonomy."""
    for entry in countrypack.pack().codelist(listed).offered():
        yield term(name, listed, entry)


def term(name: str, listed: str, entry: Entry) -> Shape:
    group = entry.more.get("group") if listed == NEEDS else ""
    parent = {"parent_id": id_of_term(GROUPS, group)} if group else {}
    return {
        "id": id_of_term(listed, entry.code),
        "code": entry.code,
        "name": entry.label,
        "description": entry.label,
        "taxonomy": name,
        "taxonomy_id": id_of("taxonomy", name),
        "language": get_language() or "en",
    } | parent


def attribute(link_id: str, entity: str, listed: str, code: str) -> list[Shape]:
    """That something has a term; nothing for a code the pack no longer has."""
    entry = countrypack.pack().entry(listed, code)
    if entry is None:
        return []
    return [
        {
            "id": id_of("attribute", entity, link_id, listed, code),
            "link_id": link_id,
            "link_entity": entity,
            "link_type": "taxonomy_term",
            "taxonomy_term_id": id_of_term(listed, code),
            "taxonomy_term": term(listed, listed, entry),
        }
    ]
