"""Many records: copies of real ones, made in the database, each with an access list of its own.

A copy keeps the columns that lists and pages read in clear. Its ciphertexts are another record's, so nobody opens
them; the records that are opened and measured are real ones, made by the real acts.
"""

import psycopg
from psycopg import sql

# Copies belong to people who do not exist, so that the one who is measured has a caseload of usual size.
STRANGERS = 400
STRANGER = "((1::bigint << 56) | (1000000 + n % {strangers}))"


def fill(admin: psycopg.Connection, *, cases: int, referrals_each: int, oversight: list[int]) -> None:
    """Bring the number of cases up to `cases`, each with its referrals. `oversight`: principals that see them all."""
    (there,) = admin.execute("SELECT count(*) FROM cases_case").fetchone() or (0,)
    admin.execute("SET session_replication_role = replica")
    stranger = sql.SQL(STRANGER.format(strangers=STRANGERS))
    seen_by = sql.SQL("ARRAY[{stranger}] || {all}::bigint[]").format(stranger=stranger, all=sql.Literal(oversight))
    first, last = there + 1, cases
    copy(
        admin, "cases_case", first, last,
        id="md5('case' || n)::uuid", reference="'C-0000-' || n", pseudonym="'Bench ' || n",
        person_id="md5('person' || n)::uuid",
        case_manager_id="case_manager_id", acl=seen_by, barred="'{}'",
        changed_at="now() - n * interval '1 minute'", opened_at="now() - n * interval '2 minutes'",
        next_review="current_date + (n % 60)::int - 10",
    )  # fmt: skip
    copy(
        admin, "referrals_referral", (first - 1) * referrals_each + 1, last * referrals_each,
        id="md5('referral' || n)::uuid", reference="'F-0000-' || n",
        case_id=f"md5('case' || (n - 1) / {referrals_each} + 1)::uuid", batch="md5('batch' || n)::uuid",
        acl=seen_by, barred="'{}'", changed_at="now() - n * interval '20 seconds'",
        answer_by="now() + (n % 400 - 100) * interval '1 hour'",
    )  # fmt: skip
    admin.execute("SET session_replication_role = origin")
    admin.execute("ANALYZE")


def copy(admin: psycopg.Connection, table: str, first: int, last: int, **changed: "str | sql.Composable") -> None:
    """Copies number `first` to `last` of the first row of a table, with some columns as SQL expressions of `n`."""
    found = admin.execute(
        "SELECT column_name FROM information_schema.columns"
        " WHERE table_schema = 'public' AND table_name = %s AND is_generated = 'NEVER' ORDER BY ordinal_position",
        [table],
    )
    columns = [row[0] for row in found]
    values = [sql.SQL(v) if isinstance(v := changed.get(c, f'"{c}"'), str) else v for c in columns]
    admin.execute(
        sql.SQL(
            "INSERT INTO {table} ({columns}) SELECT {values}"
            " FROM (SELECT * FROM {table} ORDER BY id LIMIT 1) one, generate_series({first}, {last}) n"
        ).format(
            table=sql.Identifier(table),
            columns=sql.SQL(", ").join(map(sql.Identifier, columns)),
            values=sql.SQL(", ").join(values),
            first=sql.Literal(first),
            last=sql.Literal(last),
        )
    )
