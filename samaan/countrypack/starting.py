"""A new country pack: what every country needs from a pack that works, and the rest as an example that teaches."""

import csv
import json
import re
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from samaan.countrypack import writing
from samaan.countrypack.checking import check
from samaan.countrypack.reading import INSTRUMENTS, Source, read

SKELETON = Path(__file__).parent / "skeleton"
# Taken over with their remarks: roles, rules, lists, words and forms are a good beginning anywhere.
TAKEN_OVER = ("roles.yaml", "alert_rules.yaml", "retention.yaml", "instruments.yaml", "codelists", "messages", "forms")
CODE = re.compile(r"[a-z][a-z0-9_]{0,19}")
UNIT = "unit"
EXAMPLE_REGIONS = ("R-1", "R-2")


def start_pack(folder: Path, *, code: str, name: str, like: Path) -> list[str]:
    """Begin a pack in a folder that is not there yet; `like` is the pack whose lists and roles it takes over.

    Returns the forms that were left out, because their choices are those of the other country.

    FileExistsError when the folder is there; ValueError when the code is none.
    """
    if not CODE.fullmatch(code):
        raise ValueError(f"“{code}” is no code; use small letters, digits and “_”, a letter first")
    folder.mkdir(parents=True)
    model = read(like)
    for part in TAKEN_OVER:
        take_over(like / part, folder / part)
    (folder / "directory").mkdir()
    languages = list(model.content["country"]["languages"]["complete"])
    write_words(folder, code, name, languages, model.content["country"]["languages"].get("prepared") or [])
    write_regions(folder, model, languages)
    write_directory(folder, model, languages)
    write_routes(folder, model)
    return leave_out_forms(folder)


def take_over(source: Path, target: Path) -> None:
    if source.is_dir():
        shutil.copytree(source, target, ignore=shutil.ignore_patterns(".*", "~*"))
    elif source.exists():
        shutil.copyfile(source, target)


def write_words(folder: Path, code: str, name: str, languages: list[str], prepared: list[str]) -> None:
    """The files that teach, with the country's name in them."""
    words = {
        "code": code,
        "name": name,
        "complete": ", ".join(languages),
        "prepared": ", ".join(prepared),
        "names": lines(dict.fromkeys(languages, name)),
        "unit_names": lines(dict.fromkeys(languages, "Counter-Trafficking Unit")),
        "hotline": flow(dict.fromkeys(languages, "Counter-Trafficking Unit")),
        "hours": flow(dict.fromkeys(languages, "Day and night")),
        "calendar": flow(dict.fromkeys(languages, "Calendar year")),
    }
    for path in SKELETON.iterdir():
        (folder / path.name).write_text(path.read_text().format(**words))


def lines(words: Mapping[str, str]) -> str:
    return "\n".join(f"  {language}: {quoted(text)}" for language, text in words.items())


def flow(words: Mapping[str, str]) -> str:
    return "{" + ", ".join(f"{language}: {quoted(text)}" for language, text in words.items()) + "}"


def quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def write_regions(folder: Path, model: Source, languages: list[str]) -> None:
    """Two regions side by side, as an example of how they are written."""
    kind = model.content["codelists"]["region_kinds"][0]["code"]
    rows = [
        {"code": code, **dict.fromkeys(languages, f"Region {number}"), "kind": kind, "order": number, "active": "yes"}
        for number, code in enumerate(EXAMPLE_REGIONS, 1)
    ]
    write_table(folder / "regions.csv", ["code", *languages, "kind", "order", "active"], rows)
    features = [square(code, west) for west, code in enumerate(EXAMPLE_REGIONS)]
    (folder / "boundaries.geojson").write_text(
        writing.geojson_text({"type": "FeatureCollection", "features": features})
    )


def square(code: str, west: int) -> dict[str, Any]:
    corners = [[west, 0], [west + 1, 0], [west + 1, 1], [west, 1], [west, 0]]
    return {"type": "Feature", "id": code, "properties": {}, "geometry": {"type": "Polygon", "coordinates": [corners]}}


def write_directory(folder: Path, model: Source, languages: list[str]) -> None:
    """The unit, with a service for every need: nothing is without somebody who answers."""
    country = model.content["country"]
    kinds = {row["code"]: row["kind"] for row in model.content["organisations"]}
    unit = {
        "code": UNIT,
        "name": "Counter-Trafficking Unit",
        "kind": kinds[country["unit_organisation"]],
        "active": "yes",
    }
    write_table(folder / "directory/organisations.csv", ["code", "name", "kind", "active"], [unit])
    intake = {"organisation": UNIT, "code": "unit_intake", "name": "Intake"}
    write_table(folder / "directory/units.csv", ["organisation", "code", "name"], [intake])
    words = [f"{column}_{language}" for column in ("name", "opening", "notes") for language in languages]
    columns = ["code", "organisation", "unit", "need", *words, "min_age", "max_age", "sexes", "languages", "regions"]
    columns += ["always_open", "phone", "whatsapp", "email", "answer_hours", "sealed", "address", "active"]
    write_table(folder / "directory/services.csv", columns, list(services(model, languages)))


def services(model: Source, languages: list[str]) -> Iterator[dict[str, str]]:
    for row in needs(model):
        yield {
            "code": f"unit_{row['code']}"[:40],
            "organisation": UNIT,
            "need": row["code"],
            **{f"name_{language}": row[language] for language in languages},
            **{f"opening_{language}": "–" for language in languages},
            "always_open": "no",
            "email": "unit@example.org",
            "sealed": "no",
            "active": "yes",
        }


def needs(model: Source) -> list[Any]:
    return [row for row in model.content["codelists"]["needs"] if row["active"] != "no"]


def write_routes(folder: Path, model: Source) -> None:
    """The remarks of the model's referral map, its defaults, and the unit as the one who is asked for everything."""
    remarks = remarks_of(model.folder / "referral_map.yaml")
    routes = [{"need": row["code"], "providers": [UNIT]} for row in needs(model)]
    defaults = dict(model.content["referral_map"]["defaults"])
    (folder / "referral_map.yaml").write_text(remarks + writing.yaml_text({"defaults": defaults, "routes": routes}))


def remarks_of(path: Path) -> str:
    """The remarks a file begins with."""
    text = path.read_text(encoding="utf-8-sig")
    return "".join(line for line in text.splitlines(keepends=True) if line.startswith("#"))


def leave_out_forms(folder: Path) -> list[str]:
    """Remove each form that does not fit this pack, and what says it is used."""
    unfit = sorted({fault.file for fault in check(folder) if fault.file.startswith("forms/")})
    for file in unfit:
        (folder / file).unlink()
    path = folder / INSTRUMENTS
    if unfit and path.exists():
        content = read(folder).content
        left = {row["form_id"] for row in content["forms"]}
        kept = [row for row in content["instruments"] if row["form"] in left]
        path.write_text(remarks_of(path) + writing.yaml_text({"instruments": kept}))
    return unfit


def write_table(path: Path, columns: list[str], rows: list[Any]) -> None:
    with path.open("w", newline="") as file:
        writer = csv.DictWriter(file, columns, restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
