"""Who signed in, who was refused, and whose factors changed, in the audit record of their company."""

from allauth.account.signals import password_changed, user_logged_in
from allauth.mfa.signals import authenticator_added, authenticator_removed, authenticator_reset
from django.dispatch import receiver
from django.http import HttpRequest
from django_scopes import scope

from kaodoki.accounts.models import Administrator
from kaodoki.audit.services import record_event


def record_for(administrator: Administrator, action: str, **details: object) -> None:
    """An event by the administrator about themselves; allauth's views know no company."""
    with scope(company=administrator.company):
        record_event(administrator.company_id, action, subject=administrator.login, by=administrator.login, **details)


def record_refusal(login: str, *, address: str) -> None:
    """A wrong password; of logins that nobody has, nothing is kept."""
    administrator = Administrator.objects.filter(login=login).select_related("company").first()
    if administrator is not None:
        record_for(administrator, "login_refused", address=address)


@receiver(user_logged_in, dispatch_uid="kaodoki.sign_in.logged_in")
def _logged_in(request: HttpRequest, user: Administrator, **_: object) -> None:  # noqa: ARG001 - the signal's names
    record_for(user, "logged_in")


@receiver(password_changed, dispatch_uid="kaodoki.sign_in.password_changed")
def _password_changed(request: HttpRequest, user: Administrator, **_: object) -> None:  # noqa: ARG001
    Administrator.objects.filter(pk=user.pk).update(has_temporary_password=False)
    record_for(user, "password_changed")


@receiver(authenticator_added, dispatch_uid="kaodoki.sign_in.factor_added")
@receiver(authenticator_reset, dispatch_uid="kaodoki.sign_in.factor_reset")
def _factor_added(user: Administrator, authenticator: object, **_: object) -> None:
    record_for(user, "mfa_added", kind=str(getattr(authenticator, "type", "")))


@receiver(authenticator_removed, dispatch_uid="kaodoki.sign_in.factor_removed")
def _factor_removed(user: Administrator, authenticator: object, **_: object) -> None:
    record_for(user, "mfa_removed", kind=str(getattr(authenticator, "type", "")))
