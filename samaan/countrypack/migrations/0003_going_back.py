import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("countrypack", "0002_formversion")]

    operations = [
        migrations.AddField(
            model_name="packversion",
            name="back_to",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="countrypack.packversion",
            ),
        ),
    ]
