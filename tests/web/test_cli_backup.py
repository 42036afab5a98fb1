"""`fyrstod backup` and `restore`, on whichever databases the tests run."""

from __future__ import annotations

import base64
import os
import stat
import tarfile
import uuid
from pathlib import Path

import pytest
from django.utils import timezone
from pytest_django.fixtures import Settings

from fyrstod.access.policy import Role
from fyrstod.drafts.models import Draft
from fyrstod.journal import services as journal
from fyrstod.journal.models import Entry
from fyrstod.people.models import Agency, Municipality, User
from fyrstod.protection import copies
from fyrstod.protection import services as protection
from fyrstod.protection.errors import KeyLost
from fyrstod.protection.models import ConcernKey, Erasure, RoomKey
from fyrstod.rooms import end_services, selectors, services
from fyrstod.rooms.models import Concern
from fyrstod.rooms.rules import Why
from fyrstod.web import cli_backup
from fyrstod.web.cli import main
from tests.installation import installed
from tests.rooms import made

pytestmark = pytest.mark.django_db(databases="__all__", transaction=True)


@pytest.fixture
def school() -> Agency:
    return made.agency(Municipality.objects.create(name="Björkdala"), "Ekbackens skola", "school")


@pytest.fixture
def teacher(school: Agency) -> User:
    user = made.person("Kim")
    made.member(user, school, Role.PRACTITIONER)
    return user


@pytest.fixture
def registrar(school: Agency) -> User:
    user = made.person("Rut")
    made.member(user, school, Role.RECORDS_OFFICER)
    return user


@pytest.fixture
def concern(school: Agency, teacher: User) -> Concern:
    return made.concern(school, teacher)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "fyrstod.backup"


def keys_of(file: Path) -> Path:
    return file.with_name(f"{file.name}.keys")


def backup(file: Path) -> None:
    assert main(["backup", str(file)]) == 0


def restore(file: Path, *more: str, keys: Path | None = None) -> int:
    return main(["restore", str(file), "--keys", str(keys or keys_of(file)), *more])


def everything() -> tuple[list[object], ...]:
    models = (Concern, Entry, RoomKey, ConcernKey, Erasure)
    return tuple(list(model._base_manager.order_by("pk").values()) for model in models)


def test_a_concern_comes_back_as_it_was(concern: Concern, file: Path, teacher: User) -> None:
    services.write_piece(by=teacher, concern=concern, contents=made.SEEN)
    backup(file)
    Concern.objects.filter(pk=concern.pk).update(reference="GONE-GONE")
    ConcernKey.objects.all().delete()

    assert restore(file) == 0

    opened = selectors.open_concern(Concern.objects.get(pk=concern.pk))
    assert opened.person == made.PERSON
    assert opened.concern.reference == concern.reference
    assert [piece.note for piece in opened.here] == [made.SEEN]
    last = Entry.objects.filter(room_id=concern.agency_id).latest("number")
    assert (last.action, last.role, last.who) == ("backup.restored", "operator", None)
    assert journal.verify(municipality_id=concern.municipality_id, room_id=concern.agency_id).whole


def test_an_older_backup_does_not_bring_back_what_was_erased(
    concern: Concern,
    registrar: User,
    file: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    kept = made.concern(concern.agency, concern.opened_by)
    backup(file)
    end_services.erase(by=registrar, concern=concern, why=Why.MISTAKE)

    assert restore(file, "--yes") == 0

    assert "Erased again, by the ledger: 1." in capsys.readouterr().out
    assert list(Concern.objects.all()) == [kept]
    assert selectors.open_concern(kept).person == made.PERSON
    assert list(ConcernKey.objects.values_list("pk", flat=True)) == [kept.pk]
    with pytest.raises(KeyLost):
        selectors.open_concern(concern)
    erased = Entry.objects.filter(action="concern.erased", about=concern.reference)
    assert erased.count() == 1


class Killed(BaseException):
    """The process ends here."""


@pytest.mark.parametrize("step", ["copy_in", "rooms are there", "keys are there"])
def test_a_restore_that_is_killed_leaves_nothing_to_read_of_what_was_erased(
    concern: Concern, registrar: User, file: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    backup(file)
    end_services.erase(by=registrar, concern=concern, why=Why.MISTAKE)
    done = {"copy_in": 0, "rooms are there": 1, "keys are there": 2}[step]
    calls: list[str] = []

    def until(alias: str, source: Path) -> None:
        if len(calls) == done:
            raise Killed
        calls.append(alias)
        copies.copy_in(alias, source)

    with monkeypatch.context() as patch:
        patch.setattr(cli_backup, "copy_in", until)
        if done == 2:
            patch.setattr(cli_backup, "call_command", _but_the_ledger)
        with pytest.raises(Killed):
            restore(file, "--yes")

    with pytest.raises(KeyLost):
        selectors.open_concern(concern)
    protection.finish_erasures()
    assert not ConcernKey.objects.exists()
    assert not Concern.objects.exists()


def _but_the_ledger(name: str, **options: object) -> None:
    if options["database"] != "ledger":
        raise Killed


def test_newer_data_is_not_lost_without_a_yes(
    concern: Concern, school: Agency, teacher: User, file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    backup(file)
    made.concern(school, teacher)
    before = everything()

    assert restore(file) == 2

    assert "would be lost" in capsys.readouterr().err
    assert everything() == before
    assert restore(file, "--yes") == 0
    assert list(Concern.objects.all()) == [concern]


def test_keys_older_than_the_rooms_are_refused_and_nothing_is_written(
    concern: Concern, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    old, new = tmp_path / "old", tmp_path / "new"
    backup(old)
    made.concern(concern.agency, concern.opened_by)
    backup(new)
    before = everything()

    assert restore(new, "--yes", keys=keys_of(old)) == 2

    assert "it lacks 1 keys" in capsys.readouterr().err
    assert everything() == before
    assert restore(old, "--yes", keys=keys_of(new)) == 0


def test_another_installation_key_is_named_and_nothing_is_written(
    concern: Concern, file: Path, settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    backup(file)
    needed = RoomKey.objects.get().sealed_by
    before = everything()
    settings.FYRSTOD_KEY = base64.b64encode(os.urandom(32)).decode()

    assert restore(file, "--yes") == 2

    assert f"Lay back key file {needed}" in capsys.readouterr().err
    assert everything() == before


def test_a_file_that_was_altered_cut_or_is_something_else_is_refused(
    concern: Concern, file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    backup(file)
    whole, before = file.read_bytes(), everything()
    with tarfile.open(file) as tar:
        place = tar.getmember("data").offset_data
    altered = bytearray(whole)
    altered[place + 200] ^= 1

    for content in (bytes(altered), whole[: len(whole) // 2], b"", b"SQLite format 3\0"):
        file.write_bytes(content)
        assert restore(file, "--yes") == 2
        assert len(capsys.readouterr().err.splitlines()) == 1
    file.write_bytes(whole)
    assert restore(keys_of(file), "--yes", keys=file) == 2
    assert restore(tmp_path / "none", "--yes", keys=keys_of(file)) == 2

    assert everything() == before


def test_no_draft_and_no_session_is_in_a_backup(concern: Concern, file: Path) -> None:
    sealed = os.urandom(64)
    Draft.objects.create(id=uuid.uuid4(), sealed=sealed, expires_at=timezone.now())

    backup(file)

    assert sealed not in file.read_bytes()
    assert restore(file) == 0
    assert not Draft.objects.exists()


def test_a_backup_is_its_owners_alone_and_never_over_another(
    concern: Concern, file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    backup(file)
    for path in (file, keys_of(file)):
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    first = file.read_bytes()

    assert main(["backup", str(file)]) == 2

    assert "never writes over another" in capsys.readouterr().err
    assert file.read_bytes() == first
    assert sorted(path.name for path in file.parent.iterdir()) == [file.name, keys_of(file).name]


def test_a_backup_that_fails_leaves_no_half_file(
    concern: Concern,
    file: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def fails(alias: str, target: Path, **more: object) -> None:
        if alias == "keys":
            raise copies.CopyFailed("the disk is full")
        copies.copy_out(alias, target)

    monkeypatch.setattr(cli_backup, "copy_out", fails)

    assert main(["backup", str(file)]) == 2

    assert capsys.readouterr().err == "the disk is full\n"
    assert list(file.parent.iterdir()) == []


def test_neither_file_tells_anything_in_clear_nor_opens_without_the_other(
    concern: Concern, teacher: User, file: Path
) -> None:
    services.write_piece(by=teacher, concern=concern, contents=made.SEEN)
    wrapped = bytes(ConcernKey.objects.get().wrapped)

    backup(file)

    rooms, keys = file.read_bytes(), keys_of(file).read_bytes()
    for word in ("Påhitt", "191212121212", "Praised", "legitimises"):
        assert word.encode() not in rooms + keys
    assert wrapped not in rooms


WRITES = """
import sys
from tests.rooms import made
from fyrstod.access.policy import Role
from fyrstod.people.models import Municipality
school = made.agency(Municipality.objects.create(name="Björkdala"), "Skolan", "school")
teacher = made.person("Kim")
made.member(teacher, school, Role.PRACTITIONER)
made.concern(school, teacher)
print("ready", flush=True)
for number in range(2000):
    made.concern(school, teacher)
"""
OPENS = """
from fyrstod.rooms import selectors
from fyrstod.rooms.models import Concern
people = {selectors.open_concern(each).person.name for each in Concern.objects.all()}
print(Concern.objects.count(), *people)
"""


def test_what_is_written_during_a_backup_is_whole_in_it_or_not_at_all(tmp_path: Path) -> None:
    (tmp_path / "var").mkdir()
    with installed(tmp_path / "var") as installation:
        writer = installation.start(WRITES)
        assert writer.stdout is not None
        assert writer.stdin is not None
        writer.stdout.readline()
        files = [tmp_path / name for name in ("one", "two")]
        made_ones = [installation.fyrstod("backup", str(file)) for file in files]
        still_writes = writer.poll() is None
        writer.kill()
        writer.communicate()

        laid_back = [
            installation.fyrstod("restore", str(file), "--keys", f"{file}.keys", "--yes")
            for file in files
        ]

        assert still_writes
        assert [ended.stderr for ended in (*made_ones, *laid_back)] == [""] * 4
        count, *person = installation.says(OPENS).split()
        assert int(count) > 1
        assert person == ["Robin", "Påhitt"]


ERASES = """
from tests.rooms import made
from fyrstod.access.policy import Role
from fyrstod.people.models import Municipality, User
from fyrstod.protection.models import ConcernKey
from fyrstod.rooms import end_services
from fyrstod.rooms.models import Concern
from fyrstod.rooms.rules import Why
"""
OPENS_ONE = f"""{ERASES}
school = made.agency(Municipality.objects.create(name="Björkdala"), "Skolan", "school")
teacher, registrar = made.person("Kim"), made.person("Rut")
made.member(teacher, school, Role.PRACTITIONER)
made.member(registrar, school, Role.RECORDS_OFFICER)
made.concern(school, teacher)
print(bytes(ConcernKey.objects.get().wrapped).hex(), bytes(Concern.objects.get().sealed).hex())
"""
ERASES_IT = f"""{ERASES}
end_services.erase(
    by=User.objects.get(name="Rut"), concern=Concern.objects.get(), why=Why.MISTAKE
)
"""


def test_after_a_restore_no_file_of_the_installation_holds_what_was_erased(
    tmp_path: Path,
) -> None:
    var, file = tmp_path / "var", tmp_path / "backup"
    var.mkdir()
    with installed(var) as installation:
        stored = [bytes.fromhex(one) for one in installation.says(OPENS_ONE).split()]
        assert installation.fyrstod("backup", str(file)).returncode == 0
        installation.says(ERASES_IT)

        ended = installation.fyrstod("restore", str(file), "--keys", f"{file}.keys", "--yes")

        assert "Erased again, by the ledger: 1." in ended.stdout
        assert installation.says(OPENS).split() == ["0"]
        assert installation.fyrstod("journal", "verify").returncode == 0
    for sealed in stored:
        for path in var.glob("*.sqlite3*"):
            assert sealed not in path.read_bytes(), path.name


def test_the_next_start_completes_what_a_killed_process_left(tmp_path: Path) -> None:
    (tmp_path / "var").mkdir()
    begins = f"""{ERASES}
from fyrstod.rooms.erasing import begin
begin(Concern.objects.get(), by=None, role="clock", why=Why.CLOCK)
"""
    starts = "from fyrstod.web import prepare\nprepare.main(demo=False)"
    with installed(tmp_path / "var") as installation:
        installation.says(OPENS_ONE)
        installation.says(begins)

        installation.says(starts)

        assert installation.says(OPENS).split() == ["0"]
        assert installation.fyrstod("dispose").stdout == "Erased 0 expired drafts.\n"
