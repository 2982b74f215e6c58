"""Cells that leave as a table: a spreadsheet must not compute what somebody typed."""

# What a spreadsheet takes for the beginning of a formula, or for a way into the next cell.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%")


def harmless(cell: str) -> str:
    """The text with an apostrophe before it where a spreadsheet would compute it."""
    return f"'{cell}" if cell.lstrip().startswith(FORMULA) or cell.startswith(FORMULA) else cell
