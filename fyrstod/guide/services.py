"""What can be done with a plan and a worry in a draft."""

from __future__ import annotations

import dataclasses
from collections.abc import Collection
from typing import Literal

from django.utils.translation import gettext as _

from fyrstod.core.errors import DomainError
from fyrstod.drafts import services as drafts
from fyrstod.drafts.contents import MAX_OWN_QUESTIONS, Contents, OwnQuestion, Plan
from fyrstod.drafts.fields import fingerprint
from fyrstod.drafts.rules import Ticket
from fyrstod.drafts.services import OpenDraft
from fyrstod.guide import rules, selectors
from fyrstod.guide.selectors import Choices
from fyrstod.packs import shelf


class PlanChangedElsewhere(DomainError):
    """Another tab changed the plan first. `draft` is what is saved now."""

    def __init__(self, draft: OpenDraft) -> None:
        super().__init__(
            _(
                "The plan was changed in another tab, and nothing is saved from here yet. Your "
                "ticks are kept below. Save again to put them in place of what is saved there."
            )
        )
        self.draft = draft


class TooManyOwnQuestions(DomainError):
    def __init__(self) -> None:
        super().__init__(
            _(
                "A plan holds at most %(number)s questions of your own. Remove one first; what "
                "you typed is kept."
            )
            % {"number": MAX_OWN_QUESTIONS}
        )


class NoPlan(DomainError):
    """The draft holds no plan: another tab opened a file, or erased and began again."""

    def __init__(self) -> None:
        super().__init__(
            _("There is no plan in your draft. Make one first; what you typed is kept.")
        )


def new_contents(choices: Choices | None = None) -> Contents:
    """A draft that holds nothing yet, or a plan as it is suggested."""
    plan = _plan(choices, None) if choices else None
    return Contents(pack=shelf.current().edition, plan=plan)


def _plan(choices: Choices, before: Plan | None) -> Plan:
    asker, person, step = choices.ids
    if before is None:
        return Plan(asker=asker, person=person, step=step)
    return dataclasses.replace(before, asker=asker, person=person, step=step)


def choose(ticket: Ticket, choices: Choices) -> OpenDraft:
    """Plan for these three choices. Own questions, picks and drops are kept."""
    return drafts.change(
        ticket,
        lambda contents: dataclasses.replace(contents, plan=_plan(choices, contents.plan)),
    )


def mark_of(plan: Plan) -> str:
    """A mark of a plan's choices and ticks, by which a page knows of another tab."""
    return fingerprint(dataclasses.replace(plan, own=()))


def tick(ticket: Ticket, ticked: Collection[str], seen: str) -> OpenDraft:
    """Keep these questions in the plan and drop the others.

    Raises PlanChangedElsewhere, and whatever `drafts.change` raises.
    """

    def put(contents: Contents) -> Contents:
        if contents.plan is None:
            return contents
        after = rules.with_ticked(selectors.questions(), contents.plan, ticked)
        if mark_of(contents.plan) not in (seen, mark_of(after)):
            raise PlanChangedElsewhere(drafts.read(ticket))
        return dataclasses.replace(contents, plan=after)

    return drafts.change(ticket, put)


def drop(ticket: Ticket, question_id: str) -> OpenDraft:
    """Take one question out of the plan, whatever else another tab did to it."""

    def put(contents: Contents) -> Contents:
        if contents.plan is None:
            return contents
        every = selectors.questions()
        kept = {question.id for question in rules.chosen(every, contents.plan)} - {question_id}
        return dataclasses.replace(contents, plan=rules.with_ticked(every, contents.plan, kept))

    return drafts.change(ticket, put)


def add_own(ticket: Ticket, question: OwnQuestion) -> OpenDraft:
    """Add a question, once for each id. Raises NoPlan or TooManyOwnQuestions."""

    def put(contents: Contents) -> Contents:
        if contents.plan is None:
            raise NoPlan
        others = tuple(own for own in contents.plan.own if own.id != question.id)
        if len(others) >= MAX_OWN_QUESTIONS:
            raise TooManyOwnQuestions
        plan = dataclasses.replace(contents.plan, own=(*others, question))
        return dataclasses.replace(contents, plan=plan)

    return drafts.change(ticket, put)


def remove_own(ticket: Ticket, question_id: str) -> OpenDraft:
    def put(contents: Contents) -> Contents:
        if contents.plan is None:
            return contents
        own = tuple(own for own in contents.plan.own if own.id != question_id)
        return dataclasses.replace(contents, plan=dataclasses.replace(contents.plan, own=own))

    return drafts.change(ticket, put)


def turn_lens(ticket: Ticket, lens: Literal["care", "security"]) -> OpenDraft:
    """Which eye reads first from now on. Nothing else changes."""
    return drafts.change(ticket, lambda contents: dataclasses.replace(contents, lens=lens))
