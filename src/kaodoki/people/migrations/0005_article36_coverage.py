from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0004_overtime_warnings"),
    ]

    operations = [
        migrations.AddField(
            model_name="employee",
            name="article36_coverage",
            field=models.CharField(blank=True, db_default="", default="", max_length=16),
        ),
        migrations.AddField(
            model_name="settings",
            name="article36_coverage",
            field=models.CharField(db_default="standard", default="standard", max_length=16),
        ),
    ]
