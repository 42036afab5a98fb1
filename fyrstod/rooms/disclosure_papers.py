"""The one-page record of a disclosure, for the case file of either room."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from fyrstod.collaboration.sharing_selectors import statute_of
from fyrstod.documents.tree import Block, Bullets, Document, Field, Fields, Paragraph, Section
from fyrstod.drafts.papers import labels, made_with
from fyrstod.packs import shelf
from fyrstod.people.models import Agency
from fyrstod.rooms import words
from fyrstod.rooms.contents import Handed, Naming
from fyrstod.rooms.disclosure_rules import State
from fyrstod.rooms.selectors import OpenDisclosure, OpenReceipt


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """What a record tells, seen from the room that prints it. Moments and names are in words."""

    room: Agency
    reference: str
    sender: str
    receiver: str
    events: tuple[tuple[str, str], ...]
    handed: Handed
    held_back: str = ""
    answer: str = ""
    objection: str = ""


def of_given(room: Agency, reference: str, given: OpenDisclosure) -> Record:
    row, disclosed = given.row, given.disclosed
    return Record(
        room=room,
        reference=reference,
        sender=room.name,
        receiver=row.to.name,
        events=tuple(_events(given)),
        handed=disclosed.handed,
        held_back=disclosed.held_back,
        answer=disclosed.answer,
        objection=disclosed.objection,
    )


def _events(given: OpenDisclosure) -> Iterator[tuple[str, str]]:
    row = given.row
    yield _("Written"), _by(row.made_at, row.made_by.name)
    if row.second_by and row.second_at:
        yield _("Looked at by a second person"), _by(row.second_at, row.second_by.name)
    if row.offered_at:
        yield _("Offered"), _moment(row.offered_at)
    if row.answered_by and row.answered_at:
        yield str(words.TELLING[State(row.state)]), _by(row.answered_at, row.answered_by.name)
    if row.state == State.WITHDRAWN:
        yield _("Status"), str(words.TELLING[State.WITHDRAWN])


def of_received(room: Agency, reference: str, found: OpenReceipt) -> Record:
    row = found.row
    return Record(
        room=room,
        reference=reference,
        sender=row.sender.name,
        receiver=room.name,
        events=(
            (_("Offered by"), row.offered_by.name),
            (_("Accepted"), _by(row.accepted_at, row.accepted_by.name)),
        ),
        handed=found.received.handed,
        objection=found.received.objection,
    )


def document(
    record: Record, *, language: Literal["sv", "en"], created: datetime.datetime
) -> Document:
    """The record as a tree. What the pieces say stands in the concern, and not here."""
    with translation.override(language):
        return Document(
            title=_("Record of a disclosure"),
            subtitle=f"{record.room.name}, {record.room.municipality.name}",
            language=language,
            reference=record.reference,
            pack=made_with(shelf.current(), language, local=False),
            created=created,
            recipient="",
            secrecy=_(
                "Secrecy: chapter ____, section ____ of the Public Access to Information and "
                "Secrecy Act (2009:400).\nDate: ____\nAuthority: ____"
            ),
            sections=tuple(_sections(record, language)),
            labels=labels(),
            author=record.room.name,
        )


def _sections(record: Record, language: str) -> Iterator[Section]:
    handed = record.handed
    rows = ((_("From"), record.sender), (_("To"), record.receiver), *record.events)
    yield Section("", (Fields(tuple(Field(label, value) for label, value in rows)),))
    ground = ground_rows(handed, language)
    yield Section(
        _("On which ground"), (Fields(tuple(Field(label, value) for label, value in ground)),)
    )
    why = ((_("Purpose"), handed.purpose), (_("What is asked"), handed.asks))
    yield Section(_("Why"), (Fields(tuple(Field(label, value) for label, value in why if value)),))
    yield Section(_("What was told"), tuple(_told(handed)))
    if record.held_back:
        yield Section(_("What was held back, and why"), (Paragraph(record.held_back),))
    if record.answer:
        yield Section(_("Why it was declined"), (Paragraph(record.answer),))
    if record.objection:
        yield Section(_("The sender’s objection"), (Paragraph(record.objection),))


def ground_rows(handed: Handed, language: str) -> list[tuple[str, str]]:
    """The rule with its statute and version, or the ground in own words; and how it was judged."""
    rows: list[tuple[str, str]] = []
    if handed.ground:
        ground = handed.ground
        rows += [
            (_("Rule"), ground.title.in_language(language)),
            (_("What it says"), ground.says.in_language(language)),
            (_("Statute"), statute_of(ground, language)),
            (_("Version of the content"), ground.edition),
        ]
    else:
        rows.append((_("Ground in the writer’s own words"), handed.other_ground))
    rows.append((_("How it was judged"), handed.judged))
    if handed.consent:
        rows += [
            (_("Consent"), handed.consent.how),
            (_("Given"), handed.consent.given_on),
            (_("Taken back"), handed.consent.withdrawn_on),
        ]
    return [(label, value) for label, value in rows if value]


def _told(handed: Handed) -> Iterator[Block]:
    naming = {
        Naming.UNNAMED: _("Who it is about was not told."),
        Naming.NAME: _("Name and personal identity number were told."),
        Naming.ALL: _("Who it is about was told, and how to reach them."),
    }
    yield Paragraph(naming[handed.naming])
    if not handed.pieces:
        yield Paragraph(_("No pieces were handed over."))
        return
    yield Bullets(
        tuple(
            " · ".join(
                part
                for part in (
                    str(words.NOTE[piece.note.kind]),
                    piece.note.date,
                    _("noted %(day)s by %(name)s")
                    % {"day": piece.noted_on, "name": piece.noted_by},
                )
                if part
            )
            for piece in handed.pieces
        )
    )


def _by(at: datetime.datetime, name: str) -> str:
    return f"{_moment(at)}, {name}"


def _moment(at: datetime.datetime) -> str:
    return timezone.localtime(at).strftime("%Y-%m-%d %H:%M")
