"""Many records: copies of the demo's, made in the database, each with an access list of its own.

A copy keeps the columns that lists and pages read in clear. Its ciphertexts are another record's, so nobody opens
them; the records that are opened and measured are real ones, made by the real acts.
"""

from dataclasses import dataclass

import psycopg
from psycopg import sql

# Copies belong to people who do not exist; the first ones are the measured people's own, and fill a list.
STRANGERS = 400
OWN = 100
REFERRALS_EACH = 3
STRANGER = "(1::bigint << 56) | (1000000 + {number} % {strangers})"
SEEN_BY = "ARRAY[CASE WHEN {number} <= {own} THEN {owner} ELSE " + STRANGER + " END]"


@dataclass(frozen=True)
class Owner:
    """Whose lists are measured: the principal and the number of a user, and the principals that oversee everything."""

    principal: int
    user_id: int
    oversight: list[int]

    def seen_by(self, number: str) -> sql.Composed:
        """The access list of record `number`."""
        mine = SEEN_BY.format(number=number, own=OWN, owner=self.principal, strangers=STRANGERS)
        return sql.SQL(mine) + sql.SQL(" || {}::bigint[]").format(sql.Literal(self.oversight))

    def own(self, mine: str, column: str, number: str = "n") -> str:
        """A column that the owner's records have as `mine`, the others as copied."""
        return f'CASE WHEN {number} <= {OWN} THEN {mine} ELSE "{column}" END'


def fill(admin: psycopg.Connection, *, cases: int, manager: Owner, investigator: Owner) -> None:
    """Bring the number of cases up to `cases`, each with three referrals and a report."""
    (there,) = admin.execute("SELECT count(*) FROM cases_case").fetchone() or (0,)
    first = there + 1
    case = f"((n - 1) / {REFERRALS_EACH} + 1)"
    admin.execute("SET session_replication_role = replica")
    copy(
        admin, "cases_case", first, cases,
        id="md5('case' || n)::uuid", reference="'C-0000-' || n", pseudonym="'Bench ' || n",
        person_id="md5('person' || n)::uuid", acl=manager.seen_by("n"), barred="'{}'",
        case_manager_id=manager.own(str(manager.user_id), "case_manager_id"),
        status=manager.own("'open'", "status"), close_reason=manager.own("''", "close_reason"),
        changed_at="now() - n * interval '1 minute'", opened_at="now() - n * interval '2 minutes'",
        next_review="current_date + (n % 60)::int - 10",
    )  # fmt: skip
    copy(
        admin, "referrals_referral", there * REFERRALS_EACH + 1, cases * REFERRALS_EACH,
        id="md5('referral' || n)::uuid", reference="'F-0000-' || n", batch="md5('batch' || n)::uuid",
        case_id=f"md5('case' || {case})::uuid", acl=manager.seen_by(case), barred="'{}'",
        sender_id=manager.own(str(manager.user_id), "sender_id", case),
        status=manager.own("(ARRAY['sent', 'viewed'])[1 + n % 2]", "status", case),
        changed_at="now() - n * interval '20 seconds'", answer_by="now() + (n % 400 - 100) * interval '1 hour'",
    )  # fmt: skip
    copy(
        admin, "intake_report", first, cases,
        id="md5('report' || n)::uuid", reference="'R-0000-' || n", acl=investigator.seen_by("n"), barred="'{}'",
        assigned_to_id=investigator.own(str(investigator.user_id), "assigned_to_id"),
        status=investigator.own("'accepted'", "status"), merged_into_id="NULL",
        received_at="now() - n * interval '10 minutes'", due_at="now() + (n % 400 - 100) * interval '1 hour'",
    )  # fmt: skip
    admin.execute("SET session_replication_role = origin")
    admin.execute("ANALYZE")


def copy(admin: psycopg.Connection, table: str, first: int, last: int, **changed: "str | sql.Composable") -> None:
    """Copies number `first` to `last` of the demo's rows in turn, with some columns as SQL expressions of `n`."""
    found = admin.execute(
        "SELECT column_name FROM information_schema.columns"
        " WHERE table_schema = 'public' AND table_name = %s AND is_generated = 'NEVER' ORDER BY ordinal_position",
        [table],
    )
    columns = [row[0] for row in found]
    values = [sql.SQL(v) if isinstance(v := changed.get(c, f'"{c}"'), str) else v for c in columns]
    admin.execute(
        sql.SQL(
            "INSERT INTO {table} ({columns}) SELECT {values} FROM generate_series({first}, {last}) n JOIN ("
            " SELECT *, row_number() OVER (ORDER BY id) - 1 AS turn, count(*) OVER () AS turns FROM {table}"
            " WHERE reference NOT LIKE '_-0000-%') real ON n % turns = turn"
        ).format(
            table=sql.Identifier(table),
            columns=sql.SQL(", ").join(map(sql.Identifier, columns)),
            values=sql.SQL(", ").join(values),
            first=sql.Literal(first),
            last=sql.Literal(last),
        )
    )
