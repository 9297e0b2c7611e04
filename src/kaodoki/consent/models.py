"""Append-only: a withdrawal is a row of its own."""

from django.db import models

from kaodoki.people.models import Company, Employee
from kaodoki.scoping import CompanyManager


class ConsentRecord(models.Model):
    """One person's consent, or its withdrawal, to one version of the notice."""

    class Action(models.TextChoices):
        GIVEN = "given", "同意"
        WITHDRAWN = "withdrawn", "撤回"

    company = models.ForeignKey(Company, on_delete=models.CASCADE)
    employee = models.ForeignKey(Employee, on_delete=models.PROTECT)
    action = models.CharField(max_length=10, choices=Action.choices)
    notice_version = models.CharField(max_length=20)
    declared_by = models.CharField(max_length=200)
    recorded_at = models.DateTimeField()

    objects = CompanyManager["ConsentRecord"]()
