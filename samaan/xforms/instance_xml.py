"""Filled-in forms as the XML that ODK and Kobo send and read."""

from collections.abc import Callable, Iterator
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, ParseError, SubElement

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring
from django.utils.translation import gettext as _

from samaan.xforms.building import count_node
from samaan.xforms.definition import Definition, Question
from samaan.xforms.faults import Refused
from samaan.xforms.instance import LONGEST_ANSWER, MOST_REPEATS, UNWRITABLE, Instance, in_order
from samaan.xforms.nodes import Node

LARGEST = 5 * 2**20
OPENROSA = "http://openrosa.org/xforms"
NAMESPACES = ("{http://www.w3.org/2002/xforms}", f"{{{OPENROSA}}}")
TEMPLATE = "{http://openrosa.org/javarosa}template"
# What other clients say of a filled-in form; only the first two are kept.
META = ("instanceID", "deprecatedID", "instanceName", "timeStart", "timeEnd", "userID", "deviceID", "audit")


def read_instance(form: Definition, data: bytes | str) -> Instance:
    """A filled-in form; `Refused` when it is another form's, or is not safe to read."""
    root = read_root(data)
    if name(root) != form.root.name or root.get("id") != form.form_id or version(root) != form.version:
        raise Refused(_("This is a filled-in form of another form or version."))
    instance = Instance(form, Node(""))
    instance.root = read_node(instance, form.root, instance.root, root)
    return instance


def form_named_in(data: bytes) -> tuple[str, str]:
    """Which form it says it is of, by form_id and version; `Refused` when it is not safe to read."""
    root = read_root(data)
    return root.get("id") or "", version(root)


def read_root(data: bytes | str) -> Element:
    if len(data) > LARGEST:
        raise Refused(_("The filled-in form is larger than %(count)s MB.") % {"count": LARGEST // 2**20})
    try:
        return fromstring(data, forbid_dtd=True, forbid_entities=True, forbid_external=True)
    except (ParseError, DefusedXmlException, ValueError, LookupError):
        raise Refused(_("This is not a filled-in form.")) from None


def version(root: Element) -> str:
    return root.get("version") or root.get(f"{{{OPENROSA}}}version") or ""


def name(element: Element) -> str:
    for namespace in NAMESPACES:
        if str(element.tag).startswith(namespace):
            return str(element.tag).removeprefix(namespace)
    return str(element.tag)


def read_node(instance: Instance, question: Question, parent: Node, element: Element) -> Node:
    node = Node(question.name, parent, path=question.path)
    node.repeated = question.is_repeat
    if not question.is_container:
        node.text = text_of(element)
        return node
    given = by_name(element, question)
    if parent.name == "":
        read_meta(instance, given.pop("meta", []))
    for child in question.children:
        elements = given.pop(child.name, [])
        if len(elements) > (MOST_REPEATS if child.is_repeat else 1):
            raise Refused(_("“%(name)s” is there too often.") % {"name": child.name})
        for found in elements:
            read_node(instance, child, node, found)
        if not elements and not child.is_repeat:
            # Left out because it was not relevant, or empty.
            blank(child, node)
    for child in question.children:
        if child.count:
            # Worked out by whoever filled it in; here it is worked out again.
            given.pop(count_node(child.name), None)
    if given:
        raise Refused(_("This form has no question “%(name)s”.") % {"name": next(iter(given))[:64]})
    return node


def by_name(element: Element, question: Question) -> dict[str, list[Element]]:
    found: dict[str, list[Element]] = {}
    for child in element:
        if TEMPLATE not in child.attrib:
            found.setdefault(name(child), []).append(child)
    return found


def text_of(element: Element) -> str:
    text = (element.text or "").strip()
    if len(element) or len(text) > LONGEST_ANSWER:
        raise Refused(_("The answer to “%(name)s” is no text, or too long.") % {"name": name(element)[:64]})
    return text


def blank(question: Question, parent: Node) -> None:
    node = Node(question.name, parent, path=question.path)
    for child in question.children:
        if not child.is_repeat:
            blank(child, node)


def read_meta(instance: Instance, elements: list[Element]) -> None:
    for meta in elements[:1]:
        for child in meta:
            found, text = name(child), text_of(child)
            if found not in META:
                raise Refused(_("This form has no question “%(name)s”.") % {"name": found[:64]})
            if found == "instanceID":
                instance.instance_id = text[:255]
            elif found == "deprecatedID":
                instance.deprecated_id = text[:255]


def everything(path: str) -> bool:
    return True


def write_instance(
    instance: Instance, *, finished: bool = False, named: str = "", keep: Callable[[str], bool] = everything
) -> bytes:
    """The XML to keep. A finished form leaves out what is not relevant, as the standard has it; a draft keeps it.

    `keep` says of which paths the answers are written; the nodes themselves are written in any case.
    """
    form = instance.form
    root = Element(form.root.name, {"id": form.form_id, "version": form.version})
    write_children(instance, instance.root, root, finished, keep)
    meta = SubElement(root, "meta")
    for tag, text in meta_texts(instance, named):
        SubElement(meta, tag).text = UNWRITABLE.sub("", text)
    return ElementTree.tostring(root, encoding="utf-8")


def meta_texts(instance: Instance, named: str) -> Iterator[tuple[str, str]]:
    yield "instanceID", instance.instance_id
    if instance.deprecated_id:
        yield "deprecatedID", instance.deprecated_id
    if named:
        yield "instanceName", named


def write_children(
    instance: Instance, node: Node, element: Element, finished: bool, keep: Callable[[str], bool]
) -> None:
    for question, child in in_order(instance.form, node):
        # What is somebody else's to read is there in any case: that it is left out would tell what was answered.
        if finished and not child.relevant and keep(child.path):
            continue
        written = SubElement(element, question.name)
        if question.is_container:
            write_children(instance, child, written, finished, keep)
        elif keep(child.path):
            written.text = UNWRITABLE.sub("", child.text)
