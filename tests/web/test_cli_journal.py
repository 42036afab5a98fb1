"""`fyrstod journal`: follow every chain, or hand it out."""

from __future__ import annotations

import json
import uuid
from pathlib import Path

import pytest
from django.db import models

from fyrstod.journal import services
from fyrstod.journal.models import Entry, Head
from fyrstod.web.cli import main

pytestmark = pytest.mark.django_db

MUNICIPALITY, ROOM, OTHER = (uuid.UUID(int=number) for number in (1, 2, 3))


@pytest.fixture(autouse=True)
def _two_rooms() -> None:
    for room_id in (ROOM, ROOM, ROOM, OTHER):
        services.record(
            municipality_id=MUNICIPALITY,
            room_id=room_id,
            who=None,
            role="practitioner",
            action="read-concern",
            about="K-7",
        )


def without(number: int) -> None:
    models.QuerySet(Entry).filter(room_id=ROOM, number__gte=number).delete()


def verify(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, list[str]]:
    capsys.readouterr()
    code = main(["journal", "verify", *arguments])
    written = capsys.readouterr()
    return code, (written.err if code else written.out).splitlines()


def exported(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    capsys.readouterr()
    assert main(["journal", "export", *arguments]) == 0
    return capsys.readouterr().out


def test_a_whole_journal_is_told_in_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert verify(capsys) == (0, ["The journal is whole: 2 rooms, 4 entries."])
    assert verify(capsys, "--room", str(OTHER)) == (
        0,
        ["The journal is whole: 1 room, 1 entry."],
    )


def test_the_first_broken_entry_is_named_with_its_room(capsys: pytest.CaptureFixture[str]) -> None:
    without(2)

    assert verify(capsys) == (
        2,
        [f"municipality {MUNICIPALITY}: room {ROOM}: entry 2 is missing at the end"],
    )
    assert verify(capsys, "--room", str(OTHER))[0] == 0


def test_a_cut_tail_is_found_against_an_exported_head(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    file = tmp_path / "journal.jsonl"
    file.write_text(exported(capsys), encoding="utf-8")
    assert verify(capsys, "--head", str(file))[0] == 0
    without(1)
    Head.objects.filter(pk=ROOM).delete()

    assert verify(capsys)[0] == 0
    code, lines = verify(capsys, "--head", str(file), "--municipality", str(MUNICIPALITY))

    assert code == 2
    assert [line.partition(": entry ")[2].split()[0] for line in lines] == ["1"]


def forge() -> str:
    """An entry that nobody made, behind the end of the chain. Gives its hash."""
    (last,) = Entry.objects.filter(room_id=ROOM, number=3).values()
    models.QuerySet(Entry).create(**{**last, "id": uuid.UUID(int=7), "number": 4})
    return str(last["hash"])


def test_an_entry_after_the_end_is_named_and_set_aside_by_its_room_alone(
    capsys: pytest.CaptureFixture[str],
) -> None:
    forged = forge()
    at = f"municipality {MUNICIPALITY}: room {ROOM}: "
    assert verify(capsys) == (2, [f"{at}entry 4 was altered or moved"])

    assert main(["journal", "export", "--room", str(ROOM)]) == 2
    assert "fyrstod journal verify" in capsys.readouterr().err
    assert main(["journal", "set-aside", "--room", str(ROOM)]) == 0

    assert json.loads(capsys.readouterr().out)["hash"] == forged
    assert verify(capsys) == (0, ["The journal is whole: 2 rooms, 5 entries."])


def test_where_nothing_stands_after_the_end_it_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["journal", "set-aside", "--room", str(ROOM)]) == 2
    assert capsys.readouterr().err == "--room: nothing stands after the end of its journal\n"


def test_an_export_gives_every_entry_and_each_rooms_head(
    capsys: pytest.CaptureFixture[str],
) -> None:
    lines = [json.loads(line) for line in exported(capsys).splitlines()]

    assert [line["head"]["room_id"] for line in lines if "head" in line] == [str(ROOM), str(OTHER)]
    assert [line["number"] for line in lines if "head" not in line] == [1, 2, 3, 4, 1, 2]
    assert Entry.objects.filter(action="export-journal", role="operator").count() == 2


def test_an_export_can_be_of_one_room(capsys: pytest.CaptureFixture[str]) -> None:
    lines = exported(capsys, "--room", str(OTHER)).splitlines()

    assert len(lines) == 3


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (("--room", "7"), "--room: give an id such as 01920000-0000-7000-8000-000000000000"),
        (("--room", str(uuid.UUID(int=9))), "--room: it has no journal"),
        (("--municipality", str(uuid.UUID(int=9))), "--municipality: it has no journal"),
    ],
)
def test_a_room_that_cannot_be_found_is_one_clear_line(
    capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], line: str
) -> None:
    assert verify(capsys, *arguments) == (2, [line])


@pytest.mark.parametrize("content", ["", "no", "[]", "7", '{"head": {}}', '{"head": 7}'])
def test_a_file_without_a_head_is_one_clear_line(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, content: str
) -> None:
    file = tmp_path / "journal.jsonl"
    file.write_text(content, encoding="utf-8")

    assert verify(capsys, "--head", str(file)) == (2, [f"{file}: it holds no head of a journal"])


def test_a_file_that_is_not_there_is_one_clear_line(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    code, lines = verify(capsys, "--head", str(tmp_path / "none"))

    assert (code, len(lines)) == (2, 1)
