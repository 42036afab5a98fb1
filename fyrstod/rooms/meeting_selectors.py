"""What came of a table's meetings, and its plan, as one room reads them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from fyrstod.packs import shelf
from fyrstod.rooms import piece_selectors, table_rules
from fyrstod.rooms.contents import Deed, FollowUp, Goal, Minutes
from fyrstod.rooms.piece_selectors import FactorName
from fyrstod.rooms.table_selectors import OpenTable, OpenWord


@dataclass(frozen=True, slots=True)
class Promised:
    """What an agency has taken on. `by` is its name; `is_own`: it is this room's."""

    deed: Deed
    by: str
    is_own: bool


@dataclass(frozen=True, slots=True)
class Meeting:
    """Minutes with the words for what they hold as ids."""

    word: OpenWord
    minutes: Minutes
    taken_up: tuple[str, ...]
    promised: tuple[Promised, ...]


@dataclass(frozen=True, slots=True)
class Meetings:
    """All of a table, the latest first. `to_do` is what is not known to be done."""

    held: tuple[Meeting, ...]
    to_do: tuple[Promised, ...]
    review_on: str


@dataclass(frozen=True, slots=True)
class Followed:
    word: OpenWord
    words: FollowUp


@dataclass(frozen=True, slots=True)
class Aim:
    """A goal of the plan. `by` is the agency that does something; `followed` the latest first."""

    word: OpenWord
    goal: Goal
    by: str
    followed: tuple[Followed, ...]

    @property
    def now(self) -> Followed | None:
        return next(iter(self.followed), None)

    @property
    def before(self) -> Followed | None:
        """What was said the time before, to read beside what is said now."""
        return next(iter(self.followed[1:]), None)


@dataclass(frozen=True, slots=True)
class Strand:
    """A protective factor and the goals that strengthen it; `factor` is None for the others."""

    factor: FactorName | None
    aims: tuple[Aim, ...]


def name_of(table: OpenTable, agency_id: str) -> str:
    """An agency at the table by its name, also one that has left; "" for none."""
    if not agency_id:
        return ""
    sat = {str(place.agency.pk): place.agency.name for place in table.places}
    wrote = {str(word.agency_id): word.said.agency for word in table.words}
    return sat.get(agency_id) or wrote.get(agency_id) or _("An agency that is no longer here")


def latest_of(table: OpenTable, word: OpenWord) -> OpenWord:
    """What some words have been corrected to."""
    after = {each.said.replaces: each for each in table.words if each.said.replaces}
    seen = {word.id}
    while (later := after.get(word.id)) and later.id not in seen:
        seen.add(later.id)
        word = later
    return word


def meeting(table: OpenTable, word: OpenWord, language: str) -> Meeting:
    minutes = word.said.words
    assert isinstance(minutes, Minutes)  # noqa: S101 - for the type checker: the caller knows
    titles = {item.id: item.title.in_language(language) for item in shelf.current().agenda}
    return Meeting(
        word=word,
        minutes=minutes,
        taken_up=tuple(titles.get(name, name) for name in minutes.taken_up),
        promised=tuple(_promised(table, minutes.deeds)),
    )


def _promised(table: OpenTable, deeds: Iterable[Deed]) -> Iterable[Promised]:
    own = str(table.seat.agency_id)
    for deed in deeds:
        yield Promised(deed, name_of(table, deed.agency), deed.agency == own)


def meetings_of(table: OpenTable, language: str) -> Meetings:
    held = tuple(meeting(table, word, language) for word in table.meetings)
    done = {task.errand.text for task in table.opened.tasks if task.row.done_at is not None}
    to_do = [
        each
        for one in held
        for each in one.promised
        if not (each.is_own and table_rules.errand_of(each.deed) in done)
    ]
    return Meetings(
        held=held,
        # Those without a day come last.
        to_do=tuple(sorted(to_do, key=lambda each: (not each.deed.due_on, each.deed.due_on))),
        review_on=next((one.minutes.review_on for one in held if one.minutes.review_on), ""),
    )


def aim(table: OpenTable, word: OpenWord) -> Aim:
    goal = word.said.words
    assert isinstance(goal, Goal)  # noqa: S101 - for the type checker: the caller knows
    followed = (
        Followed(each, each.said.words)
        for each in table.follow_ups(word)
        if isinstance(each.said.words, FollowUp)
    )
    return Aim(word, goal, name_of(table, goal.agency), tuple(followed))


def plan_of(table: OpenTable, language: str) -> tuple[Strand, ...]:
    """The goals by the protective factor that they strengthen."""
    aims = [aim(table, word) for word in table.goals]
    by_factor = table_rules.by_protection((each.goal, each) for each in aims)
    names = {name.id: name for name in piece_selectors.names_of(filter(None, by_factor), language)}
    return tuple(
        Strand(names.get(factor), tuple(each for _goal, each in found))
        for factor, found in by_factor.items()
    )
