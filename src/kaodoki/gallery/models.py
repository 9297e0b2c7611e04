"""A template as it lies in the database: sealed, bound to its company, employee, row, pack and key version."""

import uuid

from django.db import models

from kaodoki.people.models import Company, Employee
from kaodoki.scoping import CompanyManager


class StoredTemplate(models.Model):
    """One face's template; a person may have several, which are averaged in the gallery."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    company = models.ForeignKey(Company, on_delete=models.CASCADE)
    employee = models.ForeignKey(Employee, on_delete=models.CASCADE)
    pack = models.CharField(max_length=64)
    key_version = models.PositiveIntegerField()
    sealed = models.BinaryField()
    created_at = models.DateTimeField()

    objects = CompanyManager["StoredTemplate"]()

    def __str__(self) -> str:
        return f"template {self.id}"
