"""The `fyrstod` command."""

from __future__ import annotations

import datetime
import io
import json
import os
import subprocess
import sys
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from pytest_django.fixtures import Settings

from fyrstod.core.ids import new_id
from fyrstod.drafts.models import Draft
from fyrstod.protection.models import Erasure
from fyrstod.protection.services import begin_erasure
from fyrstod.web.cli import main
from tests.packs import tiny, tiny_law, tiny_overlay

ROOT = Path(__file__).parent.parent.parent
EXAMPLE = ROOT / "examples" / "adult.police.json"
HOUR = datetime.timedelta(hours=1)
DATE = ("--date", "2026-11-23T14:30")


@dataclass(frozen=True)
class Outcome:
    """How a command ended: its code, and what it wrote."""

    code: int
    out: bytes
    err: str

    @property
    def lines(self) -> list[str]:
        return self.err.splitlines()

    def json(self) -> Any:
        return json.loads(self.out)


Run = Callable[..., Outcome]


@pytest.fixture
def run(capfdbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run a command as typed, with `stdin` as its standard input."""

    def run_command(*arguments: object, stdin: bytes = b"") -> Outcome:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        capfdbinary.readouterr()
        try:
            code = main([str(argument) for argument in arguments])
        except SystemExit as ended:
            code = int(ended.code or 0)
        written = capfdbinary.readouterr()
        return Outcome(code, written.out, written.err.decode())

    return run_command


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A small pack that is whole, for a test to break."""
    return tiny.write(tmp_path / "tiny" / "2026.1")


def alone(*arguments: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    """Run a command in a process of its own, with nothing in its environment but this."""
    code = "import sys; from fyrstod.web.cli import main; sys.exit(main())"
    return subprocess.run(
        [sys.executable, "-c", code, *arguments],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        check=False,
    )


@pytest.mark.parametrize(
    "command",
    [
        [],
        ["check"],
        ["export"],
        ["export", "questions"],
        ["export", "pack"],
        ["pack"],
        ["pack", "diff"],
        ["render"],
        ["dispose"],
        ["backup"],
        ["restore"],
    ],
    ids=" ".join,
)
def test_every_command_has_help(run: Run, command: list[str]) -> None:
    outcome = run(*command, "--help")

    assert outcome.code == 0
    assert b"usage: fyrstod" in outcome.out


def test_a_command_that_does_not_exist_is_refused(run: Run) -> None:
    outcome = run("predict")

    assert outcome.code == 2
    assert "predict" in outcome.err


def test_check_passes_the_pack_that_the_installation_uses(run: Run) -> None:
    outcome = run("check", "--json")

    found = outcome.json()
    assert outcome.code == 0
    assert found["faults"] == []
    assert found["counts"]["questions"] >= 80
    assert found["counts"]["risk_factors"] >= 22
    assert found["counts"]["protective_factors"] >= 20
    assert found["readability"]["median"] <= 40
    assert found["readability"]["max"] <= 45


def test_check_says_file_place_and_reason_of_every_fault(run: Run, folder: Path) -> None:
    evidence = folder / "evidence.toml"
    evidence.write_text(evidence.read_text("utf-8").replace("limits", "limit"), "utf-8")
    (folder / "themes.toml").unlink()

    outcome = run("check", folder)

    lines = outcome.out.decode().splitlines()
    assert outcome.code == 2
    assert any(line.startswith("evidence.toml: source 1 (study)") for line in lines)
    assert any(line.startswith("themes.toml: ") for line in lines)
    assert all(line.count(": ") >= 2 for line in lines[:-1])


def test_check_tells_the_same_as_json(run: Run, folder: Path) -> None:
    (folder / "themes.toml").unlink()

    found = run("check", folder, "--json")

    assert found.code == 2
    assert found.json()["counts"] == {}
    assert found.json()["readability"] == {"median": None, "max": None}
    assert any(fault.startswith("themes.toml: ") for fault in found.json()["faults"])


def test_check_warns_of_contacts_nobody_has_looked_at_for_90_days(run: Run, folder: Path) -> None:
    contacts = folder / "contacts.toml"
    long_ago = contacts.read_text("utf-8").replace("checked = 2026-11-23", "checked = 2020-01-01")
    contacts.write_text(long_ago, "utf-8")

    outcome = run("check", folder)

    assert outcome.code == 0
    assert b"warning: contacts.toml: emergency-112: " in outcome.out


def test_check_says_of_a_missing_folder_that_it_is_missing(run: Run, tmp_path: Path) -> None:
    outcome = run("check", tmp_path / "none")

    assert outcome.code == 2
    assert b"there is no such folder" in outcome.out


def test_check_and_export_need_neither_secret_key_nor_database() -> None:
    for arguments in (("check",), ("export", "questions", "--report", "concern")):
        ended = alone(*arguments, FYRSTOD_VAR="/nonexistent")

        assert ended.stderr == b""
        assert ended.returncode == 0


def test_check_takes_the_pack_of_the_environment(folder: Path) -> None:
    ended = alone("check", "--json", FYRSTOD_CONTENT=str(folder))

    assert json.loads(ended.stdout)["counts"]["questions"] == 1


@pytest.fixture
def national(tmp_path: Path, settings: Settings) -> Path:
    """A small pack with law, as the one that the installation uses."""
    folder = tiny_overlay.write_national(tmp_path / "tiny" / "2026.1")
    settings.FYRSTOD_CONTENT = folder
    return folder


@pytest.fixture
def overlay(national: Path) -> Path:
    """A small overlay over it."""
    return tiny_overlay.write(national.parent.parent / "town" / "2026.1")


def test_check_knows_an_overlay_and_counts_it_beside_the_national_pack(
    run: Run, overlay: Path
) -> None:
    found = run("check", overlay, "--json")

    assert found.code == 0
    assert found.json()["counts"]["questions"] == 1
    assert found.json()["overlay"]["counts"]["forums"] == 1
    assert found.json()["overlay"]["base"] == {"pack": "tiny", "version": "2026.1"}
    assert (found.json()["faults"], found.json()["warnings"]) == ([], [])


def test_check_looks_at_the_overlay_that_the_installation_uses(
    run: Run, overlay: Path, settings: Settings
) -> None:
    settings.FYRSTOD_OVERLAY = overlay

    found = run("check", "--json")

    assert found.json()["overlay"]["id"] == "town"


def test_check_without_an_overlay_says_that_there_is_none(run: Run, folder: Path) -> None:
    assert run("check", folder, "--json").json()["overlay"] is None


def test_check_says_file_place_and_reason_of_what_an_overlay_may_not(
    run: Run, overlay: Path
) -> None:
    tiny.change(overlay, "changes.toml", 'part = "next_steps"\nid = "wait"', RULE_TO_HIDE)

    outcome = run("check", overlay)

    lines = outcome.out.decode().splitlines()
    assert outcome.code == 2
    assert lines[0] == (
        "town/2026.1/changes.toml: rules/bar: the rules are the same everywhere: none can be hidden"
    )
    assert lines[-1] == "1 faults, 0 warnings"


RULE_TO_HIDE = 'part = "rules"\nid = "bar"'


def test_check_says_what_is_wrong_with_the_shape_of_an_overlay(run: Run, overlay: Path) -> None:
    tiny.change(overlay, "forums.toml", "meets =", "meats =")

    found = run("check", overlay, "--json")

    assert found.code == 2
    assert found.json()["faults"] == [
        "town/2026.1/forums.toml: forum 1 (town-sspf) meats: unknown key",
        "town/2026.1/forums.toml: forum 1 (town-sspf) meets: is missing",
    ]


def next_version(national: Path) -> Path:
    folder = tiny_overlay.write_national(national.parent / "2026.2")
    tiny.change(folder, "pack.toml", '"2026.1"', '"2026.2"')
    tiny.change(folder, "questions/family.toml", "Det öppnar.", "Det öppnar\\ndörrar.")
    return folder


LOOK = (
    "town/2026.1/changes.toml: questions/good-day.text: questions/good-day changed since 2026.1: "
    "why.sv; look at it"
)


def test_check_warns_of_what_changed_under_an_overlay(
    run: Run, overlay: Path, national: Path, settings: Settings
) -> None:
    settings.FYRSTOD_CONTENT = next_version(national)

    outcome = run("check", overlay)

    assert outcome.code == 0
    assert f"warning: {LOOK}" in outcome.out.decode().splitlines()


def test_pack_diff_prints_what_came_went_and_changed(run: Run, national: Path) -> None:
    following = next_version(national)
    tiny.change(following, "worry.toml", '"wait"', '"breathe"')

    outcome = run("pack", "diff", national, following)

    assert outcome.code == 0
    assert outcome.out.decode().splitlines() == [
        "tiny 2026.1 → tiny 2026.2",
        "",
        "questions",
        "  ~ good-day: Hur ser en bra dag ut?",
        "      why.sv",
        "        - Det öppnar.",
        "        + Det öppnar",
        "        + dörrar.",
        "",
        "next steps",
        "  + breathe: Vänta",
        "  - wait: Vänta",
        "",
        "1 added, 1 removed, 1 changed",
    ]


def test_pack_diff_takes_names_and_overlays_and_gives_json(
    run: Run, overlay: Path, national: Path
) -> None:
    following = next_version(national)

    found = run("pack", "diff", "tiny/2026.2", "town/2026.1", "--json")

    assert found.code == 0
    assert found.json()["from"] == f"tiny {following.name}"
    assert found.json()["to"] == "tiny 2026.2 with town 2026.1"
    parts = {part["part"]: part for part in found.json()["parts"]}
    assert parts["forums"]["added"] == [
        {"id": "town-sspf", "title": {"sv": "Stadens SSPF", "en": "The town’s SSPF"}}
    ]
    assert parts["questions"]["changed"][0]["fields"][0] == {
        "field": "text.sv",
        "old": "Hur ser en bra dag ut?",
        "new": "Hur är en bra dag i hamnen?",
    }
    assert found.json()["must_be_looked_at"] == [LOOK]


def test_pack_diff_prints_what_must_be_looked_at(run: Run, overlay: Path, national: Path) -> None:
    outcome = run("pack", "diff", next_version(national), overlay)

    lines = outcome.out.decode().splitlines()
    assert lines[lines.index("must be looked at") + 1] == f"  {LOOK}"


def test_pack_diff_compares_two_overlays_each_over_the_pack_in_use(run: Run, overlay: Path) -> None:
    again = tiny_overlay.write(overlay.parent / "2026.2")
    tiny.change(again, "overlay.toml", 'version = "2026.1"\ntitle', 'version = "2026.2"\ntitle')
    (again / "forums.toml").unlink()

    outcome = run("pack", "diff", overlay, again)

    assert outcome.out.decode().splitlines()[2:4] == ["forums", "  - town-sspf: Stadens SSPF"]


def test_pack_diff_of_a_pack_with_itself_ends_well(run: Run, national: Path) -> None:
    outcome = run("pack", "diff", national, national)

    assert outcome.code == 0
    assert outcome.out.decode().splitlines()[-1] == "0 added, 0 removed, 0 changed"


@pytest.mark.parametrize("bad", ["none", "."])
def test_pack_diff_says_in_one_line_of_a_folder_that_holds_nothing(
    run: Run, national: Path, tmp_path: Path, bad: str
) -> None:
    outcome = run("pack", "diff", national, tmp_path / bad)

    assert (outcome.code, outcome.out) == (2, b"")
    assert outcome.lines == [f"{tmp_path / bad}: no pack and no overlay lies there"]


def test_pack_diff_says_what_is_wrong_with_an_overlay(run: Run, overlay: Path) -> None:
    tiny.change(overlay, "forums.toml", '"town-intake"', '"x9"')

    outcome = run("pack", "diff", "tiny/2026.1", overlay)

    assert (outcome.code, outcome.out) == (2, b"")
    assert outcome.lines == [
        "town/2026.1/forums.toml: town-sspf.contact: 'x9' is not among the contacts"
    ]


def test_an_overlay_is_used_by_commands_that_take_a_pack(run: Run, overlay: Path) -> None:
    outcome = run("export", "pack", "--pack", overlay)

    assert outcome.json()["overlay"]["about"]["id"] == "town"
    assert [forum["id"] for forum in outcome.json()["forums"]] == ["town-sspf"]


def test_a_pack_that_is_named_is_used_without_the_installations_overlay(
    run: Run, overlay: Path, national: Path, settings: Settings
) -> None:
    settings.FYRSTOD_OVERLAY = overlay

    outcome = run("export", "pack", "--pack", national)

    assert outcome.json()["overlay"] is None


def test_render_takes_an_overlay_too(overlay: Path) -> None:
    tiny.change(overlay, "forums.toml", '"town-intake"', '"x9"')

    ended = alone(
        "render",
        "police",
        str(EXAMPLE),
        "--pack",
        str(overlay),
        FYRSTOD_CONTENT=str(overlay.parent.parent / "tiny" / "2026.1"),
    )

    assert ended.returncode == 2
    assert ended.stderr.startswith(b"town/2026.1/forums.toml: town-sspf.contact: ")


def test_a_bad_overlay_stops_what_needs_the_installation(overlay: Path) -> None:
    tiny.change(overlay, "forums.toml", '"town-intake"', '"x9"')

    ended = alone(
        "dispose",
        FYRSTOD_CONTENT=str(overlay.parent.parent / "tiny" / "2026.1"),
        FYRSTOD_OVERLAY=str(overlay),
    )

    assert ended.returncode == 2
    assert b"town/2026.1/forums.toml: town-sspf.contact: " in ended.stderr
    assert b"Traceback" not in ended.stderr


@pytest.mark.parametrize("report", ["concern", "police"])
def test_export_questions_prints_what_a_report_asks(run: Run, report: str) -> None:
    outcome = run("export", "questions", "--report", report)

    questions = {question["id"]: question for question in outcome.json()}
    assert outcome.code == 0
    assert questions["danger_now"]["options"] == ["yes", "no"]
    assert questions["person_name"]["label"].keys() == {"sv", "en"}


def test_export_pack_prints_the_whole_pack(run: Run, folder: Path) -> None:
    outcome = run("export", "pack", "--format", "json", "--pack", folder)

    assert outcome.json()["about"]["id"] == "tiny"
    assert outcome.json()["factors"][0]["label"].keys() == {"sv", "en"}


def test_export_of_a_pack_with_faults_prints_the_faults_alone(run: Run, folder: Path) -> None:
    (folder / "themes.toml").unlink()

    outcome = run("export", "pack", "--pack", folder)

    assert (outcome.code, outcome.out) == (2, b"")
    assert any(line.startswith("themes.toml: ") for line in outcome.lines)


@pytest.mark.parametrize(
    ("file_format", "begins"),
    [("pdf", b"%PDF-"), ("docx", b"PK"), ("html", b"<"), ("txt", b""), ("json", b"{")],
)
def test_render_writes_a_file_in_each_format(
    run: Run, tmp_path: Path, file_format: str, begins: bytes
) -> None:
    target = tmp_path / "report"

    outcome = run("render", "police", EXAMPLE, "--format", file_format, "-o", target)

    assert outcome == Outcome(0, b"", "")
    assert target.read_bytes().startswith(begins)
    assert len(target.read_bytes()) > 1000


def test_render_gives_the_same_bytes_for_the_same_answers_and_moment(run: Run) -> None:
    first = run("render", "police", EXAMPLE, *DATE)
    second = run("render", "police", "-", *DATE, stdin=EXAMPLE.read_bytes())

    assert first.code == 0
    assert first.out == second.out


def test_render_takes_its_moment_from_the_environment_of_a_build(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    moment = datetime.datetime(2026, 11, 23, 13, 30, tzinfo=datetime.UTC)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(moment.timestamp())))

    from_environment = run("render", "police", EXAMPLE, "--format", "txt")

    assert from_environment.out == run("render", "police", EXAMPLE, "--format", "txt", *DATE).out
    assert "2026-11-23 14:30" in from_environment.out.decode()


def test_render_writes_in_the_language_asked_for(run: Run) -> None:
    swedish = run("render", "police", EXAMPLE, "--format", "html", "--language", "sv")
    english = run("render", "police", EXAMPLE, "--format", "html", "--language", "en")

    assert b'lang="sv"' in swedish.out
    assert b'lang="en"' in english.out


def test_render_names_the_field_of_every_fault_on_a_line_of_its_own(run: Run) -> None:
    answers = {"answers": {"danger_now": "perhaps", "no_such": 1}, "pieces": [{"kind": "heard"}]}

    outcome = run("render", "police", "-", stdin=json.dumps(answers).encode())

    assert (outcome.code, outcome.out) == (2, b"")
    fields = [line.split(": ")[0] for line in outcome.lines]
    assert {"danger_now", "no_such", "incident_what", "pieces.0.kind", "pieces.0.text"} <= set(
        fields
    )


def test_render_says_faults_in_the_language_asked_for(run: Run) -> None:
    swedish = run("render", "police", "-", "--language", "sv", stdin=b"{}")
    english = run("render", "police", "-", "--language", "en", stdin=b"{}")

    assert len(swedish.lines) == len(english.lines) > 1
    assert "incident_what: This is needed and has no answer." in english.lines


def test_a_name_in_a_file_cannot_steer_the_terminal(run: Run) -> None:
    answers = {"answers": {"\x1b[2J\nok": 1}}

    outcome = run("render", "police", "-", stdin=json.dumps(answers).encode())

    assert "\x1b" not in outcome.err
    assert any(line.startswith(r"\x1b[2J\nok: ") for line in outcome.lines)


@pytest.mark.parametrize(
    "stdin",
    [b"", b"{", b"[]", b'{"answers": NaN}', b"[" * 100_000, b"\xff", b'{"a": 1, "a": 2}'],
    ids=lambda stdin: repr(stdin[:20]),
)
def test_render_refuses_what_is_no_report_in_one_line(run: Run, stdin: bytes) -> None:
    outcome = run("render", "concern", "-", stdin=stdin)

    assert (outcome.code, outcome.out) == (2, b"")
    assert len(outcome.lines) == 1


@pytest.mark.parametrize(
    "arguments",
    [
        ["no-such-file.json"],
        [ROOT],
        [EXAMPLE, "-o", ROOT],
        [EXAMPLE, "-o", ROOT / "no-such-folder" / "report.pdf"],
        [EXAMPLE, "--date", "yesterday"],
        [EXAMPLE, "--date", "1066-10-14"],
    ],
    ids=lambda arguments: str(arguments[-1])[-20:],
)
def test_render_says_in_one_line_what_it_cannot_read_or_write(
    run: Run, arguments: list[object]
) -> None:
    outcome = run("render", "police", *arguments)

    assert (outcome.code, outcome.out) == (2, b"")
    assert len(outcome.lines) == 1


def test_render_refuses_a_moment_of_a_build_that_is_no_moment(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "9" * 30)

    outcome = run("render", "police", EXAMPLE, "--format", "txt")

    assert outcome.code == 2
    assert outcome.lines[0].startswith("SOURCE_DATE_EPOCH: ")


def test_render_does_not_write_a_binary_file_to_a_terminal(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)

    outcome = run("render", "police", EXAMPLE, "--format", "docx")

    assert (outcome.code, outcome.out) == (2, b"")
    assert len(outcome.lines) == 1


def test_render_needs_no_secret_key_and_leaves_nothing_behind(tmp_path: Path) -> None:
    ended = alone("render", "police", str(EXAMPLE), "--format", "txt", FYRSTOD_VAR=str(tmp_path))

    assert ended.stderr == b""
    assert ended.returncode == 0
    assert list(tmp_path.iterdir()) == []


def test_render_with_a_pack_that_cannot_be_used_prints_its_faults(folder: Path) -> None:
    (folder / "themes.toml").unlink()

    ended = alone("render", "police", str(EXAMPLE), "--pack", str(folder))

    assert (ended.returncode, ended.stdout) == (2, b"")
    assert b"themes.toml: " in ended.stderr
    assert b"Traceback" not in ended.stderr


def test_a_reader_that_goes_away_early_is_no_crash() -> None:
    code = "import sys; from fyrstod.web.cli import main; sys.exit(main(['export', 'pack']))"
    reads, writes = os.pipe()
    os.close(reads)
    try:
        ended = subprocess.run(
            [sys.executable, "-c", code],
            cwd=ROOT,
            env={},
            stdout=writes,
            stderr=subprocess.PIPE,
            check=False,
        )
    finally:
        os.close(writes)

    assert ended.stderr == b""
    assert ended.returncode == 2


def test_a_disk_that_is_full_is_told_in_one_line() -> None:
    code = "import sys; from fyrstod.web.cli import main; sys.exit(main(['export', 'pack']))"
    with Path("/dev/full").open("wb") as full:
        ended = subprocess.run(
            [sys.executable, "-c", code],
            cwd=ROOT,
            env={},
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
        )

    assert ended.stderr.startswith(b"standard output: ")
    assert len(ended.stderr.splitlines()) == 1
    assert ended.returncode == 2


@pytest.mark.django_db(transaction=True, databases="__all__")
def test_dispose_erases_what_is_past_its_time_and_says_how_many(run: Run) -> None:
    now = timezone.now()
    kept = Draft.objects.create(id=uuid.uuid4(), sealed=b"x", expires_at=now + HOUR)
    for _number in range(2):
        Draft.objects.create(id=uuid.uuid4(), sealed=b"x", expires_at=now - HOUR)

    outcome = run("dispose")

    assert outcome.code == 0
    assert outcome.out.startswith(b"Erased 2 ")
    assert list(Draft.objects.values_list("pk", flat=True)) == [kept.pk]


@pytest.mark.django_db(transaction=True, databases="__all__")
def test_dispose_completes_an_erasure_that_a_killed_process_left(run: Run) -> None:
    begin_erasure(
        concern_id=new_id(),
        room_id=new_id(),
        municipality_id=new_id(),
        reference="K-7",
        by=None,
        role="records-officer",
    )

    outcome = run("dispose")

    assert outcome.code == 0
    assert Erasure.objects.get().finished_at is not None


def test_settings_that_cannot_be_used_are_told_in_one_line() -> None:
    ended = alone("check", DATABASE_URL="postgres://user:pass-word@example.org/rooms")

    assert ended.returncode == 2
    assert ended.stderr.decode().splitlines() == [
        "Set FYRSTOD_KEYS_DATABASE_URL and FYRSTOD_LEDGER_DATABASE_URL too: rooms, keys and "
        "ledger are three databases."
    ]


def test_dispose_without_a_database_says_so_in_one_line(tmp_path: Path) -> None:
    ended = alone("dispose", FYRSTOD_VAR=str(tmp_path / "none"))

    assert ended.returncode == 2
    assert len(ended.stderr.splitlines()) == 1


def test_advice_is_given_on_a_situation_from_a_file(run: Run, tmp_path: Path) -> None:
    pack = tiny_law.write(tmp_path / "2026.1")
    file = tmp_path / "situation.json"
    file.write_text('{"from": "social-services", "to": "police", "age": 19}', encoding="utf-8")

    outcome = run("advise", file, "--date", "2026-11-25", "--pack", pack)

    assert outcome.code == 0
    answer = outcome.json()
    assert answer["on_date"] == "2026-11-25"
    assert [verdict["rule"] for verdict in answer["verdicts"]] == ["young", "bar"]


def test_advice_is_given_on_a_situation_from_standard_input(run: Run, tmp_path: Path) -> None:
    pack = tiny_law.write(tmp_path / "2026.1")

    outcome = run(
        "advise", "-", "--pack", pack, stdin=b'{"from": "school", "on_date": "2025-01-01"}'
    )

    assert outcome.code == 0
    assert outcome.json()["on_date"] == "2025-01-01"


@pytest.mark.parametrize(
    ("situation", "line"),
    [
        (b'{"age": -1}', "age: Write a whole number from 0 to 120."),
        (b'{"age": true}', "age: Write a whole number from 0 to 120."),
        (b'{"name": "Kim"}', "name: There is no such field."),
        (b'{"consent": {"friend": "given"}}', "consent.friend: There is no such field."),
        (b"[]", "situation: Write an object with fields."),
        (b"no", "situation: This is not JSON that can be read."),
    ],
)
def test_an_impossible_situation_is_refused_with_one_line(
    run: Run, tmp_path: Path, situation: bytes, line: str
) -> None:
    pack = tiny_law.write(tmp_path / "2026.1")

    outcome = run("advise", "-", "--pack", pack, stdin=situation)

    assert (outcome.code, outcome.lines, outcome.out) == (2, [line], b"")


def test_advice_on_a_day_that_is_none_is_refused(run: Run, tmp_path: Path) -> None:
    pack = tiny_law.write(tmp_path / "2026.1")

    outcome = run("advise", "-", "--date", "soon", "--pack", pack, stdin=b"{}")

    assert (outcome.code, outcome.lines) == (2, ["--date: give a day as 2026-11-25"])


def test_advice_on_a_file_that_is_not_there_is_refused(run: Run, tmp_path: Path) -> None:
    outcome = run("advise", tmp_path / "none.json")

    assert outcome.code == 2
    assert len(outcome.lines) == 1


def test_the_example_of_a_situation_gives_a_way_forward(run: Run) -> None:
    outcome = run("advise", ROOT / "examples" / "teacher.situation.json")

    assert outcome.code == 0
    effects = {verdict["rule"]: verdict["effect"] for verdict in outcome.json()["verdicts"]}
    assert effects["osl-10-15a"] == "may"
    assert effects["osl-23-2-school"] == "may-not"
    assert effects["ask-without-naming"] == "ask-without-naming"
