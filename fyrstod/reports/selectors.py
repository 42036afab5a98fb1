"""What can be read of a report."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from django.http import Http404
from django.utils.translation import gettext, gettext_noop

from fyrstod.core.pieces import Piece
from fyrstod.drafts.contents import Contents
from fyrstod.drafts.fields import fingerprint
from fyrstod.packs import shelf
from fyrstod.packs.schema import Channel, Contact, Option, Report, ReportField, Section, Side
from fyrstod.packs.together import Agency, Timeline
from fyrstod.reports.rules import Answers, Filled, applies

PARTS: Mapping[str, Mapping[str, str]] = {
    "concern": {
        "danger": gettext_noop("How urgent it is, and who it is about"),
        "why-now": gettext_noop("What worries you"),
        "protection": gettext_noop("What holds, and what has been tried"),
        "contact-with-person": gettext_noop("Making contact, and other children"),
        "family-informed": gettext_noop("Openness, hope, and who reports"),
    },
    "police": {
        "danger": gettext_noop("How urgent it is, and who it is about"),
        "what": gettext_noop("What happened"),
        "threats": gettext_noop("What may come, and what calms"),
        "find-person": gettext_noop("The people"),
        "online": gettext_noop("Accounts and traces"),
        "earlier-events": gettext_noop("Background, and who reports"),
    },
}
"""For each report, the section that opens a part of its task list, and the part's name."""

OTHER: Mapping[str, str] = {"concern": "police", "police": "concern"}
RECEIVERS: Mapping[str, str] = {"concern": "social-services", "police": "police"}
"""The agency that each report goes to."""
ABOUT = "report_about"
"""The field of the concern report that asks whether it is about a child or an adult."""


def report_or_404(report_id: str) -> Report:
    for report in shelf.current().reports:
        if report.id == report_id:
            return report
    raise Http404


def other_than(report: Report) -> Report:
    return report_or_404(OTHER[report.id])


def receiver_of(report: Report) -> Agency | None:
    """The agency that a report goes to, where the pack tells of it."""
    return next((it for it in shelf.current().agencies if it.id == RECEIVERS[report.id]), None)


def timeline_after(report: Report) -> Timeline | None:
    """What happens after a report, where the pack tells of it."""
    return next((it for it in shelf.current().timelines if it.id == report.id), None)


def section_or_404(report: Report, section_id: str) -> Section:
    """A section of a report, whether or not it applies just now."""
    for section in report.sections:
        if section.id == section_id:
            return section
    raise Http404


def section_after(filled: Filled, section: Section) -> Section | None:
    """The next section that applies, also after one that no longer does."""
    place = filled.report.sections.index(section)
    following = filled.report.sections[place + 1 :]
    return next((item for item in following if item in filled.sections), None)


def section_before(filled: Filled, section: Section) -> Section | None:
    place = filled.report.sections.index(section)
    before = reversed(filled.report.sections[:place])
    return next((item for item in before if item in filled.sections), None)


def variants(report: Report) -> tuple[Option, ...]:
    """Whom a report may be about, where its rules and questions differ by that."""
    fields = (field for field in report.all_fields() if field.id == ABOUT)
    return next((field.options for field in fields), ())


def channels_for(filled: Filled) -> Iterator[tuple[Channel, Contact | None]]:
    """The ways to hand a report over that apply, each with whom to contact where one is known."""
    contacts = {contact.id: contact for contact in shelf.current().contacts}
    for channel in filled.report.channels:
        if applies(channel.show_if, filled.live):
            yield channel, contacts.get(channel.contact or "")


def pieces_for(report: Report, contents: Contents) -> tuple[Piece, ...]:
    """The pieces a report holds: what the writer has chosen, and otherwise what it suggests."""
    chosen = contents.chosen.get(report.id, {})
    return tuple(
        piece
        for piece in contents.pieces
        if chosen.get(piece.id, str(piece.kind) in report.suggests)
    )


@dataclass(frozen=True, slots=True)
class Offered:
    """The pieces to choose among, each once: by the side of the factors they are linked to."""

    protects: tuple[Piece, ...]
    worries: tuple[Piece, ...]
    both: tuple[Piece, ...]
    unlinked: tuple[Piece, ...]

    @property
    def has_sides(self) -> bool:
        return bool(self.protects or self.worries)


def offered(contents: Contents) -> Offered:
    side_of = {factor.id: factor.side for factor in shelf.current().factors}
    found: dict[frozenset[Side], list[Piece]] = {}
    for piece in contents.pieces:
        sides = frozenset(side_of[factor] for factor in piece.factors if factor in side_of)
        found.setdefault(sides, []).append(piece)
    return Offered(
        *(
            tuple(found.get(frozenset(sides), ()))
            for sides in ([Side.PROTECTIVE], [Side.RISK], Side, [])
        )
    )


State = Literal["done", "begun", "needed", "open"]


@dataclass(frozen=True, slots=True)
class Task:
    """One line of the task list. `state` is about the page, never about a person."""

    section: Section
    state: State


@dataclass(frozen=True, slots=True)
class Part:
    """Some lines of the task list under a name of their own."""

    title: str
    tasks: tuple[Task, ...]


def outline(report: Report) -> list[tuple[str, list[Section]]]:
    """Every section of a report, in its parts."""
    opens = PARTS[report.id]
    found: list[tuple[str, list[Section]]] = []
    for section in report.sections:
        if section.id in opens or not found:
            found.append((gettext(opens.get(section.id, "")), []))
        found[-1][1].append(section)
    return found


def parts(filled: Filled, contents: Contents) -> tuple[Part, ...]:
    """The task list: each section that applies, in the parts that the whole report has."""
    found = []
    for title, sections in outline(filled.report):
        here = [section for section in sections if section in filled.sections]
        if here:
            tasks = (Task(section, _state(filled, section, contents)) for section in here)
            found.append(Part(title, tuple(tasks)))
    return tuple(found)


def _state(filled: Filled, section: Section, contents: Contents) -> State:
    fields = filled.fields(section)
    answered = any(field.id in filled.given for field in fields) or any(
        piece.kind in section.pieces for piece in contents.pieces
    )
    if any(field in fields for _section, field in filled.missing):
        return "begun" if answered else "needed"
    return "done" if answered else "open"


@dataclass(frozen=True, slots=True)
class Difference:
    """What this report holds that the other does not, and the other way round."""

    only_here: tuple[ReportField, ...]
    only_there: tuple[ReportField, ...]
    pieces_only_here: tuple[Piece, ...]
    pieces_only_there: tuple[Piece, ...]


def difference(here: Filled, there: Filled, contents: Contents) -> Difference:
    """Compare the two reports as they stand, by answered fields and chosen pieces."""
    pieces_here, pieces_there = (
        pieces_for(here.report, contents),
        pieces_for(there.report, contents),
    )
    return Difference(
        tuple(_only_in(here, there)),
        tuple(_only_in(there, here)),
        tuple(piece for piece in pieces_here if piece not in pieces_there),
        tuple(piece for piece in pieces_there if piece not in pieces_here),
    )


def _only_in(one: Filled, other: Filled) -> Iterator[ReportField]:
    for _section, field in one.asked:
        if field.id in one.given and field.id not in other.given:
            yield field


def is_begun(filled: Filled) -> bool:
    """Whether anything that this report alone asks for has been answered."""
    others = {field.id for field in other_than(filled.report).all_fields()}
    return any(name not in others for name in filled.given)


def shared_with_other(filled: Filled) -> frozenset[str]:
    """The fields that the other report asks for too, once somebody has begun it."""
    other = Filled(other_than(filled.report), filled.answers)
    if not is_begun(other):
        return frozenset()
    return frozenset(field.id for _section, field in other.asked)


def knows_its_length(filled: Filled) -> bool:
    """Whether no question that opens or closes a whole page is still unanswered."""
    conditions = (section.show_if for section in filled.report.sections)
    return all(condition is None or condition.field in filled.live for condition in conditions)


def from_a_concern(contents: Contents, answers: Answers) -> frozenset[str]:
    """The answers that a concern in a room has filled in, and that nobody has changed since."""
    filled = contents.room.filled if contents.room else {}
    return frozenset(
        name for name, value in answers.items() if value and fingerprint(value) == filled.get(name)
    )


def left_out_for_protection(contents: Contents, answers: Answers) -> frozenset[str]:
    """The questions that a concern left empty because of protected personal data."""
    left_out = contents.room.left_out if contents.room else ()
    return frozenset(name for name in left_out if not answers.get(name))


def linked_to(section: Section, contents: Contents) -> tuple[Piece, ...]:
    """The pieces a writer has linked to factors of a section's side."""
    side = section.side
    factors = {factor.id for factor in shelf.current().factors if factor.side is side}
    return tuple(piece for piece in contents.pieces if factors.intersection(piece.factors))


def factor_names(piece: Piece, language: str) -> list[str]:
    names = {factor.id: factor.label for factor in shelf.current().factors}
    return [names[factor].in_language(language) for factor in piece.factors if factor in names]
