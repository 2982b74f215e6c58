"""What no telephone sends: entity bombs, files from elsewhere, unknown nodes, too much. It is refused and not kept."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from samaan.questionnaires.models import Submission
from samaan.xforms.instance import MOST_REPEATS
from samaan.xforms.instance_xml import LARGEST
from tests.factories.accounts import make_user
from tests.factories.cases import acting
from tests.factories.devices import arrivals_of, instance, phone_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("needs")]

ROOT = '<data id="needs" version="1">'
END = "<meta><instanceID>uuid:1</instanceID></meta></data>"
LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
HOSTILE = {
    "nothing": "",
    "no XML": "MZ\x90 a program",
    "not closed": f"{ROOT}<safety>",
    "another root": '<other id="needs" version="1"/>',
    "billion laughs": f'<!DOCTYPE data [<!ENTITY l0 "ha">{LAUGHS}]>{ROOT}<safety><fears>&l9;</fears></safety>{END}',
    "quadratic": f'<!DOCTYPE data [<!ENTITY a "{"a" * 50_000}">]>{ROOT}<safety><fears>{"&a;" * 500}</fears></safety>'
    f"{END}",
    "a file of the server": f'<!DOCTYPE data [<!ENTITY x SYSTEM "file:///etc/passwd">]>{ROOT}<safety><fears>&x;</fears>'
    f"</safety>{END}",
    "an address": f'<!DOCTYPE data SYSTEM "http://127.0.0.1/evil.dtd">{ROOT}{END}',
    "parameter entities": f'<!DOCTYPE data [<!ENTITY % p SYSTEM "file:///etc/passwd"> %p;]>{ROOT}{END}',
    "an empty doctype": f"<!DOCTYPE data>{ROOT}{END}",
    "an unknown node": f"{ROOT}<safety><fears>x</fears><secret>y</secret></safety>{END}",
    "an unknown node of another namespace": f'{ROOT}<x:safety xmlns:x="urn:x"/>{END}',
    "an unknown word of meta": f"{ROOT}<meta><instanceID>uuid:1</instanceID><sender>me</sender></meta></data>",
    "a group twice": f"{ROOT}<safety/><safety/>{END}",
    "a tree in an answer": f"{ROOT}<safety><fears><b>x</b></fears></safety>{END}",
    "too many of a repeat": f"{ROOT}<family>{'<child/>' * (MOST_REPEATS + 1)}</family>{END}",
    "very deep": f"{ROOT}<safety>{'<a>' * 100_000}{'</a>' * 100_000}</safety>{END}",
    "an answer without end": f"{ROOT}<safety><fears>{'x' * 200_000}</fears></safety>{END}",
    "no identity": f"{ROOT}<safety><fears>x</fears></safety><meta/></data>",
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_it_is_refused_and_nothing_is_kept(name):
    manager = make_user("case_manager")

    answer = phone_of(manager).send(HOSTILE[name].encode())

    assert answer.status_code in (400, 403), answer.content
    assert b"submit_error" in answer.content
    assert b"root:" not in answer.content
    nothing_is_kept(manager)


def test_ten_megabytes_are_refused_by_their_size_alone():
    manager = make_user("case_manager")

    answer = phone_of(manager).send(b"<data>" + b"x" * 2 * LARGEST + b"</data>")

    assert answer.status_code == 413
    nothing_is_kept(manager)


@pytest.mark.parametrize("coding", ["utf-16", "utf-7", "ebcdic-cp-us", "no-such-thing"])
def test_another_coding_hides_nothing(coding):
    manager = make_user("case_manager")
    bomb = HOSTILE["a file of the server"]
    sent = f'<?xml version="1.0" encoding="{coding}"?>{bomb}'
    data = sent.encode("utf-16") if coding == "utf-16" else sent.encode()

    answer = phone_of(manager).send(data)

    assert answer.status_code == 400
    nothing_is_kept(manager)


def test_a_post_without_a_form_is_no_failure():
    phone = phone_of(make_user("case_manager"))

    empty = phone.ask("POST", "/odk/submission", {"other": SimpleUploadedFile("a.txt", b"a")})

    assert empty.status_code == 400


def test_a_name_with_folders_in_it_answers_no_question():
    manager = make_user("case_manager")
    phone = phone_of(manager)

    answer = phone.send(instance(), SimpleUploadedFile("../../etc/passwd", b"text"))

    assert answer.status_code == 422
    assert len(arrivals_of(manager)) == 1


def nothing_is_kept(manager) -> None:
    assert arrivals_of(manager) == []
    with acting(manager):
        assert not Submission.objects.exists()
