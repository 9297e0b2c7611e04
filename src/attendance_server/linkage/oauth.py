"""django-oauth-toolkit, fitted to the WebAPI: it keeps clients and codes; what a code is exchanged for is one of our
own access tokens, hashed, without expiry, in the same list as all others.
"""

from typing import Any

from django.conf import settings
from django.utils import timezone
from oauth2_provider.models import Grant
from oauth2_provider.oauth2_validators import OAuth2Validator
from oauthlib.oauth2 import AuthorizationCodeGrant, AuthorizationEndpoint, BearerToken, TokenEndpoint

from attendance_server.linkage import tokens


class WebApiTokens(OAuth2Validator):  # type: ignore[misc]  # the package has no types
    """Checks codes and clients as the toolkit does, and issues tokens of ours."""

    def validate_code(self, client_id: str, code: str, client: Any, request: Any, *args: Any, **kwargs: Any) -> bool:
        """Two exchanges of one code wait for each other here; the second then finds none."""
        list(Grant.objects.select_for_update().filter(code=code, application=client))
        return bool(super().validate_code(client_id, code, client, request, *args, **kwargs))

    def save_bearer_token(self, token: dict[str, Any], request: Any, *_: Any, **__: Any) -> None:
        """Put our token into the answer. It has no expiry, so the answer names none."""
        token["access_token"] = tokens.create_token(
            purpose=request.client.name,
            permissions=sorted(request.scopes),
            addresses=tokens.ANY_ADDRESS,
            now=timezone.now() + settings.ATTENDANCE.clock_offset,
        )
        token.pop("expires_in", None)


class LinkageServer(AuthorizationEndpoint, TokenEndpoint):  # type: ignore[misc]  # as above
    """Only the authorization code, and no refresh token: over here tokens are reissued by the WebAPI itself."""

    def __init__(self, validator: OAuth2Validator, **_: object) -> None:
        code = AuthorizationCodeGrant(validator, refresh_token=False)
        bearer = BearerToken(validator)
        AuthorizationEndpoint.__init__(
            self, default_response_type="code", default_token_type=bearer, response_types={"code": code}
        )
        TokenEndpoint.__init__(
            self,
            default_grant_type="authorization_code",
            default_token_type=bearer,
            grant_types={"authorization_code": code},
        )
