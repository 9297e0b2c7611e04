"""What a terminal was refused for good, as its heartbeat tells."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("terminals", "0002_offline_and_care")]

    operations = [
        migrations.AddField("terminal", "refused_length", models.PositiveIntegerField(blank=True, null=True)),
        migrations.AddField("terminal", "refused", models.JSONField(blank=True, null=True)),
    ]
