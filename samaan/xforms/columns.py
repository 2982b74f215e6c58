"""The columns of a sheet: which are known, in which languages, and which look like a slip."""

import difflib
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from samaan.xforms import vocabulary
from samaan.xforms.faults import Fault, suggest
from samaan.xforms.languages import code
from samaan.xforms.workbook import Row, Sheet

PLAIN = ""


@dataclass
class Columns:
    """For a sheet: the text over each known column, by name and language."""

    sheet: str
    heads: dict[str, dict[str, str]] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    def text(self, row: Row, name: str, language: str = PLAIN) -> str:
        return row[self.heads.get(name, {}).get(language, "")]

    def by_language(self, row: Row, name: str) -> dict[str, str]:
        """The filled cells of a translated column."""
        found = {language: row[head] for language, head in self.heads.get(name, {}).items()}
        return {language: text for language, text in found.items() if text}

    def head(self, name: str, language: str | None = None) -> str:
        """What stands over a column, to name it in a fault."""
        heads = self.heads.get(name, {})
        if language is None:
            return next(iter(heads.values()), name)
        return heads.get(language, f"{name}::{language}" if language else name)

    @property
    def languages(self) -> list[str]:
        """The languages of all columns, in the order they first stand."""
        found = [language for heads in self.heads.values() for language in heads if language]
        return list(dict.fromkeys(found))


def normal(head: str) -> str:
    name = "_".join(head.strip().lower().split())
    return vocabulary.ALIASES.get(name, name)


def read_survey_columns(sheet: Sheet) -> Columns:
    known = (*vocabulary.SURVEY, *vocabulary.OF_SAMAAN)
    return read_columns(sheet, known, vocabulary.TRANSLATED, vocabulary.REFUSED)


def read_choice_columns(sheet: Sheet) -> Columns:
    """Any other column of `choices` is there for a filter."""
    return read_columns(sheet, vocabulary.CHOICES, ("label",), ("media", "image", "big-image", "audio", "video"))


def read_settings_columns(sheet: Sheet) -> Columns:
    return read_columns(sheet, vocabulary.SETTINGS, (), vocabulary.SETTINGS_REFUSED)


def read_columns(
    sheet: Sheet, known: tuple[str, ...], translated: tuple[str, ...], refused: tuple[str, ...]
) -> Columns:
    columns = Columns(sheet.name)
    for head in filter(None, sheet.headers):
        name, language = split(head)
        columns.faults += wrong_head(sheet, head, name, language, known, translated, refused)
        if name not in known:
            continue
        if language in columns.heads.setdefault(name, {}):
            columns.faults.append(
                Fault(sheet.name, 1, head, _("This column stands here twice."), _("Remove one of them."))
            )
        columns.heads[name][language] = head
    return columns


def split(head: str) -> tuple[str, str]:
    name, _mark, language = head.partition("::")
    return normal(name), language.strip()


def wrong_head(
    sheet: Sheet,
    head: str,
    name: str,
    language: str,
    known: tuple[str, ...],
    translated: tuple[str, ...],
    refused: tuple[str, ...],
) -> Iterator[Fault]:
    if name in refused:
        yield Fault(
            sheet.name,
            1,
            head,
            _("This column is not supported."),
            _("Remove it; docs/forms.md lists what is supported."),
        )
    elif name in known:
        yield from wrong_language(sheet, head, name, language, translated)
    elif name in outdated(sheet, known):
        meant = vocabulary.OUTDATED[name]
        yield Fault(
            sheet.name, 1, head, _("This column is not known."), _("Did you mean “%(word)s”?") % {"word": meant}
        )
    elif ":" in head:
        yield Fault(sheet.name, 1, head, _("This column is not known."), _("Write it like “label::English (en)”."))
    else:
        close = difflib.get_close_matches(name, known, n=1, cutoff=0.8)
        if close:
            yield Fault(sheet.name, 1, head, _("This column is not known."), suggest(name, known))


def outdated(sheet: Sheet, known: tuple[str, ...]) -> set[str]:
    """Names that pyxform would take for a column of this sheet."""
    return {name for name, meant in vocabulary.OUTDATED.items() if meant in known and name_counts(sheet, name)}


def name_counts(sheet: Sheet, name: str) -> bool:
    return sheet.name != "choices" or name in vocabulary.OUTDATED_CHOICES


def wrong_language(sheet: Sheet, head: str, name: str, language: str, translated: tuple[str, ...]) -> Iterator[Fault]:
    if "::" not in head:
        return
    if name not in translated:
        yield Fault(
            sheet.name, 1, head, _("This column has no language."), _("Write only “%(name)s”.") % {"name": name}
        )
    elif not code(language):
        yield Fault(
            sheet.name,
            1,
            head,
            _("The language has no code."),
            _("Write it with its code between brackets: “label::English (en)”."),
        )
