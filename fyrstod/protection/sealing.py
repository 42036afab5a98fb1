"""Sealing, opening and the blind index, without a database, request or clock."""

from __future__ import annotations

import datetime
import hashlib
import hmac
import os
import re
import unicodedata
import uuid
from dataclasses import dataclass, field

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

KEY_BYTES = 32
_NONCE_BYTES = 12
_FORM = b"\x01"
"""The first byte of all that is sealed, so that another way of sealing can follow this one."""


class Altered(Exception):
    """It does not open: changed, moved from its place, or sealed under another key."""


def new_key() -> bytes:
    return AESGCM.generate_key(bit_length=8 * KEY_BYTES)


def seal(key: bytes, plain: bytes, bound_to: bytes) -> bytes:
    """AES-256-GCM. It opens only together with the same `bound_to`, which is not kept in it."""
    nonce = os.urandom(_NONCE_BYTES)
    return _FORM + nonce + AESGCM(key).encrypt(nonce, plain, bound_to)


def unseal(key: bytes, sealed: bytes, bound_to: bytes) -> bytes:
    """Raises Altered."""
    start = len(_FORM) + _NONCE_BYTES
    form, nonce, ciphertext = sealed[: len(_FORM)], sealed[len(_FORM) : start], sealed[start:]
    if form != _FORM:
        raise Altered
    try:
        return AESGCM(key).decrypt(nonce, ciphertext, bound_to)
    except (InvalidTag, ValueError) as problem:
        raise Altered from problem


def place(what: str, *ids: uuid.UUID) -> bytes:
    """Where something belongs, to bind it there: what it is, and the ids of its rows."""
    return b"".join((*(one.bytes for one in ids), what.encode()))


def fingerprint(key: bytes) -> str:
    """A name for a key, from which nobody learns the key: four groups of four letters."""
    mark = hmac.digest(key, b"fyrstod: the name of this key", "sha256").hex()
    return "-".join(mark[start : start + 4] for start in range(0, 16, 4))


@dataclass(frozen=True, slots=True)
class Keys:
    """The two keys of a room: one wraps its concerns' keys, one is for its blind index."""

    room: bytes = field(repr=False)
    index: bytes = field(repr=False)


def blind(index_key: bytes, kind: str, normal: str) -> bytes:
    """HMAC-SHA-256: equal for equal values under one key, and nothing else can be read of it."""
    return hmac.digest(index_key, f"{kind}\0{normal}".encode(), hashlib.sha256)


def normal_name(name: str) -> str:
    """A name as it is compared: letters alike in whatever way they were typed, single spaces."""
    folded = unicodedata.normalize("NFKC", name).casefold()
    return " ".join(unicodedata.normalize("NFKC", folded).split())


def normal_number(number: str, today: datetime.date) -> str:
    """A personal identity number or coordination number with twelve digits.

    Ten digits get the century in which the person is born already and, unless a plus sign
    says otherwise, is not yet a hundred years old. What has neither ten nor twelve digits
    keeps its letters and digits as they are.
    """
    written = unicodedata.normalize("NFKC", number).casefold()
    kept = "".join(letter for letter in written if letter.isalnum())
    if re.fullmatch("[0-9]{10}", kept) is None:
        return kept
    # A coordination number is a birthday with 60 added to the day.
    day = int(kept[4:6]) % 60
    born = today.year // 100 * 100 + int(kept[:2])
    if (born, int(kept[2:4]), day) > (today.year, today.month, today.day):
        born -= 100
    if "+" in written:
        born -= 100
    return f"{born:04}{kept[2:]}"
