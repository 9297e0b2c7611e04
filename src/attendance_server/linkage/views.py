"""The token endpoint: a service exchanges its code here. Nobody looks at it; it answers as RFC 6749 says."""

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
    if any("\x00" in value for value in request.POST.values()):
        return HttpResponse(InvalidRequestError().json, status=400, content_type="application/json")
    core = OAuthLibCore(LinkageServer(WebApiTokens()))
    with transaction.atomic():
        _, headers, body, status = core.create_token_response(request)
        transaction.set_rollback(status != 200)
    return HttpResponse(body, status=status, headers=headers)
