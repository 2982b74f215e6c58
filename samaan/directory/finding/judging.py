"""Whether a service takes these people there and now; if not, why not, and where it stands in the list."""

from collections.abc import Callable, Iterator

from samaan import countrypack
from samaan.directory.finding.rows import Row
from samaan.directory.finding.wanted import Somebody, Wanted
from samaan.directory.finding.words import Why
from samaan.directory.models import Capacity

Judge = Callable[[Row, Wanted], Why | None]


def of_region(row: Row, wanted: Wanted) -> Why | None:
    if wanted.region and row.regions and wanted.region not in row.regions:
        return Why("region")
    return None


def of_sex(row: Row, wanted: Wanted) -> Why | None:
    if row.sexes and any(one.knows_sex and one.sex not in row.sexes for one in wanted.people):
        return Why("sex", (tuple(row.sexes), is_for_adults(row)))
    return None


def of_age(row: Row, wanted: Wanted) -> Why | None:
    if not all(may_take_age(row, one) for one in wanted.people):
        return Why("age", (row.min_age, row.max_age))
    return None


# In the order in which they are said: what cannot be changed first.
JUDGES: list[Judge] = [of_region, of_sex, of_age]


def why_not(row: Row, wanted: Wanted, room: Capacity | None) -> Why | None:
    """The first reason why it does not take them, or cannot now."""
    for judge in JUDGES:
        if why := judge(row, wanted):
            return why
    if wanted.now and room and room.is_full:
        return Why("full")
    return None


def may_take_age(row: Row, one: Somebody) -> bool:
    """Whether somebody of this age, as far as it is known, may be taken."""
    return (row.min_age or 0) <= one.oldest and (row.max_age is None or one.youngest <= row.max_age)


def surely_takes_age(row: Row, one: Somebody) -> bool:
    return (row.min_age or 0) <= one.youngest and (row.max_age is None or one.oldest <= row.max_age)


def is_for_adults(row: Row) -> bool:
    return (row.min_age or 0) >= countrypack.pack().adult_age


def turn_of(row: Row, wanted: Wanted) -> int | None:
    """When the referral map asks this service's organisation for its need: 1 is first."""
    route = countrypack.pack().route(row.need)
    providers = route.providers_for(child=wanted.treat_as_child) if route else ()
    return providers.index(row.provider) + 1 if row.provider in providers else None


def speaks(row: Row, wanted: Wanted) -> bool | None:
    """Whether the service speaks the language; None when it was not asked."""
    return wanted.language in row.languages if wanted.language else None


def rank(row: Row, turn: int | None, wanted: Wanted, room: Capacity | None, km: float | None) -> tuple:
    """Smaller comes first."""
    return (
        turn is None,
        bool(room and room.is_full),
        speaks(row, wanted) is False,
        not (wanted.region and wanted.region in row.regions),
        far(km) if wanted.near else 0,
        turn or 0,
        not row.always_open,
        row.answer_hours if row.answer_hours is not None else 10_000,
        row.provider_name,
        row.code,
    )


def far(km: float | None) -> int:
    """Steps of ten kilometres; what has no public place stands behind what is near, before what is far."""
    return 3 if km is None else int(km // 10)


def uncertain(row: Row, wanted: Wanted) -> Iterator[str]:
    """What nobody has said and the service asks for: “age”, “sex”."""
    if not all(surely_takes_age(row, one) for one in wanted.people):
        yield "age"
    if row.sexes and not all(one.knows_sex for one in wanted.people):
        yield "sex"
