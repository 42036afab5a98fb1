"""A whole concern as one paper, for the agency's own case system."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from fyrstod.core.adapters import adapter_of
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
)
from fyrstod.drafts.contents import Contents
from fyrstod.drafts.papers import attached, labels, made_with
from fyrstod.packs.schema import Factor, Pack, Side
from fyrstod.reports.papers import shown
from fyrstod.reports.rules import HOLDS_BACK, PROTECTED_DATA, without_addresses
from fyrstod.reports.services import answers_in
from fyrstod.rooms import meeting_papers, words
from fyrstod.rooms.contents import (
    Briefing,
    Errand,
    Handed,
    Matter,
    Note,
    NoteKind,
    Outcome,
    Person,
    Said,
    Setting,
    Sheet,
)
from fyrstod.rooms.disclosure_papers import ground_rows
from fyrstod.rooms.disclosure_rules import State
from fyrstod.rooms.paper_rules import whole
from fyrstod.rooms.rules import About, Offer, Status
from fyrstod.rooms.selectors import WORRIES, OpenConcern, OpenHandover, OpenPiece
from fyrstod.rooms.table_selectors import OpenTable, OpenWord

SCHEMA = "fyrstod-concern-1"
"""The name of the JSON inside the PDF; its schema is docs/schema/fyrstod-concern-1.json."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Export:
    """What an export is made of, and nothing it must look up elsewhere."""

    opened: OpenConcern
    versions: Mapping[uuid.UUID, list[OpenPiece]]
    tables: tuple[OpenTable, ...] = ()
    pack: Pack
    language: Literal["sv", "en"]
    created: datetime.datetime


def document(export: Export) -> Document:
    """The whole concern as a tree. The same concern gives the same tree, to the letter."""
    with translation.override(export.language):
        concern = export.opened.concern
        return Document(
            title=_("Concern %(reference)s") % {"reference": concern.reference},
            subtitle=f"{concern.agency.name}, {concern.agency.municipality.name}",
            language=export.language,
            reference=concern.reference,
            pack=made_with(export.pack, export.language, local=bool(export.pack.local)),
            created=export.created,
            recipient=_("%(agency)s, the case system") % {"agency": concern.agency.name},
            secrecy=_(
                "Secrecy: chapter ____, section ____ of the Public Access to Information and "
                "Secrecy Act (2009:400).\nDate: ____\nAuthority: ____"
            ),
            sections=tuple(_Writer(export).sections()),
            labels=labels(),
            author=concern.agency.name,
            attachments=(
                attached("concern.json", _("The whole concern as data"), data_of(export)),
            ),
        )


def data_of(export: Export) -> dict[str, Any]:
    """All of it as plain data. A protected address is left out here too."""
    opened = export.opened
    concern = opened.concern
    person = _plain(opened.person)
    if opened.person.protected:
        del person["address"]
    return {
        "schema": SCHEMA,
        "reference": concern.reference,
        "municipality": concern.agency.municipality.name,
        "agency": {"name": concern.agency.name, "kind": concern.agency.kind},
        "pack": export.pack.edition,
        "language": export.language,
        "created": export.created.isoformat(),
        "about": str(concern.kind),
        "status": str(concern.status),
        "opened": _moment(concern.opened_at),
        "opened_by": concern.opened_by.name,
        "responsible": concern.holder.name if concern.holder else "",
        "review_on": concern.review_on.isoformat() if concern.review_on else "",
        "closed": _moment(concern.closed_at),
        "erase_on": concern.erase_on.isoformat() if concern.erase_on else "",
        "person": person,
        "matter": {**_plain(opened.matter), "answers": _answers_of(export)},
        "pieces": [
            {
                "id": piece.id,
                "noted": _moment(piece.row.noted_at),
                "noted_by": piece.row.noted_by.name,
                "versions": [
                    {
                        **_plain(version.note),
                        "written": _moment(version.written_at),
                        "written_by": version.written_by.name,
                    }
                    for version in export.versions.get(piece.row.pk, [piece])
                ],
            }
            for piece in opened.pieces
        ],
        "tasks": [
            {
                **_plain(task.errand),
                "doer": task.row.doer.name if task.row.doer else "",
                "due_on": task.row.due_on.isoformat() if task.row.due_on else "",
                "done": _moment(task.row.done_at),
            }
            for task in opened.tasks
        ],
        "papers": [
            {**_plain(paper.sheet), "noted": _moment(paper.row.noted_at)} for paper in opened.papers
        ],
        "briefings": [
            {
                **_plain(version.words),
                "written": _moment(version.row.written_at),
                "written_by": version.row.written_by.name,
            }
            for version in reversed(opened.briefings)
        ],
        "handovers": [
            {
                "offered": _moment(each.row.offered_at),
                "offered_by": each.row.offered_by.name,
                "held_by": each.row.held_by.name if each.row.held_by else "",
                "recipient": each.row.recipient.name,
                "state": str(each.row.state),
                "ended": _moment(each.row.ended_at),
                "reason": each.reason,
            }
            for each in reversed(opened.handovers)
        ],
        "given": [
            {
                "to": each.row.to.name,
                "state": str(each.row.state),
                "made": _moment(each.row.made_at),
                "made_by": each.row.made_by.name,
                "second": _moment(each.row.second_at),
                "second_by": each.row.second_by.name if each.row.second_by else "",
                "offered": _moment(each.row.offered_at),
                "answered": _moment(each.row.answered_at),
                "answered_by": each.row.answered_by.name if each.row.answered_by else "",
                **_handed(each.disclosed.handed),
                "held_back": each.disclosed.held_back,
                "answer": each.disclosed.answer,
                "objection": each.disclosed.objection,
            }
            for each in opened.given
            if each.row.state != State.DRAFT
        ],
        "received": [
            {
                "from": each.row.sender.name,
                "offered_by": each.row.offered_by.name,
                "accepted": _moment(each.row.accepted_at),
                "accepted_by": each.row.accepted_by.name,
                **_handed(each.received.handed),
                "objection": each.received.objection,
            }
            for each in opened.received
        ],
        "tables": [_table(table) for table in export.tables],
    }


def _table(table: OpenTable) -> dict[str, Any]:
    """A table as this room has it: what it wrote, and what has reached it."""
    seat = table.seat
    return {
        **_plain(table.seated.setting),
        "convener": table.seated.convener,
        "joined": _moment(seat.joined_at),
        "left": _moment(seat.left_at),
        "ended": _moment(seat.ended_at),
        "seats": [
            {
                "agency": place.agency.name,
                "joined": _moment(place.seat.joined_at),
                "left": _moment(place.seat.left_at),
            }
            for place in table.places
            if place.seat is not None
        ],
        "words": [_word(word) for word in table.words],
    }


def _word(word: OpenWord) -> dict[str, Any]:
    plain = _plain(word.said)
    return {
        "id": word.id,
        "own": word.is_own,
        "came": "" if word.is_own else _moment(word.at),
        "reached": [row.to.name for row in word.reached],
        **{name: plain[name] for name in ("agency", "written_by", "on", "pack", "replaces")},
        "words": plain["words"],
    }


def _handed(handed: Handed) -> dict[str, Any]:
    """What was told, without what each piece said: those stand in the concern."""
    plain = _plain(handed)
    return {
        **{name: plain[name] for name in ("naming", "purpose", "asks", "ground", "consent")},
        **{name: plain[name] for name in ("other_ground", "judged")},
        "pieces": [piece["id"] for piece in plain["pieces"]],
    }


def _answers_of(export: Export) -> dict[str, Any]:
    """The answers to both reports, held back as the reports themselves hold them back."""
    answers = dict(export.opened.matter.answers)
    if not (export.opened.person.protected or answers.get(PROTECTED_DATA) in HOLDS_BACK):
        return answers
    fitting = answers_in(Contents(answers=answers))
    return dict(without_addresses(export.pack.reports, fitting))


def _plain(
    contents: Matter | Person | Note | Errand | Sheet | Briefing | Handed | Said | Setting,
) -> dict[str, Any]:
    plain: dict[str, Any] = adapter_of(type(contents)).dump_python(contents, mode="json")
    return plain


def _moment(at: datetime.datetime | None) -> str:
    return timezone.localtime(at).replace(microsecond=0).isoformat() if at else ""


def _day(at: datetime.datetime) -> str:
    return timezone.localdate(at).isoformat()


class _Writer:
    def __init__(self, export: Export) -> None:
        self.export = export
        self.opened = export.opened
        self.factors: dict[str, Factor] = {factor.id: factor for factor in export.pack.factors}

    def sections(self) -> Iterator[Section]:
        opened = self.opened
        yield Section("", tuple(self._opening()))
        yield Section(_("Who it is about"), tuple(self._person()))
        yield Section(_("Why now"), (Paragraph(opened.matter.why_now or _("Not written.")),))
        yield Section(_("What has been seen, told and thought"), tuple(self._pieces(WORRIES[:3])))
        yield Section(_("Links to factors"), tuple(self._links_lead()), tuple(self._sides()))
        yield Section(_("What is not known"), tuple(self._pieces((NoteKind.UNKNOWN,))))
        yield Section(_("The person’s and the guardians’ own view"), tuple(self._views()))
        yield Section(_("What they were told"), tuple(self._pieces((NoteKind.INFORMED,))))
        yield Section(_("To do, and done"), tuple(self._tasks()))
        yield Section(_("Reviews"), tuple(self._pieces((NoteKind.REVIEW,))))
        if answers := tuple(self._answers()):
            yield Section(_("Answers for the two reports"), (Fields(answers),))
        yield Section(_("Told to others, and received"), tuple(self._doors()))
        for table in self.export.tables:
            yield Section(
                _("The table of %(day)s") % {"day": _day(table.seat.joined_at)},
                (),
                tuple(meeting_papers.sections_of(table, self.export.language)),
            )
        yield Section(_("Papers"), tuple(self._papers()))
        if passed_on := tuple(self._passed_on()):
            yield Section(_("From one to the next"), (), passed_on)
        if earlier := tuple(self._earlier()):
            yield Section(
                _("What stood here before"),
                (Paragraph(_("Corrected or taken away, and kept with the reason.")),),
                earlier,
            )
        if opened.matter.outcome:
            yield Section(_("How it ended"), tuple(self._outcome(opened.matter.outcome)))

    def _opening(self) -> Iterator[Block]:
        concern = self.opened.concern
        if self.opened.person.protected:
            yield Notice(
                _(
                    "Protected personal data. The address is left out on purpose. Read the free "
                    "text: it may still tell of a place."
                )
            )
        rows = (
            (_("About"), str(words.ABOUT[About(concern.kind)])),
            (_("Status"), str(words.STATUS[Status(concern.status)])),
            (_("Opened"), f"{_day(concern.opened_at)}, {concern.opened_by.name}"),
            (_("Responsible"), concern.holder.name if concern.holder else _("Nobody")),
            (_("Look again"), concern.review_on.isoformat() if concern.review_on else ""),
            (_("Closed"), _day(concern.closed_at) if concern.closed_at else ""),
            (_("Is erased here"), concern.erase_on.isoformat() if concern.erase_on else ""),
        )
        yield Fields(tuple(Field(label, value) for label, value in rows if value))
        yield Paragraph(
            _(
                "This is all that the room holds about the concern. What was seen, what was told "
                "and what somebody thinks stand apart. Nothing here is weighed or counted."
            )
        )

    def _person(self) -> Iterator[Block]:
        person = self.opened.person
        rows = (
            (_("Name"), person.name),
            (_("Personal identity number"), whole(person.number)),
            (_("Contact"), person.contact),
            (_("Address"), "" if person.protected else person.address),
            (_("Guardians"), person.guardians),
        )
        told = tuple(Field(label, value) for label, value in rows if value)
        yield Fields(told) if told else Paragraph(_("Who it is about is not known yet."))

    def _pieces(self, kinds: tuple[NoteKind, ...]) -> Iterator[Block]:
        found = self.opened.of_kind(*kinds)
        if not found:
            yield Paragraph(_("Nothing is written."))
            return
        yield Fields(tuple(Field(self._head(piece), self._text(piece)) for piece in found))

    def _head(self, piece: OpenPiece) -> str:
        note = piece.note
        kind = {
            NoteKind.SEEN: _("Seen"),
            NoteKind.TOLD: _("Told"),
            NoteKind.INTERPRETED: _("Interpreted"),
        }.get(note.kind, "")
        parts = (note.date or _("No date known"), kind, " ".join(note.source.split()))
        return " · ".join(part for part in parts if part)

    def _text(self, piece: OpenPiece) -> str:
        note = piece.note
        lines = [note.text]
        if note.came:
            lines.append(
                _("Received from %(agency)s %(day)s, where %(name)s had noted it.")
                % {"agency": note.came.agency, "day": note.came.on, "name": note.came.noted_by}
            )
        if note.decided:
            lines.append(_("Decided: %(what)s") % {"what": note.decided})
        if linked := [self._label(name) for name in note.factors]:
            lines.append(
                _("The writer links this to: %(factors)s.") % {"factors": "; ".join(linked)}
            )
        lines.append(
            _("Noted %(day)s by %(name)s.")
            % {"day": _day(piece.row.noted_at), "name": piece.row.noted_by.name}
        )
        return "\n".join(lines)

    def _label(self, name: str) -> str:
        factor = self.factors.get(name)
        return factor.label.in_language(self.export.language) if factor else name

    def _links_lead(self) -> Iterator[Block]:
        yield Paragraph(
            _(
                "A link is a thought to look into. Factors come from research on groups and do "
                "not tell what one person will do."
            )
        )

    def _sides(self) -> Iterator[Section]:
        """Both sides, each there even when nothing is linked to it."""
        for side, heading in (
            (Side.PROTECTIVE, _("What protects")),
            (Side.RISK, _("What worries")),
        ):
            linked: dict[str, list[str]] = {}
            for piece in self.opened.here:
                for name in piece.note.factors:
                    if name in self.factors and self.factors[name].side is side:
                        linked.setdefault(name, []).append(self._head(piece))
            items = tuple(
                Field(self._label(name), "\n".join(heads)) for name, heads in linked.items()
            )
            body: Block = Fields(items) if items else Paragraph(_("Nothing is linked."))
            yield Section(heading, (body,))

    def _views(self) -> Iterator[Block]:
        views = self.opened.of_kind(NoteKind.VIEW)
        if not views:
            yield Paragraph(_("Nothing is written."))
        for piece in views:
            voice = piece.note.voice
            yield Fields((Field(self._head(piece), str(words.VOICE[voice]) if voice else ""),))
            yield Quote(piece.note.text)

    def _tasks(self) -> Iterator[Block]:
        if not self.opened.tasks:
            yield Paragraph(_("Nothing is noted to do."))
            return
        yield Fields(
            tuple(
                Field(
                    " · ".join(
                        part
                        for part in (
                            _("Done %(day)s") % {"day": _day(task.row.done_at)}
                            if task.row.done_at
                            else _("Not done"),
                            _("before %(day)s") % {"day": task.row.due_on}
                            if task.row.due_on
                            else "",
                            task.row.doer.name if task.row.doer else "",
                        )
                        if part
                    ),
                    "\n".join(part for part in (task.errand.text, task.errand.answer) if part),
                )
                for task in self.opened.tasks
            )
        )

    def _answers(self) -> Iterator[Field]:
        answers = answers_in(Contents(answers=_answers_of(self.export)))
        told: set[str] = set()
        for report in self.export.pack.reports:
            for section in report.sections:
                for field in section.fields:
                    if field.id in answers and field.id not in told:
                        told.add(field.id)
                        yield Field(
                            field.on_paper.in_language(self.export.language),
                            shown(field, answers[field.id], self.export.language),
                        )

    def _papers(self) -> Iterator[Block]:
        if not self.opened.papers:
            yield Paragraph(_("No paper is noted."))
            return
        yield Bullets(tuple(paper_line(paper.sheet) for paper in self.opened.papers))

    def _doors(self) -> Iterator[Block]:
        told = [each for each in self.opened.given if each.row.state != State.DRAFT]
        if not (told or self.opened.received):
            yield Paragraph(_("Nothing has been told to another agency, and nothing received."))
            return
        language = self.export.language
        for each in self.opened.received:
            head = _("Received from %(name)s") % {"name": each.row.sender.name}
            yield Fields(
                (
                    Field(head, _day(each.row.accepted_at)),
                    *self._ground(each.received.handed, language),
                )
            )
        for given in told:
            head = _("To %(name)s") % {"name": given.row.to.name}
            state = str(words.TELLING[State(given.row.state)])
            yield Fields(
                (
                    Field(head, f"{_day(given.row.made_at)}, {state}"),
                    *self._ground(given.disclosed.handed, language),
                )
            )

    def _ground(self, handed: Handed, language: str) -> Iterator[Field]:
        yield Field(_("Purpose"), handed.purpose)
        for label, value in ground_rows(handed, language):
            yield Field(label, value)

    def _passed_on(self) -> Iterator[Section]:
        for version in self.opened.briefings:
            head = f"{_day(version.row.written_at)}, {version.row.written_by.name}"
            yield Section(
                _("For whoever comes next: %(head)s") % {"head": head},
                (Fields(briefing_fields(version.words)),),
            )
        if self.opened.handovers:
            lines = tuple(handover_line(each) for each in self.opened.handovers)
            yield Section(_("Handovers"), (Bullets(lines),))

    def _earlier(self) -> Iterator[Section]:
        for piece in self.opened.pieces:
            versions = self.export.versions.get(piece.row.pk, [])
            shown_now = [] if piece.note.gone else versions[-1:]
            before = [version for version in versions if version not in shown_now]
            if before and piece.note.kind != NoteKind.ADDRESS:
                yield Section(
                    self._head(piece),
                    (Fields(tuple(self._version(version) for version in before)),),
                )
            if not piece.note.gone and piece.note.reason:
                yield Section(
                    _("Why it now reads as it does: %(head)s") % {"head": self._head(piece)},
                    (Paragraph(piece.note.reason),),
                )

    def _version(self, version: OpenPiece) -> Field:
        label = f"{_day(version.written_at)}, {version.written_by.name}"
        if version.note.gone:
            return Field(label, _("Taken away: %(why)s") % {"why": version.note.reason})
        lines = [version.note.text, version.note.reason]
        return Field(label, "\n".join(line for line in lines if line))

    def _outcome(self, outcome: Outcome) -> Iterator[Block]:
        yield Paragraph(str(words.OUTCOME[outcome]))
        if self.opened.matter.outcome_text:
            yield Paragraph(self.opened.matter.outcome_text)


def briefing_fields(briefing: Briefing) -> tuple[Field, ...]:
    """What somebody wrote for whoever comes next, part by part, without those left empty."""
    return tuple(
        Field(str(label), getattr(briefing, name))
        for name, label in words.BRIEFING.items()
        if getattr(briefing, name)
    )


def handover_line(handover: OpenHandover) -> str:
    """An offer to hand a concern over, and its answer, in one line."""
    row = handover.row
    parts = [
        _day(row.offered_at),
        _("%(giver)s to %(recipient)s")
        % {"giver": row.offered_by.name, "recipient": row.recipient.name},
        str(words.OFFER[Offer(row.state)]),
        _day(row.ended_at) if row.ended_at else "",
        handover.reason,
    ]
    return " · ".join(part for part in parts if part)


def paper_line(sheet: Sheet) -> str:
    """A paper of a concern in one line."""
    parts = [
        sheet.date.isoformat(),
        sheet.title,
        str(words.DIRECTION[sheet.direction]),
        sheet.other_party,
        _("registration number %(number)s") % {"number": sheet.number} if sheet.number else "",
    ]
    return " · ".join(part for part in parts if part)
