"""Where the installation's key comes from."""

from __future__ import annotations

import base64
import os
import shlex
import sys
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from fyrstod.core.ids import new_id
from fyrstod.protection import services
from fyrstod.protection.errors import (
    BadInstallationKey,
    KeyCommandFailed,
    NoInstallationKey,
    WrongInstallationKey,
)
from fyrstod.protection.keys import InstallationKey, OwnKey, installation_key
from fyrstod.protection.models import RoomKey
from fyrstod.protection.sealing import Altered
from tests.protection.conftest import Room

KEY = base64.b64encode(bytes(range(32))).decode()
FINGERPRINT = OwnKey(bytes(range(32))).fingerprint

SERVICE = """
import base64, json, sys
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
sent = {name: base64.b64decode(value) for name, value in json.load(sys.stdin).items()}
key, nonce = AESGCM(b"K" * 32), b"N" * 12  # a key service has nonces of its own
if sys.argv[1] == "fingerprint":
    print(json.dumps({"fingerprint": "kms/key-1"}))
elif sys.argv[1] == "wrap":
    made = key.encrypt(nonce, sent["plain"], sent["bound_to"])
    print(json.dumps({"wrapped": base64.b64encode(made).decode()}))
else:
    made = key.decrypt(nonce, sent["wrapped"], sent["bound_to"])
    print(json.dumps({"plain": base64.b64encode(made).decode()}))
"""


@pytest.fixture(autouse=True)
def _no_key_yet(settings: Settings) -> None:
    settings.FYRSTOD_KEY = settings.FYRSTOD_KEY_FILE = settings.FYRSTOD_KEY_COMMAND = ""


def command(tmp_path: Path, script: str) -> str:
    file = tmp_path / "service.py"
    file.write_text(script, encoding="utf-8")
    return shlex.join([sys.executable, str(file)])


def opens_what_it_wrapped(key: InstallationKey) -> bool:
    return key.unwrap(key.wrap(b"a room's key", b"here"), b"here") == b"a room's key"


def test_a_key_from_the_environment(settings: Settings) -> None:
    settings.FYRSTOD_KEY = KEY

    key = installation_key()

    assert key.fingerprint == FINGERPRINT
    assert opens_what_it_wrapped(key)


def test_a_key_from_a_file(settings: Settings, tmp_path: Path) -> None:
    file = tmp_path / "key"
    file.write_text(KEY + "\n", encoding="utf-8")
    settings.FYRSTOD_KEY_FILE = str(file)

    assert installation_key().fingerprint == FINGERPRINT


def test_a_key_behind_a_command(settings: Settings, tmp_path: Path) -> None:
    settings.FYRSTOD_KEY_COMMAND = command(tmp_path, SERVICE)

    key = installation_key()

    assert key.fingerprint == "kms/key-1"
    assert opens_what_it_wrapped(key)


@pytest.mark.django_db(databases="__all__")
def test_a_room_is_sealed_and_opened_by_a_command(settings: Settings, tmp_path: Path) -> None:
    settings.FYRSTOD_KEY_COMMAND = command(tmp_path, SERVICE)
    room, row_id = Room(), new_id()
    services.make_room_key(**room.ids)
    concern_id, cipher = room.with_concern()
    sealed = cipher.seal(b"plain", row_id=row_id, what="piece")

    services._opened.cache_clear()
    again = services.open_concern(concern_id=concern_id, **room.ids)

    assert again.unseal(sealed, row_id=row_id, what="piece") == b"plain"
    assert RoomKey.objects.get().sealed_by == "kms/key-1"


@pytest.mark.django_db(databases="__all__")
def test_a_room_sealed_by_a_command_names_it_when_a_file_is_given(
    settings: Settings, tmp_path: Path
) -> None:
    settings.FYRSTOD_KEY_COMMAND = command(tmp_path, SERVICE)
    room = Room()
    services.make_room_key(**room.ids)
    settings.FYRSTOD_KEY_COMMAND, settings.FYRSTOD_KEY = "", KEY

    with pytest.raises(WrongInstallationKey, match="kms/key-1"):
        room.with_concern()


@pytest.mark.parametrize(
    "script",
    [
        "raise SystemExit(1)",
        "print('secret')",
        "print('[]')",
        "print('{}')",
        'print(\'{"fingerprint": ""}\')',
        "print('{\"fingerprint\": 7}')",
    ],
)
def test_a_command_that_does_not_answer_is_told_of_without_its_words(
    settings: Settings, tmp_path: Path, script: str
) -> None:
    settings.FYRSTOD_KEY_COMMAND = command(tmp_path, script)

    with pytest.raises(KeyCommandFailed) as failed:
        installation_key()

    assert "secret" not in str(failed.value)


@pytest.mark.parametrize("answer", ['{"wrapped": "no base64!"}', '{"wrapped": 7}', "{}"])
def test_a_command_that_wraps_badly_is_refused(
    settings: Settings, tmp_path: Path, answer: str
) -> None:
    wraps = f"import sys\nprint({answer!r} if sys.argv[1] == 'wrap' else {NAMED!r})"
    settings.FYRSTOD_KEY_COMMAND = command(tmp_path, wraps)
    key = installation_key()

    with pytest.raises(KeyCommandFailed):
        key.wrap(b"plain", b"here")


NAMED = '{"fingerprint": "kms/key-1"}'


def test_a_command_that_is_not_there_is_told_of(settings: Settings, tmp_path: Path) -> None:
    settings.FYRSTOD_KEY_COMMAND = str(tmp_path / "none")

    with pytest.raises(KeyCommandFailed):
        installation_key()


@pytest.mark.parametrize("written", ["", "short", "å" * 44, base64.b64encode(b"x" * 31).decode()])
def test_a_file_that_holds_no_key_is_refused_without_its_words(
    settings: Settings, tmp_path: Path, written: str
) -> None:
    file = tmp_path / "key"
    file.write_text(written, encoding="utf-8")
    settings.FYRSTOD_KEY_FILE = str(file)

    with pytest.raises(BadInstallationKey) as refused:
        installation_key()

    assert not written or written not in str(refused.value)


def test_a_file_that_is_not_there_is_refused(settings: Settings, tmp_path: Path) -> None:
    settings.FYRSTOD_KEY_FILE = str(tmp_path / "none")

    with pytest.raises(BadInstallationKey):
        installation_key()


def test_no_key_at_all_is_said() -> None:
    with pytest.raises(NoInstallationKey):
        installation_key()


def test_what_was_wrapped_opens_in_its_own_place_only() -> None:
    key = OwnKey(os.urandom(32))

    with pytest.raises(Altered):
        key.unwrap(key.wrap(b"plain", b"here"), b"there")


def test_a_key_is_not_shown_where_it_is_printed() -> None:
    assert repr(OwnKey(bytes(32))) == "OwnKey()"
