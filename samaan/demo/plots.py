"""What happens in each invented report, as data: first those that make every page interesting, then chance."""

from dataclasses import dataclass, replace
from random import Random

# Days: when it came in, when the last thing on the report was done.
HOUR = 1 / 24


@dataclass(frozen=True)
class Plot:
    """`until`: how far the report comes. `began`, `rested`: how many days ago it came in and took its last step."""

    until: str
    began: float
    rested: float = 0
    channel: str = "public_web"
    # merged: a second report of the same is merged; alike: it waits to be noticed.
    twin: str = ""
    urgency: str = "normal"
    danger: bool = False
    child: bool = False
    official: bool = False
    victims: int = 1
    # Nobody is named: what a passer-by saw.
    anonymous: bool = False
    outcome: str = ""
    reason: str = ""
    # open, overdue, closed, reopened, unmanaged: what became of the survivor's case.
    case: str = ""
    risk: str = "medium"
    referrals: tuple[str, ...] = ()
    # reassigned, conflict, answered, added, revised: something out of the ordinary.
    twist: str = ""
    # Which investigator and case manager: 0 is the one shown in the table of accounts.
    hand: int | None = 0

    @property
    def size(self) -> int:
        return 2 if self.twin else 1


NOW = (
    Plot("received", 20 / 60 * HOUR, danger=True, child=True, victims=2),
    Plot("received", 3 * HOUR, channel="partner"),
    Plot("received", 27 * HOUR, channel="officer"),
    Plot("triaged", 5 * HOUR, 2 * HOUR, channel="hotline", urgency="urgent", official=True),
    Plot("forwarded", 9 * HOUR, 5 * HOUR, urgency="emergency", danger=True),
    Plot("forwarded", 2.5, 1.5, channel="officer", victims=3),
    Plot("assigned", 3, 1.6, urgency="urgent"),
    Plot("assigned", 1, 1 * HOUR, channel="hotline"),
    Plot("accepted", 2, 20 * HOUR, twist="answered"),
    Plot("accepted", 6, 4, channel="officer", twist="reassigned", hand=1),
    Plot("screening", 4, 6 * HOUR, urgency="urgent"),
    Plot("screening", 8, 4, child=True, case="open", risk="high", referrals=("sent", "accepted", "asked")),
    Plot("submitted", 9, 1.2, case="open", risk="medium", referrals=("viewed", "listed")),
    Plot("sent_back", 12, 0.8, channel="officer"),
    Plot("determined", 40, 22, outcome="confirmed", case="open", risk="high",
         referrals=("in_progress", "delivered", "late", "sent_back")),
    Plot("determined", 26, 8, outcome="presumed", case="overdue", risk="high",
         referrals=("declined", "not_delivered")),
    Plot("determined", 120, 95, outcome="confirmed", child=True, case="open", risk="low",
         referrals=("feedback", "in_progress"), hand=1),
    Plot("determined", 30, 14, outcome="other_protection", case="open", risk="medium",
         referrals=("draft", "withdrawn")),
    Plot("determined", 26, 9, outcome="inconclusive"),
    Plot("closed", 35, 20, outcome="not_trafficking", reason="not_tip"),
    Plot("closed", 330, 300, outcome="confirmed", reason="resolved", case="closed", risk="low",
         referrals=("closed", "feedback")),
    Plot("closed", 420, 390, outcome="presumed", reason="resolved", case="reopened", risk="medium",
         referrals=("expired", "closed"), hand=2),
    Plot("triaged", 15, 14.6, twin="merged", channel="hotline"),
    Plot("received", 6 * HOUR, twin="alike", channel="hotline"),
    Plot("closed", 18, 17.5, reason="spam", anonymous=True),
    Plot("closed", 60, 59, reason="referred_elsewhere", channel="partner"),
    Plot("determined", 16, 6, outcome="confirmed", case="unmanaged", twist="revised"),
    Plot("accepted", 5, 2, twist="conflict"),
    Plot("forwarded", 30 * HOUR, 26 * HOUR, urgency="urgent", twist="added"),
    Plot("determined", 50, 30, outcome="presumed", case="open", risk="medium",
         referrals=("sent", "guest", "closed", "informed"), hand=1),
)  # fmt: skip

CLOSED_EARLY = (
    ("not_tip", 30), ("not_enough", 25), ("referred_elsewhere", 20), ("spam", 10), ("resolved", 8), ("test", 4),
    ("outside_country", 3),
)  # fmt: skip
OUTCOMES = (
    ("confirmed", 30), ("presumed", 25), ("not_trafficking", 25), ("inconclusive", 10), ("other_protection", 10),
)  # fmt: skip
CHANNELS = (("public_web", 40), ("hotline", 25), ("officer", 20), ("partner", 15))
ASSISTED = ("confirmed", "presumed", "other_protection")
ENDED = ("closed", "feedback", "declined", "withdrawn", "expired", "not_delivered")
CURRENT = ("accepted", "in_progress", "delivered", "feedback", "closed")
SPAN_DAYS = 730


def plots(count: int, chance: Random) -> list[Plot]:
    """The plots of `count` reports."""
    told: list[Plot] = []
    size = 0
    for plot in (*NOW, *(invent(chance) for _ in range(count))):
        room = count - size
        if room <= 0:
            break
        # A pair that no longer fits becomes one.
        plot = plot if plot.size <= room else replace(plot, twin="")
        told.append(plot)
        size += plot.size
    return told


def invent(chance: Random) -> Plot:
    """Any report of the last two years: most of them end."""
    began = chance.uniform(3, SPAN_DAYS)
    common = {
        "channel": pick(chance, CHANNELS),
        "child": chance.random() < 0.22,
        "urgency": pick(chance, (("normal", 60), ("urgent", 30), ("emergency", 10))),
        "official": chance.random() < 0.06,
        "victims": pick(chance, ((1, 75), (2, 15), (3, 10))),
        "hand": None,
    }
    kind = pick(chance, (("closed", 46), ("merged", 6), ("worked", 48)))
    if kind == "merged":
        return Plot("closed", began, max(began - 2, 0.5), twin="merged", reason="referred_elsewhere", **common)
    if kind == "closed":
        anonymous = chance.random() < 0.6
        return Plot(
            "closed", began, max(began - 1, 0.5), reason=pick(chance, CLOSED_EARLY), anonymous=anonymous, **common
        )
    if began < 35:
        return Plot(
            chance.choice(("accepted", "screening", "submitted")), began, chance.uniform(0.5, began * 0.7), **common
        )
    return worked(chance, began, common)


def worked(chance: Random, began: float, common: dict) -> Plot:
    """A report that was screened and decided on, and the case that came of it."""
    rested = began - chance.uniform(8, 30)
    outcome = pick(chance, OUTCOMES)
    until = "determined" if rested < 60 and chance.random() < 0.5 else "closed"
    if outcome not in ASSISTED:
        return Plot(until, began, rested, outcome=outcome, reason="not_tip", **common)
    open_still = rested < 200 or chance.random() < 0.25
    return Plot(
        until,
        began,
        rested,
        outcome=outcome,
        reason="resolved",
        case="open" if open_still else "closed",
        risk=pick(chance, (("high", 25), ("medium", 45), ("low", 30))),
        referrals=tuple(chance.choices(CURRENT if open_still else ENDED, k=pick(chance, ((1, 45), (2, 35), (3, 20))))),
        **common,
    )


def pick(chance: Random, weighted: tuple):
    """One of (value, weight)."""
    values, weights = zip(*weighted, strict=True)
    return chance.choices(values, weights=weights)[0]
