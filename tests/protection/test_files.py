"""What is left in the files of SQLite after an erasure."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent

ERASE = """
import uuid, django
django.setup()
from fyrstod.protection import services
from fyrstod.protection.models import ConcernKey
room = {"room_id": uuid.uuid4(), "municipality_id": uuid.uuid4()}
services.make_room_key(**room)
for number in range(3):
    concern = uuid.uuid4()
    services.make_concern_key(concern_id=concern, **room)
    if number == 1:
        gone, wrapped = concern, bytes(ConcernKey.objects.get(pk=concern).wrapped)
services.begin_erasure(concern_id=gone, reference="K-7", by=None, role="", **room)
services.finish_erasure(concern_id=gone)
print(wrapped.hex())
"""


def test_no_file_holds_a_destroyed_key_not_even_wrapped(tmp_path: Path) -> None:
    environment = {
        "FYRSTOD_VAR": str(tmp_path),
        "FYRSTOD_SECRET_KEY": "only-for-tests",
        "FYRSTOD_KEY": os.environ["FYRSTOD_KEY"],
        "DJANGO_SETTINGS_MODULE": "fyrstod.settings",
    }
    python = [sys.executable, "-m", "django", "migrate", "--verbosity=0"]
    for database in ("default", "keys", "ledger"):
        subprocess.run([*python, f"--database={database}"], cwd=ROOT, env=environment, check=True)

    erased = subprocess.run(
        [sys.executable, "-c", ERASE], cwd=ROOT, env=environment, check=True, capture_output=True
    )

    wrapped = bytes.fromhex(erased.stdout.decode())
    assert len(wrapped) > 32
    for file in tmp_path.glob("*.sqlite3*"):
        assert wrapped not in file.read_bytes(), file.name
