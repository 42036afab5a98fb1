"""A table as one paper for a room's own case file: what that room has of it, and no more."""

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
from fyrstod.rooms import meeting_selectors, table_selectors, words
from fyrstod.rooms.contents import Decision, Ending, Perspective
from fyrstod.rooms.meeting_selectors import Aim, Followed, Meeting, Promised
from fyrstod.rooms.table_selectors import OpenTable, OpenWord, Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """What the paper is made of, and nothing it must look up elsewhere."""

    table: OpenTable
    pack: Pack
    language: Literal["sv", "en"]
    created: datetime.datetime


def document(paper: Paper) -> Document:
    """The table as a tree. The same words give the same tree, to the letter."""
    with translation.override(paper.language):
        concern = paper.table.concern
        return Document(
            title=_("What was said at the table"),
            subtitle=f"{concern.agency.name}, {concern.agency.municipality.name}",
            language=paper.language,
            reference=concern.reference,
            pack=made_with(paper.pack, paper.language, local=bool(paper.pack.local)),
            created=paper.created,
            recipient=_("%(agency)s, the case system") % {"agency": concern.agency.name},
            secrecy=_(
                "Secrecy: chapter ____, section ____ of the Public Access to Information and "
                "Secrecy Act (2009:400).\nDate: ____\nAuthority: ____"
            ),
            sections=(
                Section("", tuple(_opening(paper.table))),
                *sections_of(paper.table, paper.language),
            ),
            labels=labels(),
            author=concern.agency.name,
        )


def _opening(table: OpenTable) -> Iterator[Block]:
    person = table.opened.person
    if person.protected:
        yield Notice(
            _(
                "Protected personal data. The address is left out on purpose. Read the free "
                "text: it may still tell of a place."
            )
        )
    yield Fields((Field(_("Name"), person.name or _("Nobody named yet")),))
    yield Paragraph(
        _(
            "This is what our room has of the table: what we wrote, and what reached us. Each "
            "agency’s words stand as they wrote them. Nothing is weighed, averaged or counted."
        )
    )


def sections_of(table: OpenTable, language: str) -> Iterator[Section]:
    """All that a room has of a table. The language is one whose translations are active."""
    writer = _Writer(table, language)
    yield Section(_("What the table is"), tuple(writer.setting()))
    yield Section(_("Around the table"), (Fields(tuple(map(_place, table.places))),))
    yield Section(
        _("Perspectives"), tuple(writer.compared()), tuple(map(_view, writer.perspectives()))
    )
    yield Section(_("Meetings"), tuple(writer.to_do()), tuple(map(_meeting, writer.meetings.held)))
    yield Section(_("The plan"), tuple(writer.plan_lead()), tuple(writer.strands()))
    yield Section(_("How it ended"), tuple(writer.endings()))


def summary_of(table: OpenTable, language: str) -> Section:
    """What whoever comes next must know of a table. The language is an active one."""
    writer = _Writer(table, language)
    return Section(
        _("The table of %(day)s") % {"day": _day(table.seat.joined_at)},
        tuple(writer.in_short()),
    )


def _day(at: datetime.datetime) -> str:
    return timezone.localdate(at).isoformat()


def _field(label: str, value: str) -> Field:
    """An answer, or that there is none: everybody has the same places to speak in."""
    return Field(label, value or _("Not written."), missing=not value)


def _place(place: Place) -> Field:
    seat = place.seat
    if seat is None:
        return Field(place.agency.name, _("Is asked, and has not answered"))
    parts = [
        _("at the table from %(day)s") % {"day": _day(seat.joined_at)},
        _("set up the table") if seat.is_convener else "",
        _("left %(day)s") % {"day": _day(seat.left_at)} if seat.left_at else "",
        _("has given a perspective") if place.has_given else "",
    ]
    said = " · ".join(part for part in parts if part)
    return Field(place.agency.name, said[:1].upper() + said[1:])


def _from(word: OpenWord) -> str:
    """Who wrote it, where, when; and whom it reached from here."""
    lines = [
        _("Written %(day)s by %(name)s, %(agency)s.")
        % {"day": word.said.on, "name": word.said.written_by, "agency": word.said.agency}
    ]
    if word.reached:
        names = ", ".join(row.to.name for row in word.reached)
        lines.append(_("Reached: %(names)s.") % {"names": names})
    return " ".join(lines)


def _view(given: tuple[OpenWord, Perspective]) -> Section:
    word, view = given
    heading = word.said.agency
    if word.is_replaced:
        heading = _("%(agency)s, before") % {"agency": heading}
    return Section(
        heading,
        (
            Fields(
                (
                    Field(_("How they see the person"), str(words.STANDS[view.stands])),
                    *(
                        _field(str(label), getattr(view, name))
                        for name, label in words.VIEW.items()
                    ),
                )
            ),
            Paragraph(_from(word)),
        ),
    )


def _meeting(meeting: Meeting) -> Section:
    return Section(
        _("Meeting %(day)s") % {"day": meeting.minutes.held_on}, tuple(_minutes(meeting))
    )


def _minutes(meeting: Meeting) -> Iterator[Block]:
    minutes = meeting.minutes
    yield Fields((Field(_("Who was there"), minutes.present),))
    if meeting.taken_up:
        yield Paragraph(_("Taken up:"))
        yield Bullets(meeting.taken_up)
    yield Fields(
        tuple(
            Field(
                _("Decision %(number)s") % {"number": number},
                decision.text,
                points=_why(decision),
            )
            for number, decision in enumerate(minutes.decisions, 1)
        )
        or (_field(_("Decisions"), ""),)
    )
    yield Paragraph(_("What somebody sees otherwise, as they said it:"))
    yield Quote(minutes.dissent or _("Nothing is written."))
    if meeting.promised:
        yield _deeds(_("Who does what"), meeting.promised)
    if minutes.review_on:
        yield Fields((Field(_("Looked at together again"), minutes.review_on),))
    yield Paragraph(_from(meeting.word))


def _why(decision: Decision) -> tuple[str, ...]:
    return (_("Why: %(reason)s") % {"reason": decision.reason},) if decision.reason else ()


def _deeds(caption: str, promised: tuple[Promised, ...]) -> Table:
    return Table(
        caption,
        (_("What"), _("Agency"), _("Role"), _("By when")),
        tuple((each.deed.text, each.by, each.deed.role, each.deed.due_on) for each in promised),
    )


class _Writer:
    def __init__(self, table: OpenTable, language: str) -> None:
        self.table = table
        self.language = language
        self.meetings = meeting_selectors.meetings_of(table, language)
        self.plan = meeting_selectors.plan_of(table, language)

    def setting(self) -> Iterator[Block]:
        table, setting = self.table, self.table.seated.setting
        forum = setting.forum_name.in_language(self.language) if setting.forum_name else ""
        seat = table.seat
        rows = (
            (_("Purpose"), setting.purpose),
            (_("Form"), forum),
            (_("Set up by"), table.seated.convener),
            (_("Our room sits here since"), _day(seat.joined_at)),
            (_("Ended"), _day(seat.ended_at) if seat.ended_at else ""),
            (_("We left"), _day(seat.left_at) if seat.left_at else ""),
        )
        yield Fields(tuple(Field(label, value) for label, value in rows if value))

    def perspectives(self) -> list[tuple[OpenWord, Perspective]]:
        """As they read now, in the order that they came, and after them what stood before."""
        found = (*self.table.perspectives, *self.table.earlier)
        return [
            (word, word.said.words) for word in found if isinstance(word.said.words, Perspective)
        ]

    def compared(self) -> Iterator[Block]:
        board = table_selectors.compared(self.table)
        if board is None:
            yield Paragraph(
                _("Ours is given. The others’ are not opened.")
                if self.table.own_perspective
                else _("Our room has given none, so none is here.")
            )
            return
        if board.agreed:
            yield Paragraph(_("All say: %(what)s.") % {"what": words.STANDS[board.agreed]})
        if board.agreed and board.apart:
            yield Paragraph(_("The rest we see differently, and that is kept as it is written."))
        elif board.apart:
            yield Paragraph(_("We see it differently, and that is kept as it is written."))

    def to_do(self) -> Iterator[Block]:
        if not self.meetings.held:
            yield Paragraph(_("No meeting is written down."))
        if self.meetings.review_on:
            yield Fields((Field(_("The next review"), self.meetings.review_on),))
        if self.meetings.to_do:
            yield _deeds(_("What is left to do"), self.meetings.to_do)

    def plan_lead(self) -> Iterator[Block]:
        if not self.plan:
            yield Paragraph(_("No goal is written down."))

    def in_short(self) -> Iterator[Block]:
        yield from self.setting()
        yield Fields(tuple(map(_place, self.table.places)))
        yield from self.compared()
        if decided := tuple(
            Field(meeting.minutes.held_on, decision.text, points=_why(decision))
            for meeting in self.meetings.held
            for decision in meeting.minutes.decisions
        ):
            yield Paragraph(_("Decided there:"))
            yield Fields(decided)
        for meeting in self.meetings.held:
            if meeting.minutes.dissent:
                yield Paragraph(_("What somebody sees otherwise, as they said it:"))
                yield Quote(meeting.minutes.dissent)
        if aims := tuple(_aim_in_short(aim) for strand in self.plan for aim in strand.aims):
            yield Paragraph(_("The plan:"))
            yield Fields(aims)

    def strands(self) -> Iterator[Section]:
        for strand in self.plan:
            yield Section(
                _("Strengthens: %(factor)s") % {"factor": strand.factor.label}
                if strand.factor
                else _("Other goals"),
                (),
                tuple(_aim(aim) for aim in strand.aims),
            )

    def endings(self) -> Iterator[Block]:
        for word in self.table.endings:
            ending = word.said.words
            assert isinstance(ending, Ending)  # noqa: S101 - for the type checker: the table says so
            yield Fields(
                (
                    Field(_("Agency"), word.said.agency),
                    Field(_("What was achieved"), ending.achieved),
                    Field(_("What the room keeps"), ending.kept),
                    Field(_("Who tells the person, and when"), ending.tells),
                )
            )
            yield Paragraph(_from(word))
        if not self.table.endings:
            yield Paragraph(
                _("No agency has said how it ended.")
                if self.table.seat.ended_at
                else _("The table has not ended.")
            )


def _aim(aim: Aim) -> Section:
    goal = aim.goal
    who = " · ".join(part for part in (aim.by, goal.role, goal.due_on) if part)
    return Section(
        goal.text,
        (
            Fields(
                (
                    _field(_("What is done"), goal.doing),
                    _field(_("Who, and by when"), who),
                    _field(_("The person’s own wish"), goal.wish),
                    Field(_("Does the person agree"), str(words.AGREES[goal.agrees])),
                )
            ),
            Paragraph(_from(aim.word)),
            *(block for each in aim.followed for block in _followed(each)),
        ),
    )


def _aim_in_short(aim: Aim) -> Field:
    """A goal, what is done for it, and what has changed last."""
    goal = aim.goal
    lines = [
        " · ".join(part for part in (goal.doing, aim.by, goal.role, goal.due_on) if part),
        _("The person’s own wish: %(wish)s") % {"wish": goal.wish} if goal.wish else "",
        f"{words.COURSE[aim.now.words.course]}: {aim.now.words.changed}" if aim.now else "",
    ]
    return _field(goal.text, "\n".join(line for line in lines if line))


def _followed(each: Followed) -> Iterator[Block]:
    said = each.word.said
    head = f"{said.on}, {said.agency}"
    yield Fields(
        (
            Field(head, str(words.COURSE[each.words.course])),
            Field(_("What has changed since last time"), each.words.changed),
            _field(_("How to go on"), each.words.onward),
        )
    )
