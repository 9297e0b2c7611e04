"""A terminal and the failed tries to pair one."""

import uuid

from django.db import models

from kaodoki.people.models import Company, Site
from kaodoki.scoping import CompanyManager


class PunchSelection(models.TextChoices):
    """Who chooses the kind of punch, and when."""

    AUTO = "auto"
    CHOSEN = "chosen"
    CHOSEN_AFTER = "chosen_after"
    IN = "in"
    OUT = "out"


class Terminal(models.Model):
    """A browser on a tablet or PC. Pairing code and token are kept as hashes only."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    company = models.ForeignKey(Company, on_delete=models.CASCADE)
    site = models.ForeignKey(Site, null=True, blank=True, on_delete=models.SET_NULL)
    name = models.CharField(max_length=100)
    punch_selection = models.CharField(max_length=12, choices=PunchSelection.choices, default=PunchSelection.AUTO)
    accepts_past = models.BooleanField(default=False)
    pairing_code_hash = models.CharField(max_length=64, null=True, unique=True)  # null: no open code
    pairing_expires_at = models.DateTimeField(null=True, blank=True)
    token_hash = models.CharField(max_length=64, null=True, unique=True)  # null: not paired
    paired_at = models.DateTimeField(null=True, blank=True)
    last_seen_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()
    # As its last heartbeat told; null: never told.
    reported_at = models.DateTimeField(null=True, blank=True)
    app_version = models.CharField(max_length=40, blank=True, default="", db_default="")
    browser = models.CharField(max_length=40, blank=True, default="", db_default="")
    battery_percent = models.PositiveSmallIntegerField(null=True, blank=True)
    is_charging = models.BooleanField(null=True, blank=True)
    clock_difference_ms = models.BigIntegerField(null=True, blank=True)  # the terminal's minus the server's
    frames_per_second = models.FloatField(null=True, blank=True)
    queue_length = models.PositiveIntegerField(null=True, blank=True)
    refused_length = models.PositiveIntegerField(null=True, blank=True)
    refused = models.JSONField(null=True, blank=True)  # the newest of them, as the heartbeat told
    # Of the last attempt kept offline that arrived; the next one's is higher.
    last_sequence = models.BigIntegerField(default=0, db_default=0)

    objects = CompanyManager["Terminal"]()

    def __str__(self) -> str:
        return self.name


class PairingFailure(models.Model):
    """A wrong code from an address. No company yet: nobody knows which one was meant."""

    address = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["address", "at"])]


class SealingKey(models.Model):
    """A company's key for attempts kept offline. Terminals have the public half; who holds the tablet opens nothing."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    company = models.ForeignKey(Company, on_delete=models.CASCADE)
    public = models.BinaryField()  # the point, uncompressed
    private = models.BinaryField(null=True)  # sealed with the company's key; null: erased
    key_version = models.PositiveIntegerField()
    created_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True, blank=True)

    objects = CompanyManager["SealingKey"]()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["company"], condition=models.Q(retired_at__isnull=True), name="sealing_key_current_once"
            )
        ]

    def __str__(self) -> str:
        return f"sealing key {self.id}"
