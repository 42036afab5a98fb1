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

from fyrstod.drafts.contents import MAX_BYTES, MAX_PIECES, Contents, dump, parse

DRAFT_LIFETIME = timedelta(hours=12)
"""Unit: hours after the last save. Source: docs/adr/0004-sealed-drafts.md."""

KEY_BYTES = 32
_NONCE_BYTES = 12


class CannotOpen(Exception):
    """The key does not fit, or what is sealed is not a draft."""


class TooLarge(Exception):
    """The draft would hold more than MAX_BYTES or MAX_PIECES."""


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
    """AES-256-GCM under the ticket's key, bound to the draft's id.

    Raises TooLarge, or pydantic.ValidationError for contents that no draft can have: what could
    not be opened again must never take the place of what can.
    """
    plain = dump(contents)
    if len(plain) > MAX_BYTES or len(contents.pieces) > MAX_PIECES:
        raise TooLarge
    parse(plain)
    nonce = os.urandom(_NONCE_BYTES)
    return nonce + AESGCM(ticket.key).encrypt(nonce, plain, ticket.draft_id.bytes)


def unseal(sealed: bytes, ticket: Ticket) -> Contents:
    """Raises CannotOpen."""
    try:
        return parse(_decrypt(sealed, ticket))
    except ValidationError as problem:
        raise CannotOpen from problem


def fits(sealed: bytes, ticket: Ticket) -> bool:
    """Whether the ticket's key is the right one, whatever is sealed."""
    try:
        _decrypt(sealed, ticket)
    except CannotOpen:
        return False
    return True


def _decrypt(sealed: bytes, ticket: Ticket) -> bytes:
    nonce, ciphertext = sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:]
    try:
        return AESGCM(ticket.key).decrypt(nonce, ciphertext, ticket.draft_id.bytes)
    except (InvalidTag, ValueError) as problem:
        raise CannotOpen from problem
