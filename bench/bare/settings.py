"""Fyrstöd's settings with no more middleware than Django needs to show the same page."""

from fyrstod.settings import *  # noqa: F403 - the same database, templates and languages

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    # Read only where a page asks who somebody is.
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    # allauth will not start without it. It does nothing on these pages.
    "allauth.account.middleware.AccountMiddleware",
]
ROOT_URLCONF = "bench.bare.urls"
WSGI_APPLICATION = "bench.bare.wsgi.application"
