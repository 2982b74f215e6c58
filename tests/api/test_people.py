"""Persons by the API: found, merged and taken apart, asked about."""

from datetime import timedelta

import pytest
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from samaan.people import jobs
from tests.api.calling import Program
from tests.factories.accounts import make_organisation, make_user
from tests.factories.cases import make_case, make_person

pytestmark = pytest.mark.django_db(transaction=True)
PHONE = {"phones": ["868 555 0123"]}


def work(job_role) -> None:
    with job_role():
        for job in list(ProcrastinateJob.objects.filter(queue_name="people", status="todo").order_by("pk")):
            getattr(jobs, job.task_name.rpartition(".")[2])(**job.args)


def test_two_records_are_merged_and_taken_apart():
    head = make_user("head_of_investigations")
    kept, gone = make_person(head, given_names="Marisol"), make_person(head, given_names="Marysol", age=25)
    program = Program(head)
    found = program.post("/persons/search", {"names": "Marisol Villasmil"})
    assert {line["id"] for line in found["items"]} == {str(kept.pk), str(gone.pk)}
    merge = program.post(
        f"/persons/{gone.pk}/merge", {"into": str(kept.pk), "reason": "One passport.", "take": ["age"]}
    )
    led = program.get(f"/persons/{gone.pk}")
    assert (led["id"], led["merges"][0]["id"]) == (str(kept.pk), merge["id"])
    again = program.post(f"/persons/{gone.pk}/merge", {"into": str(kept.pk), "reason": "Again."}, expect=409)
    assert again["error"] == "cannot_merge"
    assert program.post(f"/persons/merges/{merge['id']}/undo", {"reason": "Sisters."}) == {"stay": []}
    assert program.get(f"/persons/{gone.pk}")["id"] == str(gone.pk)
    stranger = Program(make_user("head_of_investigations", "iom"))
    stranger.get(f"/persons/{gone.pk}", expect=404)
    stranger.post(f"/persons/{gone.pk}/merge", {"into": str(kept.pk), "reason": "Mine."}, expect=404)
    stranger.post(f"/persons/merges/{merge['id']}/undo", {"reason": "Mine."}, expect=404)
    Program(make_user("intake_officer")).post(
        f"/persons/{gone.pk}/merge", {"into": str(kept.pk), "reason": "Mine."}, expect=403
    )


def test_a_person_is_read_with_the_files_they_are_in():
    case = make_case()
    (file,) = Program(case.case_manager).get(f"/persons/{case.person_id}")["files"]
    assert (file["kind"], file["url"]) == ("Case", case.get_absolute_url())


def test_the_owner_is_asked_and_shares(job_role):
    case = make_case(phones=PHONE["phones"])
    asker = Program(make_user("case_manager", make_organisation("iom", kind="un_agency")))
    manager = Program(case.case_manager)
    assert asker.post("/persons/search", PHONE) == {"items": [], "too_common": False, "may_be_known_elsewhere": True}
    asker.post("/persons/asks", {"names": "Nobody", "reason": "To help."}, expect=422)
    asker.post("/persons/asks", PHONE | {"reason": "To help."}, expect=201)
    work(job_role)
    (question,) = manager.get("/persons/questions")
    assert (question["reason"], question["may_share"]) == ("To help.", ["summary", "identity"])
    assert asker.get("/persons/questions") == []
    until = (timezone.now() + timedelta(days=5)).isoformat()
    sent = {"answer": "shared", "compartments": ["summary"], "until": until}
    asker.post(f"/persons/questions/{question['id']}/decide", sent, expect=404)
    manager.post(f"/persons/questions/{question['id']}/decide", sent)
    manager.post(f"/persons/questions/{question['id']}/decide", sent, expect=409)
    work(job_role)
    (ask,) = asker.get("/persons/asks")
    assert (ask["answer"], ask["shared_id"]) == ("shared", str(case.pk))
    assert asker.get(f"/cases/{case.pk}")["held"] == ["summary"]


def test_who_is_kept_from_being_asked_about():
    case = make_case(phones=PHONE["phones"])
    Program(case.case_manager).post(f"/persons/{case.person_id}/keep-from-asking", {"kept": True}, expect=204)
    asker = Program(make_user("case_manager", make_organisation("iom", kind="un_agency")))
    assert asker.post("/persons/search", PHONE)["may_be_known_elsewhere"] is False


def test_an_hour_allows_only_so_many(settings):
    settings.PEOPLE_SEARCHES_PER_HOUR = 1
    anna = Program(make_user("investigator"))
    anna.post("/persons/search", PHONE)
    anna.post("/persons/search", PHONE, expect=429)
