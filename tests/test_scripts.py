from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
RECORDER = """#!/usr/bin/env bash
echo "$(basename "$0") $*" >>calls
"""


@pytest.fixture
def started_before(tmp_path: Path) -> Path:
    """A checkout where everything is made already, and every program only writes that it ran."""
    shutil.copytree(ROOT / "script", tmp_path / "script")
    shutil.copy(ROOT / "requirements.lock", tmp_path)
    programs = tmp_path / ".venv" / "bin"
    programs.mkdir(parents=True)
    shutil.copy(ROOT / "requirements.lock", programs.parent / ".installed-requirements.lock")
    for name in ("python", "gunicorn", "fyrstod", "pybabel"):
        (programs / name).write_text(RECORDER, encoding="utf-8")
        (programs / name).chmod(0o755)
    for folder in ("fyrstod/web/static", "fyrstod/documents/fonts", ".cache", "var"):
        (tmp_path / folder).mkdir(parents=True)
    # The recorder has no hash to tell, so that of the last build is empty too.
    (tmp_path / ".cache" / "assets-stamp").touch()
    for made in ("var/secret-key", "var/installation-key"):
        (tmp_path / made).write_text("made before", encoding="utf-8")
    messages = tmp_path / "locale" / "sv" / "LC_MESSAGES"
    messages.mkdir(parents=True)
    (messages / "django.po").touch()
    os.utime(messages / "django.po", (0, 0))
    (messages / "django.mo").touch()
    return tmp_path


def serve(checkout: Path, **environment: str) -> tuple[str, list[str]]:
    """What script/server says, and which programs it ran."""
    done = subprocess.run(
        ["script/server"],
        cwd=checkout,
        env={"PATH": os.environ["PATH"], **environment},
        check=True,
        capture_output=True,
        text=True,
    )
    return done.stdout, (checkout / "calls").read_text(encoding="utf-8").splitlines()


def test_a_second_start_reads_the_packs_in_one_process_before_the_server(
    started_before: Path,
) -> None:
    said, ran = serve(started_before, FYRSTOD_PORT="8001")

    assert said.splitlines()[-1] == ("Fyrstöd is at http://127.0.0.1:8001 – stop it with Ctrl+C.")
    assert ran == [
        "python -c ",
        "python - package-lock.json frontend script/assets",
        "python -m fyrstod.web.prepare --demo",
        "gunicorn --config deploy/gunicorn.py --bind 127.0.0.1:8001 fyrstod.wsgi",
    ]


def test_where_an_operator_is_named_nothing_fictitious_is_filled(started_before: Path) -> None:
    said, ran = serve(started_before, FYRSTOD_OPERATOR="Lillköpings kommun")

    assert said.splitlines() == ["Fyrstöd is at http://127.0.0.1:8000 – stop it with Ctrl+C."]
    assert "python -m fyrstod.web.prepare" in ran
