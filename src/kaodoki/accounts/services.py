"""Making and checking tokens and administrators."""

import secrets
from collections.abc import Sequence

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django_scopes import scope, scopes_disabled

from kaodoki import clock
from kaodoki.accounts.errors import LastAllRights, LoginTaken, Unauthenticated
from kaodoki.accounts.models import Administrator, AdministratorSite, ApiToken, Role
from kaodoki.audit.services import record_event
from kaodoki.people.models import Company, Site
from kaodoki.vault.sealing import secret_hash

TOKEN_PREFIX = "kao_"  # noqa: S105 - a marker that lets secret scanners find leaked tokens


def create_token(company: Company, name: str, role: str, *, by: str = "command line") -> tuple[ApiToken, str]:
    """A token and its secret, which is shown this once and never kept."""
    secret = TOKEN_PREFIX + secrets.token_urlsafe(32)
    with scope(company=company), transaction.atomic():
        token = ApiToken.objects.create(
            company=company,
            name=name,
            role=role,
            token_hash=secret_hash(secret),
            prefix=secret[:10],
            created_at=clock.now(),
        )
        record_event(company.id, "token_created", subject=str(token), by=by, role=role)
    return token, secret


def token_by_secret(secret: str) -> ApiToken:
    """The token not revoked with this secret, or `Unauthenticated`."""
    # Before authentication no company is known: the one place of this folder that looks across companies.
    with scopes_disabled():
        found = ApiToken.objects.filter(token_hash=secret_hash(secret), revoked_at__isnull=True)
        token = found.select_related("company").first()
    if token is None:
        raise Unauthenticated
    return token


def revoke_token(token: ApiToken, *, by: str) -> None:
    """From the next request on the token opens nothing."""
    token.revoked_at = clock.now()
    token.save(update_fields=["revoked_at"])
    record_event(token.company_id, "token_revoked", subject=str(token), by=by)


def create_administrator(
    company: Company, login: str, password: str, role: str, *, by: str = "command line", is_temporary: bool = False
) -> Administrator:
    """A console user; `is_temporary`: whoever holds the login must choose a password of their own first."""
    administrator = Administrator(company=company, login=login, role=role, has_temporary_password=is_temporary)
    administrator.set_password(password)
    try:
        with scope(company=company), transaction.atomic():
            administrator.save()
            record_event(company.id, "administrator_created", subject=login, by=by, role=role)
    except IntegrityError as error:
        raise LoginTaken(login=login) from error
    return administrator


def change_administrator(
    administrator: Administrator, *, name: str, email: str, role: str, is_active: bool, sites: Sequence[Site], by: str
) -> None:
    """Who it is, what they may do and where. Raises `LastAllRights`. Callers hold the company's scope."""
    with transaction.atomic():
        # Two who take the rights from each other at once take turns, and the second is refused.
        Company.objects.select_for_update(no_key=True).get(pk=administrator.company_id)
        locked = Administrator.objects.select_for_update().get(pk=administrator.pk)
        loses_rights = role != Role.ALL_RIGHTS or not is_active
        if loses_rights and not _others_with_all_rights(locked).exists():
            raise LastAllRights
        locked.name, locked.email, locked.role, locked.is_active = name, email, role, is_active
        locked.save(update_fields=["name", "email", "role", "is_active"])
        AdministratorSite.objects.filter(administrator=locked).exclude(site__in=sites).delete()
        for site in sites:
            AdministratorSite.objects.get_or_create(company_id=locked.company_id, administrator=locked, site=site)
        codes = [site.code for site in sites]
        record_event(
            locked.company_id, "administrator_changed", subject=locked.login, by=by, role=role, active=is_active,
            sites=codes,
        )  # fmt: skip


def is_address_free(email: str, *, keeps: Administrator | None = None) -> bool:
    """Whether no other administrator of the installation has it: single sign-on lets in by the address alone."""
    others = Administrator.objects.filter(email__iexact=email)
    return not email or not (others.exclude(pk=keeps.pk) if keeps else others).exists()


def draw_password(administrator: Administrator, *, by: str) -> str:
    """A temporary password, given back this once; every session of the administrator ends with it."""
    password = secrets.token_urlsafe(12)
    administrator.set_password(password)
    administrator.has_temporary_password = True
    with transaction.atomic():
        administrator.save(update_fields=["password", "has_temporary_password"])
        record_event(administrator.company_id, "password_reset", subject=administrator.login, by=by)
    return password


def _others_with_all_rights(administrator: Administrator) -> QuerySet[Administrator]:
    same = Administrator.objects.filter(company=administrator.company_id, role=Role.ALL_RIGHTS, is_active=True)
    return same.exclude(pk=administrator.pk)
