from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("configuration", "0002_row_security"),
    ]

    operations = [
        migrations.AddField(
            model_name="change",
            name="part",
            field=models.CharField(blank=True, max_length=20),
        ),
    ]
