"""Sealing and opening, without a database, request or clock."""

from __future__ import annotations

import base64
import os
import uuid
from dataclasses import dataclass
from datetime import timedelta

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from pydantic import ValidationError

from fyrstod.drafts.contents import MAX_BYTES, Contents, dump, parse

DRAFT_LIFETIME = timedelta(hours=12)
"""Unit: hours after the last save. Source: docs/adr/0004-sealed-drafts.md."""

KEY_BYTES = 32
_NONCE_BYTES = 12


class CannotOpen(Exception):
    """The key does not fit, or what is sealed is not a draft."""


class TooLarge(Exception):
    """The draft would hold more than MAX_BYTES."""


@dataclass(frozen=True, slots=True)
class Ticket:
    """What a browser holds: which draft, and the key to it."""

    draft_id: uuid.UUID
    key: bytes

    @classmethod
    def new(cls) -> Ticket:
        return cls(uuid.uuid4(), AESGCM.generate_key(bit_length=8 * KEY_BYTES))

    def to_cookie(self) -> str:
        return base64.urlsafe_b64encode(self.draft_id.bytes + self.key).decode()

    @classmethod
    def from_cookie(cls, value: str) -> Ticket | None:
        """The ticket a cookie holds, or None for anything that is not one."""
        try:
            raw = base64.b64decode(value.encode("ascii"), altchars=b"-_", validate=True)
        except ValueError:
            return None
        if len(raw) != 16 + KEY_BYTES:
            return None
        return cls(uuid.UUID(bytes=raw[:16]), raw[16:])


def seal(contents: Contents, ticket: Ticket) -> bytes:
    """AES-256-GCM under the ticket's key, bound to the draft's id. Raises TooLarge."""
    plain = dump(contents)
    if len(plain) > MAX_BYTES:
        raise TooLarge
    nonce = os.urandom(_NONCE_BYTES)
    return nonce + AESGCM(ticket.key).encrypt(nonce, plain, ticket.draft_id.bytes)


def unseal(sealed: bytes, ticket: Ticket) -> Contents:
    """Raises CannotOpen."""
    nonce, ciphertext = sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:]
    try:
        return parse(AESGCM(ticket.key).decrypt(nonce, ciphertext, ticket.draft_id.bytes))
    except (InvalidTag, ValidationError, ValueError) as problem:
        raise CannotOpen from problem
