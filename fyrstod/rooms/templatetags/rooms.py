"""Template words of the rooms."""

from __future__ import annotations

from django import template
from django.utils.translation import get_language

from fyrstod.access.policy import Role
from fyrstod.documents.tree import Field
from fyrstod.people.models import ROLE_NAMES
from fyrstod.rooms import end_selectors, meeting_selectors, paper_export, piece_selectors, words
from fyrstod.rooms.contents import (
    Agrees,
    Briefing,
    Course,
    Direction,
    Naming,
    NoteKind,
    Outcome,
    PaperKind,
    Perspective,
    SamePerson,
    Stands,
    Voice,
)
from fyrstod.rooms.disclosure_rules import State
from fyrstod.rooms.rules import About, Offer, Status
from fyrstod.rooms.selectors import OpenConcern
from fyrstod.rooms.table_selectors import OpenTable

register = template.Library()


@register.filter
def about_name(kind: str) -> str:
    """Whom a concern is about: `{{ concern.kind|about_name }}`."""
    return str(words.ABOUT[About(kind)])


@register.filter
def status_name(status: str) -> str:
    """How far the work has come: `{{ concern.status|status_name }}`."""
    return str(words.STATUS[Status(status)])


@register.filter
def outcome_name(outcome: Outcome | None) -> str:
    """What came of a concern: `{{ matter.outcome|outcome_name }}`; "" while it is open."""
    return str(words.OUTCOME[outcome]) if outcome else ""


@register.filter
def offer_name(state: str) -> str:
    """What has come of a handover: `{{ handover.row.state|offer_name }}`."""
    return str(words.OFFER[Offer(state)])


@register.filter
def briefing_parts(briefing: Briefing) -> tuple[Field, ...]:
    """What is written in a briefing: `{% for part in briefing|briefing_parts %}`."""
    return paper_export.briefing_fields(briefing)


@register.filter
def role_title(role: Role) -> str:
    """A role by its name: `{{ held.role|role_title }}`."""
    return str(ROLE_NAMES[role])


@register.filter
def same_name(same: SamePerson) -> str:
    """What was answered of two concerns: `{{ each.told.same|same_name }}`."""
    return str(words.SAME[same])


@register.filter
def number(digits: str) -> str:
    """A personal identity number as people write it: `{{ person.number|number }}`."""
    return f"{digits[:8]}-{digits[8:]}" if digits else ""


@register.filter
def clock(opened: OpenConcern) -> end_selectors.Clock:
    """How a closed concern was sorted: `{% with clock=open|clock %}`."""
    return end_selectors.clock_of(opened)


@register.filter
def paper_name(kind: PaperKind) -> str:
    """What a paper is: `{{ paper.sheet.kind|paper_name }}`."""
    return str(words.PAPER[kind])


@register.filter
def direction_name(direction: Direction) -> str:
    """Whether a paper is made, sent or received: `{{ paper.sheet.direction|direction_name }}`."""
    return str(words.DIRECTION[direction])


@register.filter
def note_name(kind: NoteKind) -> str:
    """What a piece is: `{{ piece.note.kind|note_name }}`."""
    return str(words.NOTE[kind])


@register.filter
def voice_name(voice: Voice | None) -> str:
    """Whose view it is, or who was told: `{{ piece.note.voice|voice_name }}`; "" for nobody's."""
    return str(words.VOICE[voice]) if voice else ""


@register.filter
def telling_name(state: str) -> str:
    """How far a disclosure has come: `{{ row.state|telling_name }}`."""
    return str(words.TELLING[State(state)])


@register.filter
def naming_name(naming: Naming) -> str:
    """What is told of who it is about: `{{ handed.naming|naming_name }}`."""
    return str(words.NAMING[naming])


@register.filter
def stands_name(stand: Stands) -> str:
    """How somebody sees a person: `{{ word.said.words.stands|stands_name }}`."""
    return str(words.STANDS_SHORT[stand])


@register.filter
def view_parts(perspective: Perspective) -> list[tuple[str, str]]:
    """What a perspective says, part by part: `{% for label, text in view|view_parts %}`."""
    return [
        (str(label), getattr(perspective, name))
        for name, label in words.VIEW.items()
        if getattr(perspective, name)
    ]


@register.filter
def course_name(course: Course) -> str:
    """How far what was planned has come: `{{ followed.words.course|course_name }}`."""
    return str(words.COURSE[course])


@register.filter
def agrees_name(agrees: Agrees) -> str:
    """What the person says of a goal: `{{ aim.goal.agrees|agrees_name }}`."""
    return str(words.AGREES[agrees])


@register.filter
def meetings(table: OpenTable) -> meeting_selectors.Meetings:
    """What came of a table's meetings: `{% with said=table|meetings %}`."""
    return meeting_selectors.meetings_of(table, get_language() or "sv")


@register.filter
def plan(table: OpenTable) -> tuple[meeting_selectors.Strand, ...]:
    """A table's goals by the protection they strengthen: `{% for strand in table|plan %}`."""
    return meeting_selectors.plan_of(table, get_language() or "sv")


@register.filter
def sides(opened: OpenConcern) -> piece_selectors.Sides:
    """What protects, worries and is unknown: `{% with sides=open|sides %}`."""
    return piece_selectors.sides_of(opened, get_language() or "sv")


@register.filter
def story(opened: OpenConcern) -> piece_selectors.Story:
    """The pieces in the order of time: `{% with story=open|story %}`."""
    return piece_selectors.story_of(opened)


@register.filter
def voices(opened: OpenConcern) -> list[piece_selectors.Heard]:
    """What the person and the guardians say and were told: `{% for heard in open|voices %}`."""
    return piece_selectors.voices_of(opened)


@register.filter
def factor_names(names: tuple[str, ...]) -> list[piece_selectors.FactorName]:
    """The factors a piece is linked to: `{% for factor in note.factors|factor_names %}`."""
    return piece_selectors.names_of(names, get_language() or "sv")
