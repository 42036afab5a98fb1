"""What can be read of the pack about the agencies."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext

from fyrstod.access.public import T
from fyrstod.collaboration import drawing
from fyrstod.core.text import alphabetical
from fyrstod.packs import shelf
from fyrstod.packs.base import Id, Named, Text
from fyrstod.packs.local import Forum
from fyrstod.packs.table import AgendaItem, ForumKind, HeldBack, TableQuestion
from fyrstod.packs.together import Agency, SharedWord, Timeline


def local(items: Iterable[T], part: str) -> tuple[T, ...]:
    """Those of the items of a part that the municipality has added or put in its own words."""
    marked = shelf.current().local
    return tuple(item for item in items if (part, item.id) in marked)


def timelines_of(agency: Agency) -> tuple[Timeline, ...]:
    """The timelines in which an agency does something."""
    return tuple(
        timeline
        for timeline in shelf.current().timelines
        if any(event.agency == agency.id for event in timeline.events)
    )


def lanes_of(timeline: Timeline, language: str) -> dict[Id | None, str]:
    """The names of those who act in a timeline, in the order they come in.

    The language is one whose translations are active.
    """
    names: dict[Id | None, str] = {
        agency.id: agency.name.in_language(language) for agency in shelf.current().agencies
    }
    names[None] = gettext("You")
    return {who: names[who] for who in dict.fromkeys(event.agency for event in timeline.events)}


def drawing_of(timeline: Timeline, language: str) -> drawing.Drawing:
    return drawing.draw(timeline, lanes_of(timeline, language), language)


@dataclass(frozen=True, slots=True)
class Meant:
    """A shared word, and what some agencies mean by it, in the order they were asked for."""

    word: SharedWord
    by: tuple[Text, ...]


def meanings_of(*agencies: Agency) -> tuple[Meant, ...]:
    """The shared words that every one of the agencies has a meaning for."""
    found = []
    for word in shelf.current().shared_words:
        said = {meaning.agency: meaning.text for meaning in word.meanings}
        if all(agency.id in said for agency in agencies):
            found.append(Meant(word, tuple(said[agency.id] for agency in agencies)))
    return tuple(found)


def shared_words(language: str) -> tuple[SharedWord, ...]:
    """Every shared word, in the order of the alphabet."""
    return tuple(
        sorted(
            shelf.current().shared_words,
            key=lambda word: alphabetical(word.word.in_language(language)),
        )
    )


def agenda() -> tuple[tuple[Named, tuple[AgendaItem, ...]], ...]:
    """The moments of a meeting, each with its items, in the suggested order."""
    pack = shelf.current()
    return tuple(
        (moment, tuple(item for item in pack.agenda if item.moment == moment.id))
        for moment in pack.agenda_moments
    )


@dataclass(frozen=True, slots=True)
class Asked:
    """A question to talk about, and in what else than its first difference it serves."""

    question: TableQuestion
    also: tuple[Named, ...]


def table_questions() -> tuple[tuple[Named, tuple[Asked, ...]], ...]:
    """The differences between perspectives, each with the questions that serve it first."""
    pack = shelf.current()
    named = {difference.id: difference for difference in pack.differences}
    asked = [
        (question.serves[0], Asked(question, tuple(named[one] for one in question.serves[1:])))
        for question in pack.table_questions
    ]
    groups = (
        (difference, tuple(one for first, one in asked if first == difference.id))
        for difference in pack.differences
    )
    return tuple((difference, found) for difference, found in groups if found)


def forums() -> tuple[tuple[ForumKind, tuple[Forum, ...]], ...]:
    """The kinds of forum, each with those of its kind that the municipality has."""
    pack = shelf.current()
    return tuple(
        (kind, tuple(forum for forum in pack.forums if forum.kind == kind.id))
        for kind in pack.forum_kinds
    )


def sources_of(*items: AgendaItem | TableQuestion | HeldBack | ForumKind) -> tuple[Id, ...]:
    """What the items lean on, each source once, in the order they come in."""
    return tuple(dict.fromkeys(source for item in items for source in item.sources))
