"""The file itself, made from what whoever asked may see at this moment."""

from uuid import UUID

from django.utils import translation

from samaan.cases.models import Case
from samaan.exports import case_file, marks, queries, tables
from samaan.exports.models import Export, Kind
from samaan.exports.permissions import can_ask, ids_of

Files = dict[str, bytes]


class NothingLeft(Exception):
    """Whoever asked may take none of it out any more."""


def make(export: Export) -> tuple[Files, dict[str, list[str]]]:
    """The files by their names in the envelope, and which compartments of which case went in. Raises NothingLeft."""
    found = cases_now(export)
    if not found:
        raise NothingLeft
    went_in = {str(case.pk): sorted(parts) for case, parts in found.items()}
    with translation.override(export.language):
        if export.kind == Kind.CASE_FILE:
            (case,) = found
            return case_file.files_of(export, case, set(went_in[str(case.pk)])), went_in
        return list_of(export, list(found)), went_in


def cases_now(export: Export) -> dict[Case, set[str]]:
    """Those of the cases that whoever asked may still take out, in the order they were asked for, and what of each."""
    if not can_ask(export.asked_by):
        return {}
    wanted = ids_of(export)
    found = Case.objects.visible_to(export.asked_by).select_related("case_manager", "organisation", "opened_by")
    by_id: dict[UUID, Case] = {case.pk: case for case in found.filter(pk__in=wanted)}
    parts = queries.parts_of(export.asked_by, by_id.values())
    return {by_id[pk]: parts[pk] for pk in wanted if parts.get(pk)}


def list_of(export: Export, found: list[Case]) -> Files:
    mark, rows = marks.line(export), [tables.row_of(case) for case in found]
    if export.format == "csv":
        return {"cases.csv": tables.as_csv(mark, tables.heads(), rows)}
    return {"cases.xlsx": tables.as_xlsx(mark, export.asked_by.full_name, tables.heads(), rows)}


def is_still_right(export: Export) -> bool:
    """Whether whoever asked still holds everything that went in."""
    now = {str(case.pk): parts for case, parts in cases_now(export).items()}
    return bool(export.went_in) and all(set(parts) <= now.get(case, set()) for case, parts in export.went_in.items())
