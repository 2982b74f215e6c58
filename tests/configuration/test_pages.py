"""The pack in the browser: read, changed by one person, published by another."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from samaan import countrypack
from samaan.configuration.models import Change
from samaan.countrypack.models import PackVersion
from tests.factories import configuration as factory
from tests.factories.accounts import make_user
from tests.factories.configuration import make_change, propose, publish
from tests.factories.staff import acting, administrator, director, organisation
from tests.support.sessions import prove

pytestmark = pytest.mark.django_db(transaction=True)


def url(name: str, *args: object) -> str:
    return reverse(f"configuration:{name}", args=args)


def sent(data: bytes, name: str = "needs.xlsx", **more: str) -> dict[str, object]:
    return {"file": SimpleUploadedFile(name, data)} | more


def only_change(client: Client, by) -> Change:
    with acting(by):
        return Change.objects.get()


READ = ("overview", "forms", "lists", "roles", "indicators", "times", "begin")


def test_the_pack_is_read(browse):
    factory.with_a_form()
    client = browse(administrator())
    for name in READ:
        assert client.get(url(name)).status_code == 200, name
    page = client.get(url("form", "needs")).content.decode()
    assert "What do you fear?" in page and "High" in page
    page = client.get(url("codelist", "urgency")).content.decode()
    assert "emergency" in page and "Emergencia" in page
    roles = client.get(url("roles")).content.decode()
    assert "Decides, approves and is alerted first." in roles and "approve changes to the country pack" in roles
    times = client.get(url("times")).content.decode()
    assert "24 hours" in times and "A change to the country pack waits for approval" in times


def test_what_is_not_there_is_not_found(browse):
    client = browse(administrator())
    for address in (
        url("form", "nothing"), url("codelist", "nothing"), url("file", "nothing.csv"), url("version", 987654),
        url("file", "../../etc/passwd"),
    ):  # fmt: skip
        assert client.get(address).status_code == 404, address


def test_it_is_taken_away_as_files(browse):
    data = factory.form()
    publish(make_change(("needs.xlsx", data)))
    client = browse(director())
    assert client.get(url("file", "forms/needs.xlsx")).content == data
    assert "Emergencia: actuar en 24 horas" in client.get(url("file", "codelists/urgency.csv")).content.decode()
    whole = client.get(url("download"))
    assert (whole["Content-Type"], whole.content[:2]) == ("application/zip", b"PK")


@pytest.mark.parametrize("role", ["case_manager", "auditor", "head_of_investigations"])
def test_it_is_not_everybodys(role: str, browse):
    change = propose(make_change(("needs.xlsx", factory.form())))
    client = browse(make_user(role, organisation("ctu")))
    for name in (*READ, "download"):
        assert client.get(url(name)).status_code == 403, name
    assert client.get(change.get_absolute_url()).status_code == 403
    assert client.get("/").content.decode().count(url("overview")) == 0


def test_a_broken_file_is_said_readably_and_the_corrected_one_goes_live(browse):
    """Faults first, then fixed, seen, proposed, approved: everything by pages."""
    admin, chief = administrator(), director()
    first, second = prove(browse(admin)), prove(browse(chief))
    broken = factory.form(more="| text | fears | Again? | ¿Otra vez? |\n| integer | | | |")
    answer = first.post(url("begin"), sent(broken, reason="Ask for phone credit"), follow=True)
    page = answer.content.decode()
    assert "forms/needs.xlsx, sheet survey, row 17" in page and "What to do" in page and "Traceback" not in page
    change = only_change(first, admin)
    assert first.get(url("propose", change.pk)).status_code == 200
    page = first.post(url("propose", change.pk), follow=True).content.decode()
    assert "It has faults" in page
    page = first.post(url("upload", change.pk), sent(factory.form(), "my copy (2).xlsx"), follow=True).content.decode()
    assert "Form “Needs” (needs): new." in page
    first.post(url("propose", change.pk))
    assert url("decide", change.pk) in second.get(change.get_absolute_url()).content.decode()
    assert "Ask for phone credit" in second.get("/").content.decode()
    page = second.get(url("decide", change.pk))
    shown = page.context["examined"].shown
    assert second.post(url("decide", change.pk), {"do": "approve", "shown": shown}).status_code == 302
    assert countrypack.pack().forms["needs"].version == "1"
    versions = second.get(url("overview")).content.decode()
    assert admin.full_name in versions and chief.full_name in versions and "2026.1.1" in versions
    made = PackVersion.objects.get(is_active=True)
    page = second.get(url("version", made.pk)).content.decode()
    assert "Ask for phone credit" in page and "Form “Needs” (needs): new" in page


def test_the_difference_says_what_was_and_what_would_be(browse):
    factory.with_a_form()
    survey = factory.SURVEY.replace("What do you fear?", "What are you afraid of?")
    changed = factory.form("2", "| text | credit | Phone credit? | ¿Crédito? |", survey=survey)
    change = make_change(("needs.xlsx", changed))
    page = browse(change.proposed_by).get(change.get_absolute_url()).content.decode()
    assert "<del>What do you fear?</del>" in page and "<ins>What are you afraid of?</ins>" in page
    assert "Phone credit?" in page and "<del>" in page


def test_who_proposes_does_not_decide(browse):
    change = propose(make_change(("needs.xlsx", factory.form())))
    client = prove(browse(change.proposed_by))
    assert client.get(url("decide", change.pk)).status_code == 403
    assert url("decide", change.pk) not in client.get(change.get_absolute_url()).content.decode()


def test_both_acts_ask_for_proof(browse):
    change = make_change(("needs.xlsx", factory.form()))
    assert "reauthenticate" in browse(change.proposed_by).post(url("propose", change.pk))["Location"]
    propose(change)
    answer = browse(director()).post(url("decide", change.pk), {"do": "approve"})
    assert "reauthenticate" in answer["Location"]


def test_an_approval_of_something_else_is_not_taken(browse):
    change = propose(make_change(("needs.xlsx", factory.form())))
    client = prove(browse(director()))
    answer = client.post(url("decide", change.pk), {"do": "approve", "shown": "0" * 64})
    assert answer.status_code in (200, 422) and "changed meanwhile" in answer.content.decode()
    assert "needs" not in countrypack.pack().forms


def test_a_refusal_needs_its_reason(browse):
    change = propose(make_change(("needs.xlsx", factory.form())))
    client = prove(browse(director()))
    assert client.post(url("decide", change.pk), {"do": "refuse", "answer": ""}).status_code == 422
    client.post(url("decide", change.pk), {"do": "refuse", "answer": "Ask the case managers first"})
    assert "Ask the case managers first" in client.get(change.get_absolute_url()).content.decode()


def test_a_file_that_no_pack_has(browse):
    client = browse(administrator())
    for name in ("notes.docx", "settings.py", "roles.exe"):
        answer = client.post(url("begin"), sent(b"x", name, reason="Try"))
        assert answer.status_code == 422 and "A pack has no file" in answer.content.decode(), name
    assert not PackVersion.objects.filter(version="2026.1.1").exists()


def test_another_path_is_not_written_to(browse):
    change = make_change(("needs.xlsx", factory.form()))
    client = browse(change.proposed_by)
    for path in ("../outside.csv", "/etc/passwd", "forms/../../x.csv", "codelists/../roles.yaml"):
        assert client.post(url("upload", change.pk), sent(b"x", "x.csv", path=path)).status_code == 422, path


def test_a_form_is_taken_out_and_left_again(browse):
    change = make_change(("yes_no.csv", factory.LIST.encode()))
    client = browse(change.proposed_by)
    page = client.get(change.get_absolute_url()).content.decode()
    assert '<option value="forms/training_test.xlsx">' in page and '<option value="roles.yaml">' not in page
    page = client.post(url("remove", change.pk), {"path": "forms/training_test.xlsx"}, follow=True).content.decode()
    assert "Taken out of the pack" in page and "instruments.yaml" in page
    page = client.post(url("leave", change.pk), {"path": "forms/training_test.xlsx"}, follow=True).content.decode()
    assert "What would differ" in page
    page = client.post(url("remove", change.pk), {"path": ""}, follow=True).content.decode()
    assert "What would differ" in page


def test_a_change_that_is_not_there(browse):
    client = prove(browse(administrator()))
    none = "00000000-0000-4000-8000-000000000000"
    for name in ("change", "propose", "decide"):
        assert client.get(url(name, none)).status_code == 404
    for name in ("upload", "leave", "remove", "take-back", "withdraw"):
        assert client.post(url(name, none)).status_code == 404
