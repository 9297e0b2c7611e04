"""allauth's views with our templates; and the doors of allauth that stay shut here."""

from typing import Any

from allauth.account import views as account
from allauth.socialaccount.providers.openid_connect import views as openid_connect
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from requests import RequestException

from kaodoki.web.sign_in.adapter import SSO_AWAY, SSO_PROBLEM_KEY

_WAITS = ("too_many_login_attempts", "rate_limited")


class SignIn(account.LoginView):  # type: ignore[misc]  # allauth has no types
    """Login by name and password; nothing of any company shows before it."""

    template_name = "account/login.html"

    def get_context_data(self, **kwargs: object) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        errors = [error for found in context["form"].errors.as_data().values() for error in found]
        context["waits"] = any(error.code in _WAITS for error in errors)
        context["sso_problem"] = str(self.request.session.pop(SSO_PROBLEM_KEY, ""))
        return context


def start_sso(request: HttpRequest, provider_id: str) -> HttpResponse:
    """To the provider; where it does not answer, back to the login, which says so."""
    try:
        answer: HttpResponse = openid_connect.login(request, provider_id)
    except RequestException:
        return _sso_is_away(request)
    return answer


def finish_sso(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Back from the provider."""
    try:
        answer: HttpResponse = openid_connect.callback(request, provider_id)
    except RequestException:
        return _sso_is_away(request)
    return answer


def _sso_is_away(request: HttpRequest) -> HttpResponse:
    request.session[SSO_PROBLEM_KEY] = SSO_AWAY
    return redirect("console:login")


def shut(_request: HttpRequest, *_: object, **__: object) -> HttpResponse:
    """Signing up, resetting by e-mail and the like: allauth knows them by name, we have none of it."""
    raise Http404
