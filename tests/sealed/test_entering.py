"""Writing a sealed field, and writing another over it."""

import pytest
from django.core.exceptions import ValidationError

from samaan.audit.models import Event
from samaan.cases.models import Part
from samaan.cases.workflow import join_team
from samaan.sealed import workflow
from samaan.sealed.models import SealedField
from samaan.transitions import NotPermitted
from tests.factories.accounts import make_user
from tests.factories.cases import acting, close, make_case
from tests.factories.sealed import CONTACT, make_sealed, reveal

pytestmark = pytest.mark.django_db


@pytest.fixture
def case():
    return make_case()


@pytest.fixture
def manager(case):
    return case.case_manager


def test_it_is_sealed_and_noted_without_a_word_of_it(case, manager):
    field = make_sealed(case)
    with acting(manager):
        (event,) = Event.objects.filter(kind="sealed.entered")
        assert event.data == {"sealed_class": "safe_contact", "version": 1}
        assert str(SealedField.objects.get(pk=field.pk).value) == "Sealed"


def test_the_one_before_stays_in_the_history(case, manager):
    make_sealed(case)
    now = make_sealed(case, way="Only by letter")
    with acting(manager):
        versions = SealedField.objects.order_by("version")
        assert [(field.version, field.replaced_at is None) for field in versions] == [(1, False), (2, True)]
    assert reveal(now, manager).value == {"way": "Only by letter"}


def test_what_was_left_empty_is_not_kept(case, manager):
    assert reveal(make_sealed(case, way="By letter", times=" "), manager).value == {"way": "By letter"}


def test_nothing_at_all_is_refused(case):
    with pytest.raises(ValidationError):
        make_sealed(case, way=" ")


def test_a_class_of_another_kind_of_record_is_refused(case, manager):
    with acting(manager), pytest.raises(NotPermitted):
        workflow.enter(case, "informant", {"name": "Somebody"}, by=manager)


def test_a_provider_cannot_write_what_was_shared_with_it(case, manager):
    with acting(manager), pytest.raises(NotPermitted):
        workflow.enter(case, "shared_contact", {"way": "x"}, by=manager)


@pytest.mark.parametrize("part", [Part.OBSERVER, Part.CARE, Part.STAND_IN])
def test_of_the_team_only_whoever_stands_in_writes_it(case, manager, part):
    colleague = make_user("case_manager")
    with acting(manager):
        join_team(case, by=manager, user=colleague, part=part)
    with acting(colleague):
        if part == Part.STAND_IN:
            assert workflow.enter(case, "safe_contact", CONTACT, by=colleague).version == 1
        else:
            with pytest.raises(NotPermitted):
                workflow.enter(case, "safe_contact", CONTACT, by=colleague)


def test_an_investigator_does_not_write_once_there_is_a_case_manager(case):
    with acting(case.opened_by), pytest.raises(NotPermitted):
        workflow.enter(case, "safe_contact", CONTACT, by=case.opened_by)


def test_a_closed_case_is_not_written_to(case, manager):
    close(case)
    with pytest.raises(NotPermitted):
        make_sealed(case)
