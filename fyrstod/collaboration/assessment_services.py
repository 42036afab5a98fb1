"""What can be done with a self-assessment and its plan.

Each takes an assessment and gives the next one, so that none cares where it is kept.
"""

from __future__ import annotations

import dataclasses
import datetime
import uuid
from collections.abc import Collection, Iterable

from django.utils.translation import gettext as _

from fyrstod.collaboration import assessment as rules
from fyrstod.core.assessments import Action, Answer, Assessment, Round, Scope
from fyrstod.core.errors import DomainError
from fyrstod.drafts.contents import MAX_ACTIONS, MAX_ROUNDS
from fyrstod.drafts.fields import fingerprint
from fyrstod.packs.schema import Pack


class AnswersChangedElsewhere(DomainError):
    """Another tab saved these answers first. `saved` is the assessment as it is now."""

    def __init__(self, saved: Assessment) -> None:
        super().__init__(
            _(
                "This page was changed in another tab, and nothing is saved from here yet. What "
                "you typed is kept below. Save again to put it in place of what is saved there."
            )
        )
        self.saved = saved


class ActionChangedElsewhere(DomainError):
    """Another tab saved this action first. `saved` is what it says there."""

    def __init__(self, saved: Action) -> None:
        super().__init__(
            _(
                "This action was changed in another tab, and nothing is saved from here yet. "
                "There it says: “%(text)s” Save again to put your text in its place."
            )
            % {"text": saved.what}
        )
        self.saved = saved


class PlanFull(DomainError):
    def __init__(self) -> None:
        super().__init__(
            _("A plan holds at most %(number)s actions. Remove one first; what you typed is kept.")
            % {"number": MAX_ACTIONS}
        )


def version_of(pack: Pack) -> str:
    """The pack and version, as an assessment remembers what it was answered under."""
    return pack.edition


def about_whom(assessment: Assessment | None, *, scope: Scope, name: str, pack: Pack) -> Assessment:
    """Begin, or say anew whom the answers are for. Nothing answered is lost."""
    if assessment is None:
        return Assessment(scope=scope, name=name, pack=version_of(pack))
    return dataclasses.replace(assessment, scope=scope, name=name)


def mark_of(assessment: Assessment, abouts: Iterable[str]) -> str:
    """A mark of what is saved for a page, by which it knows of another tab."""
    return fingerprint([assessment.answer(about) for about in abouts])


def save_answers(
    assessment: Assessment, typed: Collection[Answer], *, seen: str, today: datetime.date
) -> Assessment:
    """Save one page of answers. Raises AnswersChangedElsewhere."""
    abouts = [answer.about for answer in typed]
    already = [assessment.answer(about) for about in abouts]
    if already == list(typed):
        return assessment
    if fingerprint(already) != seen:
        raise AnswersChangedElsewhere(assessment)
    others = tuple(answer for answer in assessment.answers if answer.about not in abouts)
    given = tuple(answer for answer in typed if answer != Answer(about=answer.about))
    return dataclasses.replace(assessment, answers=(*others, *given), day=today.isoformat())


def start_round(assessment: Assessment, pack: Pack) -> Assessment:
    """Keep how everything stands as a comparison, and ask anew.

    Evidence, owners and deputies stay, since they seldom change. Where nothing is answered
    there is nothing to keep, so a second press of the button does nothing.
    """
    states = {answer.about: answer.state for answer in assessment.answers if answer.state}
    if not states:
        return assessment
    closed = Round(day=assessment.day, pack=assessment.pack, states=states)
    return dataclasses.replace(
        assessment,
        pack=version_of(pack),
        day="",
        answers=tuple(dataclasses.replace(item, state=None) for item in assessment.answers),
        rounds=(*assessment.rounds, closed)[-MAX_ROUNDS:],
    )


def may_undo_round(assessment: Assessment) -> bool:
    """Whether a new round was started and nothing is saved in it yet."""
    return bool(assessment.rounds) and not assessment.day


def undo_round(assessment: Assessment) -> Assessment:
    """As it was before the new round. Once something is saved in it, nothing changes."""
    if not may_undo_round(assessment):
        return assessment
    *earlier, last = assessment.rounds
    return dataclasses.replace(
        assessment,
        pack=last.pack,
        day=last.day,
        answers=tuple(
            dataclasses.replace(item, state=last.states.get(item.about))
            for item in assessment.answers
        ),
        rounds=tuple(earlier),
    )


def plan_gaps(
    assessment: Assessment, pack: Pack, *, chosen: Collection[str], language: str
) -> Assessment:
    """Put the chosen gaps in the plan, each with its first step. Raises PlanFull.

    A gap that is in the plan already is left as it is.
    """
    new = tuple(
        Action(
            id=str(uuid.uuid4()),
            about=gap.about,
            what=gap.first_step.in_language(language),
            role=gap.owner,
            deputy=gap.deputy,
        )
        for gap in rules.unplanned(pack, assessment)
        if gap.about in chosen
    )
    if len(assessment.actions) + len(new) > MAX_ACTIONS:
        raise PlanFull
    return dataclasses.replace(assessment, actions=(*assessment.actions, *new))


def put_action(assessment: Assessment, action: Action, *, seen: str) -> Assessment:
    """Add an action, or put it in the place of the one with its id.

    `seen` is the mark of the action as the form was shown, "" for a new one. Raises
    ActionChangedElsewhere or PlanFull. One removed in another tab comes back: nothing is lost.
    """
    saved = assessment.action(action.id)
    if saved is None:
        if len(assessment.actions) >= MAX_ACTIONS:
            raise PlanFull
        return dataclasses.replace(assessment, actions=(*assessment.actions, action))
    if saved != action and fingerprint(saved) != seen:
        raise ActionChangedElsewhere(saved)
    actions = tuple(action if item.id == action.id else item for item in assessment.actions)
    return dataclasses.replace(assessment, actions=actions)


def remove_action(assessment: Assessment, action_id: str) -> Assessment:
    actions = tuple(item for item in assessment.actions if item.id != action_id)
    return dataclasses.replace(assessment, actions=actions)
