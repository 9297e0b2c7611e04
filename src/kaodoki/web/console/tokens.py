"""The console's page APIトークン: what other programs may do with the API, and taking it back."""

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST

from kaodoki.accounts.models import ApiToken, Role
from kaodoki.accounts.services import create_token, revoke_token
from kaodoki.errors import NotFound
from kaodoki.people.queries import settings_of, zone_of
from kaodoki.web.console.roles import ROLE_NAMES
from kaodoki.web.console.texts import TEXTS
from kaodoki.web.console.tokens_texts import TOKENS_TEXTS
from kaodoki.web.console.views import administrator_of, console_page_for, render_page
from kaodoki.web.texts import chosen_language, in_language

LONGEST_NAME = 100
SAID_KEY = "tokens_said"
# A token has no sites, and a site manager is nothing without them.
TOKEN_ROLES = tuple(role for role in Role if role is not Role.SITE_MANAGER)


@require_http_methods(["GET", "POST"])
@console_page_for()
def tokens(request: HttpRequest) -> HttpResponse:
    """The list; POST makes one, whose secret is in this answer and nowhere else."""
    if request.method == "GET":
        said = request.session.pop(SAID_KEY, "")
        return _page(request, said=str(said) if said in TOKENS_TEXTS else "")
    name, role = request.POST.get("name", "").strip(), request.POST.get("role", "")
    if not name or len(name) > LONGEST_NAME or not name.isprintable() or role not in TOKEN_ROLES:
        return _page(request, problem="name_needed", typed=name[:LONGEST_NAME], status=422)
    administrator = administrator_of(request)
    _, secret = create_token(administrator.company, name, role, by=administrator.login)
    return _page(request, secret=secret)


@require_POST
@console_page_for()
def revoke(request: HttpRequest, token_id: uuid.UUID) -> HttpResponse:
    """From the next request on it opens nothing. Safe to repeat."""
    administrator = administrator_of(request)
    token = ApiToken.objects.filter(company=administrator.company, id=token_id).first()
    if token is None:
        raise NotFound
    if token.revoked_at is None:
        revoke_token(token, by=administrator.login)
    request.session[SAID_KEY] = "revoked_said"
    return redirect("console:tokens")


def _page(
    request: HttpRequest, *, said: str = "", problem: str = "", typed: str = "", secret: str = "", status: int = 200
) -> HttpResponse:
    company, language = administrator_of(request).company, chosen_language(request)
    texts = in_language({**TEXTS, **TOKENS_TEXTS}, language)
    zone = zone_of(settings_of(company))
    found = ApiToken.objects.filter(company=company).order_by("revoked_at", "-created_at")
    context: dict[str, object] = {
        "t": texts,
        "tokens": [
            {
                "id": token.id,
                "name": token.name,
                "prefix": token.prefix,
                "role": ROLE_NAMES[Role(token.role)].in_language(language),
                "created": f"{token.created_at.astimezone(zone):%Y-%m-%d %-H:%M}",
                "is_revoked": token.revoked_at is not None,
                "revoke_said": texts["revoke_token"].format(name=token.name),
            }
            for token in sorted(found, key=lambda token: token.revoked_at is not None)
        ],
        "roles": [(role.value, ROLE_NAMES[role].in_language(language)) for role in TOKEN_ROLES],
        "said": texts[said] if said else "",
        "problem": texts[problem] if problem else "",
        "typed": typed,
        "secret": secret,
    }
    return render_page(request, "console/tokens.html", context, language, status=status)
