"""The answers of a screening are a form of the country pack; before, they were rows of their own."""

import django.db.models.deletion
from django.db import migrations, models

TABLES = ("intake_screeninganswer", "intake_earlieranswer", "intake_sitting")


def refuse_answers(apps, schema_editor):
    """Answers given before cannot become a form by themselves: the questions were others. The guard sees every row."""
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE samaan_guard")
        cursor.execute("SELECT count(*) FROM intake_screening")
        (number,) = cursor.fetchone()
        cursor.execute("RESET ROLE")
    if number:
        raise RuntimeError(
            f"There are {number} screenings from before forms were in the country pack. They cannot be carried over:"
            " stay with the version before, print them, and begin with an empty database."
        )


class Migration(migrations.Migration):
    dependencies = [
        ("intake", "0007_informant_sealed"),
        ("questionnaires", "0002_row_security"),
        ("retention", "0003_forms"),
    ]

    operations = [
        migrations.RunPython(refuse_answers, migrations.RunPython.noop),
        migrations.RunSQL(f"DELETE FROM sec.protected_table WHERE name IN {TABLES}", migrations.RunSQL.noop),
        migrations.DeleteModel("ScreeningAnswer"),
        migrations.DeleteModel("EarlierAnswer"),
        migrations.DeleteModel("Sitting"),
        migrations.RemoveField("screening", "instrument"),
        migrations.RemoveField("screening", "revision"),
        migrations.RemoveField("screening", "submitted_revision"),
        migrations.AddField(
            "screening",
            "submission",
            models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="screening",
                to="questionnaires.submission",
            ),
            preserve_default=False,
        ),
    ]
