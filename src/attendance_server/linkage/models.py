"""Access tokens, stored hashed: a copy of the database opens nothing; and the consent to linking."""

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


class Consent(models.Model):
    """That the company agreed to a version of the terms of linking: once, whoever links again."""

    terms_version = models.CharField(max_length=20, unique=True)
    given_by = models.CharField(max_length=150)
    given_at = models.DateTimeField()
    client_id = models.CharField(max_length=100)

    class Meta:
        ordering: ClassVar[list[str]] = ["id"]

    def __str__(self) -> str:
        return f"consent to {self.terms_version}"
