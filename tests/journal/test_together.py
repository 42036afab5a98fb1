"""Several processes that add to one room's chain at the same time."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connections

from fyrstod.protection.stores import VARIABLES

ROOT = Path(__file__).parent.parent.parent

ADD = """
import uuid, django
django.setup()
from fyrstod.journal import services
for number in range(20):
    services.record(municipality_id=uuid.UUID(int=1), room_id=uuid.UUID(int=2), who=None,
                    role="practitioner", action="read-concern", about=f"K-{number}")
"""


def addresses() -> dict[str, str]:
    """Where a process of its own finds the databases under test; none of them for SQLite."""
    return {
        VARIABLES[alias]: "postgres://{USER}:{PASSWORD}@{HOST}:{PORT}/{NAME}".format(
            **connections[alias].settings_dict
        )
        for alias in connections
        if connections[alias].vendor == "postgresql"
    }


@pytest.mark.django_db(transaction=True, databases="__all__")
def test_no_entry_is_lost_and_the_chain_stays_whole(tmp_path: Path) -> None:
    environment = {
        "FYRSTOD_VAR": str(tmp_path),
        "FYRSTOD_SECRET_KEY": "only-for-tests",
        "DJANGO_SETTINGS_MODULE": "fyrstod.settings",
        "PATH": os.environ["PATH"],
        **addresses(),
    }
    python, verify = [sys.executable, "-c"], "from fyrstod.web.cli import main; main()"
    subprocess.run(
        [sys.executable, "-m", "django", "migrate", "--verbosity=0"],
        cwd=ROOT,
        env=environment,
        check=True,
    )

    adding = [subprocess.Popen([*python, ADD], cwd=ROOT, env=environment) for _number in range(3)]

    assert [process.wait() for process in adding] == [0, 0, 0]
    verified = subprocess.run(
        [*python, verify, "journal", "verify"],
        cwd=ROOT,
        env=environment,
        check=True,
        capture_output=True,
    )
    assert verified.stdout == b"The journal is whole: 1 room, 60 entries.\n"
