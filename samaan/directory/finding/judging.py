"""Whether a service takes these people there and now; if not, why not, and where it stands in the list."""

from collections.abc import Callable, Iterator

from samaan import countrypack
from samaan.directory.finding.hours import Hours
from samaan.directory.finding.rows import Row
from samaan.directory.finding.wanted import Somebody, Wanted
from samaan.directory.finding.words import Why

Judge = Callable[[Row, Wanted], Why | None]


def of_region(row: Row, wanted: Wanted) -> Why | None:
    if wanted.region and row.regions and wanted.region not in row.regions:
        return Why("region")
    return None


def of_sex(row: Row, wanted: Wanted) -> Why | None:
    if row.sexes and any(one.knows_sex and one.sex not in row.sexes for one in wanted.people):
        return Why("sex", (tuple(row.sexes), (row.min_age or 0) >= wanted.adult_age))
    return None


def of_age(row: Row, wanted: Wanted) -> Why | None:
    """Whether each, as far as the age is known, may be taken."""
    lowest, highest = row.min_age or 0, row.max_age
    for one in wanted.people:
        if lowest > one.oldest or (highest is not None and one.youngest > highest):
            return Why("age", (row.min_age, row.max_age))
    return None


def of_nationality(row: Row, wanted: Wanted) -> Why | None:
    if wanted.nationality and row.nationalities and wanted.nationality not in row.nationalities:
        return Why("nationality", tuple(row.nationalities))
    return None


def of_status(row: Row, wanted: Wanted) -> Why | None:
    if wanted.status and row.statuses and wanted.status not in row.statuses:
        return Why("status", tuple(row.statuses))
    return None


def of_household(row: Row, wanted: Wanted) -> Why | None:
    if wanted.household and row.households and wanted.household not in row.households:
        return Why("household", tuple(row.households))
    return None


# In the order in which they are said: what cannot be changed first.
JUDGES: list[Judge] = [of_sex, of_age, of_nationality, of_status, of_household, of_region]


def why_not(row: Row, wanted: Wanted, is_full: bool, hours: Hours) -> Why | None:
    """The first reason why it does not take them, or cannot now."""
    for judge in JUDGES:
        if why := judge(row, wanted):
            return why
    if not wanted.now:
        return None
    if is_full:
        return Why("full")
    if not row.always_open and hours.is_open(row.id) is False:
        return Why("closed", hours.opens_next(row.id))
    return None


def surely_takes_age(row: Row, one: Somebody) -> bool:
    return (row.min_age or 0) <= one.youngest and (row.max_age is None or one.oldest <= row.max_age)


class Turns:
    """When the referral map asks an organisation for a need: 1 is first; None where it does not name it."""

    def __init__(self, wanted: Wanted):
        self.child = wanted.treat_as_child
        self.by_need: dict[str, dict[str, int]] = {}

    def of(self, row: Row) -> int | None:
        if row.need not in self.by_need:
            route = countrypack.pack().route(row.need)
            providers = route.providers_for(child=self.child) if route else ()
            self.by_need[row.need] = {code: number + 1 for number, code in reversed(list(enumerate(providers)))}
        return self.by_need[row.need].get(row.provider)


def speaks(row: Row, wanted: Wanted) -> bool | None:
    """Whether the service speaks the language; None when it was not asked."""
    return wanted.language in row.languages if wanted.language else None


def rank(row: Row, turn: int | None, wanted: Wanted, is_full: bool, is_open: bool, km: float | None) -> tuple:
    """Smaller comes first."""
    return (
        turn is None,
        is_full,
        speaks(row, wanted) is False,
        not (wanted.region and wanted.region in row.regions),
        far(km) if wanted.near else 0,
        turn or 0,
        not is_open,
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
    if row.nationalities and not wanted.nationality:
        yield "nationality"
    if row.statuses and not wanted.status:
        yield "status"
    if row.households and not wanted.household:
        yield "household"
