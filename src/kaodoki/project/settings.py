"""Django's settings, from the checked environment (`environment.py`) and nothing else."""

import hashlib
import os

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from psycopg.conninfo import conninfo_to_dict

from kaodoki.project.environment import choose_data_dir, read_environment
from kaodoki.project.mail_server import parse_mail_server

ENVIRONMENT = read_environment(os.environ)


def _database(url: str | None) -> dict[str, object]:
    """Django's entry for a PostgreSQL address. Without one every use of the database fails, and says so."""
    if url is None:
        return {"ENGINE": "django.db.backends.postgresql", "NAME": "kaodoki-database-url-is-not-set"}
    if not url.startswith(("postgresql://", "postgres://")):
        raise ImproperlyConfigured("KAODOKI_DATABASE_URL must be a postgresql:// address")
    parts = conninfo_to_dict(url)
    known = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}
    entry: dict[str, object] = {known[name]: value for name, value in parts.items() if name in known}
    options: dict[str, object] = {name: value for name, value in parts.items() if name not in known}
    options["pool"] = {"min_size": 1, "max_size": 12, "timeout": 3}
    return {"ENGINE": "django.db.backends.postgresql", "OPTIONS": options, **entry}


DATABASES = {"default": _database(ENVIRONMENT.database_url)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Without KAODOKI_SECRET_KEY (tests, tools) a key that no other process shares; `serve` insists on a real one.
SECRET_KEY = ENVIRONMENT.secret_key or hashlib.sha256(os.urandom(32)).hexdigest()
TEMPLATE_KEY = ENVIRONMENT.template_key or os.urandom(32)
CLOCK_OFFSET_SECONDS = ENVIRONMENT.clock_offset
CONNECTOR_HOSTS = ENVIRONMENT.connector_hosts
CONNECTOR_FOLDERS = ENVIRONMENT.connector_folders
# Where an administrator links to if they enter nothing else.
ATTENDANCE_URL = ENVIRONMENT.attendance_url or ""
# What a tablet on the network needs: the certificate to trust, and the address to open.
AUTHORITY_FILE = ENVIRONMENT.authority
TABLETS_URL = ENVIRONMENT.public_url or ENVIRONMENT.tablets_url or ""
DEMO = ENVIRONMENT.demo
PUBLIC_URL = ENVIRONMENT.public_url or ""
TRUSTED_PROXIES = ENVIRONMENT.trusted_proxies
# Model packs that were brought with `kaodoki packs add`.
PACKS_DIR = choose_data_dir(ENVIRONMENT).expanduser().resolve() / "packs"

DEBUG = False
# Hosts are checked by what is in front. The Host header makes one address, without PUBLIC_URL: where linking comes back
# to, which the attendance system compares with those it was told before.
ALLOWED_HOSTS = ["*"]
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL] if PUBLIC_URL else []
ROOT_URLCONF = "kaodoki.project.urls"
WSGI_APPLICATION = "kaodoki.project.wsgi.application"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "csp",
    "procrastinate.contrib.django",
    "kaodoki.audit",
    "kaodoki.people",
    "kaodoki.accounts",
    "kaodoki.consent",
    "kaodoki.terminals",
    "kaodoki.credentials",
    "kaodoki.gallery",
    "kaodoki.enrolment",
    "kaodoki.renewal",
    "kaodoki.punches",
    "kaodoki.linking",
    "kaodoki.mailing",
    "kaodoki.web",
    # After ours, whose templates take the place of theirs.
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
]
MIDDLEWARE = [
    "kaodoki.web.whole_upload.read_whole_upload",
    "kaodoki.web.last_resort.in_api_words",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "kaodoki.web.secure_cookies.secure_cookies",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "kaodoki.web.sign_in.frame.speak_chosen_language",
    "kaodoki.web.first_run.views.lead_to_first_run",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "kaodoki.web.sign_in.frame.sign_in_frame",
            ]
        },
    }
]
AUTH_USER_MODEL = "accounts.Administrator"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
     "OPTIONS": {"user_attributes": ("login", "name", "email")}},
]  # fmt: skip
LOGIN_URL = "/console/login"
# Wrong tries are counted for all processes together.
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "accounts_cache"},
}
ACCOUNT_ADAPTER = "kaodoki.web.sign_in.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = "login"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_LOGOUT_REDIRECT_URL = "/console/login"
ACCOUNT_RATE_LIMITS = {"login": "60/m/ip", "login_failed": "20/m/ip,5/5m/key", "reauthenticate": "10/m/user"}
MFA_ADAPTER = "kaodoki.web.sign_in.adapter.MfaAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = True
# Browsers take http://localhost for safe, and nothing else without TLS.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True
SOCIALACCOUNT_ADAPTER = "kaodoki.web.sign_in.adapter.SocialAdapter"
SOCIALACCOUNT_LOGIN_ON_GET = True
SOCIALACCOUNT_EMAIL_VERIFICATION = "none"
SSO_NAME = ENVIRONMENT.oidc_name or "SSO"
SOCIALACCOUNT_PROVIDERS = (
    {
        "openid_connect": {
            "OAUTH_PKCE_ENABLED": True,
            "APPS": [
                {
                    "provider_id": "sso",
                    "name": SSO_NAME,
                    "client_id": ENVIRONMENT.oidc_client_id,
                    "secret": ENVIRONMENT.oidc_client_secret,
                    "settings": {"server_url": ENVIRONMENT.oidc_issuer},
                }
            ],
        }
    }
    if ENVIRONMENT.oidc_issuer
    else {}
)
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "kaodoki.web.last_resort.stale"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:", "blob:"],
        "media-src": [SELF, "blob:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "form-action": [SELF],
    }
}

LANGUAGE_CODE = "ja"
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

STATIC_URL = "/static/"
STATIC_ROOT = None
# The static files lie in the package and are served from there: no collectstatic step to forget.
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False
WHITENOISE_INDEX_FILE = False

# Uploads are bounded before anything is read: eight frames of 1 MB and the form around them, or a photo of 15 MB.
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000_000
FILE_UPLOAD_MAX_MEMORY_SIZE = 16_000_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 250
DATA_UPLOAD_MAX_NUMBER_FILES = 10

# E-mails (メール通知); without a server none is sent, and whoever wants one is told so.
_MAIL = parse_mail_server(ENVIRONMENT.email_url) if ENVIRONMENT.email_url else None
EMAIL_HOST, EMAIL_PORT = (_MAIL.host, _MAIL.port) if _MAIL else ("", 25)
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = (_MAIL.user, _MAIL.password) if _MAIL else ("", "")
EMAIL_USE_TLS, EMAIL_USE_SSL = (_MAIL.starts_tls, _MAIL.is_tls) if _MAIL else (False, False)
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = ENVIRONMENT.email_from or ""

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    # Request lines would carry addresses and query strings into the log; errors still come through django.request.
    "loggers": {"httpx2": {"level": "WARNING"}, "procrastinate": {"level": "WARNING"}},
}
