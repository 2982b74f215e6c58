"""What a telephone is told, in the XML of OpenRosa."""

from collections.abc import Iterable, Mapping
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

RESPONSE = "http://openrosa.org/http/response"
FORM_LIST = "http://openrosa.org/xforms/xformsList"
MANIFEST = "http://openrosa.org/xforms/xformsManifest"


def said(message: str, nature: str = "") -> str:
    """A message that the telephone shows as it is."""
    root = Element("OpenRosaResponse", {"xmlns": RESPONSE})
    found = SubElement(root, "message", {"nature": nature} if nature else {})
    found.text = message
    return written(root)


def rows(root_name: str, namespace: str, row_name: str, found: Iterable[Mapping[str, str]]) -> str:
    """A list of rows, each an element with one element for each of its texts."""
    root = Element(root_name, {"xmlns": namespace})
    for texts in found:
        row = SubElement(root, row_name)
        for name, text in texts.items():
            SubElement(row, name).text = text
    return written(root)


def written(root: Element) -> str:
    return '<?xml version="1.0" encoding="UTF-8"?>' + ElementTree.tostring(root, encoding="unicode")
