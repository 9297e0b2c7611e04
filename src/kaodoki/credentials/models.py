"""PINs, cards and wrong tries. Neither a PIN nor a card's secret is kept, only what they are compared with."""

import uuid

from django.db import models
from django.db.models import Q

from kaodoki.people.models import Company, Employee
from kaodoki.scoping import CompanyManager
from kaodoki.terminals.models import Terminal


class Pin(models.Model):
    """A person's PIN as argon2id hash."""

    employee = models.OneToOneField(Employee, on_delete=models.CASCADE, primary_key=True)
    company = models.ForeignKey(Company, on_delete=models.CASCADE)
    pin_hash = models.CharField(max_length=200)
    set_at = models.DateTimeField()

    objects = CompanyManager["Pin"]()

    def __str__(self) -> str:
        return f"PIN of {self.employee_id}"


class Card(models.Model):
    """A QR card. Its secret is 192 random bits, so a plain hash is enough to look it up by."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    company = models.ForeignKey(Company, on_delete=models.CASCADE)
    employee = models.ForeignKey(Employee, on_delete=models.CASCADE, related_name="cards")
    secret_hash = models.CharField(max_length=64, unique=True)
    issued_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = CompanyManager["Card"]()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["employee"], condition=Q(revoked_at__isnull=True), name="card_active_once")
        ]

    def __str__(self) -> str:
        return f"card {self.id}"


class WrongPin(models.Model):
    """Wrong tries in a row at a terminal with what was typed as a code, whether or not anybody has that code."""

    company = models.ForeignKey(Company, on_delete=models.CASCADE)
    terminal = models.ForeignKey(Terminal, on_delete=models.CASCADE)
    typed_code = models.CharField(max_length=64)
    failures = models.PositiveIntegerField(default=0)
    failed_at = models.DateTimeField()

    objects = CompanyManager["WrongPin"]()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["terminal", "typed_code"], name="wrong_pin_once")]
        indexes = [models.Index(fields=["terminal", "failed_at"])]

    def __str__(self) -> str:
        return f"wrong PINs at {self.terminal_id}"
