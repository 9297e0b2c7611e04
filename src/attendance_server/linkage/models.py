"""Access tokens, stored hashed: a copy of the database opens nothing."""

from typing import ClassVar

from django.db import models


class AccessToken(models.Model):
    """A token's hash and what it may do; the token itself is known only to its holder."""

    digest = models.CharField(max_length=64, unique=True)
    purpose = models.CharField(max_length=200)
    permissions = models.JSONField(default=list)
    addresses = models.JSONField(default=list)
    issued_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar[list[str]] = ["id"]

    def __str__(self) -> str:
        return f"access token {self.pk} ({self.purpose})"
