"""The briefing of a concern as one paper: what whoever comes next has to know."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from fyrstod.documents.tree import (
    Block,
    Bullets,
    Document,
    Field,
    Fields,
    Notice,
    Paragraph,
    Quote,
    Section,
    Table,
)
from fyrstod.drafts.papers import labels, made_with
from fyrstod.packs.schema import Pack
from fyrstod.rooms import meeting_papers, meeting_selectors, piece_selectors, words
from fyrstod.rooms.contents import NoteKind, PaperKind
from fyrstod.rooms.paper_export import paper_line
from fyrstod.rooms.piece_selectors import Linked
from fyrstod.rooms.rules import About, Status
from fyrstod.rooms.selectors import OpenConcern, OpenPiece, OpenTask
from fyrstod.rooms.table_selectors import OpenTable


@dataclass(frozen=True, slots=True, kw_only=True)
class Brief:
    """What a briefing is made of, and nothing it must look up elsewhere."""

    opened: OpenConcern
    tables: tuple[OpenTable, ...] = ()
    pack: Pack
    language: Literal["sv", "en"]
    created: datetime.datetime


def document(brief: Brief) -> Document:
    """The briefing as a tree. The same concern gives the same tree, to the letter."""
    with translation.override(brief.language):
        concern = brief.opened.concern
        return Document(
            title=_("Briefing on a concern"),
            subtitle=f"{concern.agency.name}, {concern.agency.municipality.name}",
            language=brief.language,
            reference=concern.reference,
            pack=made_with(brief.pack, brief.language, local=bool(brief.pack.local)),
            created=brief.created,
            recipient=_("Whoever comes next"),
            secrecy=_(
                "Secrecy: chapter ____, section ____ of the Public Access to Information and "
                "Secrecy Act (2009:400).\nDate: ____\nAuthority: ____"
            ),
            sections=tuple(_Writer(brief).sections()),
            labels=labels(),
            author=concern.agency.name,
        )


def _day(at: datetime.datetime) -> str:
    return timezone.localdate(at).isoformat()


class _Writer:
    def __init__(self, brief: Brief) -> None:
        self.opened = brief.opened
        self.tables = brief.tables
        self.language = brief.language
        self.sides = piece_selectors.sides_of(brief.opened, brief.language)
        self.to_do = [task for task in self.opened.tasks if task.row.done_at is None]

    def sections(self) -> Iterator[Section]:
        yield Section("", tuple(self._state()))
        yield Section(_("Why now"), (Paragraph(self.opened.matter.why_now or _("Not written.")),))
        yield Section(
            _("What is decided, and why"),
            (*self._own("decided"), *self._decisions()),
        )
        yield Section(
            _("What is promised, and what is left to do"),
            (*self._own("promised"), *self._left_to_do()),
        )
        if self.tables:
            yield Section(
                _("At the table with other agencies"),
                (),
                tuple(meeting_papers.summary_of(each, self.language) for each in self.tables),
            )
        yield Section(_("The next days to remember"), tuple(self._days()))
        yield Section(_("Whom to call"), (*self._own("contacts"), *self._contacts()))
        yield Section(_("What the person and the family know"), (*self._own("told"), *self._told()))
        yield Section(_("The person’s and the guardians’ own view"), tuple(self._views()))
        yield Section(_("What protects, and what worries"), tuple(self._both_sides()))
        yield Section(_("What nobody knows yet"), (*self._own("unknown"), *self._unknown()))
        yield Section(_("Who has worked with it"), tuple(self._hands()))

    def _own(self, part: str) -> Iterator[Block]:
        """What the writer has added to it in words of their own."""
        written = self.opened.briefing
        if written and (text := getattr(written.words, part)):
            head = f"{written.row.written_by.name}, {_day(written.row.written_at)}"
            yield Fields((Field(head, text),))

    def _state(self) -> Iterator[Block]:
        concern, person = self.opened.concern, self.opened.person
        if person.protected:
            yield Notice(
                _(
                    "Protected personal data. The address is left out on purpose. Read the free "
                    "text: it may still tell of a place."
                )
            )
        rows = (
            (_("Name"), person.name or _("Nobody named yet")),
            (_("About"), str(words.ABOUT[About(concern.kind)])),
            (_("Status"), str(words.STATUS[Status(concern.status)])),
            (_("Opened"), f"{_day(concern.opened_at)}, {concern.opened_by.name}"),
            (_("Responsible"), concern.holder.name if concern.holder else _("Nobody")),
        )
        yield Fields(tuple(Field(label, value) for label, value in rows))

    def _decisions(self) -> Iterator[Block]:
        found = [piece for piece in self.opened.reviews if piece.note.decided]
        if found:
            yield Fields(
                tuple(
                    Field(
                        f"{piece.note.date}, {piece.written_by.name}",
                        f"{piece.note.decided}\n{piece.note.text}",
                    )
                    for piece in found
                )
            )
        if any(table.meetings for table in self.tables):
            yield Paragraph(_("What was decided at the table stands there, below."))
        elif not (found or self._has("decided")):
            yield Paragraph(_("No decision is written yet."))

    def _left_to_do(self) -> Iterator[Block]:
        if self.to_do:
            yield Fields(tuple(Field(self._task(task), task.errand.text) for task in self.to_do))
        elif not self._has("promised"):
            yield Paragraph(_("Nothing is noted to do."))

    def _task(self, task: OpenTask) -> str:
        parts = (
            _("Not done"),
            _("before %(day)s") % {"day": task.row.due_on} if task.row.due_on else "",
            task.row.doer.name if task.row.doer else _("Nobody yet"),
        )
        return " · ".join(part for part in parts if part)

    def _days(self) -> Iterator[Block]:
        days = [(task.row.due_on, task.errand.text) for task in self.to_do if task.row.due_on]
        if self.opened.concern.review_on and not self.opened.concern.is_closed:
            days.append((self.opened.concern.review_on, _("Look at the concern again")))
        for table in self.tables:
            review_on = meeting_selectors.meetings_of(table, self.language).review_on
            if table.is_open and review_on:
                day = datetime.date.fromisoformat(review_on)
                days.append((day, _("Look at it together with the others at the table")))
        if days:
            yield Fields(tuple(Field(day.isoformat(), text) for day, text in sorted(days)))
        else:
            yield Paragraph(_("No day is set."))

    def _contacts(self) -> Iterator[Block]:
        person = self.opened.person
        rows = (
            (_("Contact"), person.contact),
            (_("Guardians"), person.guardians),
            (_("Others, from the papers"), ", ".join(self._others())),
        )
        told = tuple(Field(label, value) for label, value in rows if value)
        if told:
            yield Fields(told)
        elif not self._has("contacts"):
            yield Paragraph(_("Nobody to call is written down."))

    def _others(self) -> list[str]:
        """Each of those a paper came from or went to, once."""
        parties = (paper.sheet.other_party for paper in self.opened.papers)
        return list(dict.fromkeys(party for party in parties if party))

    def _told(self) -> Iterator[Block]:
        informed = self.opened.of_kind(NoteKind.INFORMED)
        if informed:
            yield Fields(tuple(Field(self._heard(piece), piece.note.text) for piece in informed))
        letters = [it.sheet for it in self.opened.papers if it.sheet.kind is PaperKind.LETTER]
        if letters:
            yield Bullets(tuple(paper_line(sheet) for sheet in letters))
        if not (informed or letters or self._has("told")):
            yield Paragraph(_("Nothing is written. Ask before you call them."))

    def _views(self) -> Iterator[Block]:
        views = self.opened.of_kind(NoteKind.VIEW)
        if not views:
            yield Paragraph(_("Nothing is written."))
        for piece in views:
            yield Paragraph(self._heard(piece))
            yield Quote(piece.note.text)

    def _heard(self, piece: OpenPiece) -> str:
        voice = piece.note.voice
        parts = (piece.note.date or _("No date known"), str(words.VOICE[voice]) if voice else "")
        return " · ".join(part for part in parts if part)

    def _both_sides(self) -> Iterator[Block]:
        """Beside each other, of the same size, each there even when nothing stands on it."""
        yield Paragraph(
            _(
                "A link is a thought to look into. Factors come from research on groups and do "
                "not tell what one person will do."
            )
        )
        yield Table(
            "",
            (str(words.BRIEFING["protects"]), str(words.BRIEFING["worries"])),
            (
                (
                    self._side("protects", self.sides.protects),
                    self._side("worries", self.sides.worries),
                ),
            ),
        )

    def _side(self, part: str, linked: tuple[Linked, ...]) -> str:
        written = self.opened.briefing
        own = getattr(written.words, part) if written else ""
        lines = [own, *(f"– {it.name.label}" for it in linked)]
        return "\n".join(line for line in lines if line) or _("Nothing is written.")

    def _unknown(self) -> Iterator[Block]:
        if self.sides.unknown:
            yield Bullets(tuple(piece.note.text for piece in self.sides.unknown))
        elif not self._has("unknown"):
            yield Paragraph(_("Nothing is written. There is always something nobody knows."))

    def _hands(self) -> Iterator[Block]:
        """Whose notes they are, and whose hands the concern has gone through."""
        names = [self.opened.concern.opened_by.name]
        names += [piece.row.noted_by.name for piece in self.opened.pieces]
        yield Paragraph(", ".join(dict.fromkeys(names)))
        yield Paragraph(_("Each note keeps the name of whoever wrote it, also when they leave."))

    def _has(self, part: str) -> bool:
        written = self.opened.briefing
        return bool(written and getattr(written.words, part))
