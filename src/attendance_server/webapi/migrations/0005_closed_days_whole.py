"""Closed days keep the plan and the punches that counted; those closed before get what is still known of them."""

from django.db import migrations, models


def keep_what_is_known(apps, schema_editor):
    days = apps.get_model("webapi", "ClosedDay").objects.select_related("closing")
    punches = apps.get_model("webapi", "Punch").objects
    schedules = apps.get_model("webapi", "Schedule").objects.select_related("fulltime_holiday")
    for day in days.iterator(chunk_size=1000):
        counted = punches.filter(
            employee_id=day.employee_id, working_date=day.date, registered_at__lte=day.closing.closed_at
        )
        day.punches = list(counted.order_by("id").values_list("id", flat=True))
        schedule = schedules.filter(employee_id=day.employee_id, date=day.date).first()
        if schedule is not None:
            day.plan = plan_of(schedule)
        day.is_listed = bool(day.punches or schedule or day.totals.get("planned"))
        day.totals.setdefault("workday_type", "weekday")
        day.save(update_fields=["punches", "plan", "is_listed", "totals"])


def plan_of(schedule):
    holiday = schedule.fulltime_holiday
    plan = {
        "schedule": {
            "fulltime_holiday": [holiday.pk, holiday.code, holiday.name] if holiday else None,
            "halfday_holidays": schedule.halfday_holidays,
            "hour_holidays": schedule.hour_holidays,
        }
    }
    for name in ("clock_in", "clock_out"):
        if getattr(schedule, name) is not None:
            plan[name] = getattr(schedule, name).isoformat()
    if schedule.break_minutes is not None:
        plan["break_minutes"] = schedule.break_minutes
    if schedule.workplace_id is not None:
        plan["workplace"] = schedule.workplace_id
    return plan


class Migration(migrations.Migration):
    dependencies = [("webapi", "0004_article36_coverage")]

    operations = [
        migrations.AddField(model_name="closedday", name="plan", field=models.JSONField(default=dict)),
        migrations.AddField(model_name="closedday", name="punches", field=models.JSONField(default=list)),
        migrations.AddField(model_name="closedday", name="is_listed", field=models.BooleanField(default=True)),
        migrations.RunPython(keep_what_is_known, migrations.RunPython.noop),
    ]
