from django.db import migrations


class Migration(migrations.Migration):
    """One sequence a letter: reports, cases, referrals."""

    initial = True

    operations = [
        migrations.RunSQL(f"CREATE SEQUENCE reference_{letter}", reverse_sql=f"DROP SEQUENCE reference_{letter}")
        for letter in "rcf"
    ]
