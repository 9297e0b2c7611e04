"""Divisions, people and their punches as the WebAPI knows them. Punches are append-only."""

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
    code = models.CharField(max_length=64, unique=True)
    name = models.CharField(max_length=200)

    class Meta:
        ordering: ClassVar[list[str]] = ["code"]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class EmployeeGroup(models.Model):
    code = models.CharField(max_length=64, unique=True)
    name = models.CharField(max_length=200)

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
    groups = models.ManyToManyField(EmployeeGroup, related_name="employees")
    deleted_at = models.DateTimeField(null=True)

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


class DemoControl(models.Model):
    """The restricted hours as changed while running (one row); it survives a restarted worker process."""

    restricted_hours = models.CharField(max_length=2000)

    def __str__(self) -> str:
        return f"restricted hours {self.restricted_hours or 'none'}"
