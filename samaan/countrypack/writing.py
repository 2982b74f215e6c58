"""Pack files as an officer opens them: the way back from plain values to YAML, CSV, Markdown and GeoJSON."""

import csv
import io
import json
import textwrap
from collections.abc import Iterable, Mapping
from typing import Any

import yaml
from yaml.nodes import Node

# What still stands on one line.
LINE = 110


class Dumper(yaml.SafeDumper):
    """Short values on one line, long ones below each other, lists indented."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, False)

    def ignore_aliases(self, data: Any) -> bool:
        return True


def represent_text(dumper: Dumper, data: str) -> Node:
    return dumper.represent_scalar("tag:yaml.org,2002:str", data, style="|" if "\n" in data else None)


def represent_nothing(dumper: Dumper, _data: None) -> Node:
    return dumper.represent_scalar("tag:yaml.org,2002:null", "")


def represent_names(dumper: Dumper, data: Mapping[str, Any]) -> Node:
    return dumper.represent_mapping("tag:yaml.org,2002:map", data.items(), flow_style=is_short(data))


def represent_items(dumper: Dumper, data: list[Any]) -> Node:
    return dumper.represent_sequence("tag:yaml.org,2002:seq", data, flow_style=all(is_single(item) for item in data))


Dumper.add_representer(str, represent_text)
Dumper.add_representer(type(None), represent_nothing)
# A row of a pack file, which knows its line, is written like any other.
Dumper.add_multi_representer(dict, represent_names)
Dumper.add_representer(list, represent_items)


def is_single(value: Any) -> bool:
    return not isinstance(value, Mapping | list) and "\n" not in str(value)


def is_short(value: Mapping[str, Any]) -> bool:
    """Whether names with values are read on one line: few, and nothing inside them but single values."""
    inner = [item for found in value.values() for item in (found if isinstance(found, list) else [found])]
    return all(is_single(item) for item in inner) and len(str(value)) <= LINE


def yaml_text(value: Mapping[str, Any], remark: str = "") -> str:
    """A YAML file; between the entries of a long list stands an empty line."""
    return f"# {remark}\n" * bool(remark) + "".join(yaml_part(name, part) for name, part in value.items())


def yaml_part(name: str, value: Any) -> str:
    if isinstance(value, list) and any(isinstance(item, Mapping) and not is_short(item) for item in value):
        entries = [textwrap.indent(dump([item]), "  ") for item in value]
        return f"{name}:\n" + "\n".join(entries)
    return dump(Block({name: value}))


class Block(dict):
    """Names that stand below each other however short they are."""


Dumper.add_representer(
    Block,
    lambda dumper, data: dumper.represent_mapping("tag:yaml.org,2002:map", data.items(), flow_style=False),
)


def dump(value: Any) -> str:
    return yaml.dump(
        value, Dumper=Dumper, allow_unicode=True, sort_keys=False, default_flow_style=False, width=float("inf")
    )


def csv_text(columns: Iterable[str], rows: Iterable[Mapping[str, str]]) -> str:
    """A CSV file. It begins with the mark by which spreadsheet programs know UTF-8."""
    written = io.StringIO(newline="")
    writer = csv.DictWriter(written, list(columns), restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return "\ufeff" + written.getvalue()


def geojson_text(value: Mapping[str, Any]) -> str:
    """A feature collection, one feature a line: who compares two versions sees which one changed."""
    features = ",\n".join(plain_json(feature) for feature in value["features"])
    rest = {name: item for name, item in value.items() if name != "features"}
    head = plain_json(rest)[:-1]
    return f'{head}{", " if rest else ""}"features": [\n{features}\n]}}\n'


def plain_json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def message_text(row: Mapping[str, str]) -> str:
    """An e-mail: its subject and language between two lines of `---`, then its text."""
    head = {"subject": row["subject"], "language": row["language"]}
    return f"---\n{dump(Block(head))}---\n{row['body']}"
