from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("people", "0002_packs_and_liveness")]

    operations = [
        migrations.AddField(
            model_name="settings",
            name="working_day_rule",
            field=models.CharField(db_default="day_start", default="day_start", max_length=12),
        ),
        migrations.AddField(
            model_name="settings",
            name="open_shift_max_hours",
            field=models.PositiveSmallIntegerField(db_default=16, default=16),
        ),
    ]
