"""A draft saved to a file of the person's own, locked with a passphrase.

Layout: the magic line, a salt, a nonce and AES-256-GCM ciphertext. The key comes from
scrypt at OWASP's cost for 32 MiB of memory (docs/adr/0004-sealed-drafts.md).
"""

from __future__ import annotations

import os
import unicodedata

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt
from django.utils.translation import gettext as _
from pydantic import ValidationError

from fyrstod.core.errors import DomainError
from fyrstod.drafts.contents import MAX_BYTES, Contents, dump, parse

MAGIC = b"fyrstod-draft-1\n"
MIN_PASSPHRASE = 12
"""Unit: characters."""
MAX_PASSPHRASE = 200
_SALT_BYTES = 16
_NONCE_BYTES = 12
MAX_FILE_BYTES = len(MAGIC) + _SALT_BYTES + _NONCE_BYTES + MAX_BYTES + 16


class NotADraftFile(DomainError):
    def __init__(self) -> None:
        super().__init__(
            _(
                "This is not a whole Fyrstöd file. It may be another kind of file, or have been "
                "cut off on the way. Choose the file again."
            )
        )


class WrongPassphrase(DomainError):
    def __init__(self) -> None:
        super().__init__(
            _(
                "The passphrase does not open this file. Check capital letters and spaces, "
                "and try again."
            )
        )


def _key(passphrase: str, salt: bytes) -> bytes:
    words = unicodedata.normalize("NFC", passphrase).encode()
    return Scrypt(salt=salt, length=32, n=2**15, r=8, p=3).derive(words)


def to_file(contents: Contents, passphrase: str) -> bytes:
    salt, nonce = os.urandom(_SALT_BYTES), os.urandom(_NONCE_BYTES)
    head = MAGIC + salt + nonce
    return head + AESGCM(_key(passphrase, salt)).encrypt(nonce, dump(contents), head)


def from_file(data: bytes, passphrase: str) -> Contents:
    """Raises NotADraftFile, or WrongPassphrase (also for a file changed on the way)."""
    head_length = len(MAGIC) + _SALT_BYTES + _NONCE_BYTES
    if not data.startswith(MAGIC) or not head_length + 16 < len(data) <= MAX_FILE_BYTES:
        raise NotADraftFile
    head = data[:head_length]
    salt = head[len(MAGIC) : len(MAGIC) + _SALT_BYTES]
    try:
        plain = AESGCM(_key(passphrase, salt)).decrypt(
            head[-_NONCE_BYTES:], data[head_length:], head
        )
    except InvalidTag:
        raise WrongPassphrase from None
    try:
        return parse(plain)
    except ValidationError:
        raise NotADraftFile from None
