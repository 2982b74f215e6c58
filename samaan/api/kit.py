"""What the contexts' routers share: codes of the pack, colleagues by address, pages of a list, what comes next."""

from collections.abc import Callable, Collection, Iterable
from datetime import datetime
from functools import wraps
from typing import Annotated, Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from ninja import Query, Schema
from pydantic import AfterValidator, Field, StringConstraints

from samaan import countrypack
from samaan.access import quota
from samaan.access.models import Protected
from samaan.accounts.models import User
from samaan.transitions import Transition, steps_for
from samaan.vault import keyring

MOST = 200


def in_one_piece(operation: Callable) -> Callable:
    """A call that is refused leaves nothing behind: its transaction ends before the refusal becomes an answer."""

    @wraps(operation)
    def whole(*args: Any, **kwargs: Any) -> Any:
        with transaction.atomic():
            return operation(*args, **kwargs)

    return whole


def of_list(name: str, among: Collection[str] = ()) -> AfterValidator:
    """The text is an active code of this list of the country pack, and one of these when some are named."""

    def check(code: str) -> str:
        if code not in dict(countrypack.pack().choices(name)) or (among and code not in among):
            raise ValueError(_("“%(code)s” is no code of the list %(name)s.") % {"code": code, "name": name})
        return code

    return AfterValidator(check)


Urgency = Annotated[str, of_list("urgency")]
Region = Annotated[str, of_list("regions")]
Exploitation = Annotated[str, of_list("exploitation_types")]
Compartment = Annotated[str, of_list("compartments")]
Need = Annotated[str, of_list("needs")]
Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=20_000)]


class Page(Schema):
    """`limit` rows before the moment `before`, which the page before names; without it the newest."""

    limit: int = Field(50, ge=1, le=MOST)
    before: datetime | None = None


PageAsked = Query(...)


class UserOut(Schema):
    """A colleague. Addresses are how the API names people."""

    email: str
    name: str = Field(alias="full_name")
    role: str = Field(alias="role_id")


class Done(Schema):
    """It is done; what comes next."""

    id: Any
    status: str
    steps: list[str]


def done(request, record, steps: Iterable[Transition]) -> dict:
    return {"id": record.pk, "status": record.status, "steps": next_steps(request.user, record, steps)}


def next_steps(user: User, record, steps: Iterable[Transition]) -> list[str]:
    """The kinds of the acts this person can do now."""
    return [step.kind for step in steps_for(user, record, steps)]


def colleague(address: str, field: str = "to") -> User:
    """The colleague with this e-mail address."""
    found = User.objects.select_related("role", "organisation").filter(email__iexact=address, is_active=True).first()
    if found is None:
        raise ValidationError({field: _("There is no colleague with this address.")})
    return found


def page_of(request, found: QuerySet, asked: Page, by: str) -> dict[str, Any]:
    """The newest rows first, with their keys open, and where the next page begins. Each is a line of the day."""
    if asked.before:
        found = found.filter(**{f"{by}__lt": asked.before})
    rows: list[Protected] = list(found.order_by(f"-{by}", "pk")[: asked.limit + 1])
    more, rows = len(rows) > asked.limit, rows[: asked.limit]
    quota.count_lines(request.user, [row.record_id for row in rows])
    keyring.preload({row.record_id for row in rows})
    return {"items": rows, "before": getattr(rows[-1], by) if more else None}


def refuse_unless(allowed: bool) -> None:
    if not allowed:
        raise PermissionDenied
