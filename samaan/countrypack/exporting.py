"""A pack as files again: what is at work, to be edited, kept, or carried to another installation."""

import csv
import io
import json
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml

from samaan.countrypack.models import FormVersion
from samaan.countrypack.reading import CSV_FILES, INSTRUMENTS, YAML_FILES

Content = Mapping[str, Any]

# A zip says when each file was written; the same content is the same zip.
NO_MOMENT = (2000, 1, 1, 0, 0, 0)


def files(content: Content) -> dict[str, bytes]:
    """Every file of a pack, by its path in the pack's folder."""
    texts = {**dict(yaml_files(content)), **dict(csv_files(content)), **dict(message_files(content))}
    texts["boundaries.geojson"] = json.dumps(content["boundaries"], ensure_ascii=False)
    written = {name: text.encode() for name, text in texts.items()} | dict(form_files(content))
    return dict(sorted(written.items()))


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


def yaml_files(content: Content) -> Iterator[tuple[str, str]]:
    for name, file in YAML_FILES.items():
        yield file, yaml.safe_dump(content[name], allow_unicode=True, sort_keys=False)
    if content.get("instruments"):
        yield INSTRUMENTS, yaml.safe_dump({"instruments": content["instruments"]}, allow_unicode=True, sort_keys=False)


def csv_files(content: Content) -> Iterator[tuple[str, str]]:
    lists = {f"codelists/{name}.csv": rows for name, rows in content["codelists"].items()}
    for file, rows in {**{file: content[name] for name, file in CSV_FILES.items()}, **lists}.items():
        written = io.StringIO(newline="")
        writer = csv.DictWriter(written, list(dict.fromkeys(name for row in rows for name in row)), restval="")
        writer.writeheader()
        writer.writerows(rows)
        yield file, written.getvalue()


def message_files(content: Content) -> Iterator[tuple[str, str]]:
    for row in content["messages"]:
        head = yaml.safe_dump({"subject": row["subject"], "language": row["language"]}, allow_unicode=True)
        yield f"messages/{row['code']}.{row['language']}.md", f"---\n{head}---\n{row['body']}"


def form_files(content: Content) -> Iterator[tuple[str, bytes]]:
    """Each workbook as it was loaded, and the lists it chooses from."""
    for row in content.get("forms") or ():
        version = FormVersion.objects.get(checksum=row["checksum"])
        yield row["file"], bytes(version.workbook)
        for name, text in version.lists.items():
            yield f"forms/{name}", text.encode()
