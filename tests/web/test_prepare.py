from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.installation import ROOT, Installation, installed
from tests.packs import tiny

pytestmark = pytest.mark.django_db(databases=["default", "keys", "ledger"], transaction=True)

COUNTED = """
from fyrstod.journal.models import Entry
from fyrstod.people.models import Municipality, User
from fyrstod.rooms.models import Concern
print([model.objects.count() for model in (Municipality, User, Concern, Entry)])
"""


@pytest.fixture
def beside(tmp_path: Path) -> Iterator[Installation]:
    (tmp_path / "var").mkdir()
    with installed(tmp_path / "var") as installation:
        yield installation


def prepare(installation: Installation, *options: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "fyrstod.web.prepare", *options],
        cwd=ROOT,
        env=installation.environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_preparing_twice_fills_the_demo_once_and_says_twice_who_can_sign_in(
    beside: Installation, tmp_path: Path
) -> None:
    first = prepare(beside, "--demo")
    filled = beside.says(COUNTED)
    written = {path: path.stat().st_mtime_ns for path in (tmp_path / "var" / "static").rglob("*")}
    second = prepare(beside, "--demo")

    assert (first.returncode, first.stderr) == (0, "")
    assert "maja@bjorkdala.example" in first.stdout
    assert (second.returncode, second.stdout, second.stderr) == (0, first.stdout, "")
    assert beside.says(COUNTED) == filled
    assert written == {path: path.stat().st_mtime_ns for path in written}


def test_without_the_option_nothing_is_filled_or_said(beside: Installation) -> None:
    done = prepare(beside)

    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert beside.says(COUNTED).strip() == "[0, 0, 0, 0]"


def test_a_setting_that_cannot_be_is_one_line_and_ends_the_start(beside: Installation) -> None:
    beside.environment["FYRSTOD_OVERLAY"] = "/nowhere"

    done = prepare(beside, "--demo")

    assert done.returncode == 1
    assert done.stdout == ""
    assert "Traceback" not in done.stderr
    assert "/nowhere" in done.stderr


def test_content_that_went_bad_since_is_told_in_plain_lines_and_ends_the_start(
    beside: Installation, tmp_path: Path
) -> None:
    beside.environment["FYRSTOD_CONTENT"] = str(tiny.write(tmp_path / "tiny" / "2026.1"))
    first = prepare(beside)
    tiny.change(tmp_path / "tiny" / "2026.1", "process.toml", '["study"]', '["x9"]')

    second = prepare(beside)

    assert (first.returncode, first.stderr) == (0, "")
    assert (second.returncode, second.stdout) == (1, "")
    assert "process.toml: concern.sources: 'x9' is not among" in second.stderr
    assert "Traceback" not in second.stderr


def test_a_server_does_not_start_on_content_that_cannot_be_used(
    beside: Installation, tmp_path: Path
) -> None:
    beside.environment["FYRSTOD_CONTENT"] = str(tmp_path / "nothing" / "2026.1")

    process = beside.start("import fyrstod.wsgi")
    process.communicate()

    assert process.returncode == 1
