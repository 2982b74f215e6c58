"""Somebody out of sight may be known: told without who or where; the owner is asked, and decides what is said."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from samaan.access import context, records
from samaan.accounts.models import User
from samaan.alerts import jobs as alert_jobs
from samaan.alerts.models import Alert, Escalation
from samaan.cases.models import Case
from samaan.people import jobs
from samaan.people.asking import NobodyToAsk, TooManyAsks, ask_owner, decide_question, keep_from_asking, may_share
from samaan.people.finding import Sought
from samaan.people.models import Ask, Person, Question
from samaan.people.permissions import can_decide
from samaan.people.searching import TooManySearches, search_people
from samaan.transitions import NotPermitted, WrongState
from tests.factories.accounts import make_organisation, make_user
from tests.factories.cases import ReportStandIn, make_case, make_person
from tests.factories.intake import make_report

pytestmark = pytest.mark.django_db(transaction=True)
KNOWN = {
    "given_names": "Marisol", "family_names": "Villasmil", "aliases": "", "phones": ["868 555 0123"],
    "document_numbers": ["V-12.345.678"], "birth_date": "14 March 2001", "age": 24,
}  # fmt: skip
NAMED = {"names": ("Marisol", "Villasmil")}
PHONE = Sought(phones=("+1 868 555 0123",))
REASON = "She came to our office and needs her papers."


def acting(user):
    return context.acting(context.of_user(user))


def make_asker(role="case_manager"):
    return make_user(role, make_organisation("iom", kind="un_agency"))


def told(sought, user) -> bool:
    with acting(user):
        return search_people(sought, by=user).elsewhere


def ask(user, sought=PHONE) -> Ask:
    with acting(user):
        return ask_owner(sought, by=user, reason=REASON)


def work(job_role) -> None:
    """What waits for the worker, as the worker does it."""
    with job_role():
        for job in list(ProcrastinateJob.objects.filter(queue_name="people", status="todo").order_by("pk")):
            getattr(jobs, job.task_name.rpartition(".")[2])(**job.args)


def alerts_of(user) -> list:
    with acting(user):
        return list(Alert.objects.filter(record_kind__in=["question", "ask"]).values_list("rule", "record_id"))


def answer_to(asked: Ask) -> Ask:
    with acting(asked.asked_by):
        return Ask.objects.get(pk=asked.pk)


def question_to(user) -> Question:
    with acting(user):
        return Question.objects.select_related("asked_by").get()


def decide(question, by, answer, **given) -> None:
    with acting(by):
        decide_question(question, by=by, answer=answer, **given)


@pytest.fixture
def case():
    return make_case(**KNOWN)


@pytest.fixture
def asker():
    return make_asker()


# ---- what is told, and to whom


@pytest.mark.parametrize(
    "sought",
    [
        PHONE,
        Sought(documents=("v12345678",)),
        Sought(**NAMED, birth_date="14/3/2001"),
        Sought(names=("Biyasmil Marysol",), birth_date="14 de marzo de 2001"),
        Sought(**NAMED, age=25),
    ],
    ids=["telephone", "document", "name and birth date", "sounding so, and birth date", "name and age"],
)
def test_what_is_nearly_proof_is_told(case, asker, sought):
    assert told(sought, asker)


@pytest.mark.parametrize(
    "sought",
    [
        Sought(**NAMED),
        Sought(names=("Marisol",), birth_date="14 March 2001"),
        Sought(names=("Marisol",), age=24),
        Sought(**NAMED, age=30),
        Sought(**NAMED, birth_date="2001"),
        Sought(**NAMED, birth_date="14 March 2002", age=24),
        Sought(names=("Marisol", "Quispe"), birth_date="14 March 2001"),
        Sought(names=("Mariso", "Vilasmil"), age=24),
        Sought(phones=("0123",)),
        Sought(documents=("V-12",)),
    ],
)
def test_a_name_alone_or_a_guess_is_told_nothing(case, asker, sought):
    assert not told(sought, asker)


def test_who_sees_the_person_is_shown_them_and_not_told_so(case):
    assert not told(PHONE, case.case_manager)


def test_one_and_many_are_told_alike(case, asker):
    make_case(**KNOWN)
    assert told(PHONE, asker) is True


def test_who_is_kept_out_of_the_file_is_told_nothing(case):
    conflicted = make_user("investigator")
    with acting(case.opened_by):
        records.exclude(case, conflicted, by=case.opened_by)
    assert not told(PHONE, conflicted)


def test_nobody_is_told_of_a_suspect(asker):
    make_report(persons=[{"role": "suspect"} | KNOWN])
    assert not told(PHONE, asker)
    make_report(persons=[{"role": "witness"} | KNOWN])
    assert told(PHONE, asker)


def test_who_is_kept_from_being_asked_about_is_told_to_nobody(case, asker):
    manager = case.case_manager
    with acting(manager):
        keep_from_asking(Person.objects.get(), by=manager, kept=True)
    assert not told(PHONE, asker)
    with pytest.raises(NobodyToAsk):
        ask(asker)
    with acting(manager):
        keep_from_asking(Person.objects.get(), by=manager, kept=False)
    assert told(PHONE, asker)
    with pytest.raises(NotPermitted), acting(case.opened_by):
        keep_from_asking(Person.objects.get(), by=case.opened_by, kept=True)


def test_a_forged_context_is_told_nothing(case, asker):
    with acting(asker), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('samaan.principals', '{72057594037927999}', true)")
        cursor.execute("SELECT sec.person_known_elsewhere('{}', '{}', %s, '{}', NULL, NULL)", [[1, 2, 3]])
        assert cursor.fetchone() == (False,)


def test_it_counts_against_the_searches_of_an_hour_and_adding_is_then_told_nothing(case, settings):
    settings.PEOPLE_SEARCHES_PER_HOUR = 1
    officer = make_user("investigator")
    report = make_report("accepted", investigator=officer)
    from samaan.intake.workflow import name_person

    with acting(officer):
        first = name_person(report, by=officer, role="possible_victim", **KNOWN)
    assert first.known_elsewhere
    with pytest.raises(TooManySearches):
        ask(officer)
    with acting(officer):
        mine = [first.person_id]
        again = name_person(report, by=officer, role="possible_victim", not_these=mine, **KNOWN)
    assert not again.known_elsewhere


def test_the_log_says_it_was_told_and_holds_no_word(case, asker, admin_connection):
    told(Sought(**NAMED, birth_date="14 March 2001"), asker)
    (data,) = admin_connection.execute("SELECT data FROM audit_event WHERE kind = 'person.searched'").fetchone()
    assert data["elsewhere"] is True
    assert "Marisol" not in str(data) and "2001" not in str(data)


# ---- asking


def test_the_case_manager_is_asked_with_who_why_and_what_was_typed(case, asker, job_role):
    ask(asker)
    work(job_role)
    question = question_to(case.case_manager)
    with acting(case.case_manager):
        question = Question.objects.get()
        assert (question.asked_by, question.owner, question.person_id) == (asker, case.case_manager, case.person_id)
        assert (question.reason, question.typed["phones"]) == (REASON, ["+1 868 555 0123"])
    assert alerts_of(case.case_manager) == [("question_asked", question.pk)]


def test_before_a_case_the_investigator_and_without_one_the_heads(asker, job_role):
    anna = make_user("investigator")
    make_report("assigned", investigator=anna, persons=[{"role": "possible_victim"} | KNOWN])
    ask(asker)
    work(job_role)
    assert question_to(anna).owner == anna
    make_report(persons=[{"role": "possible_victim", "phones": ["868 555 0999"]}])
    ask(asker, Sought(phones=("868 555 0999",)))
    work(job_role)
    asked = {user.role_id for user in User.objects.all() if "question_asked" in dict(alerts_of(user))}
    assert asked == {"investigator", "head_of_investigations", "director"}


def test_the_asker_sees_nothing_of_who_was_asked_nor_others_of_the_ask(case, asker, job_role, admin_connection):
    asked = ask(asker)
    work(job_role)
    with acting(asker):
        assert list(Question.objects.all()) == list(Case.objects.all()) == list(Person.objects.all()) == []
        (mine,) = Ask.objects.all()
        assert str(case.pk) not in str(vars(mine)) and str(case.person_id) not in str(vars(mine))
    for other in (case.case_manager, make_user("case_manager", "iom")):
        with acting(other):
            assert not Ask.objects.exists()
    with acting(make_user("investigator")):
        assert not Question.objects.exists()
    kept = admin_connection.execute("SELECT typed, reason FROM people_ask").fetchall()
    assert b"555" not in bytes(kept[0][0]) and b"papers" not in bytes(kept[0][1])
    assert asked.pk == mine.pk


def test_nobody_is_asked_without_good_reason_to_think_they_know(case, asker):
    with pytest.raises(NobodyToAsk):
        ask(asker, Sought(**NAMED))
    with pytest.raises(PermissionDenied):
        ask(make_user("first_responder", "ttps"))


def test_a_week_allows_only_so_many(case, asker, settings):
    settings.PEOPLE_ASKS_PER_WEEK = 1
    ask(asker)
    with pytest.raises(TooManyAsks):
        ask(asker)
    ask(make_asker())


def test_the_worker_asks_once_however_often_it_is_called(case, asker, job_role):
    asked = ask(asker)
    with job_role():
        for _ in range(2):
            jobs.put_questions(str(asked.pk))
    assert question_to(case.case_manager)


def test_after_three_days_the_heads_are_told_and_may_decide(case, asker, job_role):
    head = make_user("head_of_investigations")
    ask(asker)
    work(job_role)
    assert alerts_of(head) == []
    with job_role():
        with context.acting(context.of_job("test")):
            waiting = Escalation.objects.get(rule="question_asked")
            assert round((waiting.next_at - waiting.started_at).total_seconds()) == 3 * 24 * 3600
            Escalation.objects.update(next_at=timezone.now() - timedelta(seconds=1))
        alert_jobs.ring_clocks()
    assert [rule for rule, _record in alerts_of(head)] == ["question_asked"]
    decide(question_to(head), head, "cannot_say")
    with job_role(), context.acting(context.of_job("test")):
        assert not Escalation.objects.filter(ended_at=None, rule="question_asked").exists()


# ---- deciding


@pytest.mark.parametrize("answer", ["will_contact", "not_same", "cannot_say"])
def test_the_asker_is_told_the_answer_and_nothing_opens(case, asker, job_role, answer):
    asked = ask(asker)
    work(job_role)
    decide(question_to(case.case_manager), case.case_manager, answer)
    assert answer_to(asked).answer == "waiting", "only the worker sees both sides"
    work(job_role)
    assert answer_to(asked).answer == answer
    assert alerts_of(asker) == [("ask_answered", asked.pk)]
    with acting(asker):
        assert not Case.objects.exists() and not Person.objects.exists()


def test_what_is_shared_opens_until_its_end(case, asker, job_role):
    asked = ask(asker)
    work(job_role)
    until = timezone.now() + timedelta(days=10)
    question = question_to(case.case_manager)
    decide(question, case.case_manager, "shared", compartments=["summary", "identity"], until=until)
    work(job_role)
    with acting(asker):
        assert Case.objects.get().pk == case.pk
        assert Person.objects.get().given_names == "Marisol"
    told_so = answer_to(asked)
    assert (told_so.answer, told_so.shared_id, told_so.shared_until) == ("shared", case.pk, until)
    with acting(case.case_manager):
        records.Grant.objects.filter(basis="answer").update(ends_at=timezone.now())
    with job_role():
        alert_jobs.end_due_grants()
    with acting(asker):
        assert not Case.objects.exists() and not Person.objects.exists()


def test_nothing_is_shared_that_the_role_may_never_have_or_the_decider_does_not_hold(case, job_role):
    officer = make_user("intake_officer")
    ask(officer, Sought(documents=("V-12.345.678",))) if told(PHONE, officer) else None
    provider = make_asker("childrens_authority_officer")
    ask(provider)
    work(job_role)
    with acting(case.case_manager):
        question = Question.objects.select_related("asked_by").get(asked_by=provider)
        assert may_share(question, case.case_manager) == ["summary", "identity"]
    until = timezone.now() + timedelta(days=10)
    for compartments, end in ((["health"], until), ([], until), (["summary"], None)):
        with pytest.raises(ValidationError):
            decide(question, case.case_manager, "shared", compartments=compartments, until=end)
    with pytest.raises(ValidationError):
        too_long = timezone.now() + timedelta(days=91)
        decide(question, case.case_manager, "shared", compartments=["summary"], until=too_long)
    assert question_to(case.case_manager).status == "waiting"


def test_a_head_who_does_not_see_the_file_opens_none_of_it(case, asker, job_role):
    head = make_user("head_of_investigations")
    ask(asker)
    work(job_role)
    question = question_to(head)
    with acting(head):
        assert may_share(question, head) == []
    with pytest.raises(ValidationError):
        decide(question, head, "shared", compartments=["identity"], until=timezone.now() + timedelta(days=5))


def test_of_several_asked_the_surest_answer_counts_and_the_last_one_decides_against(case, asker, job_role):
    other = make_case(**KNOWN)
    asked = ask(asker)
    work(job_role)
    decide(question_to(case.case_manager), case.case_manager, "not_same")
    work(job_role)
    assert answer_to(asked).answer == "waiting"
    decide(question_to(other.case_manager), other.case_manager, "will_contact")
    work(job_role)
    assert answer_to(asked).answer == "will_contact"


def test_the_stranger_and_the_second_answer_are_refused(case, asker, job_role):
    ask(asker)
    work(job_role)
    question = question_to(case.case_manager)
    with pytest.raises(Question.DoesNotExist):
        decide(question, make_user("case_manager"), "not_same")
    decide(question, case.case_manager, "not_same")
    with pytest.raises(WrongState):
        decide(question, case.case_manager, "will_contact")


def test_a_wall_of_the_file_is_one_of_its_question(case, asker, job_role):
    head = make_user("head_of_investigations")
    with acting(case.opened_by):
        records.exclude(case, head, by=case.opened_by)
    ask(asker)
    work(job_role)
    with acting(head):
        assert not Question.objects.exists()
    assert question_to(case.case_manager)


def test_the_words_of_a_person_merged_away_ask_for_the_one_they_are(case, asker, job_role):
    from samaan.people.merging import merge_persons

    head = make_user("head_of_investigations")
    with acting(case.case_manager):
        report = ReportStandIn(records.Inheritance.objects.exclude(source_id=case.pk).first().source_id)
    with acting(case.opened_by):
        mine = records.principals.user(head.pk)
        records.open_to(report, mine, ["persons"], basis="team", purpose="test", by=case.opened_by)
    other = make_person(head, given_names="Marysol", family_names="Biyasmil", phones=["868 555 7777"])
    with acting(head):
        merge_persons(other, into=Person.objects.get(pk=case.person_id), by=head, reason="r")
    ask(asker, Sought(phones=("868 555 7777",)))
    work(job_role)
    assert question_to(case.case_manager).person_id == case.person_id


def test_nobody_answers_what_they_asked_themselves():
    """Whoever grants access oversees the unit's questions: their own would show them whose file it is."""
    asker, other, owner = make_user("director"), make_user("deputy_director"), make_user("case_manager")
    question = Question(asked_by=asker, owner=owner)
    assert [can_decide(user, question) for user in (asker, other, owner)] == [False, True, True]
