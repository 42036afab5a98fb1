"""Every word that a service writes in a journal is a sentence for whoever reads it."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.utils import translation

from fyrstod.access.policy import Action, Role
from fyrstod.journal import rules
from fyrstod.people.models import RescueKind
from fyrstod.reports.views import FORMATS
from fyrstod.rooms import end_views, record_words
from fyrstod.rooms.rules import Move, Status, Why, steps_from

ROOT = Path(rules.__file__).parent.parent
OTHERS = ("bootstrap.py", "cli_backup.py", "cli_keys.py", "erasing.py", "sign_in_record.py")
SOURCES = sorted(
    path
    for folder in ("rooms", "people", "journal", "web")
    for path in (ROOT / folder).glob("*.py")
    if "services" in path.name or path.name in OTHERS
)
WORD = re.compile(r"[a-z]+(-[a-z]+)*\.[a-z]+(-[a-z]+)*")
"""As "concern.opened": no other text of a service looks like it."""
NO_EVENTS = {"fyrstod.rooms", "sign-in"}
RECORDS = {"note", "note_each", "_note", "record", "record_each"}
CALLS_WITH_AT = {"look", "to_write", "opened_on_record"}
"""What writes "….read"; the kind of thing is its last argument, or `at`."""


def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def name_of(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def dotted_words() -> Iterator[str]:
    for path in SOURCES:
        for node in ast.walk(parsed(path)):
            if (
                isinstance(node, ast.Constant)
                and isinstance(node.value, str)
                and WORD.fullmatch(node.value)
            ):
                yield node.value


def words_given_to_the_journal() -> Iterator[str]:
    """`action="…"` of a call that records."""
    for path in SOURCES:
        for node in ast.walk(parsed(path)):
            if isinstance(node, ast.Call) and name_of(node) in RECORDS:
                for given in node.keywords:
                    if given.arg == "action" and isinstance(given.value, ast.Constant):
                        yield str(given.value.value)


def kinds_that_are_looked_at() -> Iterator[str]:
    for path in sorted((ROOT / "rooms").glob("*.py")):
        for node in ast.walk(parsed(path)):
            if isinstance(node, ast.Call) and name_of(node) in CALLS_WITH_AT:
                given = [
                    *node.args[2:],
                    *(word.value for word in node.keywords if word.arg == "at"),
                ]
                yield from (str(each.value) for each in given[:1] if isinstance(each, ast.Constant))


def patterns() -> Iterator[str]:
    """Words that a service puts together, as `concern.{step}`."""
    for path in SOURCES:
        for node in ast.walk(parsed(path)):
            if isinstance(node, ast.Call) and name_of(node) in RECORDS:
                for given in node.args:
                    if isinstance(given, ast.JoinedStr):
                        yield ast.unparse(given)


STEPS = {str(move) for status in Status for move in steps_from(status)}
PUT_TOGETHER = {
    "f'{at}.read'": {f"{at}.read" for at in (*kinds_that_are_looked_at(), end_views.AT_THE_END)},
    "f'concern.{step}'": {f"concern.{step}" for step in STEPS},
}
EVENTS = (
    {word for word in dotted_words() if word not in NO_EVENTS}
    | set(words_given_to_the_journal())
    | {word for words in PUT_TOGETHER.values() for word in words}
)


def test_words_that_are_put_together_are_known() -> None:
    assert set(patterns()) == set(PUT_TOGETHER)
    assert {"concern.opened", "room.searched", "concern.erased", "export-journal"} <= EVENTS
    assert {"concern.read", "end.read", "tasks.read", "concern.begin"} <= EVENTS
    assert set(Move) > STEPS


@pytest.mark.parametrize("event", sorted(EVENTS))
def test_every_word_that_is_written_has_a_sentence(event: str) -> None:
    assert event in record_words.SENTENCES


@pytest.mark.parametrize("language", ["sv", "en"])
def test_every_sentence_is_there_in_both_languages(language: str) -> None:
    with translation.override(language):
        told = {key: str(text) for key, text in record_words.SENTENCES.items()}

    assert all(told.values())
    if language == "sv":
        assert not {key for key, text in told.items() if text == _in_english(key)}


def _in_english(key: str) -> str:
    with translation.override("en"):
        return str(record_words.SENTENCES[key])


@pytest.mark.parametrize("why", Why)
def test_why_a_concern_was_erased_is_told(why: Why) -> None:
    assert f"concern.erased {why}" in record_words.SENTENCES


@pytest.mark.parametrize("file_format", FORMATS)
def test_each_format_of_an_export_is_told(file_format: str) -> None:
    assert f"concern.exported {file_format}" in record_words.SENTENCES


@pytest.mark.parametrize("kind", RescueKind)
@pytest.mark.parametrize("how", ["", " withdrawn", " declined"])
def test_help_to_sign_in_is_told_as_what_it_is(kind: RescueKind, how: str) -> None:
    assert f"propose-role sign-in.{kind}{how}" in record_words.SENTENCES
    assert f"confirm-role sign-in.{kind}" in record_words.SENTENCES


def test_a_role_is_named_where_somebody_decided_on_it() -> None:
    with translation.override("en"):
        proposed = record_words.sentence(Action.PROPOSE_ROLE, Role.AUDITOR, "done")
        declined = record_words.sentence(Action.CONFIRM_ROLE, Role.AUDITOR, "declined")

    assert proposed == "Proposed a role: Auditor"
    assert declined == "Declined a role: Auditor"


def test_a_word_of_another_version_stands_as_it_is() -> None:
    with translation.override("en"):
        told = record_words.sentence("concern.sung", "", "done")

    assert told == "Something that this version has no words for: concern.sung"


def test_every_way_to_break_a_chain_has_a_sentence() -> None:
    source = parsed(Path(rules.__file__))
    judging = [
        node
        for node in ast.walk(source)
        if isinstance(node, ast.FunctionDef) and node.name in ("_broken", "_judged_at_the_end")
    ]
    told = {
        node.value
        for function in judging
        for node in ast.walk(function)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and node.value
        and node.value != ast.get_docstring(function)
    }

    assert told == set(record_words.BROKEN)
