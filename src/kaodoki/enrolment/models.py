"""An enrolment photo (顔写真), sealed like a template."""

import uuid

from django.db import models

from kaodoki.people.models import Company, Employee
from kaodoki.scoping import CompanyManager


class Photo(models.Model):
    """A photo handed in by the employee or registered by an administrator."""

    class Status(models.TextChoices):
        SUBMITTED = "submitted", "申請中"
        APPROVED = "approved", "承認"
        REJECTED = "rejected", "差戻し"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    company = models.ForeignKey(Company, on_delete=models.CASCADE)
    employee = models.ForeignKey(Employee, on_delete=models.CASCADE)
    status = models.CharField(max_length=10, choices=Status.choices)
    key_version = models.PositiveIntegerField()
    sealed = models.BinaryField()
    quality = models.JSONField(default=dict)
    template_id = models.UUIDField(null=True, blank=True)
    created_at = models.DateTimeField()

    objects = CompanyManager["Photo"]()

    def __str__(self) -> str:
        return f"photo {self.id}"
