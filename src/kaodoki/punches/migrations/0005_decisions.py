import django.db.models.deletion
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
        migrations.AlterField(
            model_name="punch",
            name="corrects",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="corrections",
                to="punches.punch",
            ),
        ),
        migrations.AddIndex(
            model_name="punchevent",
            index=models.Index(
                condition=models.Q(("by", ""), _negated=True), fields=["company", "at"], name="punch_event_decisions"
            ),
        ),
    ]
