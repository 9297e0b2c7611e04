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

    objects = CompanyManager["Terminal"]()

    def __str__(self) -> str:
        return self.name


class PairingFailure(models.Model):
    """A wrong code from an address. No company yet: nobody knows which one was meant."""

    address = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["address", "at"])]
