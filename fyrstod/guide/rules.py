"""Which questions make a plan, and how pieces lie. No database, request or clock."""

from __future__ import annotations

import itertools
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from fyrstod.core.pieces import Piece, PieceKind
from fyrstod.drafts.contents import Plan
from fyrstod.packs.schema import Factor, Level, Question, Sensitivity, Side

PLAN_SIZE = 16
"""Questions suggested for one conversation. Between 12 and 20 fits one sheet and one hour."""
MOST_OF_A_THEME = 3
ANYBODY = "any"
SAFETY = "violence"
"""The theme that a plan never leaves to chance: whatever of it suits the conversation is there."""

_SENSITIVITIES = tuple(Sensitivity)
_STARTS = ("strengths", "everyday", "worry")

LEVEL_THEMES: dict[Level, tuple[str, ...]] = {
    Level.INDIVIDUAL: ("strengths-future", "health-wellbeing"),
    Level.FAMILY: ("family",),
    Level.PEERS: ("friends-leisure", "belonging-identity"),
    Level.SCHOOL_WORK: ("school-work",),
    Level.COMMUNITY: ("grievance-trust",),
    Level.ONLINE: ("online",),
    Level.IDEOLOGICAL: ("world-view", "violence"),
}
"""Where to look for a question about a part of life. Theme ids are stable for ever."""


def open_to(
    questions: Iterable[Question], asker: str, person: str, step: str
) -> tuple[Question, ...]:
    """The questions this asker may put to this person in this step."""
    return tuple(
        question
        for question in questions
        if person in question.people
        and step in question.steps
        and (asker in question.askers or ANYBODY in question.askers)
    )


def plan(questions: Sequence[Question], asker: str, person: str, step: str) -> tuple[Question, ...]:
    """The questions suggested for one conversation, in the order to put them.

    `questions` come in the pack's order of themes. The gentlest question opens. Every theme
    then gives one, from a strength where it can. A second is given first by those that have
    one made for this asker, then by those nearest to a worry, and so on. A theme gives a
    fourth only when no other has anything left.
    """
    fitting = in_order(open_to(questions, asker, person, step), questions)
    opening, rest = fitting[:1], {question.id for question in fitting[1:]}
    by_theme: dict[str, list[Question]] = {}
    for question in questions:
        if question.id in rest:
            by_theme.setdefault(question.theme, []).append(question)
    safety = _strengths_by_turns(by_theme.pop(SAFETY, []))[:MOST_OF_A_THEME]
    taken = [*opening, *safety]
    turns = [_strengths_by_turns(of_theme) for of_theme in by_theme.values()]
    for number, row in enumerate(itertools.zip_longest(*turns)):
        found = [question for question in row if question is not None]
        if number > 0:
            found.reverse()
            found.sort(key=lambda question: ANYBODY in question.askers)
        taken += found
    return in_order(taken[:PLAN_SIZE], questions)


def _strengths_by_turns(questions: Iterable[Question]) -> list[Question]:
    """Strengths and other questions by turns, each from the most particular to the most general."""

    def particular(question: Question) -> tuple[bool, int, int]:
        return (ANYBODY in question.askers, len(question.steps), len(question.people))

    ordered = sorted(questions, key=particular)
    strengths = [question for question in ordered if question.starts_from == "strengths"]
    others = [question for question in ordered if question.starts_from != "strengths"]
    pairs = itertools.zip_longest(strengths, others)
    return [question for pair in pairs for question in pair if question is not None]


def in_order(questions: Iterable[Question], of_pack: Iterable[Question]) -> tuple[Question, ...]:
    """From safe to sensitive, from strengths to worries, and then as they stand in the pack."""
    standing = {question.id: number for number, question in enumerate(of_pack)}

    def place(question: Question) -> tuple[int, int, int]:
        return (
            _SENSITIVITIES.index(question.sensitivity),
            _STARTS.index(question.starts_from),
            standing[question.id],
        )

    return tuple(sorted(questions, key=place))


def chosen(questions: Sequence[Question], plan_: Plan) -> tuple[Question, ...]:
    """What is suggested for a plan, less what was dropped, with what was picked."""
    suggested = {q.id for q in plan(questions, plan_.asker, plan_.person, plan_.step)}
    wanted = (suggested - set(plan_.dropped)) | set(plan_.picked)
    fitting = open_to(questions, plan_.asker, plan_.person, plan_.step)
    return in_order([question for question in fitting if question.id in wanted], questions)


def with_ticked(questions: Sequence[Question], plan_: Plan, ticked: Collection[str]) -> Plan:
    """The plan after somebody ticked these of the questions it offers.

    Earlier picks and drops among questions that it does not offer now are kept, for the day
    the three choices are changed back.
    """
    offered = [q.id for q in open_to(questions, plan_.asker, plan_.person, plan_.step)]
    suggested = {q.id for q in plan(questions, plan_.asker, plan_.person, plan_.step)}
    dropped = [i for i in plan_.dropped if i not in offered]
    picked = [i for i in plan_.picked if i not in offered]
    for question_id in offered:
        if question_id in suggested and question_id not in ticked:
            dropped.append(question_id)
        elif question_id not in suggested and question_id in ticked:
            picked.append(question_id)
    return Plan(
        asker=plan_.asker,
        person=plan_.person,
        step=plan_.step,
        dropped=tuple(dropped),
        picked=tuple(picked),
        own=plan_.own,
    )


@dataclass(frozen=True, slots=True)
class Linked:
    """A factor and the pieces somebody linked to it."""

    factor: Factor
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """One part of a life, with what was written about it on both sides."""

    level: Level
    protective: tuple[Linked, ...]
    risk: tuple[Linked, ...]

    @property
    def is_empty(self) -> bool:
        return not self.protective and not self.risk

    def of(self, side: Side) -> tuple[Linked, ...]:
        return self.protective if side is Side.PROTECTIVE else self.risk


def picture(pieces: Sequence[Piece], factors: Iterable[Factor]) -> tuple[Place, ...]:
    """Every part of a life in the order of pages, also those nothing was written about."""
    linked = [
        Linked(factor, found)
        for factor in factors
        if (found := tuple(piece for piece in pieces if factor.id in piece.factors))
    ]

    def on(level: Level, side: Side) -> tuple[Linked, ...]:
        return tuple(
            item for item in linked if item.factor.level is level and item.factor.side is side
        )

    return tuple(Place(level, on(level, Side.PROTECTIVE), on(level, Side.RISK)) for level in Level)


def unlinked(pieces: Iterable[Piece], factors: Iterable[Factor]) -> tuple[Piece, ...]:
    known = {factor.id for factor in factors}
    return tuple(piece for piece in pieces if not known.intersection(piece.factors))


def by_kind(pieces: Iterable[Piece]) -> dict[PieceKind, tuple[Piece, ...]]:
    """Pieces under their kind, each in order of date, with the undated last."""
    ordered = sorted(pieces, key=lambda piece: (not piece.date, piece.date))
    return {kind: tuple(p for p in ordered if p.kind is kind) for kind in PieceKind}


class Gap(StrEnum):
    """Something nobody has looked for yet. It is about the writing, never about the person."""

    NOTHING_WRITTEN = "nothing-written"
    NOTHING_PROTECTIVE = "nothing-protective"
    NOTHING_WORRYING = "nothing-worrying"
    NOTHING_SEEN = "nothing-seen"
    ONLY_INTERPRETED = "only-interpreted"
    NO_DATE = "no-date"
    NO_SOURCE = "no-source"
    NOT_LINKED = "not-linked"


def gaps(pieces: Sequence[Piece], factors: Sequence[Factor]) -> tuple[Gap, ...]:
    """What has not been looked for yet, in the order of asking."""
    return tuple(_gaps(pieces, factors)) if pieces else (Gap.NOTHING_WRITTEN,)


def _gaps(pieces: Sequence[Piece], factors: Sequence[Factor]) -> Iterator[Gap]:
    side_of = {factor.id: factor.side for factor in factors}
    sides = {side_of[name] for piece in pieces for name in piece.factors if name in side_of}
    kinds = {piece.kind for piece in pieces}
    if Side.PROTECTIVE not in sides:
        yield Gap.NOTHING_PROTECTIVE
    if Side.RISK not in sides:
        yield Gap.NOTHING_WORRYING
    if kinds == {PieceKind.INTERPRETED}:
        yield Gap.ONLY_INTERPRETED
    elif PieceKind.SEEN not in kinds:
        yield Gap.NOTHING_SEEN
    if any(not piece.date for piece in pieces):
        yield Gap.NO_DATE
    if any(not piece.source and piece.kind is PieceKind.TOLD for piece in pieces):
        yield Gap.NO_SOURCE
    if unlinked(pieces, factors):
        yield Gap.NOT_LINKED
