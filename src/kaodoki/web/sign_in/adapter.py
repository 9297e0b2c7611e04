"""What django-allauth asks of us: nobody signs up, secrets are sealed, refusals are recorded."""

import base64
import ipaddress

import segno
from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from django.conf import settings
from django.db.models import Q
from django.http import HttpRequest
from django.shortcuts import redirect
from django.urls import reverse

from kaodoki.accounts.models import Administrator
from kaodoki.vault.sealing import context, seal, unseal
from kaodoki.web.client_address import client_address
from kaodoki.web.sign_in.recording import record_refusal

SSO_PROBLEM_KEY = "sso_problem"
SSO_REFUSED, SSO_AWAY = "refused", "away"
_SEALED_FOR = context(["mfa"])


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """Passwords."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002 - allauth's signature
        """Administrators are added by administrators."""
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        """By which wrong tries are counted; proxies that were named are believed."""
        address = client_address(request)
        try:
            return str(ipaddress.ip_address(address))
        except ValueError:
            return "0.0.0.0"  # noqa: S104 - no address to listen at: a socket has none

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: object) -> str:
        """By what wrong passwords are counted: the login and where it was tried from.

        allauth's own key has the Host header in it, which whoever guesses may choose anew each time, and not the
        address, so that anybody could keep an administrator out by guessing wrong on purpose.
        """
        return f"{self.get_client_ip(request)}:{str(credentials.get('username', '')).lower()}"

    def get_login_redirect_url(self, request: HttpRequest) -> str:  # noqa: ARG002 - allauth's signature
        return reverse("console:today")

    def authentication_failed(self, request: HttpRequest, **credentials: object) -> None:
        """A wrong password for a login that there is goes into its company's record."""
        record_refusal(str(credentials.get("username", "")), address=self.get_client_ip(request))

    def send_notification_mail(self, *args: object, **kwargs: object) -> None:
        """The audit record tells; mails to administrators go through `mailing` only."""


class MfaAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth has no types
    """Second factors."""

    def get_totp_issuer(self) -> str:
        return "Kaodoki"

    def build_totp_svg(self, url: str) -> str:
        return str(segno.make(url, error="m").svg_inline(scale=5, border=2, light="#fff", omitsize=False))

    def encrypt(self, text: str) -> str:
        """Sealed by the installation's key: a copy of the database alone makes no codes."""
        return base64.b64encode(seal(_key(), text.encode(), bound_to=_SEALED_FOR)).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return unseal(_key(), base64.b64decode(encrypted_text), bound_to=_SEALED_FOR).decode()


class SocialAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """Single sign-on: it says who somebody is, never that they are an administrator."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:  # noqa: ARG002
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Lets in the one active administrator whose e-mail address the provider has verified; nobody else.

        Asked each time, also of who came before: an address that was changed here or there opens nothing.
        """
        # Some providers say "false" in words, which is true to Python.
        verified = [one.email for one in sociallogin.email_addresses if one.verified in (True, "true") and one.email]
        wanted = Q(email__iexact=verified[0]) if verified else Q(pk=None)
        found = list(Administrator.objects.filter(wanted, is_active=True)[:2])
        is_another = sociallogin.is_existing and [sociallogin.user.pk] != [one.pk for one in found]
        if len(found) != 1 or is_another:
            request.session[SSO_PROBLEM_KEY] = SSO_REFUSED
            raise ImmediateHttpResponse(redirect("console:login"))
        if not sociallogin.is_existing:
            sociallogin.connect(request, found[0])

    def on_authentication_error(self, request: HttpRequest, *args: object, **kwargs: object) -> None:  # noqa: ARG002
        """Cancelled over there, or not what the provider says: back to the login, which says so."""
        request.session[SSO_PROBLEM_KEY] = SSO_REFUSED
        raise ImmediateHttpResponse(redirect("console:login"))


def _key() -> bytes:
    return bytes(settings.TEMPLATE_KEY)
