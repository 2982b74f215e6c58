"""Which figures of a table may be shown so that none below the threshold is, nor can be worked out (docs/adr/0030).

A table is regions by values with its sums. What is kept back must be open to doubt: for every kept-back figure below
the threshold there is another table that agrees with everything shown, in which this figure reaches the threshold.
"""

from collections import deque
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from operator import itemgetter

THRESHOLD = 5
# The sum over all regions, or over all values.
ALL = "*"
ENOUGH = 10**9

Cell = tuple[str, str]
Node = tuple[str, str]


def with_sums(counted: Mapping[Cell, int], regions: Collection[str], values: Collection[str]) -> dict[Cell, int]:
    """Every cell of the table, those nobody was counted in as well, with the sums."""
    table = {(region, value): counted.get((region, value), 0) for region in regions for value in values}
    for region in regions:
        table[region, ALL] = sum(table[region, value] for value in values)
    for value in values:
        table[ALL, value] = sum(table[region, value] for region in regions)
    table[ALL, ALL] = sum(table[region, ALL] for region in regions)
    return table


def small_regions(by_region: Mapping[str, int]) -> set[str]:
    """The regions whose sum is kept back: those below the threshold, and others until the rest hides each of them."""
    kept = {region for region, count in by_region.items() if count < THRESHOLD}
    others = sorted(set(by_region) - kept, key=lambda region: (by_region[region], region))
    while kept and others and not hide_each_other(kept, by_region):
        kept.add(others.pop(0))
    return kept


def hide_each_other(kept: Collection[str], by_region: Mapping[str, int]) -> bool:
    return not kept or (len(kept) > 1 and sum(by_region[region] for region in kept) >= THRESHOLD)


def sums_to_show(by_region: Mapping[str, int]) -> dict[str, int]:
    """The regions' sums that may be shown, and that of the country when the regions do not betray each other by it."""
    kept = small_regions(by_region)
    shown = {region: count for region, count in by_region.items() if region not in kept}
    total = sum(by_region.values())
    if total >= THRESHOLD and hide_each_other(kept, by_region):
        shown[ALL] = total
    return shown


def cells_to_show(table: Mapping[Cell, int], shown_regions: Collection[str]) -> dict[Cell, int]:
    """The cells of a table that may be shown beside the sums of regions that are; none when no choice is safe."""
    if ALL not in shown_regions:
        return {}
    sheet = Sheet(table, kept_from_the_start(table, shown_regions))
    while (betrayed := sheet.betrayed()) is not None:
        more = sheet.smallest_shown_beside(betrayed)
        if more is None:
            return {}
        sheet.keep_back(more)
    return {cell: count for cell, count in table.items() if cell not in sheet.kept and cell[1] != ALL}


def kept_from_the_start(table: Mapping[Cell, int], shown_regions: Collection[str]) -> set[Cell]:
    """What is below the threshold, and all of a region whose sum is kept back."""
    return {
        (region, value)
        for (region, value), count in table.items()
        if region not in shown_regions or (value != ALL and count < THRESHOLD)
    }


@dataclass
class Sheet:
    """A table as a network: what is kept back can flow between its sums, and where it can, nobody knows how much is.

    Into a region flows its sum, from there each cell to its value, from there the value's sum: what flows into a node
    flows out of it, whatever is shown being fixed.
    """

    table: Mapping[Cell, int]
    kept: set[Cell]
    flows: dict[Node, dict[Node, Cell]] = field(init=False)

    def __post_init__(self) -> None:
        self.flows = {}
        for cell in self.kept:
            self.join(cell)

    def keep_back(self, cell: Cell) -> None:
        self.kept.add(cell)
        self.join(cell)

    def join(self, cell: Cell) -> None:
        start, end = ends(cell)
        self.flows.setdefault(start, {})[end] = cell
        self.flows.setdefault(end, {})[start] = cell

    def betrayed(self) -> Cell | None:
        """A figure below the threshold that everything shown keeps below it."""
        small = sorted(cell for cell in self.kept if self.table[cell] < THRESHOLD)
        return next((cell for cell in small if not self.may_be(cell, THRESHOLD)), None)

    def may_be(self, cell: Cell, wanted: int) -> bool:
        """Whether another table that agrees with everything shown has this many in the cell."""
        start, end = ends(cell)
        lacking, left = wanted - self.table[cell], {kept: self.table[kept] for kept in self.kept}
        while lacking > 0:
            way = self.way(end, start, cell, left)
            if way is None:
                return False
            room = min((left[step] for step, forward in way if not forward), default=ENOUGH)
            for step, forward in way:
                left[step] += min(room, lacking) * (1 if forward else -1)
            lacking -= min(room, lacking)
        return True

    def way(self, start: Node, end: Node, without: Cell, left: Mapping[Cell, int]) -> list[tuple[Cell, bool]] | None:
        """The shortest way along which figures may rise (forward) or fall (backward, while there is something)."""
        came: dict[Node, tuple[Node, Cell, bool] | None] = {start: None}
        waiting = deque([start])
        while waiting and end not in came:
            node = waiting.popleft()
            for other, cell in self.flows.get(node, {}).items():
                forward = ends(cell)[0] == node
                if cell != without and other not in came and (forward or left[cell] > 0):
                    came[other] = (node, cell, forward)
                    waiting.append(other)
        return steps_back(came, end) if end in came else None

    def smallest_shown_beside(self, cell: Cell) -> Cell | None:
        """What is kept back next: one that closes a circle through what is, else the smallest that lengthens it."""
        near = self.around(cell)
        shown = (other for other in self.table if other not in self.kept and other[1] != ALL)
        return min(
            (other for other in shown if not near.isdisjoint(ends(other))),
            key=lambda other: (other[0] == ALL, not near.issuperset(ends(other)), self.table[other], other),
            default=None,
        )

    def around(self, cell: Cell) -> set[Node]:
        """Everything that hangs together with this figure by what is kept back."""
        found, waiting = set(ends(cell)), list(ends(cell))
        while waiting:
            new = set(self.flows.get(waiting.pop(), {})) - found
            found |= new
            waiting += new
        return found


def ends(cell: Cell) -> tuple[Node, Node]:
    """From where to where a figure flows: the country's sum into regions, into values, into the values' sums."""
    region, value = cell
    if value == ALL:
        return ("country", ALL), ("region", region)
    return (("value", value), ("sums", ALL)) if region == ALL else (("region", region), ("value", value))


def steps_back(came: Mapping[Node, tuple[Node, Cell, bool] | None], end: Node) -> list[tuple[Cell, bool]]:
    steps = []
    step = came[end]
    while step is not None:
        node, cell, forward = step
        steps.append((cell, forward))
        step = came[node]
    return steps


def tables_to_show(
    things: Iterable[tuple[str, Mapping[str, str], int]],
    regions: Collection[str],
    splits: Mapping[str, Collection[str]],
) -> tuple[dict[str, int], dict[str, dict[Cell, int]]]:
    """What may be shown of things counted by region and by one split at a time: the sums, and each split's cells."""
    things = list(things)
    counted = count(things, lambda _said: "")
    by_region = {region: counted.get((region, ""), 0) for region in regions}
    sums = sums_to_show(by_region)
    cells = {}
    for split, values in splits.items():
        table = with_sums(count(things, itemgetter(split)), regions, values)
        cells[split] = cells_to_show(table, sums)
    return sums, cells


def count(
    things: Iterable[tuple[str, Mapping[str, str], int]], value_of: Callable[[Mapping[str, str]], str]
) -> dict[Cell, int]:
    counted: dict[Cell, int] = {}
    for region, said, number in things:
        cell = (region, value_of(said))
        counted[cell] = counted.get(cell, 0) + number
    return counted
