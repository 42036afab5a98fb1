"""The `fyrstod` command: check, compare and export packs, make a report, follow the journal.

Every command reads and writes files or standard streams, ends with 0, or with 2 and one clear
line for each thing wrong. None of them needs the installation's secret key.
"""

from __future__ import annotations

import argparse
import datetime
import io
import json
import os
import secrets
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import django
from django.apps import apps
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from fyrstod.law import plain as law
from fyrstod.law.advice import Rulebook, advise
from fyrstod.law.situation import BadSituation
from fyrstod.packs import check, check_overlay, shelf
from fyrstod.packs.check_overlay import under
from fyrstod.packs.loader import BadPack, load_with_origin
from fyrstod.packs.overlay import is_overlay
from fyrstod.packs.schema import Pack
from fyrstod.web import cli_check, cli_diff
from fyrstod.web.exports import pack_data, questions_data
from fyrstod.web.stop import Stop
from fyrstod.web.streams import STREAM, read_bytes

if TYPE_CHECKING:
    _Commands = argparse._SubParsersAction[argparse.ArgumentParser]

OK, FAULTY = 0, 2
FORMATS = ("pdf", "docx", "html", "txt", "json")


def main(argv: list[str] | None = None) -> int:
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    arguments = _parser().parse_args(argv)
    try:
        code: int = arguments.run(arguments)
        sys.stdout.flush()
    except BadPack as problem:
        return _refuse(map(str, problem.faults))
    except Stop as problem:
        return _refuse(problem.lines)
    except ImproperlyConfigured as problem:
        return _refuse(str(problem).splitlines())
    except OSError as problem:
        # What is still buffered for standard output has nowhere to go.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        # A reader that went away has seen enough; anything else is worth a word.
        gone = isinstance(problem, BrokenPipeError)
        return _refuse([] if gone else [f"standard output: {problem.strerror}"])
    return code


def _refuse(lines: Iterable[str]) -> int:
    for line in lines:
        sys.stderr.write(_printable(line) + "\n")
    return FAULTY


def _printable(line: str) -> str:
    """A line that cannot steer a terminal: names in a stranger's file may hold anything."""
    return "".join(c if c.isprintable() else repr(c)[1:-1] for c in line)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="fyrstod", description="Four supports for those who worry about violent extremism."
    )
    commands = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")

    checker = commands.add_parser(
        "check",
        help="say everything that is wrong with a content pack",
        description="Print every fault of a content pack as “file: place: reason”, with warnings, "
        "counts and readability. Ends with 2 where there is a fault.",
    )
    checker.add_argument(
        "folder",
        nargs="?",
        help="a pack, or an overlay with the national pack it lies over; else what the "
        "installation uses",
    )
    checker.add_argument("--json", action="store_true", help="print JSON")
    checker.set_defaults(run=_check)

    packs = commands.add_parser("pack", help="say what differs between two packs")
    doings = packs.add_subparsers(title="what to do", required=True, metavar="WHAT")
    diff = doings.add_parser(
        "diff",
        help="say what came, went and changed",
        description="Print what was added, removed and changed from A to B, by part, with the old "
        "and the new words. A and B are folders, or names such as fyrstod/2026.1; either may be "
        "an overlay.",
    )
    diff.add_argument("old", metavar="A")
    diff.add_argument("new", metavar="B")
    diff.add_argument("--json", action="store_true", help="print JSON")
    diff.set_defaults(run=_pack_diff)

    export = commands.add_parser("export", help="print the pack, or what a report asks, as JSON")
    whats = export.add_subparsers(title="what", required=True, metavar="WHAT")
    questions = whats.add_parser("questions", help="the questions of a report")
    questions.add_argument("--report", choices=("concern", "police"), required=True)
    _takes_pack(questions)
    questions.set_defaults(run=_export_questions)
    pack = whats.add_parser("pack", help="the whole pack")
    pack.add_argument("--format", choices=("json",), default="json")
    _takes_pack(pack)
    pack.set_defaults(run=_export_pack)

    render = commands.add_parser(
        "render",
        help="make a report from a file of answers",
        description="Make a report. ANSWERS.json holds {“answers”: {id: value}, “pieces”: […]}; "
        "“fyrstod export questions” says which ids and values.",
    )
    render.add_argument("report", choices=("concern", "police"))
    render.add_argument("answers", metavar="ANSWERS.json", help="a file, or - for standard input")
    render.add_argument("--format", choices=FORMATS, default="pdf")
    render.add_argument("--language", choices=("sv", "en"), default="sv")
    render.add_argument(
        "-o", "--output", default=STREAM, metavar="FILE", help="a file, or - for standard output"
    )
    render.add_argument(
        "--date",
        metavar="ISO",
        help="the moment on the paper, such as 2026-11-23T14:30; else SOURCE_DATE_EPOCH, else "
        "now. The same answers and moment give the same bytes.",
    )
    _takes_pack(render)
    render.set_defaults(run=_render)

    advise = commands.add_parser(
        "advise",
        help="say what may be told, from a situation in a file",
        description="Print, as JSON, what the rule cards say about a situation. SITUATION.json "
        "holds the facts that are known, such as {“from”: “school”, “to”: “police”, “age”: 19}; "
        "a fact left out is not known.",
    )
    advise.add_argument(
        "situation", metavar="SITUATION.json", help="a file, or - for standard input"
    )
    advise.add_argument("--date", metavar="DAY", help="the day asked for; else on_date, else today")
    _takes_pack(advise)
    advise.set_defaults(run=_advise)

    journals = commands.add_parser("journal", help="follow the journal, or hand it out")
    doings = journals.add_subparsers(title="what to do", required=True, metavar="WHAT")
    verify = doings.add_parser(
        "verify",
        help="find what was changed, removed, moved or inserted",
        description="Follow every chain from its first entry, and name the first broken one of "
        "each. Ends with 2 where one is broken.",
    )
    _takes_rooms(verify)
    verify.add_argument(
        "--head",
        metavar="FILE",
        help="what “fyrstod journal export” wrote earlier; finds a tail that was cut since",
    )
    verify.set_defaults(run=_journal, doing="verify")
    handed_out = doings.add_parser(
        "export",
        help="print the journal as lines of JSON, each room’s head last",
        description="Print every entry and, after each room’s last one, the head. That it was "
        "exported becomes an entry. Keep the file apart from the databases.",
    )
    _takes_rooms(handed_out)
    handed_out.set_defaults(run=_journal, doing="export")
    aside = doings.add_parser(
        "set-aside",
        help="take out what somebody put after the end of a room’s chain",
        description="Print, as lines of JSON, what stands after the end of a room’s chain, and "
        "take it out, so that the room can be used again. The journal says that it was there. "
        "Keep what is printed. Verify against an exported head first.",
    )
    aside.add_argument("--room", metavar="ID", required=True)
    aside.set_defaults(run=_journal_set_aside)

    _looks_after_the_installation(commands)
    return parser


def _looks_after_the_installation(commands: _Commands) -> None:
    _keeps_and_erases(commands)
    doctor = commands.add_parser(
        "doctor",
        help="say what keeps the installation from being trusted",
        description="Print one line for each fault of the installation, and its warnings. Ends "
        "with 2 where there is a fault.",
    )
    doctor.set_defaults(run=_doctor)

    keys = commands.add_parser("keys", help="give rooms the keys they never got")
    doings = keys.add_subparsers(title="what to do", required=True, metavar="WHAT")
    make = doings.add_parser(
        "make",
        help="make keys for each room that never had any",
        description="Make keys for each room of an open agency that never had any, such as one "
        "added before there was an installation key, and name it. Keys that a room has are left "
        "as they are. Ends with 2 where a room’s keys are lost: new ones would open nothing there.",
    )
    make.set_defaults(run=_keys_make)

    people = commands.add_parser("people", help="name the first two administrators")
    whats = people.add_subparsers(title="what to do", required=True, metavar="WHAT")
    first = whats.add_parser(
        "first",
        help="make somebody administrator of a municipality that has fewer than two",
        description="Make somebody administrator, and print the one-time code for their "
        "password. Run it twice, for two people; then they propose and confirm all others.",
    )
    first.add_argument("--municipality", required=True, metavar="NAME")
    first.add_argument("--name", required=True, help="the person's name")
    first.add_argument("--email", required=True, help="the person's work e-mail")
    first.set_defaults(run=_people_first)
    _add_demo(commands)


def _keeps_and_erases(commands: _Commands) -> None:
    dispose = commands.add_parser(
        "dispose",
        help="erase what is past its time",
        description="Erase expired drafts, complete erasures that were left half done, and erase "
        "each closed concern whose day has come. Tells how many in which room, by reference, and "
        "which closed concerns no rule fits. Run it once a day.",
    )
    dispose.add_argument(
        "--on", metavar="DATE", help="run the clocks up to this day, as 2026-11-25; else today"
    )
    dispose.add_argument("--dry-run", action="store_true", help="say what would go, erase nothing")
    dispose.set_defaults(run=_dispose)

    backup = commands.add_parser(
        "backup",
        help="write rooms and keys into two files, while everybody works on",
        description="Write the rooms into FILE and their keys into FILE.keys, both of one moment. "
        "Keep them apart. The ledger of erasures is in neither.",
    )
    backup.add_argument("file", metavar="FILE")
    backup.set_defaults(run=_backup)

    restore = commands.add_parser(
        "restore",
        help="lay rooms and keys back, and erase again what was erased since",
        description="Lay back what “fyrstod backup” wrote. Stop the server first. Writes nothing "
        "where the keys do not fit the rooms or the installation key.",
    )
    restore.add_argument("file", metavar="FILE")
    restore.add_argument("--keys", required=True, metavar="FILE.keys")
    restore.add_argument("--yes", action="store_true", help="also over newer data")
    restore.set_defaults(run=_restore)


def _add_demo(commands: _Commands) -> None:
    demo = commands.add_parser(
        "demo",
        help="fill a fictitious municipality to try rooms in",
        description="Fill a fictitious municipality with four agencies, eight people and six "
        "concerns, and print who can sign in. Refuses where there is a municipality already.",
    )
    demo.add_argument(
        "--once", action="store_true", help="fill nothing where there is something, and do not mind"
    )
    demo.set_defaults(run=_demo)
    tries = demo.add_subparsers(title="what else", metavar="WHAT")
    accounts = tries.add_parser("accounts", help="print who can sign in")
    accounts.set_defaults(run=_demo_accounts)
    code = tries.add_parser(
        "code", help="print the six digits that a fictitious person’s code app shows now"
    )
    code.add_argument("email", metavar="EMAIL")
    code.set_defaults(run=_demo_code)


def _takes_pack(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--pack",
        metavar="FOLDER",
        help="the pack or overlay to use; else FYRSTOD_CONTENT and FYRSTOD_OVERLAY, else our own",
    )


def _takes_rooms(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--municipality", metavar="ID", help="its rooms alone")
    parser.add_argument("--room", metavar="ID", help="this room alone")


def _prepare_settings() -> None:
    """Let the settings be read. They ask for a secret key, which no command here uses."""
    if not os.environ.get("FYRSTOD_SECRET_KEY"):
        os.environ["FYRSTOD_SECRET_KEY"] = secrets.token_hex()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "fyrstod.settings")


def _set_up_django() -> None:
    """Raises BadPack: what needs the installation does nothing where a server would not start."""
    _prepare_settings()
    if not apps.ready:
        django.setup()
    shelf.current()


def _chosen(given: str | None) -> tuple[Path, Path | None]:
    """The national pack that a command is about, and the overlay over it. Raises BadPack."""
    _prepare_settings()
    if given is None:
        return settings.FYRSTOD_CONTENT, settings.FYRSTOD_OVERLAY
    folder = Path(given)
    if is_overlay(folder):
        return under(settings.FYRSTOD_CONTENT, folder), folder
    return folder, None


def _usable_pack(given: str | None) -> Pack:
    """Raises BadPack."""
    national, overlay = _chosen(given)
    loaded = load_with_origin(national)
    faults = check.check(loaded).faults
    if overlay and not faults:
        loaded, report = check_overlay.checked(loaded, overlay)
        faults = report.faults
    if faults:
        raise BadPack(faults)
    return loaded.pack


def _print_json(data: object) -> None:
    sys.stdout.write(json.dumps(data, ensure_ascii=False, indent=2) + "\n")


def _check(arguments: argparse.Namespace) -> int:
    found = cli_check.Found(_today())
    try:
        found.look(*_chosen(arguments.folder))
    except BadPack as problem:
        found.faults += problem.faults
    if arguments.json:
        _print_json(found.as_data())
    else:
        sys.stdout.writelines(_printable(line) + "\n" for line in found.as_text())
    return FAULTY if found.faults else OK


def _pack_diff(arguments: argparse.Namespace) -> int:
    _prepare_settings()
    pair = cli_diff.packs(arguments.old, arguments.new, in_use=settings.FYRSTOD_CONTENT)
    if arguments.json:
        _print_json(cli_diff.as_data(*pair))
    else:
        sys.stdout.writelines(_printable(line) + "\n" for line in cli_diff.as_text(*pair))
    return OK


def _export_questions(arguments: argparse.Namespace) -> int:
    pack = _usable_pack(arguments.pack)
    (report,) = (report for report in pack.reports if report.id == arguments.report)
    _print_json(questions_data(report))
    return OK


def _export_pack(arguments: argparse.Namespace) -> int:
    _print_json(pack_data(_usable_pack(arguments.pack)))
    return OK


def _render(arguments: argparse.Namespace) -> int:
    if arguments.pack and not settings.configured:
        # Only what is asked for is read, whatever the installation uses.
        os.environ["FYRSTOD_OVERLAY"] = ""
        if not is_overlay(Path(arguments.pack)):
            os.environ["FYRSTOD_CONTENT"] = arguments.pack
    _set_up_django()
    # What makes a report speaks its language at import, so it comes after the settings.
    from fyrstod.web import cli_render  # noqa: PLC0415

    # Loading takes most of a second, and starting Django has loaded one pack already.
    in_use = settings.FYRSTOD_CONTENT, settings.FYRSTOD_OVERLAY
    loaded = _chosen(arguments.pack) == in_use
    pack = shelf.current() if loaded else _usable_pack(arguments.pack)
    cli_render.render(
        pack=pack,
        report_id=arguments.report,
        answers=arguments.answers,
        file_format=arguments.format,
        language=arguments.language,
        output=arguments.output,
        date=arguments.date,
    )
    return OK


def _advise(arguments: argparse.Namespace) -> int:
    try:
        question = law.read(read_bytes(arguments.situation, most=law.MAX_BYTES))
        day = datetime.date.fromisoformat(arguments.date) if arguments.date else question.on_date
    except BadSituation as problem:
        raise Stop(*map(str, problem.faults)) from None
    except ValueError:
        raise Stop("--date: give a day as 2026-11-25") from None
    pack = _usable_pack(arguments.pack)
    advice = advise(question.situation, Rulebook.of(pack), day or _today())
    _print_json(law.answer(advice, pack))
    return OK


def _today() -> datetime.date:
    return datetime.datetime.now().astimezone().date()


def _journal(arguments: argparse.Namespace) -> int:
    _set_up_django()
    # Models can only be imported once Django is set up.
    from fyrstod.web import cli_journal  # noqa: PLC0415

    chosen = {"municipality": arguments.municipality, "room": arguments.room}
    if arguments.doing == "export":
        sys.stdout.writelines(cli_journal.export(**chosen))
    else:
        sys.stdout.write(cli_journal.verify(**chosen, head=arguments.head) + "\n")
    return OK


def _journal_set_aside(arguments: argparse.Namespace) -> int:
    _set_up_django()
    from fyrstod.web import cli_journal  # noqa: PLC0415 - models come after Django

    def write(text: str) -> None:
        sys.stdout.write(text)
        sys.stdout.flush()

    cli_journal.set_aside(room=arguments.room, write=write)
    return OK


def _dispose(arguments: argparse.Namespace) -> int:
    _set_up_django()
    from fyrstod.web import cli_dispose  # noqa: PLC0415 - models come after Django

    for line in cli_dispose.dispose(on=arguments.on, dry=arguments.dry_run):
        sys.stdout.write(f"{_printable(line)}\n")
    return OK


def _backup(arguments: argparse.Namespace) -> int:
    _set_up_django()
    from fyrstod.web import cli_backup  # noqa: PLC0415 - models come after Django

    for line in cli_backup.backup(Path(arguments.file)):
        sys.stdout.write(f"{_printable(line)}\n")
    return OK


def _restore(arguments: argparse.Namespace) -> int:
    _set_up_django()
    from fyrstod.web import cli_backup  # noqa: PLC0415 - models come after Django

    laid_back = cli_backup.restore(Path(arguments.file), Path(arguments.keys), anyway=arguments.yes)
    for line in laid_back:
        sys.stdout.write(f"{_printable(line)}\n")
    return OK


def _doctor(arguments: argparse.Namespace) -> int:
    _set_up_django()
    from fyrstod.web import cli_doctor  # noqa: PLC0415 - models come after Django

    found = cli_doctor.examine()
    for line in found.faults:
        sys.stdout.write(f"{_printable(line)}\n")
    for line in found.warnings:
        sys.stdout.write(f"warning: {_printable(line)}\n")
    sys.stdout.write(f"{len(found.faults)} faults, {len(found.warnings)} warnings\n")
    return FAULTY if found.faults else OK


def _keys_make(_arguments: argparse.Namespace) -> int:
    _set_up_django()
    from fyrstod.web import cli_keys  # noqa: PLC0415 - models come after Django

    for line in cli_keys.make():
        sys.stdout.write(f"{_printable(line)}\n")
    return OK


def _people_first(arguments: argparse.Namespace) -> int:
    _set_up_django()
    # Models can only be imported once Django is set up.
    from django.core.exceptions import ValidationError  # noqa: PLC0415
    from django.core.validators import validate_email  # noqa: PLC0415
    from django.db import DatabaseError  # noqa: PLC0415
    from django.urls import reverse  # noqa: PLC0415

    from fyrstod.people.bootstrap import HasAdministrators, first_administrator  # noqa: PLC0415

    try:
        validate_email(arguments.email)
    except ValidationError:
        raise Stop("--email: this is not an e-mail address") from None
    if not arguments.name.strip() or not arguments.municipality.strip():
        raise Stop("--name and --municipality: neither may be empty")
    try:
        code = first_administrator(
            municipality=arguments.municipality, name=arguments.name, email=arguments.email
        )
    except HasAdministrators as problem:
        raise Stop(str(problem)) from None
    except DatabaseError as problem:
        raise Stop(f"the database cannot be used: {problem}") from None
    if code:
        path = reverse("account_set_password")
        sys.stdout.write(
            f"Open {path} at your address within 3 days, and write the code:\n{code}\n"
            f"Or open the link: {path}#{code}\n"
        )
    else:
        sys.stdout.write("The person can sign in already, and is administrator.\n")
    return OK


def _demo(arguments: argparse.Namespace) -> int:
    _set_up_django()
    # Models can only be imported once Django is set up.
    from django.db import DatabaseError  # noqa: PLC0415

    from fyrstod.core.errors import DomainError  # noqa: PLC0415
    from fyrstod.web import cli_demo  # noqa: PLC0415

    try:
        lines = cli_demo.fill(once=arguments.once)
    except cli_demo.AlreadyFilled:
        raise Stop("there is a municipality already, so nothing was filled") from None
    except DomainError as problem:
        raise Stop(str(problem)) from None
    except DatabaseError as problem:
        raise Stop(f"the database cannot be used: {problem}") from None
    return _print_lines(lines)


def _demo_accounts(_arguments: argparse.Namespace) -> int:
    _set_up_django()
    from fyrstod.web import cli_demo  # noqa: PLC0415 - as above

    return _print_lines(cli_demo.accounts())


def _print_lines(lines: Iterable[str]) -> int:
    sys.stdout.writelines(f"{line}\n" for line in lines)
    return OK


def _demo_code(arguments: argparse.Namespace) -> int:
    _set_up_django()
    from fyrstod.web import cli_demo  # noqa: PLC0415 - as above

    digits = cli_demo.code(arguments.email)
    if digits is None:
        raise Stop("nobody in the fictitious municipality has that e-mail address")
    sys.stdout.write(f"{digits}\n")
    return OK
