"""Django's settings of the attendance server; everything that may differ comes from `options`."""

import os
import secrets
from dataclasses import fields

from psycopg.conninfo import conninfo_to_dict

from attendance_server.administration.token_form import PERMISSIONS
from attendance_server.project.options import Options, options_from
from attendance_server.webapi.switches import Switches

OPTIONS: Options = options_from(os.environ)


def _switches(options: Options) -> Switches:
    return Switches(**{field.name: options.read(field.name) for field in fields(Switches)})


def _database(url: str) -> dict[str, object]:
    parts = {name: str(value) for name, value in conninfo_to_dict(url).items() if value is not None}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.pop("dbname", "attendance"),
        "USER": parts.pop("user", ""),
        "PASSWORD": parts.pop("password", ""),
        "HOST": parts.pop("host", ""),
        "PORT": parts.pop("port", ""),
        "CONN_HEALTH_CHECKS": True,
        # A pool: the web server ends idle threads, and connections kept by thread would pile up.
        "OPTIONS": {**parts, "pool": {"min_size": 1, "max_size": 8, "timeout": 10}},
    }


ATTENDANCE: Switches = _switches(OPTIONS)
MOUNT: str = OPTIONS.read("mount")

DATABASES = {"default": _database(OPTIONS.database_url)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

SECRET_KEY = OPTIONS.secret_key or secrets.token_hex(32)
DEBUG = False
ALLOWED_HOSTS = ["*"]  # it answers under whatever name the company gives it, and builds no address from it
USE_TZ = True
TIME_ZONE = "UTC"
LANGUAGE_CODE = "ja"
LANGUAGES = [("ja", "日本語"), ("en", "English")]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "csp",
    "oauth2_provider",
    "attendance_server.linkage.apps.LinkageConfig",
    "attendance_server.webapi.apps.WebApiConfig",
    "attendance_server.loading.apps.LoadingConfig",
    "attendance_server.timecards.apps.TimecardsConfig",
    "attendance_server.administration.apps.AdministrationConfig",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "attendance_server.timecards.language.language_middleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": ["django.template.context_processors.request"]},
    }
]
ROOT_URLCONF = "attendance_server.project.urls"
WSGI_APPLICATION = "attendance_server.project.wsgi.application"
APPEND_SLASH = False

LOGIN_URL = "/timecards/login/"
LOGIN_REDIRECT_URL = "/timecards/"
LOGOUT_REDIRECT_URL = "/timecards/login/"
# Names of its own: Kaodoki runs on the same host, and cookies do not tell ports apart.
SESSION_COOKIE_NAME = "attendance_session"
SESSION_COOKIE_SAMESITE = "Strict"
CSRF_COOKIE_NAME = "attendance_csrf"
CSRF_COOKIE_SAMESITE = "Strict"
CSRF_FAILURE_VIEW = "attendance_server.timecards.page.csrf_failure"
LANGUAGE_COOKIE_NAME = "attendance_language"
X_FRAME_OPTIONS = "DENY"

# Linking by consent: only the authorization code, only with PKCE S256, and never a refresh token.
OAUTH2_PROVIDER = {
    "SCOPES": {permission: permission for permission in sorted(PERMISSIONS)},
    "DEFAULT_SCOPES": [],
    "OAUTH2_VALIDATOR_CLASS": "attendance_server.linkage.oauth.WebApiTokens",
    "OAUTH2_SERVER_CLASS": "attendance_server.linkage.oauth.LinkageServer",
    "PKCE_REQUIRED": True,
    "OAUTH2_GRANT_TYPES_SUPPORTED": ["authorization_code"],
    "OAUTH2_RESPONSE_TYPES_SUPPORTED": ["code"],
    "OAUTH2_TOKEN_ENDPOINT_AUTH_METHODS_SUPPORTED": ["none"],
    "COMPLIANT_BCP_RFC9700_IMPLICIT_GRANT": True,
    "COMPLIANT_BCP_RFC9700_PASSWORD_GRANT": True,
    "COMPLIANT_BCP_RFC9700_PKCE_METHOD": True,
    "COMPLIANT_BCP_RFC9700_AUTHZ_RESPONSE_ISS": True,
}

STATIC_URL = "/static/"
WHITENOISE_USE_FINDERS = True
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "style-src": ["'self'"],
        "img-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
    }
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"mask_tokens": {"()": "attendance_server.project.masking.MaskTokens"}},
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {
        "console": {"class": "logging.StreamHandler", "filters": ["mask_tokens"], "formatter": "plain"},
    },
    "loggers": {"django": {"handlers": ["console"], "level": "WARNING", "propagate": False}},
    "root": {"handlers": ["console"], "level": "INFO"},
}
