"""A whole installation of its own, for tests that run the command beside a working server."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from fyrstod.protection.stores import DEFAULT, KEYS, LEDGER
from tests import postgresql

ROOT = Path(__file__).parent.parent


@dataclass(frozen=True)
class Installation:
    environment: dict[str, str]

    def start(self, code: str) -> subprocess.Popen[bytes]:
        """Run a piece of Python in it, with Django set up."""
        return subprocess.Popen(
            [sys.executable, "-c", f"import django\ndjango.setup()\n{code}"],
            cwd=ROOT,
            env=self.environment,
            stdout=subprocess.PIPE,
            stdin=subprocess.PIPE,
        )

    def says(self, code: str) -> str:
        process = self.start(code)
        out, _err = process.communicate()
        assert process.returncode == 0
        return out.decode()

    def fyrstod(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        code = "import sys; from fyrstod.web.cli import main; sys.exit(main(sys.argv[1:]))"
        return subprocess.run(
            [sys.executable, "-c", code, *arguments],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )


@contextmanager
def installed(folder: Path) -> Iterator[Installation]:
    """Three empty, migrated databases: files in `folder`, or on the server that tests use."""
    environment = {
        "PATH": os.environ["PATH"],
        "FYRSTOD_VAR": str(folder),
        "FYRSTOD_SECRET_KEY": "only-for-tests",
        "FYRSTOD_KEY": os.environ["FYRSTOD_KEY"],
        "DJANGO_SETTINGS_MODULE": "fyrstod.settings",
    }
    made = postgresql.make()
    try:
        installation = Installation(environment | made)
        installation.says(
            "from django.core.management import call_command\n"
            f"for alias in {(DEFAULT, KEYS, LEDGER)!r}:\n"
            "    call_command('migrate', database=alias, verbosity=0)\n"
        )
        yield installation
    finally:
        postgresql.drop(made.values())
