"""What is drawn of a table: the puzzle, the perspectives, the plan and its course in time."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from fyrstod.packs import shelf
from fyrstod.rooms import piece_drawing, table_drawing, table_rules, table_selectors, words
from fyrstod.rooms.contents import FollowUp, Goal, Minutes, Perspective, Stands
from fyrstod.rooms.table_drawing import Aim, Holds, Part
from fyrstod.rooms.table_selectors import OpenTable, OpenWord, Place


@dataclass(frozen=True, slots=True)
class Pictures:
    """Each drawing with what its text twin says. `board` and `course` are None until there is one.

    `columns`: where one can stand, with the names of those who do. `moments`: day, lane and words.
    """

    puzzle: table_drawing.Puzzle
    parts: tuple[Part, ...]
    gap_lines: tuple[str, ...]
    board: table_drawing.Board | None
    columns: tuple[tuple[str, tuple[str, ...]], ...]
    plan: table_drawing.Plan | None
    groups: tuple[tuple[str, tuple[Aim, ...]], ...]
    course: piece_drawing.Timeline | None
    moments: tuple[tuple[str, str, str], ...]


def of(table: OpenTable) -> Pictures:
    parts = tuple(_part(table, place) for place in table.places)
    gap = tuple(unknown_at(table))
    compared = table_selectors.compared(table)
    columns = tuple(
        (str(words.STANDS_SHORT[stand]), compared.by_stand[stand] if compared else ())
        for stand in Stands
    )
    groups = tuple(_groups(table))
    moments = tuple(_moments(table))
    return Pictures(
        puzzle=table_drawing.puzzle(parts, (_("What nobody at the table knows"), gap)),
        parts=parts,
        gap_lines=gap,
        board=table_drawing.board(
            compared.by_stand, {stand: str(words.STANDS_SHORT[stand]) for stand in Stands}
        )
        if compared
        else None,
        columns=columns,
        plan=table_drawing.plan(groups) if groups else None,
        groups=groups,
        course=piece_drawing.timeline(
            [piece_drawing.Moment(lane, day) for day, lane, _words in moments],
            list(dict.fromkeys(lane for _day, lane, _words in moments)),
        ),
        moments=moments,
    )


def _part(table: OpenTable, place: Place) -> Part:
    holds = _holds(table, place)
    says = {
        Holds.SHARED: _("Has laid pieces on the table"),
        Holds.HOLDS: _("Sits here; nothing laid down yet"),
        Holds.ASKED: _("Is asked; has not answered"),
        Holds.LEFT: _("Has left; what was laid down stays"),
    }
    return Part(place.agency.name, holds, says[holds])


def _holds(table: OpenTable, place: Place) -> Holds:
    if place.seat is None:
        return Holds.ASKED
    if place.seat.left_at is not None:
        return Holds.LEFT
    return Holds.SHARED if _has_laid(table, place) else Holds.HOLDS


def _has_laid(table: OpenTable, place: Place) -> bool:
    """Whether something of an agency is here: its words at the table count too."""
    words_of_it = [word for word in table.words if word.agency_id == place.agency.pk]
    return bool(place.laid) or any(word.reached or not word.is_own for word in words_of_it)


def unknown_at(table: OpenTable) -> Iterator[str]:
    """What nobody knows, as it is written in the perspectives that are open."""
    compared = table_selectors.compared(table)
    if compared:
        for name, text in compared.unknown:
            yield f"{text} ({name})"


def _groups(table: OpenTable) -> Iterator[tuple[str, tuple[Aim, ...]]]:
    language = get_language() or "sv"
    names = {factor.id: factor.label.in_language(language) for factor in shelf.current().factors}
    goals = [(word.said.words, word) for word in table.goals if isinstance(word.said.words, Goal)]
    for factor, found in table_rules.by_protection(goals).items():
        aims = tuple(Aim(goal.text, _state(table, word)) for goal, word in found)
        yield names.get(factor) or (factor or _("Other goals")), aims


def _state(table: OpenTable, goal: OpenWord) -> str:
    latest = next(iter(table.follow_ups(goal)), None)
    if latest is None or not isinstance(latest.said.words, FollowUp):
        return _("Not followed up yet")
    return str(words.COURSE[latest.said.words.course])


def _moments(table: OpenTable) -> Iterator[tuple[str, str, str]]:
    lanes = {
        Perspective: _("Perspectives"),
        Minutes: _("Meetings"),
        Goal: _("Plan"),
        FollowUp: _("Follow-up"),
    }
    yield _day(table.seat.joined_at), _("The table"), _("This room sat down")
    if table.seat.opened_at:
        yield _day(table.seat.opened_at), _("The table"), _("Perspectives opened together")
    for word in table.current:
        said = word.said.words
        if (lane := lanes.get(type(said))) is None:
            continue
        yield word.said.on, lane, _what(word)


def _what(word: OpenWord) -> str:
    said = word.said.words
    name = word.said.agency
    if isinstance(said, Minutes):
        held = ngettext("%(count)d decision", "%(count)d decisions", len(said.decisions))
        return f"{said.held_on}: {held % {'count': len(said.decisions)}} ({name})"
    if isinstance(said, Goal):
        return f"{said.text} ({name})"
    if isinstance(said, FollowUp):
        return f"{words.COURSE[said.course]}: {said.changed} ({name})"
    return name


def _day(at: datetime.datetime) -> str:
    return timezone.localdate(at).isoformat()
