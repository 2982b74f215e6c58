"""Tables for spreadsheets, in which no cell is taken for a formula."""

import csv
import io
from collections.abc import Iterable, Sequence

Row = Sequence[str]
# What a spreadsheet takes for the beginning of a formula, or for a way into the next cell.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%")


def harmless(cell: str) -> str:
    """The text with an apostrophe before it where a spreadsheet would compute it."""
    return f"'{cell}" if cell.lstrip().startswith(FORMULA) or cell.startswith(FORMULA) else cell


def as_csv(mark: str, head: Row, rows: Iterable[Row]) -> bytes:
    """The mark is the first line. With a byte order mark, or Excel garbles every accent."""
    target = io.StringIO(newline="")
    writer = csv.writer(target, quoting=csv.QUOTE_ALL)
    writer.writerows([[harmless(cell) for cell in row] for row in ([mark], head, *rows)])
    return target.getvalue().encode("utf-8-sig")
