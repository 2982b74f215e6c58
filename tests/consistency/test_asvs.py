"""docs/asvs.yaml says where Samaan stands on each requirement; what it names exists."""

import ast
from collections import Counter
from functools import cache
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "asvs.yaml"
CHAPTERS = yaml.safe_load(PAGE.read_text())
REQUIREMENTS = {number: said for chapter in CHAPTERS.values() for number, said in chapter.items()}
STANDINGS = {"test", "check", "reason", "open"}
# How many of its requirements each chapter of the standard has at levels 1 and 2.
OF_CHAPTER = {
    "V1": 27, "V2": 11, "V3": 19, "V4": 10, "V5": 9, "V6": 35, "V7": 18, "V8": 7, "V9": 7, "V10": 29, "V11": 14,
    "V12": 9, "V13": 13, "V14": 9, "V15": 13, "V16": 16, "V17": 7,
}  # fmt: skip


def of(standing: str) -> list[tuple[str, str]]:
    return [(number, said[standing]) for number, said in REQUIREMENTS.items() if standing in said]


def test_every_requirement_stands_there_once():
    assert Counter(number.split(".")[0] for number in REQUIREMENTS) == OF_CHAPTER
    assert sum(OF_CHAPTER.values()) == 253


def test_each_has_one_standing_and_words():
    assert [n for n, said in REQUIREMENTS.items() if set(said) - {"what"} not in [{one} for one in STANDINGS]] == []
    assert [n for n, said in REQUIREMENTS.items() if not all(str(words).strip() for words in said.values())] == []


@cache
def named_tests(path: str) -> set[str]:
    tree = ast.parse((ROOT / path).read_text())
    return {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}


@pytest.mark.parametrize(("number", "named"), of("test"))
def test_a_test_that_is_named_exists(number, named):
    path, _, name = named.partition("::")
    assert (ROOT / path).is_file(), number
    assert not name or name in named_tests(path), number


@pytest.mark.parametrize(("number", "named"), of("check"))
def test_a_line_that_is_named_stands_there(number, named):
    path, _, line = named.partition(": ")
    assert line in (ROOT / path).read_text(), number


def test_the_threat_model_says_how_many_are_open():
    words = f"{len(of('open'))} of 253 are open"
    assert words in (ROOT / "docs" / "threat-model.md").read_text()
