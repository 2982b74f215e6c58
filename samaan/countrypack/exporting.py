"""A pack as files again: what is at work, to be edited, kept, or carried to another installation."""

import io
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from samaan.countrypack import writing
from samaan.countrypack.formversions import kept_files
from samaan.countrypack.layout import in_order, ordered
from samaan.countrypack.reading import (
    BOUNDARIES,
    CSV_FILES,
    EXPORTED,
    HOLIDAYS,
    INDICATORS,
    INSTRUMENTS,
    YAML_FILES,
    checksum,
)

Content = Mapping[str, Any]

# A zip says when each file was written; the same content is the same zip.
NO_MOMENT = (2000, 1, 1, 0, 0, 0)


def files(content: Content) -> dict[str, bytes]:
    """Every file of a pack, by its path in the pack's folder; forms as they were loaded, byte for byte."""
    texts = {
        **dict(yaml_files(content)),
        **dict(csv_files(content)),
        **dict(message_files(content)),
        BOUNDARIES: writing.geojson_text(in_order(content["boundaries"], layout(content, BOUNDARIES))),
        EXPORTED: writing.yaml_text(stamp(content)),
    }
    found = {name: text.encode() for name, text in texts.items()} | kept_files(content)
    return dict(sorted(found.items()))


def export(content: Content, folder: Path | str) -> list[Path]:
    """Write the pack into a folder that is not there yet or holds nothing; FileExistsError when it does."""
    folder = Path(folder)
    if folder.exists() and any(folder.iterdir()):
        raise FileExistsError(folder)
    written = []
    for name, data in files(content).items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        written.append(path)
    return written


def as_zip(content: Content) -> bytes:
    """The same as one file, in a folder named after the country."""
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, data in files(content).items():
            entry = zipfile.ZipInfo(f"{content['country']['code']}/{name}", NO_MOMENT)
            entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
            packed.writestr(entry, data)
    return kept.getvalue()


def stamp(content: Content) -> dict[str, str]:
    """What an export says of itself: whoever loads it elsewhere is told when its files are no longer those."""
    country = content["country"]
    return {"country": country["code"], "version": country["version"], "checksum": checksum(content)}


def yaml_files(content: Content) -> Iterator[tuple[str, str]]:
    country = content["country"]
    remark = f"Exported by Samaan from the pack at work, {country['code']} {country['version']}."
    for name, file in YAML_FILES.items():
        if content.get(name):
            yield file, writing.yaml_text(in_order(content[name], layout(content, file)), remark)
    for name, file, written in (
        ("instruments", INSTRUMENTS, "instruments"),
        ("result_indicators", INDICATORS, "indicators"),
    ):
        if name in content:
            named = {written: content[name]}
            yield file, writing.yaml_text(in_order(named, layout(content, file)), remark)


def csv_files(content: Content) -> Iterator[tuple[str, str]]:
    lists = {f"codelists/{name}.csv": rows for name, rows in content["codelists"].items()}
    if "holidays" in content:
        lists[HOLIDAYS] = content["holidays"]
    for file, rows in {**{file: content[name] for name, file in CSV_FILES.items()}, **lists}.items():
        yield file, writing.csv_text(columns(content, file, rows), rows)


def columns(content: Content, file: str, rows: list[Mapping[str, str]]) -> list[str]:
    known = content.get("layout", {}).get(file, {}).get("", [])
    return ordered({*known, *(name for row in rows for name in row)}, known, spoken(content))


def spoken(content: Content) -> list[str]:
    languages = content["country"]["languages"]
    return [*languages["complete"], *(languages.get("prepared") or ())]


def message_files(content: Content) -> Iterator[tuple[str, str]]:
    for row in content["messages"]:
        yield f"messages/{row['code']}.{row['language']}.md", writing.message_text(row)


def layout(content: Content, file: str) -> Mapping[str, list[str]]:
    return content.get("layout", {}).get(file, {})
