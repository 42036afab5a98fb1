"""What the briefing of a concern says, as a page and as a paper."""

from __future__ import annotations

import dataclasses
import datetime
from typing import Any, Literal
from zoneinfo import ZoneInfo

import pytest

from fyrstod.documents.text import to_text
from fyrstod.documents.tree import Document, Table
from fyrstod.documents.writers import WRITERS
from fyrstod.packs import shelf
from fyrstod.people.models import Agency, User
from fyrstod.rooms import handover_paper, handover_services, selectors, services
from fyrstod.rooms.contents import Briefing, Note, NoteKind, Voice
from fyrstod.rooms.models import Concern
from tests.documents.test_pdf import faults
from tests.rooms import made

pytestmark = pytest.mark.django_db(databases="__all__")

CREATED = datetime.datetime(2026, 11, 26, 14, 5, tzinfo=ZoneInfo("Europe/Stockholm"))
FACTORS = ("justifies-violence", "warm-clear-parenting")
LANGUAGES: tuple[Literal["sv", "en"], ...] = ("sv", "en")
WORDS = Briefing(
    decided="We do not call home yet.",
    promised="Lunch with Robin on Friday.",
    contacts="The coach, after three.",
    told="They know of the note.",
    protects="The team means a lot.",
    worries="Alone at the weekends.",
    unknown="Where the money comes from.",
)


def paper(concern: Concern, language: Literal["sv", "en"] = "en") -> Document:
    opened = selectors.open_concern(Concern.objects.select_related("agency").get(pk=concern.pk))
    brief = handover_paper.Brief(
        opened=opened, pack=shelf.current(), language=language, created=CREATED
    )
    return handover_paper.document(brief)


@pytest.fixture
def told(concern: Concern, teacher: User) -> Concern:
    given: dict[str, Any] = {"by": teacher, "concern": concern}

    def write(kind: NoteKind, text: str, **more: Any) -> None:
        services.write_piece(contents=Note(kind=kind, text=text, **more), **given)

    write(NoteKind.SEEN, "Praised an attack.", factors=FACTORS)
    write(NoteKind.INFORMED, "We told of the note.", voice=Voice.GUARDIANS, date="2026-11-12")
    write(NoteKind.VIEW, "I was only joking.", voice=Voice.PERSON)
    write(NoteKind.UNKNOWN, "Who is the new friend?")
    write(NoteKind.REVIEW, "It is calm.", decided="Go on as now.", date="2026-11-20")
    due = datetime.date(2026, 12, 3)
    services.add_task(text="Call the club.", due_on=due, doer=teacher, **given)
    done = services.add_task(text="Write the note.", due_on=None, doer=teacher, **given)
    services.finish_task(task=done, answer="", **given)
    handover_services.write_briefing(words=WORDS, seen=0, **given)
    return concern


def test_a_briefing_tells_what_the_concern_holds_and_what_the_writer_adds(told: Concern) -> None:
    text = " ".join(to_text(paper(told)).replace("\N{NO-BREAK SPACE}", " ").split())

    for words in (
        *dataclasses.astuple(WORDS),
        "Robin Påhitt",
        "Three teachers have said the same thing.",
        "Go on as now.",
        "It is calm.",
        "Call the club.",
        "2026-12-01 Look at the concern again",
        "2026-12-03 Call the club.",
        "070-174 06 05",
        "We told of the note.",
        "I was only joking.",
        "Who is the new friend?",
        "Kim",
    ):
        assert words in text, words
    assert "Write the note." not in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_protects_stands_beside_what_worries(
    told: Concern, language: Literal["sv", "en"]
) -> None:
    tables = [
        block
        for section in paper(told, language).sections
        for block in section.blocks
        if isinstance(block, Table)
    ]

    (table,) = tables
    ((protects, worries),) = table.rows
    assert len(table.header) == 2
    assert "The team means a lot." in protects
    assert worries.startswith("Alone at the weekends.")
    assert "\n– " in protects
    assert "\n– " in worries


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_empty_concern_says_what_is_not_written(
    concern: Concern, language: Literal["sv", "en"]
) -> None:
    text = to_text(paper(concern, language))

    missing = {
        "en": ("No decision is written yet.", "Nothing is noted to do."),
        "sv": ("Inget beslut är skrivet än.", "Inget är antecknat att göra."),
    }
    assert all(words in text for words in missing[language])


def test_a_protected_address_is_in_no_briefing(school: Agency, teacher: User) -> None:
    hidden = dataclasses.replace(made.PERSON, protected=True)

    document = paper(made.concern(school, teacher, person=hidden))

    assert "Storgatan" not in to_text(document)
    assert "Protected personal data." in to_text(document)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_briefing_is_whole_for_a_screen_reader_and_an_archive(
    told: Concern, language: Literal["sv", "en"]
) -> None:
    assert faults(WRITERS["pdf"].write(paper(told, language))) == []


@pytest.mark.parametrize("extension", ["pdf", "docx", "txt", "json", "html"])
def test_the_same_concern_gives_the_same_paper(told: Concern, extension: str) -> None:
    writer = WRITERS[extension]

    assert writer.write(paper(told)) == writer.write(paper(told))
