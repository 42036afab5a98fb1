"""An installation of its own for the bench, and servers that run it."""

from __future__ import annotations

import os
import secrets
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parent.parent
HOST: Final = "127.0.0.1"
OPERATOR: Final = "Björkdala kommun (påhittad)"
OURS: Final = "fyrstod.wsgi"
PATIENCE: Final = 60
"""Unit: seconds until a server must have answered."""


@contextmanager
def installation() -> Iterator[Path]:
    """A folder for the database and static files, prepared, and this process set up to use it."""
    with tempfile.TemporaryDirectory(prefix="fyrstod-bench-") as var:
        os.environ |= {
            "DJANGO_SETTINGS_MODULE": "fyrstod.settings",
            "FYRSTOD_VAR": var,
            "FYRSTOD_SECRET_KEY": secrets.token_hex(),
            "FYRSTOD_OPERATOR": OPERATOR,
            # The load comes from one address; behind a proxy it would come from many.
            "FYRSTOD_TRUSTED_PROXIES": "1",
        }
        subprocess.run([sys.executable, "-m", "fyrstod.web.prepare"], cwd=ROOT, check=True)
        import django  # noqa: PLC0415 - its settings read the environment above

        django.setup()
        yield Path(var)


@dataclass(frozen=True)
class Server:
    port: int
    pid: int

    @property
    def url(self) -> str:
        return f"http://{HOST}:{self.port}"


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind((HOST, 0))
        return int(listener.getsockname()[1])


@contextmanager
def served(application: str, environment: Mapping[str, str] = os.environ) -> Iterator[Server]:
    """An application under gunicorn as an installation runs it, on a free port."""
    port = free_port()
    gunicorn = [sys.executable, "-m", "gunicorn", "--config", "deploy/gunicorn.py"]
    command = [*gunicorn, "--bind", f"{HOST}:{port}", application]
    with started(command, cwd=ROOT, environment=environment) as process:
        server = Server(port, process.pid)
        until_answered(f"{server.url}/healthz", process)
        yield server


@contextmanager
def started(
    command: list[str], *, cwd: Path, environment: Mapping[str, str]
) -> Iterator[subprocess.Popen[bytes]]:
    """A process that ends with the block, by its own id. What it said is heard if that fails."""
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen(command, cwd=cwd, env=environment, stdout=said, stderr=said)
        try:
            yield process
        except Exception:
            said.seek(0)
            sys.stderr.write(said.read().decode(errors="replace"))
            raise
        finally:
            process.terminate()
            process.wait(timeout=30)


def until_answered(url: str, process: subprocess.Popen[bytes], patience: float = PATIENCE) -> None:
    """Wait for any answer at all, also a 404. Raises RuntimeError when there is none in time."""
    deadline = time.monotonic() + patience
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise RuntimeError(f"{process.args!r} ended before it answered")
        try:
            urllib.request.urlopen(url, timeout=5).close()
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.02)
        else:
            return
    raise RuntimeError(f"{url} did not answer in {patience} s")
