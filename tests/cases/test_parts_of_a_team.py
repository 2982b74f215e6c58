"""Being on a team opens a part of a case; giving it to others, or ending it, is its case manager's."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from samaan.access.records import compartments_of
from samaan.cases import workflow
from samaan.transitions import NotPermitted
from tests.factories.accounts import make_organisation, make_user
from tests.factories.cases import acting, make_case

pytestmark = pytest.mark.django_db
ACTS = {
    "hand it over to themselves": lambda case, by: workflow.assign_case_manager(case, by=by, to=by, reason="workload"),
    "let somebody in": lambda case, by: workflow.join_team(
        case, by=by, user=make_user("case_manager"), part="stand_in"
    ),
    "close it": lambda case, by: workflow.close_case(case, by=by, reason="goals_met"),
    "assess the risk": lambda case, by: workflow.set_risk(case, by=by, level="low", reasons="All is well"),
}


def on_the_team(case, part: str):
    colleague = make_user("case_manager", make_organisation("iom"))
    with acting(case.case_manager):
        workflow.join_team(case, by=case.case_manager, user=colleague, part=part)
    return colleague


@pytest.mark.parametrize("act", ACTS.values(), ids=ACTS)
@pytest.mark.parametrize("part", ["observer", "care", "health", "legal"])
def test_no_part_of_the_team_can(part, act):
    case = make_case()
    colleague = on_the_team(case, part)
    with pytest.raises(NotPermitted), acting(colleague):
        act(case, colleague)


@pytest.mark.parametrize("act", ACTS.values(), ids=ACTS)
def test_whoever_stands_in_can(act):
    case = make_case()
    colleague = on_the_team(case, "stand_in")
    with acting(colleague):
        act(case, colleague)


def test_whoever_grants_access_opens_nothing_to_themselves(browse):
    director, case = make_user("director"), make_case()
    with acting(director):
        with pytest.raises(ValidationError):
            workflow.join_team(case, by=director, user=director, part="stand_in")
        assert compartments_of(case, director) == {"summary"}
    page = browse(director).get(reverse("cases:join", args=[case.pk]))
    assert page.status_code == 200
    assert director not in page.context["form"].fields["user"].queryset
