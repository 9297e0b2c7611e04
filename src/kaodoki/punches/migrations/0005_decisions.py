from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("punches", "0004_attempt_challenges")]

    operations = [
        migrations.AddField(
            model_name="punch",
            name="decided_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="punchevent",
            name="by",
            field=models.CharField(blank=True, db_default="", default="", max_length=200),
        ),
    ]
