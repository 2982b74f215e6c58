"""Regions and their outlines, as a country pack gives them."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from django.utils.translation import gettext as _

from samaan.places.models import MapFrame, Region
from samaan.places.projection import frame_around, middle, outline

Content = Mapping[str, Any]


def load_regions(content: Content) -> list[tuple[str, str]]:
    """Write the regions and draw their outlines; says of which region what changed, in words."""
    spoken = content["country"]["languages"]
    languages = [*spoken["complete"], *(spoken.get("prepared") or ())]
    features = {feature["id"]: feature for feature in content["boundaries"]["features"]}
    frame = frame_around(features.values())
    MapFrame.objects.update_or_create(pk=1, defaults=asdict(frame))
    changes: list[tuple[str, str]] = []
    for row in content["regions"]:
        values = region_values(row, languages)
        if row["code"] in features:
            feature = features[row["code"]]
            label_x, label_y = middle(feature, frame)
            values |= {"outline": outline(feature, frame), "label_x": label_x, "label_y": label_y}
        changes += [(row["code"], words) for words in save(row["code"], values)]
    return changes


def region_values(row: Mapping[str, str], languages: list[str]) -> dict[str, Any]:
    return {
        "names": {language: row[language] for language in languages if row.get(language)},
        "kind": row["kind"],
        "former_codes": [code.strip() for code in row.get("iso_old", "").split(";") if code.strip()],
        "pcode": row.get("pcode") or None,
        "order": int(row["order"] or 0),
        "is_active": row["active"] != "no",
    }


def save(code: str, values: dict[str, Any]) -> list[str]:
    region, created = Region.objects.get_or_create(code=code, defaults=values)
    if created:
        return [_("Region “%(name)s”: new.") % {"name": region.name}]
    differing = [field for field, value in values.items() if getattr(region, field) != value]
    if not differing:
        return []
    for field in differing:
        setattr(region, field, values[field])
    region.save(update_fields=differing)
    return [_("Region “%(name)s”: changed (%(fields)s).") % {"name": region.name, "fields": ", ".join(differing)}]
