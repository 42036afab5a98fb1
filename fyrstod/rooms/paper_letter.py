"""The letter to the person, or to the guardians: what is written, why, by whom, and who to ask."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, ClassVar, Final, Literal

from django.utils import translation
from django.utils.translation import gettext as _
from pydantic import ConfigDict, StringConstraints

from fyrstod.core.adapters import adapter_of
from fyrstod.core.text import MAX_LONG_TEXT
from fyrstod.documents.tree import Block, Bullets, Document, Field, Fields, Paragraph, Section
from fyrstod.drafts.papers import labels, reference_of
from fyrstod.rooms.contents import Direction, NoteKind, PaperKind, Sheet, Voice
from fyrstod.rooms.selectors import OpenConcern

_Long = Annotated[str, StringConstraints(max_length=MAX_LONG_TEXT)]


class Regime(StrEnum):
    """Which rules on data protection an agency works under."""

    GDPR = "gdpr"
    CRIME_DATA = "crime-data"
    UNKNOWN = "unknown"


_REGIMES: Final = {
    # Source: law.md DP-10. Of the other two nothing has been read, so nothing is claimed.
    "police": Regime.CRIME_DATA,
    "security-police": Regime.UNKNOWN,
    "prison-probation": Regime.UNKNOWN,
}


def regime_of(kind: str) -> Regime:
    """By the kind of agency, as the pack calls it."""
    return _REGIMES.get(kind, Regime.GDPR)


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """What a letter says. `held_back` and `waits` stay in the room.

    `held_back` says what is not told and why, `waits` why the letter is not given yet. `pieces`
    are told word for word. `holds` are kinds of what is written about the person, never the
    words themselves. `adult`: nobody has the custody of the person. `ground` is the law that it
    rests on, `shared` who has got something, and `officer` how to reach the data protection
    officer; empty where the reader has to ask.
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
    waits: _Long = ""
    adult: bool = False
    regime: Regime = Regime.GDPR
    ground: _Long = ""
    shared: _Long = ""
    officer: _Long = ""
    says_held_back: bool = True
    contact: _Long
    agency: _Long
    operator: _Long = ""
    operator_contact: _Long = ""
    holds: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()


def sheet_of(letter: Letter, date: datetime.date) -> Sheet:
    with translation.override(letter.language):
        title = title_of(letter)
    return Sheet(
        kind=PaperKind.LETTER,
        direction=Direction.MADE,
        title=title,
        date=date,
        data=adapter_of(Letter).dump_python(letter, mode="json"),
    )


def letter_in(sheet: Sheet) -> Letter:
    return adapter_of(Letter).validate_python(sheet.data)


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


def _held(name: str, letter: Letter) -> str:
    """A kind of thing in words; said to the person, or of the person."""
    yours = {
        "name": _("your name"),
        "number": _("your personal identity number"),
        "contact": _("how to reach you, or your address"),
        "guardians": _("who your guardians are"),
        "view": _("your own view")
        if letter.adult
        else _("your own view, and that of the guardians"),
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
    return {**of_both, **(yours if letter.to is Voice.PERSON else theirs)}[name]


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
            Bullets(tuple(_held(name, letter) for name in letter.holds)),
            *_sources(letter),
            Paragraph(
                _(
                    "It is written so that we can see what is needed, help and protect. It is "
                    "kept sealed in a room of our own. Only those who work with it here can read "
                    "it, and every look is put on record. No machine judges or decides anything."
                )
            ),
            *_shared(letter),
        ),
    )
    yield Section(
        _("How long"),
        (
            Paragraph(
                _(
                    "It is kept for as long as we work with the concern. When we close it a day is "
                    "set, by the law for that kind of record or by whoever answers for our "
                    "records. That day what is here is erased. What has to be kept is in our case "
                    "system, with time limits of its own. Ask us which they are."
                )
            ),
        ),
    )
    yield Section(_("Who is responsible"), (_who(letter), *_ground(letter)))
    yield Section(_("What you can do"), tuple(_rights(letter)))


def _rights(letter: Letter) -> Iterator[Block]:
    yield Bullets(
        (
            _("Tell us how you see it. Your own view gets a place of its own."),
            _("Ask to read what is written."),
            _("Say what is wrong. A correction is kept beside what stood there before."),
            _("Ask where it comes from, who has got something from us, and how long it is kept."),
        )
    )
    if letter.regime is Regime.GDPR:
        yield Paragraph(
            _(
                "Whoever something is written about has the right to ask us to show it, correct "
                "it, erase it or limit how it is used, and to object to its use (GDPR). The law "
                "may set a limit, for example where secrecy applies or where we have to keep what "
                "is written. Then we say why."
            )
        )
        yield Paragraph(
            _(
                "Do you think that we handle the data in a wrong way? Tell us or our data "
                "protection officer first. You can also complain to the Swedish Authority for "
                "Privacy Protection (IMY), www.imy.se."
            )
        )
    elif letter.regime is Regime.CRIME_DATA:
        yield Paragraph(
            _(
                "When the police handle data in their work against crime, the Criminal Data Act "
                "(2018:1177) applies and not the GDPR. Ask us what it gives you the right to know, "
                "and where you can complain. Secrecy may set a limit. Ask us then why."
            )
        )
    else:
        yield Paragraph(
            _(
                "Ask us which rules on data protection apply here, what they give you the right "
                "to know, and where you can complain. Secrecy may set a limit. Ask us then why."
            )
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
            Bullets(tuple(_held(name, letter) for name in letter.holds)),
            *_sources(letter),
            Paragraph(
                _(
                    "It is locked in. Only a few adults who work here may read it. People decide "
                    "here, and never a computer. One day it is erased."
                )
            ),
            *_shared(letter),
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
                    _("You may ask us to change it or take it away. If we may not, we say why."),
                    _("You may bring somebody you trust.")
                    if letter.adult
                    else _("You may bring an adult you trust."),
                )
            ),
            *_complaint_in_short(letter),
        ),
    )
    yield Section(
        _("Whom you can ask"),
        (
            Paragraph(_("You can ask us anything, as many times as you want.")),
            _who(letter),
            *_ground(letter),
        ),
    )


def _complaint_in_short(letter: Letter) -> Iterator[Block]:
    if letter.regime is Regime.GDPR:
        yield Paragraph(
            _(
                "Do you think that we write about you in a wrong way? Tell us. You may also tell "
                "IMY, an authority that sees to it that the rules are kept: www.imy.se."
            )
        )
    else:
        yield Paragraph(_("Do you think that we write about you in a wrong way? Tell us."))


def _shared(letter: Letter) -> Iterator[Block]:
    if letter.shared:
        yield Paragraph(_("Who has got something from us, or may get it:"))
        yield Paragraph(letter.shared)


def _ground(letter: Letter) -> Iterator[Block]:
    """The law as such is for whoever reads law; a child can ask for it."""
    if letter.ground and not letter.plain:
        yield Paragraph(_("The law that gives us the task:"))
        yield Paragraph(letter.ground)
    elif not letter.plain:
        yield Paragraph(_("Ask us which law gives us the task to do this."))


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
        (_("Data protection officer"), letter.officer),
        (_("Who runs the service"), letter.operator),
        (_("Contact there"), letter.operator_contact),
    )
    return Fields(tuple(Field(label, value) for label, value in rows if value))
