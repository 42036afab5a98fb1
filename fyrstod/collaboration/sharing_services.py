"""What can be done with a wish to tell in a draft."""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Mapping

from django.utils.translation import gettext as _

from fyrstod.collaboration import sharing_rules as rules
from fyrstod.collaboration.sharing_rules import Question
from fyrstod.core.errors import DomainError
from fyrstod.drafts import services as drafts
from fyrstod.drafts.contents import Contents, Sharing
from fyrstod.drafts.fields import fingerprint
from fyrstod.drafts.rules import Ticket
from fyrstod.drafts.services import OpenDraft
from fyrstod.law.situation import Value
from fyrstod.packs.cards import FactName


class AnsweredElsewhere(DomainError):
    """Another tab answered this question first. `sharing` is what is saved now."""

    def __init__(self, sharing: Sharing) -> None:
        super().__init__(
            _(
                "This question was answered in another tab, and nothing is saved from here yet. "
                "Your answer is kept below. Save again to put it in place of what is saved there."
            )
        )
        self.sharing = sharing


def sharing_in(contents: Contents, today: datetime.date) -> Sharing:
    """The wish to tell in a draft; where there is none yet, what the rest of the draft knows."""
    return contents.sharing or rules.filled_in(Sharing(), rules.known(contents, today))


def begin(ticket: Ticket, *, receiver: str | None, today: datetime.date) -> OpenDraft:
    """Fill in what is known. `receiver` is whom the page before was about, where it was."""

    def put(contents: Contents) -> Contents:
        before = contents.sharing or Sharing()
        sharing = rules.filled_in(before, rules.known(contents, today), receiver)
        return dataclasses.replace(contents, sharing=sharing)

    return drafts.change(ticket, put)


def mark_of(question: Question, sharing: Sharing) -> str:
    """A mark of the answers under a question, by which a page knows of another tab."""
    return fingerprint([getattr(sharing.situation, name) for name in question.attributes])


def answer(
    ticket: Ticket,
    question: Question,
    typed: Mapping[FactName, Value],
    *,
    seen: str,
    today: datetime.date,
) -> Sharing:
    """Save one page; nothing in `typed` passes the question over.

    Raises AnsweredElsewhere, and whatever `drafts.change` raises.
    """

    def put(contents: Contents) -> Contents:
        saved = sharing_in(contents, today)
        after = rules.answered(saved, question, typed)
        if mark_of(question, saved) not in (seen, mark_of(question, after)):
            raise AnsweredElsewhere(saved)
        return dataclasses.replace(contents, sharing=after)

    return sharing_in(drafts.change(ticket, put).contents, today)


def choose_day(ticket: Ticket, day: datetime.date | None, *, today: datetime.date) -> OpenDraft:
    """Ask for the law of a day. None, or today: the day one looks."""

    def put(contents: Contents) -> Contents:
        on_date = None if day == today else day
        sharing = dataclasses.replace(sharing_in(contents, today), on_date=on_date)
        return dataclasses.replace(contents, sharing=sharing)

    return drafts.change(ticket, put)
