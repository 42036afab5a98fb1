"""The letter to the person, or to the guardians: what is written, why, by whom, and who to ask."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, ClassVar, Final, Literal

from django.utils import translation
from django.utils.translation import gettext as _
from pydantic import ConfigDict, StringConstraints, TypeAdapter

from fyrstod.core.text import MAX_LONG_TEXT
from fyrstod.documents.tree import Block, Bullets, Document, Field, Fields, Paragraph, Section
from fyrstod.drafts.papers import labels, reference_of
from fyrstod.rooms.contents import Direction, NoteKind, PaperKind, Sheet, Voice
from fyrstod.rooms.selectors import OpenConcern

_Long = Annotated[str, StringConstraints(max_length=MAX_LONG_TEXT)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """What a letter says. `held_back` says what is not told and why; it stays in the room.

    `pieces` are told word for word. `holds` are kinds of what is written about the person, never
    the words themselves.
    """

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="forbid")
    to: Voice
    name: _Long = ""
    plain: bool = False
    language: Literal["sv", "en"] = "sv"
    why: _Long
    told: _Long
    pieces: tuple[_Long, ...] = ()
    piece_ids: tuple[str, ...] = ()
    held_back: _Long = ""
    says_held_back: bool = True
    contact: _Long
    agency: _Long
    operator: _Long = ""
    operator_contact: _Long = ""
    holds: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()


_adapter: Final = TypeAdapter(Letter)


def sheet_of(letter: Letter, date: datetime.date) -> Sheet:
    with translation.override(letter.language):
        title = title_of(letter)
    return Sheet(
        kind=PaperKind.LETTER,
        direction=Direction.MADE,
        title=title,
        date=date,
        data=_adapter.dump_python(letter, mode="json"),
    )


def letter_in(sheet: Sheet) -> Letter:
    return _adapter.validate_python(sheet.data)


def title_of(letter: Letter) -> str:
    if letter.to is Voice.GUARDIANS:
        return _("To you who are a guardian")
    return _("A letter to you") if letter.plain else _("What is written about you")


def holds_of(opened: OpenConcern) -> tuple[str, ...]:
    """Which kinds of thing a concern holds about the person."""
    person = opened.person
    found = {
        "name": bool(person.name),
        "number": bool(person.number),
        "contact": bool(person.contact or person.address),
        "guardians": bool(person.guardians),
        "why": bool(opened.matter.why_now),
        "seen": bool(opened.of_kind(NoteKind.SEEN)),
        "told": bool(opened.of_kind(NoteKind.TOLD)),
        "interpreted": bool(opened.of_kind(NoteKind.INTERPRETED)),
        "unknown": bool(opened.of_kind(NoteKind.UNKNOWN)),
        "view": bool(opened.of_kind(NoteKind.VIEW)),
        "factors": any(piece.note.factors for piece in opened.here),
        "tasks": bool(opened.tasks or opened.reviews),
    }
    return tuple(name for name, there in found.items() if there)


def _held(name: str, to: Voice) -> str:
    """A kind of thing in words; said to the person, or of the person."""
    yours = {
        "name": _("your name"),
        "number": _("your personal identity number"),
        "contact": _("how to reach you, or your address"),
        "guardians": _("who your guardians are"),
        "view": _("your own view, and that of the guardians"),
    }
    theirs = {
        "name": _("the name"),
        "number": _("the personal identity number"),
        "contact": _("how to reach the person, or the address"),
        "guardians": _("who the guardians are"),
        "view": _("the person’s own view, and that of the guardians"),
    }
    of_both = {
        "why": _("why we are worried just now"),
        "seen": _("what we have seen or heard ourselves"),
        "told": _("what others have told us"),
        "interpreted": _("what we think it may mean, kept apart from what was seen"),
        "unknown": _("what we do not know"),
        "factors": _("what may protect, and what may worry"),
        "tasks": _("what we have done, and what we mean to do"),
    }
    return {**of_both, **(yours if to is Voice.PERSON else theirs)}[name]


def document(sheet: Sheet, created: datetime.datetime) -> Document:
    """The letter as a tree. The same letter gives the same tree, to the letter."""
    letter = letter_in(sheet)
    with translation.override(letter.language):
        return Document(
            title=title_of(letter),
            subtitle=letter.agency,
            language=letter.language,
            reference=reference_of(sheet.data),
            pack="",
            created=created,
            recipient=letter.name,
            secrecy="",
            sections=tuple(_child(letter) if letter.plain else _grown(letter)),
            labels=labels(),
            author=letter.agency,
        )


def _grown(letter: Letter) -> Iterator[Section]:
    guardian = letter.to is Voice.GUARDIANS
    yield Section(
        "",
        (
            Paragraph(
                _("We write to you because we have noted a concern about somebody you care for.")
                if guardian
                else _("We write to you because we have noted a concern about you.")
            ),
            Paragraph(
                _(
                    "To be worried is not to accuse. We want you to know what is written, and to "
                    "hear how you see it."
                )
            ),
        ),
    )
    yield Section(_("Why"), (Paragraph(letter.why),))
    yield Section(_("What we want to tell you"), tuple(_told(letter)))
    yield Section(
        _("What is kept"),
        (
            Paragraph(_("This is the kind of thing that is written down:")),
            Bullets(tuple(_held(name, letter.to) for name in letter.holds)),
            *_sources(letter),
            Paragraph(
                _(
                    "It is kept sealed in a room of our own. Only those who work with it here can "
                    "read it, and every look is put on record."
                )
            ),
            Paragraph(
                _(
                    "When we close the concern a clock starts. When it has run out, what is here "
                    "is erased. Ask us which day that is."
                )
            ),
        ),
    )
    yield Section(_("Who is responsible"), (_who(letter),))
    yield Section(
        _("What you can do"),
        (
            Bullets(
                (
                    _("Tell us how you see it. Your own view gets a place of its own."),
                    _("Ask to read what is written."),
                    _("Say what is wrong. A correction is kept beside what stood there before."),
                    _("Ask who has got something from us, and how long it is kept."),
                )
            ),
            Paragraph(
                _(
                    "Ask whoever is responsible what the rules on data protection give you the "
                    "right to know (GDPR, articles 13 and 14). Secrecy may set a limit. Ask us "
                    "then why."
                )
            ),
        ),
    )


def _child(letter: Letter) -> Iterator[Section]:
    guardian = letter.to is Voice.GUARDIANS
    if guardian:
        first = _("Hello! We are worried about somebody you care for, and we want to help.")
    else:
        first = _("Hello! We have thought of you a bit extra, and we want you to know it.")
    yield Section(
        "",
        (
            Paragraph(first),
            Paragraph(_("That we are worried does not mean that anybody has done wrong.")),
        ),
    )
    yield Section(_("Why we write"), (Paragraph(letter.why),))
    yield Section(_("What we want you to know"), tuple(_told(letter)))
    yield Section(
        _("What we have written down"),
        (
            Bullets(tuple(_held(name, letter.to) for name in letter.holds)),
            *_sources(letter),
            Paragraph(
                _(
                    "It is locked in. Only a few adults who work here may read it. One day it is "
                    "erased."
                )
            ),
        ),
    )
    yield Section(
        _("What you may do"),
        (
            Bullets(
                (
                    _("You may tell how it is for you. We write that down too."),
                    _("You may ask what we have written."),
                    _("You may say if something is wrong."),
                    _("You may bring an adult you trust."),
                )
            ),
        ),
    )
    yield Section(
        _("Whom you can ask"),
        (Paragraph(_("You can ask us anything, as many times as you want.")), _who(letter)),
    )


def _told(letter: Letter) -> Iterator[Block]:
    yield Paragraph(letter.told)
    if letter.pieces:
        yield Bullets(letter.pieces)
    if letter.held_back and letter.says_held_back:
        yield Paragraph(
            _("There are things that we may not tell just now. You may ask us why.")
            if letter.plain
            else _("Not everything is told here. You may ask us why.")
        )


def _sources(letter: Letter) -> Iterator[Block]:
    if letter.sources:
        yield Paragraph(_("Where it comes from:"))
        yield Bullets(letter.sources)


def _who(letter: Letter) -> Fields:
    rows = (
        (_("Who has written it"), letter.agency),
        (_("Whom to ask"), letter.contact),
        (_("Who runs the service"), letter.operator),
        (_("Contact there"), letter.operator_contact),
    )
    return Fields(tuple(Field(label, value) for label, value in rows if value))
