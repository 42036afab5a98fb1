"""A draft saved to a file of the person's own, locked with a passphrase.

Layout: the magic line, the ciphertext's length (4 bytes, the highest first), a salt, a nonce
and AES-256-GCM ciphertext, which binds all that stands before it. The key comes from scrypt
at OWASP's cost for 32 MiB of memory (docs/adr/0004-sealed-drafts.md).
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
_TAG_BYTES = 16
_LENGTH_BYTES = 4
_HEAD_BYTES = len(MAGIC) + _LENGTH_BYTES + _SALT_BYTES + _NONCE_BYTES
MAX_FILE_BYTES = _HEAD_BYTES + MAX_BYTES + _TAG_BYTES


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
                "and try again. If you are sure of it, the file was changed on the way."
            )
        )


def _key(passphrase: str, salt: bytes) -> bytes:
    words = unicodedata.normalize("NFC", passphrase).encode()
    return Scrypt(salt=salt, length=32, n=2**15, r=8, p=3).derive(words)


def to_file(contents: Contents, passphrase: str) -> bytes:
    salt, nonce = os.urandom(_SALT_BYTES), os.urandom(_NONCE_BYTES)
    plain = dump(contents)
    length = (len(plain) + _TAG_BYTES).to_bytes(_LENGTH_BYTES, "big")
    head = MAGIC + length + salt + nonce
    return head + AESGCM(_key(passphrase, salt)).encrypt(nonce, plain, head)


def from_file(data: bytes, passphrase: str) -> Contents:
    """Raises NotADraftFile (also for a file cut off), or WrongPassphrase (also for one changed)."""
    head, ciphertext = data[:_HEAD_BYTES], data[_HEAD_BYTES:]
    length = int.from_bytes(head[len(MAGIC) :][:_LENGTH_BYTES], "big")
    if (
        not head.startswith(MAGIC)
        or len(data) > MAX_FILE_BYTES
        or length <= _TAG_BYTES
        or length != len(ciphertext)
    ):
        raise NotADraftFile
    salt = head[-_NONCE_BYTES - _SALT_BYTES : -_NONCE_BYTES]
    try:
        plain = AESGCM(_key(passphrase, salt)).decrypt(head[-_NONCE_BYTES:], ciphertext, head)
    except InvalidTag:
        raise WrongPassphrase from None
    try:
        return parse(plain)
    except ValidationError:
        raise NotADraftFile from None
