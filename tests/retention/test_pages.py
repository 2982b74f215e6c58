"""The way from the list to the certificate, as two people walk it; and who is let in where."""

import pytest
from django.urls import reverse

from samaan.access import records
from samaan.audit.models import Event
from samaan.retention.models import Certificate, Hold, Proposal
from tests.factories.accounts import make_user
from tests.factories.retention import (
    acting,
    approve,
    approved,
    director,
    hold,
    make_due_case,
    make_due_report,
    propose,
    worker,
)
from tests.support.sessions import prove

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def case():
    return make_due_case()


def url(name, *args):
    return reverse(f"retention:{name}", args=args)


def test_what_is_due_stands_on_the_list_of_those_who_look_after_it(case, browse):
    page = browse(director()).get(url("list")).content.decode()
    assert case.reference in page and "Case of an adult" in page and "to be confirmed by the lawyers" in page
    assert browse(case.case_manager).get(url("list")).status_code == 403
    auditor = browse(make_user("auditor", "oversight")).get(url("list"))
    assert auditor.status_code == 200 and case.reference not in auditor.content.decode()


def test_from_the_list_to_the_certificate(case, browse, destroy):
    first, second = prove(browse(director())), prove(browse(director("deputy_director")))
    page = first.get(url("propose", "case", case.pk)).content.decode()
    assert "1 person, who stands in no other file" in page and "1 case" in page
    answer = first.post(url("propose", "case", case.pk), {"ground": "due", "reason": "Seven years are over"})
    assert answer.status_code == 302
    with worker():
        proposal = Proposal.objects.get()
    page = second.get(url("proposal", proposal.pk)).content.decode()
    assert "Seven years are over" in page and 'value="approve"' in page
    assert 'value="approve"' not in first.get(url("proposal", proposal.pk)).content.decode()
    assert first.post(url("proposal", proposal.pk), {"do": "approve"}).status_code == 403
    assert second.post(url("proposal", proposal.pk), {"do": "approve"}).status_code == 302
    certificate = destroy(proposal)
    assert second.get(url("proposal", proposal.pk)).headers["Location"] == certificate.get_absolute_url()
    page = second.get(url("list")).content.decode()
    assert certificate.number in page and case.reference not in page


def test_without_recent_proof_nobody_proposes_approves_or_lifts(case, browse):
    proposal, placed = propose(case), None
    somebody = browse(director("deputy_director"))
    for address in (url("propose", "case", case.pk), url("proposal", proposal.pk)):
        answer = somebody.post(address, {"do": "approve", "ground": "due", "reason": "x"})
        assert answer.status_code == 302 and answer.headers["Location"].startswith("/accounts/")
    placed = hold(case)
    assert somebody.post(url("lift", placed.pk), {"reason": "x"}).headers["Location"].startswith("/accounts/")
    with worker():
        assert Hold.objects.get().lifted_at is None


def test_a_refusal_needs_its_reason(case, browse):
    proposal = propose(case)
    somebody = prove(browse(director("deputy_director")))
    assert somebody.post(url("proposal", proposal.pk), {"do": "refuse", "answer": ""}).status_code == 422
    assert somebody.post(url("proposal", proposal.pk), {"do": "refuse", "answer": "Not yet"}).status_code == 302
    page = somebody.get(url("proposal", proposal.pk)).content.decode()
    assert "Not yet" in page and "Refused" in page


def test_a_hold_is_placed_seen_and_lifted(case, browse):
    client = prove(browse(director()))
    answer = client.post(url("hold", "case", case.pk), {"reason": "A civil claim", "court_reference": "CV-1"})
    assert answer.status_code == 302
    with worker():
        placed = Hold.objects.get()
    assert "A civil claim" in client.get(url("of_case", case.pk)).content.decode()
    assert "On hold" in client.get(url("list")).content.decode()
    assert client.post(url("lift", placed.pk), {"reason": "Settled"}).status_code == 302
    page = client.get(url("of_case", case.pk)).content.decode()
    assert "Settled" in page and "Lifted" in page


def test_on_the_pages_of_case_and_report(case, browse):
    tab = browse(case.case_manager).get(reverse("cases:panel", args=[case.pk, "retention"])).content.decode()
    assert url("of_case", case.pk) in tab
    report = make_due_report()
    page = browse(director()).get(report.get_absolute_url()).content.decode()
    assert url("of_report", report.pk) in page
    part = browse(director(), htmx=True).get(url("of_report", report.pk)).content.decode()
    assert "<html" not in part and "Report that was not trafficking" in part


def test_the_timeline_tells_of_it(case, browse):
    hold(case)
    page = browse(case.case_manager).get(reverse("cases:timeline", args=[case.pk])).content.decode()
    assert "A legal hold was placed" in page and "The time to keep this file is over" in page


@pytest.mark.parametrize("name", ["of_case", "hold", "propose", "proposal", "lift", "own_data_ask"])
def test_to_a_stranger_it_is_the_same_as_nothing(case, browse, name):
    placed = hold(case)
    with worker():
        Hold.objects.filter(pk=placed.pk).exists()
    pk = {"lift": placed.pk, "proposal": case.pk}.get(name, case.pk)
    args = ["case", pk] if name in ("hold", "propose") else [pk]
    for somebody in (
        make_user("case_manager", "iom"),
        make_user("director", "catt"),
        make_user("auditor", "oversight"),
    ):
        client = prove(browse(somebody))
        answer = client.get(url(name, *args))
        nothing = client.get(url(name, *[str(one).replace(str(pk)[:8], "00000000") for one in args]))
        assert (answer.status_code, answer.content) == (404, nothing.content), name


def test_each_look_is_an_event(case, browse):
    somebody = director()
    prove(browse(somebody)).get(url("propose", "case", case.pk))
    with worker():
        looks = Event.objects.filter(kind="record.opened", record_id=case.pk, actor_id=somebody.pk)
        assert [event.data["page"] for event in looks] == ["disposal"]


def test_reading_why_it_is_held_is_an_event(case, browse):
    somebody = browse(director())
    somebody.get(url("of_case", case.pk))
    hold(case)
    somebody.get(url("of_case", case.pk))
    with worker():
        looks = Event.objects.filter(kind="record.opened", record_id=case.pk, actor_id=director().pk)
        assert [event.data["page"] for event in looks] == ["hold"]


def test_whoever_was_kept_out_of_the_file_finds_nothing_left_of_it(case, browse, destroy):
    recused, manager = make_user("deputy_director"), case.case_manager
    with acting(manager):
        records.exclude(case, recused, by=manager)
    certificate = destroy(approve(propose(case), by=make_user("deputy_director")))
    kept_out, others = browse(recused), browse(director())
    for address in (certificate.get_absolute_url(), case.get_absolute_url()):
        assert (kept_out.get(address).status_code, others.get(address).status_code != 404) == (404, True), address
    assert certificate.number not in kept_out.get(url("list")).content.decode()


def test_looking_at_a_certificate_is_an_event(case, browse, destroy):
    certificate = destroy(approved(case))
    browse(director()).get(certificate.get_absolute_url())
    with worker():
        assert Event.objects.filter(kind="record.opened", record_id=certificate.pk).count() == 1
        assert Certificate.objects.count() == 1
