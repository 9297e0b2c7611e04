"""Mails on their way, and up to when the happenings of a company were looked through."""

import uuid

from django.db import models
from django.db.models import Q

from kaodoki.people.models import Company
from kaodoki.scoping import CompanyManager


class Kind(models.TextChoices):
    """Why a mail is sent. Each can be switched off in the company's settings (`notify_…`)."""

    PHOTO_DECIDED = "photo_decided"
    PUNCH_FAILED = "punch_failed"
    TERMINAL_SILENT = "terminal_silent"
    OVERTIME = "overtime"


class Mail(models.Model):
    """One mail to one person. `key` names what it tells, so that nobody is told it twice."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    company = models.ForeignKey(Company, on_delete=models.CASCADE)
    kind = models.CharField(max_length=16, choices=Kind.choices)
    recipient = models.EmailField()
    key = models.CharField(max_length=100)
    subject = models.CharField(max_length=200)
    body = models.TextField()
    created_at = models.DateTimeField()
    next_try_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True, blank=True)
    # Given up: refused for good, or for too long.
    failed_at = models.DateTimeField(null=True, blank=True)
    error = models.CharField(max_length=100, blank=True, default="")

    objects = CompanyManager["Mail"]()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["company", "kind", "key", "recipient"], name="mail_once")]
        indexes = [
            models.Index(
                fields=["next_try_at"], condition=Q(sent_at__isnull=True, failed_at__isnull=True), name="mail_waiting"
            ),
            models.Index(fields=["company", "-created_at"]),
            models.Index(fields=["created_at"]),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.id}"


class LookedUntil(models.Model):
    """Up to when the happenings of a kind were looked through."""

    company = models.ForeignKey(Company, on_delete=models.CASCADE)
    kind = models.CharField(max_length=16, choices=Kind.choices)
    at = models.DateTimeField()

    objects = CompanyManager["LookedUntil"]()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["company", "kind"], name="looked_until_once")]
