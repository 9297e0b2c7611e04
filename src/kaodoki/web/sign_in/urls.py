"""Addresses of signing in, under /console/, by the names that allauth calls them by."""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from django.urls import path
from django.views.generic import RedirectView

from kaodoki.web.sign_in.views import SignIn, finish_sso, shut, start_sso

_to_account = RedirectView.as_view(pattern_name="console:account")

urlpatterns = [
    path("login", SignIn.as_view(), name="account_login"),
    path("logout", account.logout, name="account_logout"),
    path("login/code", mfa.authenticate, name="mfa_authenticate"),
    path("login/passkey", webauthn.login_webauthn, name="mfa_login_webauthn"),
    path("login/inactive", account.account_inactive, name="account_inactive"),
    path("login/sso/oidc/<slug:provider_id>/login/", start_sso, name="openid_connect_login"),
    path("login/sso/oidc/<slug:provider_id>/login/callback/", finish_sso, name="openid_connect_callback"),
    path("account/password", account.password_change, name="account_change_password"),
    path("account/confirm", account.reauthenticate, name="account_reauthenticate"),
    path("account/confirm/code", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("account/confirm/passkey", webauthn.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    path("account/app", totp.activate_totp, name="mfa_activate_totp"),
    path("account/app/remove", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("account/recovery-codes", recovery_codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("account/recovery-codes/new", recovery_codes.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("account/passkeys/new", webauthn.add_webauthn, name="mfa_add_webauthn"),
    path("account/passkeys/<int:pk>/remove", webauthn.remove_webauthn, name="mfa_remove_webauthn"),
    path("account/factors", _to_account, name="mfa_index"),
    path("account/passkeys", _to_account, name="mfa_list_webauthn"),
    *(
        path(f"shut/{name}", shut, name=name)
        for name in (
            *("account_signup", "account_email", "account_reset_password", "account_set_password"),
            *("account_email_verification_sent", "socialaccount_signup", "socialaccount_connections"),
            *("socialaccount_login_error", "socialaccount_login_cancelled", "mfa_download_recovery_codes"),
        )
    ),
]
