"""After a concern was worked through, nothing that was typed in it stands in clear anywhere."""

from __future__ import annotations

import dataclasses
import json
import logging
import tempfile
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from fyrstod.people.models import User
from fyrstod.rooms import selectors
from fyrstod.web.logs import WithoutInput
from tests.installation import installed
from tests.leaks import forms_of, found_in, in_databases, in_files, places_with
from tests.rooms.worked import SECRETS, TYPED, Work

ON_DISK = """
import json, os, sys
from django.test.utils import setup_test_environment
setup_test_environment()
written = set()
def noted(event, given):
    if event == "open" and isinstance(given[0], str):
        name, mode, flags = given
        if set(mode or "") & set("wax+") or (flags or 0) & (os.O_WRONLY | os.O_RDWR):
            written.add(os.path.abspath(name))
from tests.rooms.worked import Work
work = Work()
sys.addaudithook(noted)
work.all()
print(json.dumps(sorted(written)), flush=True)
sys.stdin.read()
"""
"""Works until its input ends, so that the databases are searched while they are open."""


class Kept(logging.Handler):
    """Every record of every logger, as the installation writes it and as it is handed over."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.lines: list[str] = []
        self.setFormatter(WithoutInput())

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(self.format(record))


@pytest.fixture
def log() -> Any:
    """All that is logged from WARNING on, as in an installation; of queries nothing is logged."""
    handler = Kept()
    loggers = [logging.getLogger(), logging.getLogger("django")]
    for logger in loggers:
        logger.addHandler(handler)
    yield handler.lines
    for logger in loggers:
        logger.removeHandler(handler)


@pytest.mark.django_db(databases="__all__", transaction=True)
def test_nothing_typed_is_in_a_database_a_log_or_a_temporary_file(
    log: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    work = Work()

    work.all()

    assert places_with(in_databases(), SECRETS) == {}
    assert places_with(in_files(tmp_path), SECRETS) == {}
    assert found_in("\n".join(log).encode(), SECRETS) == set()
    # It was all there to be found, behind the key.
    kept = str(selectors.open_concern(work.concern))
    assert found_in(kept.encode(), {TYPED["piece"], TYPED["outcome"]}) == {TYPED["outcome"]}


@pytest.mark.django_db(databases="__all__", transaction=True)
def test_what_stands_in_clear_would_be_found() -> None:
    User.objects.create_user("zoe@bjorkdala.example", "Zoe Påhittsdotter")

    assert any("Påhittsdotter" in there for there in places_with(in_databases(), SECRETS).values())


@pytest.mark.parametrize(
    "data",
    [
        "Påhittsdotter",
        "påhittsdotter",
        json.dumps("Påhittsdotter"),
        "P%C3%A5hittsdotter",
        "Påhittsdotter".encode().hex(),
    ],
)
def test_a_word_is_found_however_it_is_written(data: str) -> None:
    assert found_in(b"\0x" + data.encode() + b"\0", {"Påhittsdotter"})
    assert not found_in(data.encode(), {"Lindqvist"})
    assert all(len(form) > 4 for form in forms_of("Lindqvist"))


@pytest.mark.django_db
def test_no_file_of_an_installation_holds_what_was_typed(tmp_path: Path) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("the files of a server are not an installation's own; its rows are searched")
    var, temporary = tmp_path / "var", tmp_path / "tmp"
    var.mkdir()
    temporary.mkdir()
    with installed(var) as empty:
        more = {"DJANGO_SETTINGS_MODULE": "tests.settings", "TMPDIR": str(temporary)}
        installation = dataclasses.replace(empty, environment={**empty.environment, **more})
        worker = installation.start(ON_DISK)
        assert worker.stdout is not None
        written = json.loads(worker.stdout.readline())
        names = {path.name for path in var.iterdir()}
        open_still = places_with(in_files(tmp_path), SECRETS)
        worker.communicate(b"")

    assert {"fyrstod.sqlite3", "fyrstod.sqlite3-wal", "keys.sqlite3", "ledger.sqlite3"} <= names
    assert open_still == {}
    assert places_with(in_files(tmp_path), SECRETS) == {}
    assert worker.returncode == 0
    assert [name for name in written if "__pycache__" not in name and name != "/dev/null"] == []
