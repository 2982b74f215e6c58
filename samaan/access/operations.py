"""`Protect`: the migration operation that puts a table behind row level security."""

from django.db.migrations.operations.base import Operation

SQL = """
ALTER TABLE {table} ADD COLUMN acl bigint[] NOT NULL DEFAULT '{{}}', ADD COLUMN barred bigint[] NOT NULL DEFAULT '{{}}';
CREATE INDEX {table}_acl ON {table} USING gin (acl);
GRANT SELECT, UPDATE ON {table} TO samaan_guard;
INSERT INTO sec.protected_table (name, record_column, compartment, compartment_column)
    VALUES ('{table}', '{record}', {compartment}, {compartment_column});
CREATE TRIGGER fill_acl BEFORE INSERT OR UPDATE OF {watched} ON {table}
    FOR EACH ROW EXECUTE FUNCTION sec.fill_acl('{record}', {compartment}, {compartment_column});
CREATE TRIGGER keep_acl BEFORE UPDATE OF acl, barred ON {table}
    FOR EACH ROW EXECUTE FUNCTION sec.keep_acl();
ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;
ALTER TABLE {table} FORCE ROW LEVEL SECURITY;
CREATE POLICY visible ON {table} FOR SELECT TO samaan_app USING ({visible});
CREATE POLICY changeable ON {table} FOR UPDATE TO samaan_app USING ({visible});
CREATE POLICY removable ON {table} FOR DELETE TO samaan_app USING ({visible});
CREATE POLICY creatable ON {table} FOR INSERT TO samaan_app WITH CHECK (
    (SELECT sec.context_is_genuine()) AND (acl && sec.principals() OR sec.begun_now({record}))
);
CREATE POLICY job ON {table} TO samaan_job USING ((SELECT sec.purpose()) <> '');
CREATE POLICY guard ON {table} TO samaan_guard USING (true) WITH CHECK (true);
"""

# The STABLE function in place of a sub-select lets the planner use the GIN index (docs/adr/0002).
VISIBLE = "(SELECT sec.context_is_genuine()) AND acl && sec.principals() AND NOT barred && sec.principals()"

REVERSE = """
DELETE FROM sec.protected_table WHERE name = '{table}';
DROP POLICY visible ON {table}; DROP POLICY changeable ON {table}; DROP POLICY removable ON {table};
DROP POLICY creatable ON {table}; DROP POLICY job ON {table}; DROP POLICY guard ON {table};
ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY, DISABLE ROW LEVEL SECURITY;
DROP TRIGGER keep_acl ON {table}; DROP TRIGGER fill_acl ON {table};
DROP INDEX {table}_acl;
ALTER TABLE {table} DROP COLUMN acl, DROP COLUMN barred;
"""


class Protect(Operation):
    """Put the table of a model behind row level security.

    Args:
        table: the table's name, such as "intake_report".
        record: the column that holds the record's id.
        compartment: which compartment of the record every row is; "*" for whoever sees any of it.
        compartment_column: the column that says so instead, where rows differ.
    """

    reversible = True
    atomic = True

    def __init__(self, table, record="id", compartment="summary", compartment_column=None):
        self.table, self.record = table, record
        self.compartment, self.compartment_column = compartment, compartment_column

    def state_forwards(self, app_label, state):
        """Nothing of it is Django's."""

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        schema_editor.execute(SQL.format(visible=VISIBLE, **self.words()), params=None)

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        schema_editor.execute(REVERSE.format(**self.words()), params=None)

    def words(self):
        column = self.compartment_column
        return {
            "table": self.table,
            "record": self.record,
            "compartment": f"'{self.compartment}'",
            "compartment_column": f"'{column}'" if column else "NULL",
            "watched": ", ".join(filter(None, [self.record, column])),
        }

    def describe(self):
        return f"Put {self.table} behind row level security"
