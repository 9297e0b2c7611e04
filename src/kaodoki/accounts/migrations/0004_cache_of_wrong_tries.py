"""The table of Django's database cache: wrong logins are counted there for all processes together."""

from django.db import migrations

CREATE = """
CREATE TABLE accounts_cache (
    cache_key varchar(255) PRIMARY KEY, value text NOT NULL, expires timestamptz NOT NULL
);
CREATE INDEX accounts_cache_expires ON accounts_cache (expires);
"""


class Migration(migrations.Migration):
    dependencies = [("accounts", "0003_temporary_passwords")]
    operations = [migrations.RunSQL(CREATE, "DROP TABLE accounts_cache")]
