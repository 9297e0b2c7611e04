"""What allauth's pages show around their forms: our words, and the console's frame where somebody is logged in."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django_scopes import scope

from kaodoki.accounts.models import Administrator
from kaodoki.web.console.frame import frame_of
from kaodoki.web.console.texts import TEXTS
from kaodoki.web.sign_in.texts import SIGN_IN_TEXTS
from kaodoki.web.texts import chosen_language, in_language

Context = dict[str, object]
GetResponse = Callable[[HttpRequest], HttpResponse]
_PAGES = ("account_", "mfa_", "socialaccount_", "openid_connect_")


def speak_chosen_language(get_response: GetResponse) -> GetResponse:
    """Django's middleware form: what Django and allauth say themselves comes in the console's language."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if not request.path.startswith("/console/"):
            return get_response(request)
        with translation.override(chosen_language(request)):
            return get_response(request)

    return middleware


def sign_in_frame(request: HttpRequest) -> Context:
    """A context processor; adds nothing to pages that are not allauth's."""
    match = request.resolver_match
    if match is None or not (match.view_name or "").startswith(_PAGES):
        return {}
    language = chosen_language(request)
    context: Context = {
        "t": in_language({**TEXTS, **SIGN_IN_TEXTS}, language),
        "language": language,
        "has_sso": bool(settings.SOCIALACCOUNT_PROVIDERS),
        "with_sso": SIGN_IN_TEXTS["with_sso"].in_language(language).format(name=settings.SSO_NAME),
    }
    if isinstance(request.user, Administrator):
        with scope(company=request.user.company):
            context |= frame_of(request, language)
    return context
