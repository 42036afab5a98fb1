"""The PostgreSQL that script/test starts for itself."""

from __future__ import annotations

import subprocess
from pathlib import Path

ROOT = Path(__file__).parent.parent

NOWHERE = """
source script/_postgresql
postgresql_programs() { return 1; }
id() { echo 1000; }
start_postgresql
"""


def test_where_there_is_none_that_is_an_error_in_one_line() -> None:
    ended = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", NOWHERE], cwd=ROOT, capture_output=True, check=False
    )

    assert ended.returncode != 0
    assert ended.stdout == b""
    assert ended.stderr.decode().splitlines() == [
        "PostgreSQL is not on this machine and cannot be installed: the tests need it."
    ]
