"""Row security of the sealed fields, and of the keys that open them."""

from pathlib import Path

from django.db import migrations

from samaan.access.operations import VISIBLE, Protect

SEALED_SQL = (Path(__file__).parent / "sealed.sql").read_text().replace("{visible}", VISIBLE)
BACK = f"""
DROP FUNCTION sec.open_sealed_key(uuid);
DROP POLICY visible ON vault_datakey; DROP POLICY changeable ON vault_datakey; DROP POLICY removable ON vault_datakey;
CREATE POLICY visible ON vault_datakey FOR SELECT TO samaan_app USING ({VISIBLE});
CREATE POLICY changeable ON vault_datakey FOR UPDATE TO samaan_app USING ({VISIBLE});
CREATE POLICY removable ON vault_datakey FOR DELETE TO samaan_app USING ({VISIBLE});
"""


class Migration(migrations.Migration):
    dependencies = [
        ("sealed", "0001_initial"),
        ("access", "0010_delegation"),
        ("vault", "0005_sealed_keys"),
        ("accounts", "0004_sealed_rights"),
    ]

    operations = [
        Protect("sealed_sealedfield", record="of_record", compartment_column="seen_in"),
        Protect("sealed_request", record="of_record", compartment="*"),
        Protect("sealed_opening", record="of_record", compartment="*"),
        migrations.RunSQL(SEALED_SQL, reverse_sql=BACK),
    ]
