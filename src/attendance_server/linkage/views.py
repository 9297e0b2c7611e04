"""The token endpoint: a service exchanges its code here. Nobody looks at it; it answers as RFC 6749 says."""

import base64

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST
from oauth2_provider.oauth2_backends import OAuthLibCore
from oauthlib.oauth2 import InvalidRequestError

from attendance_server.linkage.oauth import LinkageServer, WebApiTokens


@csrf_exempt
@never_cache
@require_POST
def token(request: HttpRequest) -> HttpResponse:
    """`grant_type=authorization_code`, `code`, `code_verifier`, `client_id`, `redirect_uri` → `access_token`."""
    if _has_nul(request):
        return HttpResponse(InvalidRequestError().json, status=400, content_type="application/json")
    core = OAuthLibCore(LinkageServer(WebApiTokens()))
    with transaction.atomic():
        _, headers, body, status = core.create_token_response(request)
        transaction.set_rollback(status != 200)
    return HttpResponse(body, status=status, headers=headers)


def _has_nul(request: HttpRequest) -> bool:
    """Whether the form, or a client's name and secret in the header, hold what no database can look for."""
    scheme, _, encoded = request.headers.get("Authorization", "").partition(" ")
    credentials = b""
    if scheme.lower() == "basic":
        try:
            credentials = base64.b64decode(encoded)
        except ValueError:
            return False  # unreadable: the toolkit refuses it
    return b"\x00" in credentials or any("\x00" in value for value in request.POST.values())
