"""Every word a person reads exists in Spanish, and the catalogues know every word in the code."""

import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from django.utils import formats, translation

from samaan.server.translations import COMPLETE, catalogues, faults, read, texts
from tests.support.running import ROOT

LANGUAGES = ("es", "fr")
CONTEXTS = sorted({path.parents[2] for path in (ROOT / "samaan").glob("*/locale/*/LC_MESSAGES")})


@pytest.mark.parametrize("catalogue", catalogues(COMPLETE), ids=lambda path: path.parts[-5])
def test_spanish_is_complete(catalogue: Path):
    assert list(faults(catalogue)) == []


@pytest.fixture(scope="module")
def extracted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the program with its catalogues brought up to date."""
    assert shutil.which("xgettext"), "xgettext is missing: apt-get install gettext"
    copy = tmp_path_factory.mktemp("words") / "samaan"
    shutil.copytree(ROOT / "samaan", copy, ignore=shutil.ignore_patterns("__pycache__", "*.mo"))
    command = [sys.executable, "-m", "django", "makemessages", "--no-location", "--no-obsolete", "--locale", COMPLETE]
    for context in contexts_with_words(copy):
        (context / "locale").mkdir(exist_ok=True)
        subprocess.run(command, cwd=context, env=without_settings(), check=True, capture_output=True)
    return copy


def contexts_with_words(package: Path) -> list[Path]:
    """The folders that are contexts of their own."""
    return sorted(path.parent for path in package.glob("*/apps.py"))


def without_settings() -> dict[str, str]:
    import os

    return {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}


def words_of(package: Path) -> set[tuple[str, str, str]]:
    """Context, message context and message of everything in the catalogues."""
    return {
        (path.parts[-5], str(message.context or ""), texts(message.id)[0])
        for path in catalogues(COMPLETE, package)
        for message in read(path)
        if message.id
    }


def test_no_word_of_the_code_is_missing_in_its_catalogue(extracted: Path):
    assert sorted(words_of(extracted) - words_of(ROOT / "samaan")) == []


def test_one_word_is_said_one_way_in_all_catalogues():
    """Django reads all of them as one: of two translations of a word, one would be shown everywhere."""
    said: dict[tuple[str, str], set[str]] = {}
    for path in catalogues(COMPLETE):
        for message in read(path):
            key = (str(message.context or ""), texts(message.id)[0])
            said.setdefault(key, set()).add(texts(message.string)[0])
    assert {word: ways for word, ways in said.items() if word[1] and len(ways) > 1} == {}


def test_no_word_of_ours_takes_the_place_of_a_month_or_a_day():
    """Catalogues are one heap: a “May” that somebody may would stand in every date of May."""
    months, days = (range(1, 13), range(1, 8))
    with translation.override("es"):
        said = [formats.date_format(date(2026, month, 1), form) for form in ("F", "M", "b") for month in months]
        said += [formats.date_format(date(2026, 6, day), form) for form in ("l", "D") for day in days]
    assert said == [
        "enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre", "noviembre",
        "diciembre",
        "Ene", "Feb", "Mar", "Abr", "May", "Jun", "Jul", "Ago", "Sep", "Oct", "Nov", "Dic",
        "ene", "feb", "mar", "abr", "may", "jun", "jul", "ago", "sep", "oct", "nov", "dic",
        "lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo",
        "lun", "mar", "mié", "jue", "vie", "sáb", "dom",
    ]  # fmt: skip
