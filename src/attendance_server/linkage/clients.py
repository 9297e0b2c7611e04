"""Services that may ask for a link. There is no secret between us: the redirect address and PKCE tell who they are."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from oauth2_provider.models import Application


@dataclass(frozen=True, slots=True, kw_only=True)
class NewClient:
    """`redirect_uris` are compared whole; only of 127.0.0.1 the port may differ (RFC 8252)."""

    client_id: str
    name: str
    redirect_uris: Sequence[str]


class ClientInvalid(ValueError):
    """Something of a client cannot be."""


def register_client(client: NewClient) -> bool:
    """Register the service, or give it these redirect addresses and this name. Whether it is new. ClientInvalid."""
    values = {
        "name": client.name,
        "redirect_uris": " ".join(client.redirect_uris),
        "client_type": Application.CLIENT_PUBLIC,
        "authorization_grant_type": Application.GRANT_AUTHORIZATION_CODE,
        "client_secret": "",
    }
    found = Application.objects.filter(client_id=client.client_id).first()
    application = found or Application(client_id=client.client_id)
    for name, value in values.items():
        setattr(application, name, value)
    try:
        application.full_clean(exclude=["client_secret", "user"])
    except ValidationError as error:
        raise ClientInvalid("; ".join(error.messages)) from error
    application.save()
    return found is None
