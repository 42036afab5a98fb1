"""Where e-mail is sent from, out of one address in the environment."""

from __future__ import annotations

from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

PORTS = {"smtp": 25, "smtp+tls": 587, "smtps": 465}


def email_settings(url: str) -> dict[str, str]:
    """The parts of smtp+tls://user:password@host:587; smtps:// and smtp:// too. "" is none.

    Raises ImproperlyConfigured, without the address, since it may hold a password.
    """
    if not url.strip():
        return {}
    try:
        parts = urlsplit(url.strip())
        port = parts.port or PORTS[parts.scheme]
    except (ValueError, KeyError):
        raise ImproperlyConfigured(
            "FYRSTOD_EMAIL_URL: write smtp+tls://user:password@host:587, or smtps:// or smtp://."
        ) from None
    return {
        "scheme": parts.scheme,
        "host": parts.hostname or "localhost",
        "port": str(port),
        "user": unquote(parts.username or ""),
        "password": unquote(parts.password or ""),
    }
