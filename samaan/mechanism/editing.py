"""A referral map in the making: the file of a change, as values to work on."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import yaml

from samaan import countrypack
from samaan.configuration.models import Change, ChangedFile
from samaan.configuration.seats import FILES, REFERRAL_MAP
from samaan.countrypack import parts
from samaan.countrypack.content import Pack
from samaan.countrypack.exporting import layout
from samaan.countrypack.layout import in_order
from samaan.countrypack.writing import yaml_text

PATH = FILES[REFERRAL_MAP]
Written = Mapping[str, Any]


def bare(written: Written) -> dict[str, Any]:
    """A map without the day from which it holds."""
    return {"defaults": written["defaults"], "routes": written["routes"]}


def holding(pack: Pack) -> dict[str, Any]:
    """The map that holds today."""
    written = pack.content["referral_map"]
    return bare(written["until_then"] if pack.map_is_coming else written)


def begun_from(written: Written, holds_from: date | None) -> dict[str, Any]:
    """A new map like this one; until the day it holds from, the one of today does."""
    pack = countrypack.pack()
    made = bare(written)
    if holds_from:
        made = {"holds_from": holds_from.isoformat()} | made | {"until_then": holding(pack)}
    return made


def as_file(written: Written) -> bytes:
    """The map as a file of the pack, its names in the order people know."""
    kept = layout(countrypack.pack().content, PATH)
    return yaml_text(in_order(written, kept)).encode()


def map_of(change: Change) -> dict[str, Any]:
    """The map as the change would have it."""
    file = ChangedFile.objects.filter(change=change, path=PATH, act=ChangedFile.Act.PUT).first()
    if file is None:
        return dict(countrypack.pack().content["referral_map"])
    return yaml.safe_load(bytes(file.data))


def routes_of(written: Written) -> dict[str, parts.Route]:
    return parts.routes(written)


def with_route(written: Written, row: Written) -> dict[str, Any]:
    """The map with this row in the place of the one for the same need, or at its end."""
    rows = list(written["routes"])
    places = [place for place, one in enumerate(rows) if one["need"] == row["need"]]
    if places:
        rows[places[0]] = dict(row)
    else:
        rows.append(dict(row))
    return {**written, "routes": rows}


def without_route(written: Written, need: str) -> dict[str, Any]:
    return {**written, "routes": [row for row in written["routes"] if row["need"] != need]}


def offering(need: str, *, also: tuple[str, ...] = ()) -> list[tuple[str, str]]:
    """The organisations that offer a service for a need, and those named already: code and name."""
    pack = countrypack.pack()
    rows = pack.content["services"]
    codes = {row["organisation"] for row in rows if row["need"] == need and row.get("active") != "no"} | set(also)
    named = [(code, pack.organisations[code].name) for code in codes if code in pack.organisations]
    return sorted(named, key=lambda one: one[1])
