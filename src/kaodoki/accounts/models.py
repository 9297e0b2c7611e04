"""Administrators (管理者) and company tokens."""

import uuid
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

from kaodoki.people.models import Company, Site
from kaodoki.scoping import CompanyManager


class Role(models.TextChoices):
    """What an administrator or a token may do; only all_rights may link systems."""

    ALL_RIGHTS = "all_rights", "全権管理者"
    SITE_MANAGER = "site_manager", "拠点管理者"
    PHOTO_APPROVER = "photo_approver", "顔写真承認者"
    VIEWER = "viewer", "閲覧者"


class Administrator(AbstractBaseUser):
    """A console user. The login is unique in the installation, so that the login page needs no company."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    company = models.ForeignKey(Company, on_delete=models.CASCADE)
    login = models.CharField(max_length=150, unique=True)
    name = models.CharField(max_length=100, blank=True, default="", db_default="")
    email = models.EmailField(blank=True, default="", db_default="")
    role = models.CharField(max_length=20, choices=Role.choices, default=Role.VIEWER)
    is_active = models.BooleanField(default=True)
    # Given by another administrator; the console opens only once its owner has chosen their own.
    has_temporary_password = models.BooleanField(default=False, db_default=False)

    # Logging in comes before any company is known, so this manager is not scoped; the console's
    # queries go through `company` and the scope that its middleware opens.
    objects = BaseUserManager()

    USERNAME_FIELD = "login"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    def __str__(self) -> str:
        return self.login


class AdministratorSite(models.Model):
    """A site whose people this administrator sees; see `accounts.sight`."""

    company = models.ForeignKey(Company, on_delete=models.CASCADE)
    administrator = models.ForeignKey(Administrator, on_delete=models.CASCADE, related_name="sites_seen")
    site = models.ForeignKey(Site, on_delete=models.CASCADE)

    objects = CompanyManager["AdministratorSite"]()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["administrator", "site"], name="administrator_site_once")]


class ApiToken(models.Model):
    """A company token. Only its hash is kept; `prefix` helps people to tell tokens apart."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    company = models.ForeignKey(Company, on_delete=models.CASCADE)
    name = models.CharField(max_length=100)
    role = models.CharField(max_length=20, choices=Role.choices, default=Role.ALL_RIGHTS)
    token_hash = models.CharField(max_length=64, unique=True)
    prefix = models.CharField(max_length=12)
    created_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = CompanyManager["ApiToken"]()

    def __str__(self) -> str:
        return f"{self.name} ({self.prefix}…)"
