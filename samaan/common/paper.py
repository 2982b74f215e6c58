"""Pages on paper: a PDF from a template, for archives, courts and the persons themselves."""

from collections.abc import Mapping
from typing import Any

from django.contrib.staticfiles import finders
from django.template.loader import render_to_string

STYLES = "common/paper.css"


def pdf(template: str, context: Mapping[str, Any], *, styles: str = "") -> bytes:
    """The template as PDF/UA (ISO 14289-1: readable with a screen reader). It extends `common/paper.html`.

    `styles`: a style sheet of the context's own, by its static name. A page on paper is complete: an address
    in it, ours or another's, is never asked for and stops it.
    """
    from weasyprint import CSS, HTML  # loads Debian's Pango: a second that only printing needs
    from weasyprint.urls import URLFetcher

    nothing = URLFetcher(allowed_protocols=(), fail_on_errors=True)
    sheets = [CSS(finders.find(name)) for name in (STYLES, styles) if name]
    page = HTML(string=render_to_string(template, dict(context)), url_fetcher=nothing)
    laid_out = page.render(stylesheets=sheets, pdf_variant="pdf/ua-1")
    laid_out.metadata.title = " ".join((laid_out.metadata.title or "").split())
    return laid_out.write_pdf(pdf_variant="pdf/ua-1")
