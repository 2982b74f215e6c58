"""The lists of the country pack as an instrument asks for them."""

from collections.abc import Mapping
from typing import Any

from samaan import countrypack
from samaan.intake.instrument import Lists


def lists_for(answers: Mapping[str, Any]) -> Lists:
    """What each list offers, with codes that are no longer active where an answer holds them.

    A list this country does not have offers nothing, and what would be chosen from it is not asked.
    """
    codelists = countrypack.pack().codelists
    held = codes_in(answers)

    def offered(name: str) -> list:
        return codelists[name].offered(including=held) if name in codelists else []

    return offered


def codes_in(answers: Mapping[str, Any]) -> set[str]:
    """Every code an answer could hold: what was chosen, and the items of repeated questions (`act_recruitment`)."""
    held = {name.partition("_")[2].removesuffix("_note") for name in answers}
    for value in answers.values():
        held.update(value if isinstance(value, list) else [value] if isinstance(value, str) else [])
    return held
