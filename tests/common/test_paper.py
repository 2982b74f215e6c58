"""Pages on paper: words, edge and mark are on every page, and nothing is fetched for them."""

import io
from pathlib import Path

import pikepdf
import pytest
from django.utils.safestring import mark_safe
from pypdf import PdfReader
from weasyprint.urls import FatalURLFetchingError

from samaan.common import paper

PAGE = """{% extends "common/paper.html" %}
{% block title %}Own data{% endblock %}
{% block edge %}Printed for Anselm{% endblock %}
{% block main %}
  <p>{{ words }}</p>
  <p style="break-before: page">Second page</p>
{% endblock %}"""


@pytest.fixture
def template(tmp_path: Path, settings) -> str:
    (tmp_path / "own_data.html").write_text(PAGE)
    settings.TEMPLATES = [settings.TEMPLATES[0] | {"DIRS": [tmp_path]}]
    return "own_data.html"


def test_words_edge_and_mark_are_on_the_page(template: str):
    made = PdfReader(io.BytesIO(paper.pdf(template, {"words": "María Ñáñez <b>", "mark": "For the court"})))
    first, second = (page.extract_text() for page in made.pages)
    for words in ("María Ñáñez <b>", "Printed for Anselm", "1 / 2", "For the court"):
        assert words in first
    for words in ("Second page", "Printed for Anselm", "2 / 2", "For the court"):
        assert words in second


def test_a_screen_reader_knows_its_language_and_title(template: str):
    with pikepdf.open(io.BytesIO(paper.pdf(template, {}))) as made:
        assert str(made.Root.Lang) == "en" and made.Root.MarkInfo.Marked and str(made.docinfo.Title) == "Own data"


@pytest.mark.parametrize("address", ["http://127.0.0.1/x.png", "file:///etc/hostname"])
def test_nothing_is_fetched(template: str, address: str):
    with pytest.raises(FatalURLFetchingError):
        paper.pdf(template, {"words": mark_safe(f'<img src="{address}">')})  # as if a text had not been escaped
