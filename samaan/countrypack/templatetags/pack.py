"""Words of the country pack in templates."""

from collections.abc import Iterable

from django import template

from samaan.countrypack.active import pack as active_pack
from samaan.countrypack.parts import Hotline

register = template.Library()


@register.filter
def label(code: str | None, codelist: str) -> str:
    """`{{ case.risk|label:"risk_levels" }}`: the words of a code."""
    return active_pack().label(codelist, code)


@register.filter
def labels(codes: Iterable[str] | None, codelist: str) -> str:
    """`{{ person.languages|labels:"languages" }}`: several, with commas."""
    return ", ".join(active_pack().labels(codelist, codes or ()))


@register.simple_tag
def hotlines() -> tuple[Hotline, ...]:
    """`{% hotlines as numbers %}`: numbers for the public, verified ones first."""
    return active_pack().hotlines
