"""One row per thing somebody did; a trigger in the first migration refuses to change or delete them."""

from django.db import models

from kaodoki.scoping import CompanyManager


class AuditEvent(models.Model):
    """Who did what to which thing. The company is named without a constraint: an event outlives what it speaks of."""

    company = models.ForeignKey("people.Company", on_delete=models.DO_NOTHING, db_constraint=False)
    at = models.DateTimeField()
    action = models.CharField(max_length=64)
    subject = models.CharField(max_length=200, blank=True)
    by = models.CharField(max_length=200, blank=True)
    details = models.JSONField(default=dict)

    objects = CompanyManager["AuditEvent"]()

    class Meta:
        indexes = [
            models.Index(fields=["company", "at", "id"]),
            models.Index(fields=["company", "subject", "at"]),
            models.Index(fields=["company", "action", "at"]),
        ]
