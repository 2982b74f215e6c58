"""What pyxform made of the expressions: each with `${name}` already turned into a path."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from defusedxml.ElementTree import fromstring

XFORMS = "{http://www.w3.org/2002/xforms}"
JAVAROSA = "{http://openrosa.org/javarosa}"
FIRST_LOAD, NEW_REPEAT = "odk-instance-first-load", "odk-new-repeat"


@dataclass
class Bindings:
    """By path: the attributes of its bind, its calculated default, what it offers, how often it is repeated."""

    binds: dict[str, dict[str, str]] = field(default_factory=dict)
    defaults: dict[str, str] = field(default_factory=dict)
    calculated_defaults: dict[str, str] = field(default_factory=dict)
    offers: dict[str, str] = field(default_factory=dict)
    counts: dict[str, str] = field(default_factory=dict)

    def bind(self, path: str, name: str) -> str:
        return self.binds.get(path, {}).get(name, "")


def read_bindings(xform: str) -> Bindings:
    """The bindings of an XForm."""
    tree = fromstring(xform, forbid_dtd=True)
    model = next(tree.iter(f"{XFORMS}model"))
    found = Bindings()
    for bind in model.iter(f"{XFORMS}bind"):
        found.binds[bind.get("nodeset", "")] = {name.removeprefix(JAVAROSA): text for name, text in bind.attrib.items()}
    for action in tree.iter(f"{XFORMS}setvalue"):
        if FIRST_LOAD in action.get("event", "") or NEW_REPEAT in action.get("event", ""):
            found.calculated_defaults[action.get("ref", "")] = action.get("value", "")
    found.defaults = dict(static_defaults(model))
    read_body(tree, found)
    return found


def static_defaults(model: Element) -> Iterator[tuple[str, str]]:
    """The texts of the empty form; a repeat is there as its template and once more."""
    instance = model.find(f"{XFORMS}instance")
    root = instance[0] if instance is not None and len(instance) else None
    waiting = [] if root is None else [("", root)]
    while waiting:
        parent, element = waiting.pop()
        path = f"{parent}/{element.tag.removeprefix(XFORMS)}"
        if element.text and element.text.strip():
            yield path, element.text
        waiting += [(path, child) for child in element]


def read_body(tree: Element, found: Bindings) -> None:
    for control in tree.iter():
        itemset = control.find(f"{XFORMS}itemset")
        if itemset is not None:
            found.offers[control.get("ref", "")] = itemset.get("nodeset", "")
        if control.tag == f"{XFORMS}repeat":
            count = control.get(f"{JAVAROSA}count")
            if count:
                found.counts[control.get("nodeset", "")] = count
