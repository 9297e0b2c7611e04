"""The states a punch was in are written once."""

from django.db import migrations

REFUSE = """
CREATE TRIGGER punch_event_append_only BEFORE UPDATE OR DELETE ON punches_punchevent
FOR EACH ROW EXECUTE FUNCTION refuse_change();
"""


class Migration(migrations.Migration):
    dependencies = [("punches", "0001_initial"), ("audit", "0002_append_only")]
    operations = [migrations.RunSQL(REFUSE, "DROP TRIGGER punch_event_append_only ON punches_punchevent")]
