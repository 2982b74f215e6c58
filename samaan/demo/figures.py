"""More reports than anybody worked on, so that two towns have figures; and the figures the worker brings out."""

from datetime import timedelta

from samaan.demo import backdating
from samaan.demo.retaining import received
from samaan.demo.telling import World
from samaan.insights.jobs import release_figures
from samaan.insights.periods import half_year_of
from samaan.server.connection import acting_as

# What was told by telephone again and again and came to nothing: how often, where, of what kind, with a child.
TOLD = ((9, 0, "sexual_exploitation", False), (7, 0, "forced_labour", False), (8, 1, "forced_labour", True))


def tell_more(world: World, dates: backdating.EventDates) -> None:
    """Messages from the public about two towns, in the last half-year that is over."""
    regions, officer = list(world.words["places"]), world.by_role["intake_officer"][0]
    began = half_year_of(half_year_of(world.now.date()).starts_on - timedelta(days=1)).moments[0]
    for times, region, kind, child in TOLD:
        for number in range(times):
            moment = began + timedelta(days=20 + 5 * number)
            said = {"region": regions[region], "exploitation": [kind], "children": child}
            with backdating.at(moment):
                received("Somebody heard that people are kept there.", officer, reason="not_tip", **said)
            dates.note(moment)


def come_out() -> None:
    """What the worker does in the night after each half-year."""
    with acting_as("job"):
        release_figures()
