"""Making and checking tokens and administrators."""

import secrets

from django.db import IntegrityError, transaction
from django_scopes import scope, scopes_disabled

from kaodoki import clock
from kaodoki.accounts.errors import LoginTaken, Unauthenticated
from kaodoki.accounts.models import Administrator, ApiToken
from kaodoki.audit.services import record_event
from kaodoki.people.models import Company
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


def create_administrator(company: Company, login: str, password: str, role: str) -> Administrator:
    """A console user."""
    administrator = Administrator(company=company, login=login, role=role)
    administrator.set_password(password)
    try:
        with scope(company=company), transaction.atomic():
            administrator.save()
            record_event(company.id, "administrator_created", subject=login, by="command line", role=role)
    except IntegrityError as error:
        raise LoginTaken(login=login) from error
    return administrator
