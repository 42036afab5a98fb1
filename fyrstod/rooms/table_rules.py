"""What is said at a table, put side by side: no database, request or clock."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from fyrstod.law.advice import Rulebook
from fyrstod.rooms import disclosure_rules
from fyrstod.rooms.contents import (
    Deed,
    Footing,
    Goal,
    Handed,
    Minutes,
    Perspective,
    Stands,
)

K = TypeVar("K")


def rests_on(footing: Footing, told: Mapping[str, Handed]) -> Handed | None:
    """What a footing rests on. `told`: by id, what the other has taken in. None: it is gone."""
    return told.get(footing.told) if footing.told else footing.handed


def holds(
    footing: Footing | None, told: Mapping[str, Handed], rules: Rulebook, on_date: datetime.date
) -> bool:
    """Whether something can be told on a footing on a day."""
    handed = rests_on(footing, told) if footing else None
    return handed is not None and not disclosure_rules.fell(handed, rules, on_date)


def stands_alone(footing: Footing, rules: Rulebook, *, room_demands: bool) -> bool:
    """Whether a footing is enough by itself, or rests on what a disclosure has settled."""
    if footing.told:
        return True
    handed = footing.handed
    return not (
        disclosure_rules.needs_second_person(handed, room_demands=room_demands)
        or disclosure_rules.rests_on_consent(handed, rules)
    )


def new_deeds(minutes: Minutes, before: Minutes | None) -> tuple[Deed, ...]:
    """Those that the minutes they correct did not have already."""
    known = set(before.deeds) if before else set()
    return tuple(deed for deed in minutes.deeds if deed not in known)


def errand_of(deed: Deed) -> str:
    """What is to be done, as it stands in the room of whoever does it."""
    return f"{deed.role}: {deed.text}" if deed.role else deed.text


@dataclass(frozen=True, slots=True)
class Compared:
    """Perspectives put side by side. Nobody's is weighed, and none is left out.

    `agreed` is what all say, whoever says both among them; None where they say nothing alike.
    `apart` is whether some say something else, or more. `unknown` is what nobody knows, with who
    wrote it.
    """

    by_stand: Mapping[Stands, tuple[str, ...]]
    agreed: Stands | None
    apart: bool
    unknown: tuple[tuple[str, str], ...]


def compare(perspectives: Iterable[tuple[str, Perspective]]) -> Compared:
    """Put perspectives side by side, each with the name of its agency."""
    given = list(perspectives)
    by_stand = {
        stand: tuple(name for name, each in given if each.stands is stand) for stand in Stands
    }
    stands = {each.stands for _name, each in given}
    return Compared(
        by_stand=by_stand,
        agreed=_said_by_all(stands),
        apart=len(stands) > 1,
        unknown=tuple((name, each.unknown) for name, each in given if each.unknown),
    )


def _said_by_all(stands: Set[Stands]) -> Stands | None:
    """Whoever says both says the one as much as the other; who cannot say says neither."""
    if len(stands) == 1:
        return next(iter(stands))
    plain = stands - {Stands.BOTH}
    return next(iter(plain)) if len(plain) == 1 and plain != {Stands.CANNOT_SAY} else None


def by_protection(goals: Iterable[tuple[Goal, K]]) -> dict[str, list[tuple[Goal, K]]]:
    """Goals by the protective factor that they strengthen; those without one last."""
    found: dict[str, list[tuple[Goal, K]]] = {}
    for goal, more in sorted(goals, key=lambda each: not each[0].protects):
        found.setdefault(goal.protects, []).append((goal, more))
    return found


class Next(StrEnum):
    """The one thing to do next at a table."""

    INVITE = "invite"
    WAIT = "wait"
    GROUNDS = "grounds"
    PERSPECTIVE = "perspective"
    OPENING = "opening"
    MEETING = "meeting"
    PLAN = "plan"
    FOLLOW_UP = "follow-up"
    ENDING = "ending"


def next_step(
    *,
    is_open: bool,
    is_convener: bool,
    has_left: bool,
    others: int,
    asked: bool,
    lacks_footing: bool,
    has_given: bool,
    is_opened: bool,
    has_met: bool,
    has_plan: bool,
    has_ended: bool,
) -> Next | None:
    """None: nothing is left to do here. `others` sit at the table, `asked` has not answered."""
    if not is_open:
        return Next.ENDING if not (has_left or has_ended) else None
    steps = (
        (not others and is_convener and not asked, Next.INVITE),
        (lacks_footing, Next.GROUNDS),
        (not has_given, Next.PERSPECTIVE),
        (not others, Next.WAIT),
        (not is_opened, Next.OPENING),
        (not has_met, Next.MEETING),
        (not has_plan, Next.PLAN),
    )
    return next((step for applies, step in steps if applies), Next.FOLLOW_UP)
