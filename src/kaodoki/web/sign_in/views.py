"""allauth's views with our templates; and the doors of allauth that stay shut here."""

from typing import Any

from allauth.account import views as account
from django.http import Http404, HttpRequest, HttpResponse

from kaodoki.web.sign_in.adapter import SSO_REFUSED_KEY

_WAITS = ("too_many_login_attempts", "rate_limited")


class SignIn(account.LoginView):  # type: ignore[misc]  # allauth has no types
    """Login by name and password; nothing of any company shows before it."""

    template_name = "account/login.html"

    def get_context_data(self, **kwargs: object) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        errors = [error for found in context["form"].errors.as_data().values() for error in found]
        context["waits"] = any(error.code in _WAITS for error in errors)
        context["is_sso_refused"] = bool(self.request.session.pop(SSO_REFUSED_KEY, False))
        return context


def shut(_request: HttpRequest, *_: object, **__: object) -> HttpResponse:
    """Signing up, resetting by e-mail and the like: allauth knows them by name, we have none of it."""
    raise Http404
