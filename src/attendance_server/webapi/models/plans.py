"""What was planned for days, holidays that were granted, and what people have applied for."""

from typing import ClassVar

from django.db import models

from attendance_server.webapi.models.people import Division, Employee


class CalendarDay(models.Model):
    """A day on which the company's calendar differs from what the working types say."""

    class Kind(models.TextChoices):
        WEEKDAY = "weekday", "平日"
        GENERAL_HOLIDAY = "general_holiday", "法定外休日"
        LEGAL_HOLIDAY = "legal_holiday", "法定休日"

    date = models.DateField(unique=True)
    kind = models.CharField(max_length=16, choices=Kind.choices)
    name = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["date"]

    def __str__(self) -> str:
        return f"{self.date} {self.kind}"


class HolidayType(models.Model):
    """A kind of holiday (休暇区分); 1 is 有休 and 2 is 代休 over there."""

    code = models.PositiveIntegerField(unique=True)
    name = models.CharField(max_length=200)

    class Meta:
        ordering: ClassVar[list[str]] = ["code"]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class HolidayGrant(models.Model):
    """Days and minutes of holiday given to a person, to be taken by `expires_on` (that day included)."""

    employee = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="holiday_grants")
    holiday = models.ForeignKey(HolidayType, on_delete=models.PROTECT, related_name="+")
    date = models.DateField()
    days = models.DecimalField(max_digits=5, decimal_places=1, default=0)
    minutes = models.PositiveIntegerField(default=0)
    expires_on = models.DateField(null=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["date", "id"]

    def __str__(self) -> str:
        return f"{self.days} days for {self.employee_id} on {self.date}"


class Schedule(models.Model):
    """What is planned for a person's day. Where there is none, the working type's plan holds."""

    employee = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="schedules")
    date = models.DateField()
    clock_in = models.DateTimeField(null=True)
    clock_out = models.DateTimeField(null=True)
    break_minutes = models.PositiveIntegerField(null=True)
    workplace = models.ForeignKey(Division, on_delete=models.PROTECT, null=True, related_name="+")
    day_kind = models.CharField(max_length=16, choices=CalendarDay.Kind.choices, null=True)
    fulltime_holiday = models.ForeignKey(HolidayType, on_delete=models.PROTECT, null=True, related_name="+")
    halfday_holidays = models.JSONField(default=list)  # [{"typeName": …, "code": …}]
    hour_holidays = models.JSONField(default=list)  # [{"start": …, "end": …, "minutes": …, "code": …}]
    note = models.CharField(max_length=200, null=True)  # null is left out of answers

    class Meta:
        ordering: ClassVar[list[str]] = ["date", "employee"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["employee", "date"], name="schedule_once_a_day"),
        ]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["date"], name="schedule_by_date")]

    def __str__(self) -> str:
        return f"plan of {self.employee_id} for {self.date}"


class Application(models.Model):
    """What somebody applied for (申請): a schedule, overtime or a corrected punch. Read-only over the WebAPI."""

    class Kind(models.TextChoices):
        SCHEDULE = "schedule", "スケジュール申請"
        OVERTIME = "overtime", "時間外勤務申請"
        TIMERECORD = "timerecord", "打刻申請"

    class Status(models.TextChoices):
        APPLYING = "applying", "申請中"
        APPROVED = "approved", "承認済み"
        REJECTED = "rejected", "棄却"

    key = models.CharField(max_length=64, unique=True)
    kind = models.CharField(max_length=16, choices=Kind.choices)
    employee = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="applications")
    date = models.DateField()
    requested_on = models.DateField()
    applicant_type = models.CharField(max_length=16, default="employee")
    applicant_key = models.CharField(max_length=64)
    status = models.CharField(max_length=16, choices=Status.choices, default=Status.APPLYING)
    current_flow = models.PositiveSmallIntegerField(default=1)
    last_modified_administrator_key = models.CharField(max_length=64, null=True)  # null is left out of answers
    message = models.CharField(max_length=2000, null=True)
    admin_comment = models.CharField(max_length=2000, null=True)
    requested = models.JSONField(default=dict)  # as the WebAPI answers it
    current = models.JSONField(default=dict)
    flow = models.JSONField(default=list)

    class Meta:
        ordering: ClassVar[list[str]] = ["date", "id"]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["kind", "date"], name="application_by_month")]

    def __str__(self) -> str:
        return f"{self.kind} application for {self.date}"
