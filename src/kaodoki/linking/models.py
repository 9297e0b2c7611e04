"""A company's connection and who its employees are on the other side."""

from django.db import models

from kaodoki.people.models import Company, Employee
from kaodoki.scoping import CompanyManager


class Connection(models.Model):
    """The link of a company to its attendance system; the access token is sealed."""

    class State(models.TextChoices):
        LINKED = "linked", "連携済み"
        CREDENTIALS_REFUSED = "credentials_refused", "再認証が必要"

    company = models.OneToOneField(Company, on_delete=models.CASCADE, primary_key=True)
    connector = models.CharField(max_length=40)
    base_url = models.URLField()
    key_version = models.PositiveIntegerField()
    sealed_token = models.BinaryField()
    state = models.CharField(max_length=20, choices=State.choices, default=State.LINKED)
    last_sync_at = models.DateTimeField(null=True, blank=True)
    retry_after = models.DateTimeField(null=True, blank=True)
    # Failures in a row of the other side; how long `retry_after` backs off.
    failures = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField()

    objects = CompanyManager["Connection"]()

    def __str__(self) -> str:
        return f"{self.connector} ({self.state})"


class EmployeeLink(models.Model):
    """An employee's key on the other side; kept, so that delivery needs no look-up in restricted hours."""

    company = models.ForeignKey(Company, on_delete=models.CASCADE)
    employee = models.OneToOneField(Employee, on_delete=models.CASCADE)
    employee_key = models.CharField(max_length=64)
    synced_at = models.DateTimeField()

    objects = CompanyManager["EmployeeLink"]()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["company", "employee_key"], name="employee_key_once")]
