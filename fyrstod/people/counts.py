"""How what is counted in the cache is named."""

from __future__ import annotations

from django.utils.crypto import salted_hmac


def key(name: str, prefix: str, version: int) -> str:
    """A name that tells nothing: those of allauth hold addresses of networks and ids of people."""
    whole = f"{prefix} {version} {name}"
    return salted_hmac("fyrstod.people.counts", whole, algorithm="sha256").hexdigest()
