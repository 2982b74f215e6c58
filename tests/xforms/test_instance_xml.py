"""Filled-in forms as XML: what ODK and Kobo understand, and nothing else."""

from datetime import datetime, timedelta, timezone
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from samaan.xforms.bindings import XFORMS
from samaan.xforms.faults import Refused
from samaan.xforms.instance import MOST_REPEATS, Instance
from samaan.xforms.instance_xml import LARGEST, read_instance, write_instance
from samaan.xforms.verdict import apply_answers, judge, new_instance
from tests.xforms.screening import screening

NOW = datetime(2026, 11, 30, 22, 30, tzinfo=timezone(timedelta(hours=-4)))
HEAD = '<data id="screening" version="2026-1"'


@pytest.fixture
def filled() -> Instance:
    instance = new_instance(screening(), now=NOW)
    agreed = {"/data/consent/agrees": "yes", "/data/person/name": "Ana & <Luz>", "/data/person/born": "1990-05-06"}
    apply_answers(instance, {**agreed, "/data/person/languages": "es en"}, now=NOW)
    apply_answers(instance, {"/data/children_count": "2"}, now=NOW)
    apply_answers(instance, {"/data/child[2]/child_name": "Río"}, now=NOW)
    instance.add_repeat("/data/place")
    judge(instance, now=NOW)
    return instance


def read(text: str) -> Instance:
    return read_instance(screening(), text)


def test_what_is_written_is_read_again(filled: Instance):
    written = write_instance(filled)
    again = read_instance(screening(), written)

    assert judge(again, now=NOW).judged.keys() == judge(filled, now=NOW).judged.keys()
    assert write_instance(again) == written
    assert again.instance_id == filled.instance_id
    assert again.value("/data/person/name") == "Ana & <Luz>"


def test_the_xml_is_the_instance_of_pyxforms_xform(filled: Instance):
    """The same root, the same names in the same order; ODK compares them by path."""
    model = ElementTree.fromstring(screening().xform).find(f".//{XFORMS}instance")
    assert model is not None
    theirs, ours = model[0], ElementTree.fromstring(write_instance(filled))

    assert theirs.attrib == ours.attrib == {"id": "screening", "version": "2026-1"}
    assert theirs.tag.removeprefix(XFORMS) == ours.tag == "data"
    assert names(theirs) - names(ours) == {"/data/meta/instanceName"}
    assert names(ours) <= names(theirs)
    assert unrepeated(theirs) == unrepeated(ours)


def names(root: ElementTree.Element, above: str = "") -> set[str]:
    path = f"{above}/{root.tag.removeprefix(XFORMS)}"
    return {path}.union(*(names(child, path) for child in root))


def unrepeated(root: ElementTree.Element) -> list[str]:
    return list(dict.fromkeys(child.tag.removeprefix(XFORMS) for child in root))


def test_repeats_are_nodes_of_one_name(filled: Instance):
    root = ElementTree.fromstring(write_instance(filled))

    assert [child.findtext("child_name") for child in root.findall("child")] == ["", "Río"]
    assert len(root.findall("place")) == 2


def test_a_finished_form_is_named(filled: Instance):
    verdict = judge(filled, now=NOW)

    root = ElementTree.fromstring(write_instance(filled, finished=True, named=verdict.name))
    assert root.findtext("meta/instanceName") == "adult ve"
    assert root.findtext("meta/instanceID") == filled.instance_id


def test_what_odk_collect_sends_is_read():
    text = f"""<?xml version='1.0' ?>{HEAD} xmlns:orx="http://openrosa.org/xforms" xmlns:jr="http://openrosa.org/javarosa">
        <consent><agrees>yes</agrees></consent>
        <person><name> Ana </name></person>
        <child jr:template=""><child_name/></child>
        <child><child_name>Luz</child_name></child>
        <orx:meta><orx:instanceID>uuid:1</orx:instanceID><orx:deviceID>phone</orx:deviceID></orx:meta>
        </data>"""
    instance = read(text)

    assert instance.instance_id == "uuid:1"
    assert instance.value("/data/person/name") == "Ana"
    assert instance.value("/data/child[1]/child_name") == "Luz"
    assert instance.value("/data/signs/sign_1") == ""
    assert b"phone" not in write_instance(instance)
    assert judge(instance, now=NOW)["/data/consent/agrees"].problem == ""


def test_an_instance_in_the_namespace_of_xforms_is_read():
    assert read(f'{HEAD} xmlns="http://www.w3.org/2002/xforms"><day>2026-01-01</day></data>').value("/data/day")


def test_the_servers_verdict_counts_not_what_was_sent():
    instance = read(f"{HEAD}><signs><sign_1>3</sign_1><score>99</score></signs></data>")

    assert judge(instance, now=NOW)["/data/signs/score"].value == "3"


BOMB = f'<!DOCTYPE data [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>{HEAD}><day>&b;</day></data>'
HOSTILE = {
    "nothing": "",
    "no xml": "hello",
    "cut": f"{HEAD}><day>",
    "an entity bomb": BOMB,
    "an external entity": f'<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]>{HEAD}><day>&x;</day></data>',
    "an external document type": f'<!DOCTYPE data SYSTEM "http://127.0.0.1/x.dtd">{HEAD}/>',
    "a document type": f"<!DOCTYPE data>{HEAD}/>",
    "an unknown encoding": f'<?xml version="1.0" encoding="x-nothing"?>{HEAD}/>',
    "another form": '<data id="other" version="2026-1"/>',
    "another version": '<data id="screening" version="2025-1"/>',
    "no version": '<data id="screening"/>',
    "another root": '<form id="screening" version="2026-1"/>',
    "a root of another namespace": f'{HEAD} xmlns="http://example.org"/>',
    "an unknown question": f"{HEAD}><secret/></data>",
    "an unknown question in a group": f"{HEAD}><person><secret/></person></data>",
    "a question of another namespace": f'{HEAD}><day xmlns="http://example.org"/></data>',
    "unknown meta": f"{HEAD}><meta><secret/></meta></data>",
    "a question twice": f"{HEAD}><day/><day/></data>",
    "an answer that is not text": f"{HEAD}><day><b>1</b></day></data>",
    "a long answer": f"{HEAD}><day>{'x' * 100_001}</day></data>",
    "a long name": f"{HEAD}><{'x' * 70_000}/></data>",
    "too many of a repeat": f"{HEAD}>{'<place/>' * (MOST_REPEATS + 1)}</data>",
    "deep": f"{HEAD}>{'<person>' * 50_000}{'</person>' * 50_000}</data>",
    "wide": f"{HEAD}>{'<x/>' * 100_000}</data>",
    "large": f"{HEAD}><day>{'x' * LARGEST}</day></data>",
    "a null": f"{HEAD}><day>\x00</day></data>",
    "half a letter": f"{HEAD}><day>\ud800</day></data>",
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_what_is_no_filled_in_form_is_refused(text: str):
    with pytest.raises(Refused):
        read_instance(screening(), text.encode("utf-8", "surrogatepass"))


def test_a_refusal_does_not_repeat_what_was_sent():
    with pytest.raises(Refused) as refused:
        read(f"{HEAD}><day>{'secret' * 20_000}</day></data>")

    assert "secret" not in str(refused.value)


TAGS = st.sampled_from(["consent", "agrees", "person", "child", "child_name", "meta", "instanceID", "x", "day"])
TREES = st.recursive(
    st.tuples(TAGS, st.text(max_size=5)),
    lambda inner: st.tuples(TAGS, st.lists(inner, max_size=4)),
    max_leaves=12,
)


def xml(tree: tuple) -> ElementTree.Element:
    tag, content = tree
    element = ElementTree.Element(tag)
    if isinstance(content, str):
        element.text = "".join(letter for letter in content if letter.isprintable())
    else:
        element.extend([xml(child) for child in content])
    return element


@settings(max_examples=150, deadline=None)
@given(st.lists(TREES, max_size=6))
def test_any_tree_is_read_or_refused(trees: list):
    root = ElementTree.Element("data", {"id": "screening", "version": "2026-1"})
    root.extend([xml(tree) for tree in trees])
    try:
        instance = read_instance(screening(), ElementTree.tostring(root))
    except Refused:
        return

    judge(instance, now=NOW)
    assert write_instance(read_instance(screening(), write_instance(instance))) == write_instance(instance)


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(data: bytes):
    with pytest.raises(Refused):
        read_instance(screening(), data)
