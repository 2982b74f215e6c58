"""A case in one person's eyes: what they hold of it decides what its pages show."""

from dataclasses import dataclass, replace
from functools import cached_property
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from samaan.access.models import Basis, Grant
from samaan.access.records import get_visible, opened_to
from samaan.accounts.models import User
from samaan.cases import access_panel, queries
from samaan.cases.models import Case, Risk
from samaan.cases.workflow.steps import ASSIGN, SET_RISK, STEPS, TRANSITIONS
from samaan.people.models import Person
from samaan.transitions import Transition, steps_for
from samaan.vault import keyring

OWN = set(TRANSITIONS)


@dataclass
class Seen:
    """A case, whoever looks at it, and every grant there was."""

    case: Case
    user: User
    grants: list[Grant]

    @cached_property
    def held(self) -> set[str]:
        """The compartments this person holds."""
        live = [grant for grant in self.grants if not access_panel.is_over(grant)]
        return opened_to(self.user, self.case.record_kind, live)

    @cached_property
    def person(self) -> Person | None:
        """The survivor, where the database lets this person see them: by this case or by another file."""
        return Person.objects.visible_to(self.user).filter(pk=self.case.person_id).first()

    @property
    def was_opened_in_emergency(self) -> bool:
        """Whether the band above the page has anything to ask for; most often not."""
        return any(grant.basis == Basis.BREAK_GLASS for grant in self.grants)

    @property
    def knows_identity(self) -> bool:
        return "identity" in self.held and self.person is not None

    @property
    def may_ask_name(self) -> bool:
        """The person is known to this reader by another file: the name is shown when asked for, and noted."""
        return not self.knows_identity and self.person is not None

    @property
    def may_export(self) -> bool:
        return self.user.can("export.ask")

    def steps(self) -> list[Transition]:
        """What can be done now, what waits first."""
        found = sorted(steps_for(self.user, self.case, STEPS), key=self.rank)
        return [replace(step, label=_("Hand over the case")) if self.hands_over(step) else step for step in found]

    def rank(self, step: Transition) -> int:
        if step == ASSIGN:
            return 8 if self.case.case_manager_id else 0
        if step == SET_RISK:
            return 1 if self.case.review_is_late or self.case.risk == Risk.UNKNOWN else 6
        if "danger" in step.style:
            return 9
        return 5 if step in OWN else 4

    def hands_over(self, step: Transition) -> bool:
        return step == ASSIGN and self.case.case_manager_id is not None


def see(user: User, pk: UUID) -> Seen:
    """The case this person may see, or the same 404 as for none."""
    case = get_visible(Case.objects.select_related("case_manager", "opened_by"), user, pk=pk)
    keyring.preload([case.pk, case.person_id])
    return Seen(case, user, queries.grants_of(case))
