"""Punches, which are append-only, and the months that were closed over them."""

from typing import ClassVar

from django.db import models

from attendance_server.webapi.models.people import Division, Employee


class Punch(models.Model):
    """One registered punch. The same content twice is two rows: nothing is absorbed, as over there."""

    employee = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="punches")
    working_date = models.DateField()
    time = models.DateTimeField()
    code = models.CharField(max_length=1)
    division = models.ForeignKey(Division, on_delete=models.PROTECT, related_name="+")
    latitude = models.FloatField(null=True)
    longitude = models.FloatField(null=True)
    credential_code = models.IntegerField(null=True)
    credential_name = models.CharField(max_length=200, null=True)  # null is left out of answers
    registered_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar[list[str]] = ["id"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["working_date", "employee"], name="punch_by_day"),
            models.Index(fields=["employee", "time"], name="punch_by_employee"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=models.Q(code__in=["1", "2", "3", "4", "7", "8"]), name="punch_code_known"
            ),
        ]

    def __str__(self) -> str:
        return f"punch {self.pk} ({self.code} at {self.time.isoformat()})"


class MonthClosing(models.Model):
    """A division's month was closed (締め): its people's days keep the totals they had, whatever arrives later."""

    division = models.ForeignKey(Division, on_delete=models.PROTECT, related_name="closings")
    month = models.DateField()  # its first day; the period follows the closing day of each person's working type
    closed_at = models.DateTimeField()
    closed_by = models.CharField(max_length=200)

    class Meta:
        ordering: ClassVar[list[str]] = ["-month", "division"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["division", "month"], name="month_closed_once"),
            models.CheckConstraint(condition=models.Q(month__day=1), name="closed_month_is_its_first_day"),
        ]

    def __str__(self) -> str:
        return f"{self.division_id} closed {self.month:%Y-%m}"


class ClosedDay(models.Model):
    """A person's working day as it was when its month was closed. Error days are never closed."""

    closing = models.ForeignKey(MonthClosing, on_delete=models.CASCADE, related_name="days")
    employee = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="closed_days")
    date = models.DateField()
    totals = models.JSONField()
    plan = models.JSONField(default=dict)
    punches = models.JSONField(default=list)  # ids of those that counted; what is not among them came later
    is_listed = models.BooleanField(default=True)  # false: neither punch nor plan, and a late punch changes nothing

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["employee", "date"], name="day_closed_once"),
        ]

    def __str__(self) -> str:
        return f"{self.employee_id} on {self.date}, closed"
