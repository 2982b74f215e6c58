"""Lists to choose from."""

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from samaan.countrypack.words import in_language

# Columns that every list has; the others are mappings and stay in `Entry.more`.
COLUMNS = ("code", "order", "active")


@dataclass(frozen=True)
class Entry:
    """One line of a list: a code, its words, and its value in other systems (`htcds`, `ctdc`, …)."""

    code: str
    labels: Mapping[str, str]
    order: int
    active: bool
    more: Mapping[str, str] = field(default_factory=dict)

    @property
    def label(self) -> str:
        return in_language(self.labels)

    @classmethod
    def from_content(cls, row: Mapping[str, str], languages: Iterable[str]) -> "Entry":
        spoken = set(languages)
        return cls(
            code=row["code"],
            labels={language: row.get(language, "") for language in languages},
            order=int(row.get("order") or 0),
            active=row.get("active") != "no",
            more={name: cell for name, cell in row.items() if name not in spoken and name not in COLUMNS},
        )


@dataclass(frozen=True)
class CodeList:
    name: str
    entries: Mapping[str, Entry]

    @classmethod
    def from_content(cls, name: str, rows: Iterable[Mapping[str, str]], languages: Iterable[str]) -> "CodeList":
        entries = (Entry.from_content(row, languages) for row in rows)
        return cls(name, {entry.code: entry for entry in entries})

    def label(self, code: str) -> str:
        """The words of a code; the code itself when the list does not know it."""
        entry = self.entries.get(code)
        return entry.label if entry else code

    def offered(self, including: Iterable[str] = ()) -> list[Entry]:
        """The active entries in order, and inactive ones that a record already holds."""
        kept = set(including)
        found = [entry for entry in self.entries.values() if entry.active or entry.code in kept]
        return sorted(found, key=lambda entry: (entry.order, without_accents(entry.label)))

    def choices(self, including: Iterable[str] = ()) -> list[tuple[str, str]]:
        return [(entry.code, entry.label) for entry in self.offered(including)]

    def to_other(self, column: str) -> dict[str, str]:
        """`to_other("htcds")`: our code -> theirs, where they have one."""
        return {code: entry.more[column] for code, entry in self.entries.items() if entry.more.get(column)}


def without_accents(words: str) -> str:
    return unicodedata.normalize("NFKD", words.casefold()).encode("ascii", "ignore").decode()


def several(cell: Any) -> tuple[str, ...]:
    """A cell with several values: `en; es` -> ("en", "es")."""
    return tuple(part.strip() for part in str(cell or "").split(";") if part.strip())
