"""Settings. What an installation chooses comes from the environment; see docs/operations.md."""

from __future__ import annotations

import os
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from fyrstod.protection.stores import databases
from fyrstod.web.email import email_settings
from fyrstod.web.security import content_security_policy

ROOT = Path(__file__).resolve().parent.parent
VAR = Path(os.environ.get("FYRSTOD_VAR", ROOT / "var"))
"""Where the installation keeps its databases. Outside git, private to the process."""

DEBUG = False


def _secret_key() -> str:
    if key := os.environ.get("FYRSTOD_SECRET_KEY", ""):
        return key
    if path := os.environ.get("FYRSTOD_SECRET_KEY_FILE", ""):
        return Path(path).read_text(encoding="utf-8").strip()
    raise ImproperlyConfigured(
        "Set FYRSTOD_SECRET_KEY or FYRSTOD_SECRET_KEY_FILE; script/server makes one by itself."
    )


SECRET_KEY = _secret_key()

FYRSTOD_KEY = os.environ.get("FYRSTOD_KEY", "").strip()
FYRSTOD_KEY_FILE = os.environ.get("FYRSTOD_KEY_FILE", "").strip()
FYRSTOD_KEY_COMMAND = os.environ.get("FYRSTOD_KEY_COMMAND", "").strip()
"""The installation's key, or where it is: one of the three. Needed by rooms alone."""
if sum(map(bool, (FYRSTOD_KEY, FYRSTOD_KEY_FILE, FYRSTOD_KEY_COMMAND))) > 1:
    raise ImproperlyConfigured(
        "Set only one of FYRSTOD_KEY, FYRSTOD_KEY_FILE and FYRSTOD_KEY_COMMAND."
    )

FYRSTOD_OPERATOR = os.environ.get("FYRSTOD_OPERATOR", "").strip()
"""Who runs the installation, shown wherever one types. Empty: content only is served."""
FYRSTOD_CONTACT = os.environ.get("FYRSTOD_CONTACT", "").strip()
"""Where the operator is reached about the installation: an e-mail address or an https address."""
FYRSTOD_CONTENT = Path(os.environ.get("FYRSTOD_CONTENT", ROOT / "content" / "fyrstod" / "2026.2"))
_overlay = os.environ.get("FYRSTOD_OVERLAY", "").strip()
FYRSTOD_OVERLAY = Path(_overlay) if _overlay else None
"""The folder of a municipality's own additions to the pack."""
FYRSTOD_TRUSTED_PROXIES = int(os.environ.get("FYRSTOD_TRUSTED_PROXIES") or "0")
"""How many proxies of the operator's own stand in front, for the address that rate limits use."""

ALLOWED_HOSTS = [
    host.strip()
    for host in (os.environ.get("FYRSTOD_HOSTS") or "127.0.0.1,localhost,[::1]").split(",")
    if host.strip()
]
if FYRSTOD_TRUSTED_PROXIES:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

INSTALLED_APPS = [
    "django.contrib.staticfiles",
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "fyrstod.web",
    "fyrstod.guide",
    "fyrstod.collaboration",
    "fyrstod.reports",
    "fyrstod.drafts",
    "fyrstod.journal",
    "fyrstod.protection",
    "fyrstod.people",
    "fyrstod.rooms",
    # After our own, whose templates stand before theirs.
    "allauth",
    "allauth.account",
    "allauth.mfa",
]

MIDDLEWARE = [
    "fyrstod.web.middleware.SecurityHeaders",
    "fyrstod.web.middleware.HeadAsGet",
    "fyrstod.web.middleware.ContentMemory",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "fyrstod.web.middleware.SameOrigin",
    "django.middleware.common.CommonMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "fyrstod.web.middleware.Closed",
    "fyrstod.web.middleware.ErrorsForPeople",
]

ROOT_URLCONF = "fyrstod.urls"
WSGI_APPLICATION = "fyrstod.wsgi.application"
APPEND_SLASH = True
# Without it a header of a stranger's (SCRIPT_NAME, which servers let through from a proxy) would
# stand before every link of a page that memory then keeps for everybody.
FORCE_SCRIPT_NAME = ""

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": ["fyrstod.web.context.page"]},
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

DATABASES = databases(os.environ, VAR)
DATABASE_ROUTERS = ["fyrstod.protection.router.Stores"]
# Counts what is tried too often, for all processes together.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "people_counts",
        "KEY_FUNCTION": "fyrstod.people.counts.key",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Who signs in, and how; see docs/adr/0016-people-roles-and-sign-in.md.
AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = ["fyrstod.people.backend.PeopleBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "rooms:week"
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
SESSION_COOKIE_NAME = "__Host-fyrstod-session"
SESSION_COOKIE_SECURE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 8 * 60 * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_ADAPTER = "fyrstod.people.adapters.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "fyrstod.people.sign_in_forms.LoginForm",
    "reauthenticate": "fyrstod.people.sign_in_forms.ReauthenticateForm",
    "change_password": "fyrstod.people.sign_in_forms.ChangePasswordForm",
}
MFA_ADAPTER = "fyrstod.people.adapters.MFAAdapter"
MFA_FORMS = {
    "authenticate": "fyrstod.people.sign_in_forms.AuthenticateForm",
    "reauthenticate": "fyrstod.people.sign_in_forms.ReauthenticateWithCodeForm",
    "activate_totp": "fyrstod.people.sign_in_forms.ActivateForm",
}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_TOLERANCE = 1

_email = email_settings(os.environ.get("FYRSTOD_EMAIL_URL", ""))
FYRSTOD_SENDS_EMAIL = bool(_email)
"""Without e-mail, whoever confirms a new person is shown the link, once, to hand over."""
EMAIL_HOST = _email.get("host", "")
EMAIL_PORT = int(_email.get("port", 25))
EMAIL_HOST_USER = _email.get("user", "")
EMAIL_HOST_PASSWORD = _email.get("password", "")
EMAIL_USE_TLS = _email.get("scheme") == "smtp+tls"
EMAIL_USE_SSL = _email.get("scheme") == "smtps"
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = os.environ.get("FYRSTOD_EMAIL_FROM", "").strip() or "fyrstod@localhost"

LANGUAGE_CODE = "sv"
LANGUAGES = [("sv", _("Swedish")), ("en", _("English"))]
LOCALE_PATHS = [ROOT / "locale"]
TIME_ZONE = "Europe/Stockholm"
USE_TZ = True

STATIC_URL = "/static/"
STATICFILES_DIRS = [ROOT / "fyrstod" / "web" / "static"]
STATIC_ROOT = VAR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# A page's form may hold many long answers. A file is read in memory only: the handler for
# temporary files is left out, so what somebody typed never lies in clear on disk.
DATA_UPLOAD_MAX_MEMORY_SIZE = 4 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 4 * 1024 * 1024
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "no-referrer"
FYRSTOD_CSP = content_security_policy()

# Nothing a person typed reaches a log, see web/logs.py.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"no_input": {"()": "fyrstod.web.logs.WithoutInput"}},
    "handlers": {
        "stderr": {
            "class": "logging.StreamHandler",
            "formatter": "no_input",
        }
    },
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": ["stderr"], "level": "WARNING", "propagate": False},
        # Without the address there is nothing to learn from a line about a page not found.
        "django.request": {"level": "ERROR"},
    },
}

SILENCED_SYSTEM_CHECKS = [
    # The token is replaced by Sec-Fetch-Site and SameSite, see docs/adr/0005-no-csrf-token.md.
    "security.W003",
]
