"""Receipt codes: 60 random bits in letters nobody mistakes, made from a form's secret number and kept nowhere.

The same form sent twice, on a bad line or by a double click, has the same number: it is one report with one code.
"""

import secrets
from uuid import UUID

from samaan.access import principals
from samaan.vault import master

# Crockford's alphabet: no I, L, O or U.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 12
GROUP = 4
MISREAD = str.maketrans("ILO", "110")
LOW = (1 << 64) - 1


def new_form_number() -> str:
    """What a blank form carries; whoever knows it can see the code, so it stays in the form."""
    return secrets.token_hex(16)


def code_for(form_number: str) -> str:
    """The receipt code of the report this form becomes: `7K3M-9PQR-2XYZ`."""
    token = master.blind(form_number, "receipt.code") & LOW
    letters = [ALPHABET[token >> 5 * place & 31] for place in range(LENGTH)]
    return "-".join("".join(letters[i : i + GROUP]) for i in range(0, LENGTH, GROUP))


def record_id_for(form_number: str) -> UUID:
    """The id of that report: it tells nothing of the form's number or of the code."""
    high, low = (master.blind(form_number, f"report.{half}") & LOW for half in ("high", "low"))
    return UUID(int=high << 64 | low, version=4)


def token(code: str) -> int:
    """What a receipt is found by."""
    return principals.receipt(code)


def normal(typed: str) -> str | None:
    """A code as somebody typed it, in its one spelling; None when it cannot be one."""
    letters = "".join(c for c in typed.upper() if c.isalnum()).translate(MISREAD)
    if len(letters) != LENGTH or not set(letters) <= set(ALPHABET):
        return None
    return "-".join(letters[i : i + GROUP] for i in range(0, LENGTH, GROUP))
