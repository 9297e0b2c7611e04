"""The states of a punch are never changed, and deleted only when the law has no more use for them.

Three years are the least that a record of working time is kept (Labour Standards Act, article 109 and supplementary
article 143); a company's own period is longer or the same.
"""

from django.db import migrations

KEEP = """
CREATE FUNCTION refuse_early_deletion() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.at > now() - interval '3 years' THEN
    RAISE EXCEPTION '% is kept for three years', TG_TABLE_NAME;
  END IF;
  RETURN OLD;
END $$;
DROP TRIGGER punch_event_append_only ON punches_punchevent;
CREATE TRIGGER punch_event_append_only BEFORE UPDATE ON punches_punchevent
FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER punch_event_kept BEFORE DELETE ON punches_punchevent
FOR EACH ROW EXECUTE FUNCTION refuse_early_deletion();
"""
BACK = """
DROP TRIGGER punch_event_kept ON punches_punchevent;
DROP TRIGGER punch_event_append_only ON punches_punchevent;
CREATE TRIGGER punch_event_append_only BEFORE UPDATE OR DELETE ON punches_punchevent
FOR EACH ROW EXECUTE FUNCTION refuse_change();
DROP FUNCTION refuse_early_deletion();
"""


class Migration(migrations.Migration):
    dependencies = [("punches", "0008_sealed_attempts")]
    operations = [migrations.RunSQL(KEEP, BACK)]
