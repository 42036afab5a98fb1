"""The installation's key: in a file, in the environment, or in a service outside."""

from __future__ import annotations

import base64
import binascii
import functools
import json
import shlex
import subprocess
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from django.conf import settings

from fyrstod.protection import sealing
from fyrstod.protection.errors import BadInstallationKey, KeyCommandFailed, NoInstallationKey

COMMAND_SECONDS = 20
"""Unit: seconds that the command for an outside key may take."""


class InstallationKey(Protocol):
    """What wraps the rooms' keys. `bound_to` is where they belong, and must be given again."""

    @property
    def fingerprint(self) -> str: ...

    def __hash__(self) -> int: ...

    def wrap(self, plain: bytes, bound_to: bytes) -> bytes: ...

    def unwrap(self, wrapped: bytes, bound_to: bytes) -> bytes:
        """Raises sealing.Altered."""


@dataclass(frozen=True, slots=True)
class OwnKey:
    """A key that the process itself holds."""

    key: bytes = field(repr=False)

    @classmethod
    def read(cls, written: str) -> OwnKey:
        """From base64. Raises BadInstallationKey."""
        try:
            key = base64.b64decode(written.strip().encode("ascii"), validate=True)
        except ValueError:
            raise BadInstallationKey from None
        if len(key) != sealing.KEY_BYTES:
            raise BadInstallationKey
        return cls(key)

    @property
    def fingerprint(self) -> str:
        return sealing.fingerprint(self.key)

    def wrap(self, plain: bytes, bound_to: bytes) -> bytes:
        return sealing.seal(self.key, plain, bound_to)

    def unwrap(self, wrapped: bytes, bound_to: bytes) -> bytes:
        return sealing.unseal(self.key, wrapped, bound_to)


@dataclass(frozen=True, slots=True)
class OutsideKey:
    """A key behind a command: any client of a key service fits (docs/operations.md).

    The command is called with one word more, `fingerprint`, `wrap` or `unwrap`, and reads and
    writes one JSON object whose bytes are base64.
    """

    command: str
    fingerprint: str

    @classmethod
    def at(cls, command: str) -> OutsideKey:
        """Raises KeyCommandFailed."""
        found = _asked(command, "fingerprint", {}).get("fingerprint")
        if not isinstance(found, str) or not 0 < len(found) <= 64:
            raise KeyCommandFailed
        return cls(command, found)

    def wrap(self, plain: bytes, bound_to: bytes) -> bytes:
        return self._bytes("wrap", "wrapped", plain=plain, bound_to=bound_to)

    def unwrap(self, wrapped: bytes, bound_to: bytes) -> bytes:
        return self._bytes("unwrap", "plain", wrapped=wrapped, bound_to=bound_to)

    def _bytes(self, doing: str, wanted: str, **given: bytes) -> bytes:
        sent = {name: base64.b64encode(value).decode() for name, value in given.items()}
        try:
            return base64.b64decode(_asked(self.command, doing, sent)[wanted], validate=True)
        except (KeyError, TypeError, binascii.Error):
            raise KeyCommandFailed from None


def _asked(command: str, doing: str, sent: dict[str, str]) -> dict[str, Any]:
    """What the command answered. Its own words go nowhere: a key might stand in them."""
    try:
        ended = subprocess.run(  # noqa: S603 - the operator's own command, without a shell
            [*shlex.split(command), doing],
            input=json.dumps(sent).encode(),
            capture_output=True,
            timeout=COMMAND_SECONDS,
            check=True,
        )
        answer = json.loads(ended.stdout)
    except (OSError, ValueError, subprocess.SubprocessError):
        raise KeyCommandFailed from None
    if not isinstance(answer, dict):
        raise KeyCommandFailed
    return answer


def installation_key() -> InstallationKey:
    """The installation's key, read once a process.

    Raises NoInstallationKey, BadInstallationKey or KeyCommandFailed.
    """
    return _chosen(settings.FYRSTOD_KEY, settings.FYRSTOD_KEY_FILE, settings.FYRSTOD_KEY_COMMAND)


@functools.lru_cache(maxsize=8)
def _chosen(key: str, file: str, command: str) -> InstallationKey:
    if key:
        return OwnKey.read(key)
    if file:
        try:
            return OwnKey.read(Path(file).read_text(encoding="utf-8"))
        except (OSError, UnicodeDecodeError):
            raise BadInstallationKey from None
    if command:
        return OutsideKey.at(command)
    raise NoInstallationKey
