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


class Notice(models.Model):
    """A text as people read it: [heading, body] pairs by language. Never changed: a new text is a new row.

    `published_by` is empty for Kaodoki's own text, which is kept from the first who agrees to it.
    """

    company = models.ForeignKey(Company, on_delete=models.CASCADE)
    version = models.CharField(max_length=20)
    ja = models.JSONField()
    en = models.JSONField()
    published_at = models.DateTimeField()
    published_by = models.CharField(max_length=200, blank=True)

    objects = CompanyManager["Notice"]()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["company", "version"], name="notice_version_once")]

    def __str__(self) -> str:
        return self.version
