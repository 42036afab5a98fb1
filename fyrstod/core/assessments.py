"""The self-assessment: how an organisation works together, as parts hand it to each other.

It is about a municipality or an agency, never about a person.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Scope(StrEnum):
    """For whom the answers are given."""

    MUNICIPALITY = "municipality"
    AGENCY = "agency"


class State(StrEnum):
    """What is answered about one recommendation. The order is the order of pages, no scale."""

    IN_PLACE = "in-place"
    PARTLY = "partly"
    NOT_YET = "not-yet"
    DOES_NOT_FIT = "does-not-fit"


class Holders(StrEnum):
    """How many people hold a role today."""

    NOBODY = "nobody"
    ONE = "one"
    MORE = "more"


class Status(StrEnum):
    """How far an action has come, in a word."""

    PLANNED = "planned"
    BEGUN = "begun"
    DONE = "done"
    SET_ASIDE = "set-aside"


@dataclass(frozen=True, slots=True, kw_only=True)
class Role:
    """A role, never a person: one of the pack's by its id, or a local one in own words."""

    id: str = ""
    words: str = ""

    def __bool__(self) -> bool:
        return bool(self.id or self.words)


NOBODY_NAMED = Role()


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What is said of one thing asked. `about` is a recommendation or a duty of the pack.

    `state` is None while nobody has said how it stands; what else was written is kept.
    """

    about: str
    state: State | None = None
    reason: str = ""
    evidence: str = ""
    owner: Role = NOBODY_NAMED
    deputy: Role = NOBODY_NAMED
    holders: Holders | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """How everything stood when an earlier round of answers was closed.

    `day` is "2026-11-23", the last day somebody answered. `pack` is what was asked then.
    """

    day: str
    pack: str
    states: Mapping[str, State]


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """One thing to do. `about` is the recommendation or duty behind it, "" for one of their own.

    `by` and `follow_up` are "2027", "2027-03", "2027-03-31" or "".
    """

    id: str
    what: str
    about: str = ""
    role: Role = NOBODY_NAMED
    deputy: Role = NOBODY_NAMED
    by: str = ""
    follow_up: str = ""
    done_when: str = ""
    status: Status = Status.PLANNED


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    """Answers, earlier rounds and the plan of one municipality or one agency.

    `pack` is the pack and version that this round is answered under, `day` the last day
    somebody answered in it, or "".
    """

    scope: Scope
    name: str
    pack: str
    day: str = ""
    answers: tuple[Answer, ...] = ()
    rounds: tuple[Round, ...] = ()
    actions: tuple[Action, ...] = ()

    def answer(self, about: str) -> Answer:
        """What is said of one thing, also where nothing is said yet."""
        found = (answer for answer in self.answers if answer.about == about)
        return next(found, Answer(about=about))

    def action(self, action_id: str) -> Action | None:
        return next((action for action in self.actions if action.id == action_id), None)
