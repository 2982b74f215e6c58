"""What packs may name, the code has: events, clocks, permissions, lists."""

import re
from functools import cache
from pathlib import Path

import pytest

from samaan.countrypack import vocabulary
from tests.countrypack.conftest import TT

SAMAAN = Path(__file__).resolve().parents[2] / "samaan"


@cache
def code() -> str:
    """Every line of the program but the vocabulary's own."""
    files = [*SAMAAN.rglob("*.py"), *SAMAAN.rglob("*.html")]
    return "".join(
        path.read_text() for path in files if path.name != "vocabulary.py" and "migrations" not in path.parts
    )


@pytest.mark.parametrize("kind", vocabulary.EVENTS)
def test_every_event_a_rule_may_wait_for_is_appended_somewhere(kind):
    assert f'"{kind}"' in code()


@pytest.mark.parametrize("clock", vocabulary.CLOCKS)
def test_every_clock_a_pack_sets_is_started_somewhere(clock):
    assert f'"{clock}"' in code()


def test_every_permission_the_code_asks_for_can_be_given():
    asked = set(re.findall(r'\.can\("([a-z_.]+)"\)', code()))

    assert asked - set(vocabulary.PERMISSIONS) == set()


def test_every_list_the_code_asks_for_is_in_the_pack():
    asked = set(re.findall(r'(?:\bchoices|\blabel|\blabels|codelist|CodeField|CodesField)\(\s*"([a-z_]+)"', code()))
    asked |= set(re.findall(r'\|labels?:"([a-z_]+)"', code()))

    assert asked - {path.stem for path in TT.glob("codelists/*.csv")} - {"regions"} == set()


COLUMNS = {column: holds for columns in vocabulary.STORED_AS.values() for column, holds in columns.items()}


def test_every_purpose_says_what_its_forms_may_store():
    assert tuple(vocabulary.STORED_AS) == vocabulary.PURPOSES
    assert vocabulary.STORED_SEVERAL.issubset(COLUMNS)


@pytest.mark.parametrize("column", COLUMNS)
def test_every_column_a_form_may_store_is_explained_and_has_its_list(column):
    assert f"`{column}`" in (SAMAAN.parent / "docs" / "forms.md").read_text()
    holds = COLUMNS[column]
    types = (vocabulary.TEXT, vocabulary.NUMBER, vocabulary.DATE, vocabulary.NOTES, "regions")
    assert isinstance(holds, tuple) or holds in types or (TT / "codelists" / f"{holds}.csv").exists()
