"""What expressions may refer to, and where a step of a path stands."""

from collections.abc import Mapping
from dataclasses import dataclass

from samaan.xforms import paths


@dataclass(frozen=True)
class Shape:
    """What an expression may refer to: the form's paths, its repeats, its lists with their columns."""

    paths: frozenset[str]
    repeats: frozenset[str]
    lists: Mapping[str, frozenset[str]]


@dataclass(frozen=True)
class Place:
    """Where a step stands: at a path of the form, or inside a list."""

    steps: paths.Steps
    list: str | None = None
