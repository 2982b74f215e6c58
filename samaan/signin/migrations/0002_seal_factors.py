"""Secrets of second factors that lay in clear are sealed."""

from django.db import migrations

SECRETS = ("secret", "seed")


def seal(apps, schema_editor):
    from samaan.signin.factors import SEALED, FactorAdapter

    adapter = FactorAdapter()
    for row in apps.get_model("mfa", "Authenticator").objects.iterator():
        in_clear = [name for name in SECRETS if row.data.get(name) and not row.data[name].startswith(SEALED)]
        for name in in_clear:
            row.data[name] = adapter.encrypt(row.data[name])
        if in_clear:
            row.save(update_fields=["data"])


class Migration(migrations.Migration):
    dependencies = [("signin", "0001_initial"), ("mfa", "0003_authenticator_type_uniq")]

    # Backwards they stay sealed: both are read.
    operations = [migrations.RunPython(seal, migrations.RunPython.noop)]
