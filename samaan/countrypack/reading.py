"""A pack folder, read whole: its content as plain values, and what could not be read."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from samaan.countrypack.faults import Fault
from samaan.countrypack.files import Row, read_csv, read_json, read_message, read_yaml
from samaan.countrypack.layout import layout_of
from samaan.countrypack.workbooks import Workbook, read_workbooks

YAML_FILES = {
    "country": "country.yaml",
    "roles": "roles.yaml",
    "alert_rules": "alert_rules.yaml",
    "referral_map": "referral_map.yaml",
    "retention": "retention.yaml",
}
INSTRUMENTS = "instruments.yaml"
INDICATORS = "indicators.yaml"
CSV_FILES = {
    "regions": "regions.csv",
    "organisations": "directory/organisations.csv",
    "units": "directory/units.csv",
    "services": "directory/services.csv",
}
# Optional.
HOLIDAYS = "calendars/holidays.csv"
BOUNDARIES = "boundaries.geojson"
# What an export says of itself; no part of the content.
EXPORTED = "exported.yaml"


@dataclass
class Source:
    """What stands in a pack folder. `content` is versioned; `demo` is not part of the pack at work."""

    folder: Path
    content: dict[str, Any] = field(default_factory=dict)
    demo: dict[str, Row] = field(default_factory=dict)
    workbooks: list[Workbook] = field(default_factory=list)
    exported: Row | None = None
    faults: list[Fault] = field(default_factory=list)

    def unreadable(self, name: str) -> bool:
        """Whether a file had faults when read, so that looking into it would only repeat them."""
        file = YAML_FILES.get(name) or CSV_FILES.get(name) or name
        return any(fault.file == file for fault in self.faults)

    def codes(self, name: str) -> set[str]:
        """Every code of a CSV file or a code list; empty when there is no such list."""
        rows = self.content.get(name)
        if not isinstance(rows, list):
            rows = self.content["codelists"].get(name, [])
        return {row.get("code", "") for row in rows}


def read(folder: Path) -> Source:
    """Everything in a pack folder."""
    folder = Path(folder)
    source = Source(folder)
    if not folder.is_dir():
        source.faults.append(Fault(str(folder), 0, "", _("There is no such folder."), _("Name the folder of a pack.")))
        source.content = {"codelists": {}, "messages": [], "layout": {}}
        return source
    layout = source.content["layout"] = {}
    for name, file in YAML_FILES.items():
        source.content[name] = found = read_yaml(folder / file, file, source.faults)
        layout[file] = layout_of(found)
    for name, file in CSV_FILES.items():
        source.content[name] = read_table(source, folder / file, file)
    if (folder / HOLIDAYS).exists():
        source.content["holidays"] = read_table(source, folder / HOLIDAYS, HOLIDAYS)
    source.content["boundaries"] = found = read_json(folder / BOUNDARIES, BOUNDARIES, source.faults)
    layout[BOUNDARIES] = layout_of(found)
    read_codelists(source)
    read_messages(source)
    read_forms(source)
    read_indicators(source)
    read_demo(source)
    if (folder / EXPORTED).exists():
        source.exported = read_yaml(folder / EXPORTED, EXPORTED, source.faults)
    return source


def files(folder: Path, inside: str, ending: str) -> Iterator[Path]:
    """The files of one kind, but for the locks and drafts that programs leave behind."""
    for path in sorted(folder.glob(f"{inside}/*.{ending}")):
        if path.is_file() and path.name[0] not in "~.":
            yield path


def read_table(source: Source, path: Path, file: str) -> list[Row]:
    head, rows = read_csv(path, file, source.faults)
    source.content["layout"][file] = {"": head}
    return rows


def read_codelists(source: Source) -> None:
    source.content["codelists"] = {
        path.stem: read_table(source, path, f"codelists/{path.name}")
        for path in files(source.folder, "codelists", "csv")
    }


def read_messages(source: Source) -> None:
    rows = [
        read_message(path, f"messages/{path.name}", source.faults) for path in files(source.folder, "messages", "md")
    ]
    source.content["messages"] = [row for row in rows if row is not None]


def read_forms(source: Source) -> None:
    """The workbooks, and which of them is used for what; a pack may have none."""
    source.workbooks = read_workbooks(source.folder)
    source.content["forms"] = [workbook.row for workbook in source.workbooks if workbook.form]
    if (source.folder / INSTRUMENTS).exists():
        read = read_yaml(source.folder / INSTRUMENTS, INSTRUMENTS, source.faults)
        source.content["instruments"] = read.get("instruments") or []
        source.content["layout"][INSTRUMENTS] = layout_of(read)


def read_indicators(source: Source) -> None:
    """The results framework; a pack may do without. `indicators` is the name of the list of signs."""
    if (source.folder / INDICATORS).exists():
        read = read_yaml(source.folder / INDICATORS, INDICATORS, source.faults)
        source.content["result_indicators"] = read.get("indicators") or []
        source.content["layout"][INDICATORS] = layout_of(read)


def read_demo(source: Source) -> None:
    for path in files(source.folder, "demo", "yaml"):
        source.demo[path.stem] = read_yaml(path, f"demo/{path.name}", source.faults)


def checksum(content: Mapping[str, Any]) -> str:
    """SHA-256 over the content, whatever the order of its files, columns and keys."""
    said = {name: part for name, part in content.items() if name != "layout"}
    canonical = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()
