from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("linkage", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="Consent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("terms_version", models.CharField(max_length=20, unique=True)),
                ("given_by", models.CharField(max_length=150)),
                ("given_at", models.DateTimeField()),
                ("client_id", models.CharField(max_length=100)),
            ],
            options={"ordering": ["id"]},
        ),
    ]
