"""How an organisation works together, read from its own answers. No database, request or clock.

Nothing here adds up: no total, share or order between areas, recommendations or places.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from fyrstod.core.assessments import (
    NOBODY_NAMED,
    Action,
    Answer,
    Assessment,
    Holders,
    Role,
    Scope,
    State,
    Status,
)
from fyrstod.packs.base import Text
from fyrstod.packs.schema import Pack
from fyrstod.packs.together import Area, PlanDuty, Recommendation

GAPS = frozenset({State.PARTLY, State.NOT_YET})
"""What leads to something to do. What does not fit has its reason instead, unless it is law."""
HELD = frozenset({State.IN_PLACE, State.PARTLY})
"""What somebody must carry on, so that it needs an owner and a deputy."""
DUTY_STATES = (State.IN_PLACE, State.PARTLY, State.NOT_YET)
"""A law never “does not fit”."""
OVER = frozenset({Status.DONE, Status.SET_ASIDE})
"""Actions that nobody needs to carry on."""


@dataclass(frozen=True, slots=True)
class Standing:
    """One recommendation, what is said of it, and how it stood last time.

    `number` is its place in its area. `before` is None where nobody answered last time.
    `is_law`: a duty of the municipality stands on it.
    """

    number: int
    recommendation: Recommendation
    answer: Answer
    before: State | None
    is_law: bool = False

    @property
    def has_moved(self) -> bool:
        now = self.answer.state
        return None not in (now, self.before) and now is not self.before

    @property
    def is_new(self) -> bool:
        return self.answer.state is not None and self.before is None


@dataclass(frozen=True, slots=True)
class AreaStanding:
    """One area with its recommendations in the order of the pack."""

    area: Area
    standings: tuple[Standing, ...]

    @property
    def answered(self) -> bool:
        return all(standing.answer.state for standing in self.standings)

    @property
    def begun(self) -> bool:
        return any(standing.answer.state for standing in self.standings)


def of_area(pack: Pack, area: Area) -> tuple[Recommendation, ...]:
    return tuple(item for item in pack.recommendations if item.area == area.id)


def areas(pack: Pack, assessment: Assessment) -> tuple[AreaStanding, ...]:
    """Every area that asks something, in the order of the pack."""
    before = assessment.rounds[-1].states if assessment.rounds else {}
    law = by_law(pack, assessment)
    found = []
    for area in pack.areas:
        standings = tuple(
            Standing(
                number,
                item,
                assessment.answer(item.id),
                before.get(item.id),
                is_law=item.id in law,
            )
            for number, item in enumerate(of_area(pack, area), start=1)
        )
        if standings:
            found.append(AreaStanding(area, standings))
    return tuple(found)


def moved(stands: Iterable[AreaStanding]) -> tuple[Standing, ...]:
    """What stands otherwise than last time, in the order of the pack."""
    return tuple(item for area in stands for item in area.standings if item.has_moved)


@dataclass(frozen=True, slots=True)
class DutyStanding:
    """One thing the law asks of a municipality, by its own answers.

    `missing` are the recommendations behind it that by the answers are not in place, `set_aside`
    those among them that are said not to fit, which does not take the duty away, and
    `unanswered` those of which nobody has said anything. `state` is None where the duty is
    answered in part alone, and nothing of that is missing.
    """

    duty: PlanDuty
    state: State | None
    missing: tuple[Recommendation, ...] = ()
    unanswered: tuple[Recommendation, ...] = ()
    set_aside: tuple[Recommendation, ...] = ()

    @property
    def is_half_answered(self) -> bool:
        """Whether it cannot be said how the duty stands until the rest is answered."""
        return self.state is None and 0 < len(self.unanswered) < len(self.duty.covered_by)

    @property
    def is_asked(self) -> bool:
        """Whether the person is asked, since no recommendation meets the duty."""
        return not self.duty.covered_by


def by_law(pack: Pack, assessment: Assessment) -> frozenset[str]:
    """The recommendations that a duty of the law stands on; none where it binds nobody here."""
    if assessment.scope is not Scope.MUNICIPALITY:
        return frozenset()
    return frozenset(about for duty in pack.plan_duties for about in duty.covered_by)


def asked_duties(pack: Pack, assessment: Assessment) -> tuple[PlanDuty, ...]:
    """The duties that no recommendation meets. An agency is not asked: they bind municipalities."""
    if assessment.scope is not Scope.MUNICIPALITY:
        return ()
    return tuple(duty for duty in pack.plan_duties if not duty.covered_by)


def duties(pack: Pack, assessment: Assessment) -> tuple[DutyStanding, ...]:
    """What the law asks and how it stands; nothing where the answers are for one agency."""
    if assessment.scope is not Scope.MUNICIPALITY:
        return ()
    return tuple(_duty(pack, assessment, duty) for duty in pack.plan_duties)


def _duty(pack: Pack, assessment: Assessment, duty: PlanDuty) -> DutyStanding:
    if not duty.covered_by:
        return DutyStanding(duty, assessment.answer(duty.id).state)
    behind = [item for item in pack.recommendations if item.id in duty.covered_by]
    states = {item.id: assessment.answer(item.id).state for item in behind}
    missing = tuple(item for item in behind if states[item.id] not in (State.IN_PLACE, None))
    unanswered = tuple(item for item in behind if states[item.id] is None)
    if not missing:
        return DutyStanding(duty, None if unanswered else State.IN_PLACE, (), unanswered)
    set_aside = tuple(item for item in missing if states[item.id] is State.DOES_NOT_FIT)
    if HELD.intersection(state for state in states.values() if state):
        state = State.PARTLY
    else:
        state = State.DOES_NOT_FIT if set_aside == missing else State.NOT_YET
    return DutyStanding(duty, state, missing, unanswered, set_aside)


@dataclass(frozen=True, slots=True)
class Gap:
    """Something that is not in place but shall be, with the step to begin with."""

    about: str
    title: Text
    first_step: Text
    owner: Role
    deputy: Role
    state: State
    is_law: bool = False


def gaps(pack: Pack, assessment: Assessment) -> tuple[Gap, ...]:
    """What the answers leave to do, in the order of the pack."""
    return (*_recommended(pack, assessment), *_required(pack, assessment))


def _recommended(pack: Pack, assessment: Assessment) -> Iterator[Gap]:
    law = by_law(pack, assessment)
    for area in pack.areas:
        for item in of_area(pack, area):
            answer, is_law = assessment.answer(item.id), item.id in law
            if answer.state in GAPS or (is_law and answer.state is State.DOES_NOT_FIT):
                owner = known(answer.owner, pack) or Role(id=item.owner)
                deputy = known(answer.deputy, pack)
                yield Gap(
                    item.id, item.title, item.first_step, owner, deputy, answer.state, is_law=is_law
                )


def _required(pack: Pack, assessment: Assessment) -> Iterator[Gap]:
    for duty in asked_duties(pack, assessment):
        answer = assessment.answer(duty.id)
        if answer.state in GAPS:
            owner, deputy = known(answer.owner, pack), known(answer.deputy, pack)
            yield Gap(duty.id, duty.title, duty.title, owner, deputy, answer.state, is_law=True)


def unplanned(pack: Pack, assessment: Assessment) -> tuple[Gap, ...]:
    """The gaps that no action of the plan is about."""
    planned = {action.about for action in assessment.actions}
    return tuple(gap for gap in gaps(pack, assessment) if gap.about not in planned)


def title_of(about: str, pack: Pack) -> Text | None:
    """What an answer or action is about, or None where the pack in use does not ask it."""
    named: tuple[Recommendation | PlanDuty, ...] = (*pack.recommendations, *pack.plan_duties)
    return next((item.title for item in named if item.id == about), None)


# ── Roles ───────────────────────────────────────────────────────────────────


def known(role: Role, pack: Pack) -> Role:
    """The role, or nobody where it is one that the pack in use does not have."""
    if role.id and role.id not in {item.id for item in pack.roles}:
        return NOBODY_NAMED
    return role


def role_named(words: str, pack: Pack) -> Role:
    """The role somebody means: one of the pack's by its name in either language, or their own."""
    plain = " ".join(words.split())
    for item in pack.roles:
        if plain.casefold() in (item.title.sv.casefold(), item.title.en.casefold()):
            return Role(id=item.id)
    return Role(words=plain)


def words_for(role: Role, pack: Pack, language: str) -> str:
    """A role as a reader sees it; "" where nobody is named."""
    found = (item.title.in_language(language) for item in pack.roles if item.id == role.id)
    return next(found, role.words)


# ── What holds when somebody leaves ─────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Carried:
    """Something a role carries: a recommendation, a duty or an action of the plan.

    `title` is the pack's, or the person's own words for an action that is about nothing else.
    """

    about: str
    title: Text | str
    has_deputy: bool


@dataclass(frozen=True, slots=True)
class RoleCheck:
    """A role that needs a second look: few hold it, or nobody stands in for it somewhere.

    `holders` is the fewest that anybody said of it, None where nobody said.
    """

    role: Role
    holders: Holders | None
    carries: tuple[Carried, ...]

    @property
    def without_deputy(self) -> tuple[Carried, ...]:
        return tuple(item for item in self.carries if not item.has_deputy)

    @property
    def is_thin(self) -> bool:
        return self.holders in (Holders.NOBODY, Holders.ONE) or bool(self.without_deputy)


@dataclass(frozen=True, slots=True)
class Continuity:
    """What would stop if somebody left: roles to look at, and things that no role carries."""

    roles: tuple[RoleCheck, ...]
    without_owner: tuple[Carried, ...]

    @property
    def holds(self) -> bool:
        return not self.roles and not self.without_owner


@dataclass(frozen=True, slots=True)
class _Held:
    about: str
    title: Text | str
    owner: Role
    deputy: Role
    holders: Holders | None


def continuity(pack: Pack, assessment: Assessment) -> Continuity:
    """Every role with one holder or no deputy, and everything without an owner."""
    held = list(_held(pack, assessment))
    by_role: dict[tuple[str, str], list[_Held]] = {}
    for item in held:
        if item.owner:
            key = (item.owner.id, item.owner.words.casefold())
            by_role.setdefault(key, []).append(item)
    checks = []
    for items in by_role.values():
        said = [item.holders for item in items if item.holders]
        fewest = min(said, key=list(Holders).index, default=None)
        checks.append(RoleCheck(items[0].owner, fewest, _carried(items, fewest)))
    return Continuity(
        tuple(check for check in checks if check.is_thin),
        _carried((item for item in held if not item.owner), None),
    )


def _carried(items: Iterable[_Held], holders: Holders | None) -> tuple[Carried, ...]:
    """What one role carries, an action and what it is about as one thing."""
    found: dict[str, Carried] = {}
    for item in items:
        # A role that several people hold stands in for itself.
        another = item.deputy != item.owner or holders is Holders.MORE
        new = Carried(item.about, item.title, bool(item.deputy) and another)
        key = new.about or str(new.title)
        old = found.get(key, new)
        found[key] = Carried(old.about, old.title, old.has_deputy and new.has_deputy)
    return tuple(found.values())


def _held(pack: Pack, assessment: Assessment) -> Iterator[_Held]:
    asked: tuple[Recommendation | PlanDuty, ...] = (
        *pack.recommendations,
        *asked_duties(pack, assessment),
    )
    for about in asked:
        answer = assessment.answer(about.id)
        if answer.state in HELD:
            owner, deputy = known(answer.owner, pack), known(answer.deputy, pack)
            yield _Held(about.id, about.title, owner, deputy, answer.holders)
    for action in live(assessment.actions):
        title = title_of(action.about, pack) or action.what
        role, deputy = known(action.role, pack), known(action.deputy, pack)
        yield _Held(action.about, title, role, deputy, None)


def live(actions: Iterable[Action]) -> tuple[Action, ...]:
    """The actions that somebody still must carry on."""
    return tuple(action for action in actions if action.status not in OVER)


def undated(actions: Iterable[Action]) -> tuple[Action, ...]:
    """The actions that somebody still must carry on, and that no day is set for."""
    return tuple(action for action in live(actions) if not action.by)


def in_order(actions: Iterable[Action]) -> tuple[Action, ...]:
    """By when they are due, and last those without a date."""
    return tuple(sorted(actions, key=lambda action: action.by or "9999"))
