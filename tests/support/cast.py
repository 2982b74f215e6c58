"""Who and what of a country pack plays which part in the tests. The great journeys run with any pack:

SAMAAN_TEST_PACK=packs/demoland pytest tests/flows
"""

import csv
import os
from functools import cache
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parents[2]
PACK = ROOT / os.environ.get("SAMAAN_TEST_PACK", "packs/tt")


@cache
def cast() -> dict[str, dict[str, str]]:
    return yaml.safe_load((PACK / "demo" / "cast.yaml").read_text())


@cache
def file(name: str) -> Any:
    return yaml.safe_load((PACK / name).read_text())


def role(part: str) -> str:
    """The role that plays a part; one that has no other name plays its own."""
    return cast()["roles"].get(part, part)


def organisation(part: str) -> str:
    return cast()["organisations"].get(part, part)


def screening() -> list[dict[str, Any]]:
    """How the screening of the great journey is filled in, section by section."""
    return file("demo/cast.yaml")["screening"]


def service(part: str) -> str:
    return cast()["services"][part]


def need(part: str) -> str:
    return cast()["needs"][part]


def region(part: str) -> str:
    return cast()["regions"][part]


def words(file_name: str, code: str, column: str) -> str:
    """What a CSV file of the pack says of a code."""
    with (PACK / file_name).open(encoding="utf-8-sig", newline="") as opened:
        return next(row[column] for row in csv.DictReader(opened) if row["code"] == code)


def service_name(part: str, language: str) -> str:
    return words("directory/services.csv", service(part), f"name_{language}")


def need_name(part: str, language: str) -> str:
    return words("codelists/needs.csv", need(part), language)


def region_name(part: str, language: str) -> str:
    return words("regions.csv", region(part), language)
