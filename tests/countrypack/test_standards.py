"""What the lists say in other systems, against the published value names.

`htcds_fields_v2.csv`: IOM Human Trafficking Case Data Standard 2.0, field standards, CC BY 4.0; no endorsement implied.
"""

import csv
from pathlib import Path

import pytest

from samaan.countrypack import standards
from samaan.countrypack.content import Pack
from samaan.countrypack.reading import read
from tests.support.running import ROOT

PUBLISHED = Path(__file__).with_name("htcds_fields_v2.csv")


def published() -> dict[str, tuple[str, ...]]:
    """The value names of each field; `DebtBondage` has a trailing space there."""
    with PUBLISHED.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    named = {row["prefixed_name"]: row["value_names"] for row in rows if ";" in row["value_names"]}
    return {field: tuple(name.strip() for name in names.split(";") if name.strip()) for field, names in named.items()}


def test_the_value_names_are_those_that_were_published():
    assert {field: published()[field] for field in set(standards.HTCDS_FIELDS.values())} == standards.HTCDS_VALUES


@pytest.mark.parametrize("name", ["tt", "demoland"])
def test_every_value_the_standard_has_is_reached_or_left_out_on_purpose(name):
    """A list maps to as much of its field as the country's own words reach."""
    pack = Pack(read(ROOT / "packs" / name).content)
    missed = {
        listed: sorted(set(standards.HTCDS_VALUES[field]) - set(pack.codelist(listed).to_other("htcds").values()))
        for listed, field in standards.HTCDS_FIELDS.items()
        if listed not in ("needs", "organisation_kinds", "purposes", "case_close_reasons")
    }

    assert {listed: values for listed, values in missed.items() if values} == {}


@pytest.mark.parametrize("name", ["tt", "demoland"])
def test_the_column_for_ic_tip_is_there_and_empty(name):
    pack = Pack(read(ROOT / "packs" / name).content)

    for listed in standards.IC_TIP_LISTS:
        assert {entry.more["ic_tip"] for entry in pack.codelist(listed).entries.values()} == {""}, listed
