"""A company's connection, who its employees are on the other side, and which divisions its sites are there."""

from django.db import models

from kaodoki.people.models import Company, Employee, Site
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


class AttendancePerson(models.Model):
    """Somebody over there as the last sync saw them, so that they can be read where nothing may be fetched."""

    company = models.ForeignKey(Company, on_delete=models.CASCADE)
    employee_key = models.CharField(max_length=64)
    employee_code = models.CharField(max_length=64)
    family_name = models.CharField(max_length=100, blank=True)
    given_name = models.CharField(max_length=100, blank=True)
    division_code = models.CharField(max_length=64, blank=True)
    resigned_on = models.DateField(null=True, blank=True)
    # No longer among the people over there; kept only for whom the key was bound to.
    gone_at = models.DateTimeField(null=True, blank=True)
    former_employee = models.ForeignKey(Employee, null=True, blank=True, on_delete=models.CASCADE)

    objects = CompanyManager["AttendancePerson"]()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["company", "employee_key"], name="attendance_person_once")]

    def __str__(self) -> str:
        return self.employee_code

    @property
    def display_name(self) -> str:
        """Family name first, as in Japan."""
        return f"{self.family_name} {self.given_name}".strip()


class MismatchDecision(models.Model):
    """What an administrator decided about people who do not match, so that no sync asks or binds again."""

    class Decision(models.TextChoices):
        IGNORED = "ignored"  # `subject`: the mismatch
        UNBOUND = "unbound"  # `subject`: employee and key that are not one person

    company = models.ForeignKey(Company, on_delete=models.CASCADE)
    decision = models.CharField(max_length=8, choices=Decision.choices)
    subject = models.CharField(max_length=160)
    by = models.CharField(max_length=200)
    at = models.DateTimeField()

    objects = CompanyManager["MismatchDecision"]()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["company", "decision", "subject"], name="decision_once")]


class Division(models.Model):
    """A division over there (所属) as the last sync saw it; `day_border` (日付変更時間) is HH:MM, empty if not said."""

    company = models.ForeignKey(Company, on_delete=models.CASCADE)
    code = models.CharField(max_length=64)
    name = models.CharField(max_length=100, blank=True)
    day_border = models.CharField(max_length=5, blank=True)

    objects = CompanyManager["Division"]()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["company", "code"], name="division_code")]

    def __str__(self) -> str:
        return self.code


class SiteLink(models.Model):
    """The division that an administrator bound a site to; empty: to none. A site without a row goes by its code."""

    company = models.ForeignKey(Company, on_delete=models.CASCADE)
    site = models.OneToOneField(Site, on_delete=models.CASCADE)
    division_code = models.CharField(max_length=64, blank=True)

    objects = CompanyManager["SiteLink"]()


class SeenBorder(models.Model):
    """A difference of day start and day border that an administrator has seen; another one is shown anew."""

    company = models.ForeignKey(Company, on_delete=models.CASCADE)
    site = models.ForeignKey(Site, null=True, blank=True, on_delete=models.CASCADE)  # null: people without a site
    division_code = models.CharField(max_length=64)
    day_start = models.CharField(max_length=5)
    day_border = models.CharField(max_length=5)
    by = models.CharField(max_length=200)
    at = models.DateTimeField()

    objects = CompanyManager["SeenBorder"]()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["company", "site", "division_code"], name="seen_border_once", nulls_distinct=False
            )
        ]


class OvertimeWarning(models.Model):
    """That somebody's overtime of a month reached one of the company's thresholds; told once. Minutes."""

    company = models.ForeignKey(Company, on_delete=models.CASCADE)
    employee = models.ForeignKey(Employee, on_delete=models.CASCADE)
    month = models.CharField(max_length=7)
    threshold_minutes = models.PositiveIntegerField()
    minutes = models.PositiveIntegerField()
    at = models.DateTimeField()

    objects = CompanyManager["OvertimeWarning"]()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["employee", "month", "threshold_minutes"], name="overtime_warning_once")
        ]


class RateSpent(models.Model):
    """Requests that were let through with a token, counted against one of the other side's rate limits.

    `second` is the epoch second of the database's clock, which all machines share. Rows go when they no longer count.
    """

    company = models.ForeignKey(Company, on_delete=models.CASCADE)
    token_digest = models.CharField(max_length=64)
    api = models.CharField(max_length=8)
    second = models.BigIntegerField()
    count = models.PositiveIntegerField()

    objects = CompanyManager["RateSpent"]()

    class Meta:
        indexes = [models.Index(fields=["token_digest", "api", "second"], name="rate_spent_window")]

    def __str__(self) -> str:
        return f"{self.count} {self.api}"
