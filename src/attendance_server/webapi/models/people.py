"""The company's divisions, working types, groups, people and administrators as the WebAPI knows them."""

from datetime import time
from typing import ClassVar

from django.db import models


class Division(models.Model):
    code = models.CharField(max_length=64, unique=True)
    name = models.CharField(max_length=200)
    day_border = models.TimeField(default=time(0, 0))

    class Meta:
        ordering: ClassVar[list[str]] = ["code"]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class WorkingType(models.Model):
    """A kind of employment (雇用区分) and the rules that come with it. Weekdays count from Monday, which is 0."""

    code = models.CharField(max_length=64, unique=True)
    name = models.CharField(max_length=200)
    closing_day = models.PositiveSmallIntegerField(null=True)  # null: the last day of the month
    overtime_after_minutes = models.PositiveSmallIntegerField(default=480)
    planned_start = models.TimeField(null=True)
    planned_end = models.TimeField(null=True)  # not later than the start: the next day's
    planned_break_minutes = models.PositiveSmallIntegerField(default=0)
    legal_holiday_weekdays = models.JSONField(default=list)
    general_holiday_weekdays = models.JSONField(default=list)
    observes_national_holidays = models.BooleanField(default=False)
    rules = models.JSONField(default=dict)  # what differs from the law's rules; see `type_rules`

    class Meta:
        ordering: ClassVar[list[str]] = ["code"]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class EmployeeGroup(models.Model):
    code = models.CharField(max_length=64, unique=True)
    name = models.CharField(max_length=200)
    category_code = models.CharField(max_length=64, null=True)  # null is left out of answers
    category_name = models.CharField(max_length=200, null=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["code"]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class Employee(models.Model):
    """A person. `key` never changes, `code` may; a deleted person keeps the punches and frees the code."""

    key = models.CharField(max_length=64, unique=True)
    code = models.CharField(max_length=64)
    last_name = models.CharField(max_length=200)
    first_name = models.CharField(max_length=200)
    gender = models.CharField(max_length=16)
    last_name_phonetics = models.CharField(max_length=200, null=True)  # null is left out of answers
    first_name_phonetics = models.CharField(max_length=200, null=True)
    hired_date = models.DateField(null=True)
    birth_date = models.DateField(null=True)
    resignation_date = models.DateField(null=True)
    email_addresses = models.JSONField(null=True)
    all_day_minutes = models.IntegerField(null=True)
    hourly_wage_yen = models.PositiveIntegerField(null=True)  # null: costs are estimated as 0
    commuting_yen_a_day = models.PositiveIntegerField(null=True)
    article36_coverage = models.CharField(max_length=16, blank=True, default="", db_default="")  # blank: the company's
    groups = models.ManyToManyField(EmployeeGroup, related_name="employees")
    deleted_at = models.DateTimeField(null=True)
    known_assignments: "list[Assignment] | None" = None  # read once for an instance

    class Meta:
        ordering: ClassVar[list[str]] = ["code"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["code"], condition=models.Q(deleted_at__isnull=True), name="employee_code_once"
            ),
        ]

    def __str__(self) -> str:
        return f"employee {self.code}"


class Assignment(models.Model):
    """Which division and working type a person has from a date on."""

    employee = models.ForeignKey(Employee, on_delete=models.CASCADE, related_name="assignments")
    effective_from = models.DateField()
    division = models.ForeignKey(Division, on_delete=models.PROTECT, related_name="+")
    working_type = models.ForeignKey(WorkingType, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar[list[str]] = ["effective_from"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["employee", "effective_from"], name="assignment_once_a_day"),
        ]

    def __str__(self) -> str:
        return f"{self.employee_id} from {self.effective_from}"


class Administrator(models.Model):
    """Somebody who manages the company over there (全権管理者, or an administrator of some people)."""

    key = models.CharField(max_length=64, unique=True)
    code = models.CharField(max_length=64, unique=True)
    name = models.CharField(max_length=200)
    email_addresses = models.JSONField(null=True)
    has_all_rights = models.BooleanField(default=False)
    employees = models.ManyToManyField(Employee, related_name="administrators")

    class Meta:
        ordering: ClassVar[list[str]] = ["code"]

    def __str__(self) -> str:
        return f"administrator {self.code}"
