from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("webapi", "0003_working_type_rules"),
    ]

    operations = [
        migrations.AddField(
            model_name="employee",
            name="article36_coverage",
            field=models.CharField(blank=True, db_default="", default="", max_length=16),
        ),
    ]
