"""The tab Consent, its acts without JavaScript, and the paper the survivor takes away."""

from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from samaan.audit.models import Event
from samaan.cases.consent import LASTS
from samaan.cases.workflow import join_team
from samaan.referrals.consent import ConsentGiven
from tests.factories.accounts import make_user
from tests.factories.cases import NAME, SURNAME, acting, close, make_case
from tests.factories.consent import GUARDIAN, WORDS, entries, organisation, record, refuse, withdraw
from tests.factories.referrals import make_provider, make_referral

pytestmark = pytest.mark.django_db(transaction=True)
TODAY = timezone.localdate()
ACTS = ["consent_record", "consent_refuse", "consent_copy"]


def of(name: str, case, *more) -> str:
    return reverse(f"cases:{name}", args=[case.pk, *more])


def events(user, case, kind: str) -> int:
    with acting(user):
        return Event.objects.filter(kind=kind, record_id=case.pk, actor_id=user.pk).count()


@pytest.fixture
def case():
    return make_case()


def answers(**given):
    return {
        "basis": "consent", "compartments": ["summary", "identity"], "organisations": [organisation().pk],
        "purposes": ["shelter"], "ends_on": (TODAY + LASTS).isoformat(), "explained": ["words", "interpreter"],
        "language": "es", "form": "spoken", "given_on": TODAY.isoformat(), "words": WORDS, "nonce": uuid4(),
    } | given  # fmt: skip


def test_the_tab_shows_what_was_agreed_with_its_history(browse, case):
    first = record(case)
    record(case, replaces=first)
    refuse(case, organisations=[organisation("fia")], compartments=["health"])
    provider = make_provider()
    make_referral(case=case, provider=provider, consent=ConsentGiven(basis="consent"))
    page = browse(case.case_manager).get(of("consent", case)).content.decode()
    for words in (WORDS, "In force", "Replaced", "No to Families in Action", "Shared on it"):
        assert words in page
    assert events(case.case_manager, case, "record.opened") == 1


def test_whoever_does_not_hold_the_identity_has_no_such_tab(browse, case):
    entry = record(case)
    observer = make_user("investigator")
    with acting(case.case_manager):
        join_team(case, by=case.case_manager, user=observer, part="observer")
    for reader in (observer, make_user("director")):
        browser = browse(reader)
        assert of("consent", case) not in browser.get(of("case", case)).content.decode()
        for address in (of("consent", case), *(of(act, case) for act in ACTS), of("consent_withdraw", case, entry.pk)):
            assert browser.get(address).status_code == 403
            assert browser.post(address, answers()).status_code in (403, 405)
    assert len(entries(case)) == 1


def test_a_stranger_and_a_provider_find_nothing(browse, case):
    provider = make_provider()
    entry = record(case)
    make_referral(case=case, provider=provider, consent=ConsentGiven(basis="consent"))
    for reader in (make_user("case_manager"), provider):
        for address in (of("consent", case), *(of(act, case) for act in ACTS), of("consent_withdraw", case, entry.pk)):
            assert browse(reader).get(address).status_code == 404


def test_recorded_by_the_page_and_back_to_the_tab(browse, case):
    browser = browse(case.case_manager)
    answer = browser.post(of("consent_record", case), answers())
    assert answer.headers["Location"] == of("consent", case)
    (entry,) = entries(case)
    assert (entry.compartments, entry.basis) == (["summary", "identity"], "consent")


@pytest.mark.parametrize("onward", ["https://evil.example/", "//evil.example/", "javascript:alert(1)", "evil"])
def test_it_leads_back_to_pages_of_ours_only(browse, case, onward):
    answer = browse(case.case_manager).post(of("consent_record", case) + f"?next={onward}", answers())
    assert answer.headers["Location"] == of("consent", case)


@pytest.mark.parametrize(
    "wrong",
    [
        {"basis": "legal_duty"},
        {"compartments": []},
        {"organisations": []},
        {"organisations": [99_999_999]},
        {"ends_on": "2020-01-01"},
        {"given_on": "31.02.2026"},
        {"explained": []},
        {"language": ""},
    ],
)
def test_what_is_missing_is_asked_for_again_with_everything_still_there(browse, case, wrong):
    answer = browse(case.case_manager).post(of("consent_record", case), answers(**wrong))
    assert answer.status_code == 422
    assert WORDS in answer.content.decode()
    assert entries(case) == []


def test_a_child_is_not_offered_to_consent_alone(browse):
    case = make_case(age=14)
    browser = browse(case.case_manager)
    form = browser.get(of("consent_record", case)).context["form"]
    assert {code for code, _label in form.fields["basis"].choices} == {"guardian_consent", "best_interests"}
    assert browser.post(of("consent_record", case), answers()).status_code == 422
    assert browser.post(of("consent_record", case), answers(**GUARDIAN)).status_code == 302
    assert "Her aunt Ysabel" in browser.get(of("consent", case)).content.decode()


def test_a_refusal_by_the_page(browse, case):
    given = answers(compartments=[], organisations=[], purposes=[])
    assert browse(case.case_manager).post(of("consent_refuse", case), given).status_code == 302
    (entry,) = entries(case)
    assert (entry.answer, entry.ends_on) == ("refused", None)


def test_renewing_begins_with_what_was_agreed(browse, case):
    entry = record(case, compartments=["summary", "health"])
    address = of("consent_record", case) + f"?replaces={entry.pk}"
    browser = browse(case.case_manager)
    form = browser.get(address).context["form"]
    assert form["compartments"].value() == ["summary", "health"]
    assert form["words"].value() == WORDS
    assert browser.post(address, answers()).status_code == 302
    assert entries(case)[1].changes_id == entry.pk


@pytest.mark.parametrize("wanted", ["nonsense", "00000000-0000-4000-8000-000000000000"])
def test_renewing_what_is_not_there_finds_nothing(browse, case, wanted):
    assert browse(case.case_manager).get(of("consent_record", case) + f"?replaces={wanted}").status_code == 404


def test_an_entry_of_another_case_is_not_there(browse, case):
    manager = case.case_manager
    foreign = record(make_case(case_manager=manager), by=manager)
    browser = browse(manager)
    assert browser.get(of("consent_withdraw", case, foreign.pk)).status_code == 404
    assert browser.post(of("consent_record", case) + f"?replaces={foreign.pk}", answers()).status_code == 404


def test_withdrawn_by_the_page_whole_and_in_part(browse, case):
    entry = record(case)
    browser = browse(case.case_manager)
    address = of("consent_withdraw", case, entry.pk)
    given = {"basis": "consent", "what": "part", "form": "spoken", "given_on": TODAY.isoformat()}
    assert browser.post(address, given).status_code == 422, "which part?"
    assert browser.post(address, given | {"compartments": ["health"]}).status_code == 302
    assert "Withdrawn: Health" in browser.get(of("consent", case)).content.decode()
    assert browser.post(address, given | {"what": "all"}).status_code == 302
    assert browser.post(address, given | {"what": "all"}).status_code == 409
    assert len(entries(case)) == 3


def test_what_is_ticked_is_not_taken_when_all_is_withdrawn(browse, case):
    entry = record(case)
    given = {"basis": "consent", "what": "all", "compartments": ["health"], "form": "spoken", "given_on": TODAY}
    browse(case.case_manager).post(of("consent_withdraw", case, entry.pk), given)
    assert entries(case)[1].compartments == []


def test_a_closed_case_records_nothing_and_withdraws(browse, case):
    entry = record(case)
    close(case)
    browser = browse(case.case_manager)
    assert browser.get(of("consent_record", case)).status_code == 409
    given = {"basis": "consent", "what": "all", "form": "spoken", "given_on": TODAY.isoformat()}
    assert browser.post(of("consent_withdraw", case, entry.pk), given).status_code == 302


@pytest.mark.parametrize(("language", "heading"), [("en", "What we agreed"), ("es", "Lo que acordamos")])
@pytest.mark.parametrize("officer", ["en", "es"])
def test_the_copy_speaks_the_survivors_language_not_the_officers(browse, language, heading, officer):
    manager = make_user("case_manager", language=officer)
    case = make_case(case_manager=manager)
    record(case, by=manager)
    browser = browse(manager)
    assert browser.get(of("consent_copy", case)).context["form"]["language"].value() == "es", "hers"
    page = browser.post(of("consent_copy", case), {"language": language, "plain": "full"}).content.decode()
    assert f'lang="{language}"' in page
    assert heading in page
    for words in (WORDS, str(organisation()), case.reference):
        assert words in page
    assert events(manager, case, "case.consent_printed") == 1


@pytest.mark.parametrize("language", ["en", "es"])
def test_a_plain_copy_betrays_nobody(browse, language):
    """Not the unit, not what it is for, not who helps, not who she is, not where it came from."""
    case = make_case()
    record(case, kinds=["ctu", "ngo"], purposes=["shelter", "gbv", "legal"], limits="Not the police")
    refuse(case, organisations=[organisation("ctu"), organisation("catt")], purposes=[], compartments=[])
    withdraw(case, entries(case)[0], compartments=["health"])
    given = {"language": language, "plain": "plain"}
    page = browse(case.case_manager).post(of("consent_copy", case), given).content.decode()
    shown = page[page.index("<main>") :].lower()
    title = page[page.index("<title>") : page.index("</title>")].lower()
    for betrays in (
        "traffick", "trata", "unit", "unidad", "police", "polic", "shelter", "albergue", "violence", "violencia",
        "samaan", "samán", "victim", "víctima", "case", "caso", "authority", "autoridad", "immigra", "migra", "risk",
        "riesgo", case.reference.lower(), case.pseudonym.lower(), NAME.lower(), SURNAME.lower(), WORDS.lower(),
        case.case_manager.full_name.lower(), "<img", "logo",
    ):  # fmt: skip
        assert betrays not in shown, betrays
        assert betrays not in title, betrays


def test_the_copy_leaves_out_what_was_withdrawn(browse, case):
    entry = record(case, compartments=["summary", "health"])
    withdraw(case, entry, compartments=["health"])
    page = browse(case.case_manager).post(of("consent_copy", case), {"language": "en", "plain": "plain"})
    assert "Your health" not in page.content.decode()
    withdraw(case, entry)
    page = browse(case.case_manager).post(of("consent_copy", case), {"language": "en", "plain": "plain"})
    assert "you said yes" not in page.content.decode()
