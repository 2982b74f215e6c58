"""Who gave the information is sealed: what stood under the report's ordinary key moves under a key of its own."""

from django.db import migrations

from samaan.vault import keyring

PARTS = ("name", "phone", "email", "safe_note", "code_word")
# Row security holds for the owner of the tables too; for this one move it does not.
TABLES = ("intake_reportercontact", "vault_datakey", "sealed_sealedfield")
OPEN = "".join(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY;" for table in TABLES)
SHUT = "SET CONSTRAINTS ALL IMMEDIATE;" + "".join(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY;" for table in TABLES)


def seal_informants(apps, schema_editor):
    contacts, fields = apps.get_model("intake", "ReporterContact"), apps.get_model("sealed", "SealedField")
    contacts.record_id = property(lambda contact: contact.report_id)
    fields.record_id = property(lambda field: field.of_record)
    with keyring.fresh():
        for contact in contacts.objects.select_related("report"):
            told = {name: words for name in PARTS if (words := getattr(contact, name))}
            if told:
                fields.objects.create(
                    of_record=contact.report_id,
                    of_kind="report",
                    sealed_class="informant",
                    seen_in="summary",
                    belongs_to="reporter",
                    version=1,
                    value=told,
                    entered_by_id=contact.report.author_id,
                    entered_at=contact.report.received_at,
                )


class Migration(migrations.Migration):
    dependencies = [("intake", "0006_walls"), ("sealed", "0002_row_security")]

    operations = [
        migrations.RunSQL(OPEN, reverse_sql=migrations.RunSQL.noop),
        migrations.RunPython(seal_informants, migrations.RunPython.noop),
        migrations.RunSQL(SHUT, reverse_sql=migrations.RunSQL.noop),
        *[migrations.RemoveField("reportercontact", name) for name in PARTS],
    ]
