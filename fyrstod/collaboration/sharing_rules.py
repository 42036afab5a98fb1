"""What is asked before the law answers, and what the draft knows already. No request, no clock."""

from __future__ import annotations

import dataclasses
import datetime
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal

from fyrstod.core import dates
from fyrstod.drafts.contents import Contents, Sharing
from fyrstod.law.advice import Rulebook, advise
from fyrstod.law.situation import ATTRIBUTES, MAX_AGE, Situation, Value
from fyrstod.packs.cards import FactName, Party, RuleCard


@dataclass(frozen=True, slots=True)
class Question:
    """One page of questions. `facts` begins with the one that the page is about."""

    id: str
    facts: tuple[FactName, ...]
    is_needed: bool = False
    """Whether too little is known to say what binds anybody while its first fact is not."""

    @property
    def attributes(self) -> tuple[str, ...]:
        return tuple(ATTRIBUTES[fact] for fact in self.facts)


QUESTIONS: Final = (
    Question("who", ("from", "sender_role"), is_needed=True),
    Question("whom", ("to", "same_authority"), is_needed=True),
    Question("age", ("age",)),
    Question(
        "matter",
        (
            "matter",
            "crime.category",
            "crime.minimum_months",
            "crime.prison_in_scale",
            "crime.attempt",
            "school_related",
        ),
        is_needed=True,
    ),
    Question("consent", ("consent.person", "consent.guardian")),
    Question("named", ("identified",)),
)
CRIME_MATTERS: Final = ("suspected-crime", "acute-danger")
"""The matters that the details of a crime are asked for."""

TOLD_THE_POLICE: Final = (
    "risk-of-crime",
    "risk-of-terror-crime",
    "risk-of-violence-against-close",
    *CRIME_MATTERS,
)
"""The matters that a police report is written about."""

ASKERS: Final[Mapping[str, Party]] = {
    "school": Party.SCHOOL,
    "social-services": Party.SOCIAL_SERVICES,
    "police": Party.POLICE,
    "health": Party.HEALTH,
}
"""Who somebody who plans a conversation is most likely to be, as a sender."""
CONSENTS: Final = frozenset({"given", "refused", "not-asked"})
"""The answers on consent that a concern report and a situation have in common."""

_AGE: Final = re.compile(r"(\d{1,3})(?: år| years(?: old)?)?", re.IGNORECASE)


def question_of(fact: FactName) -> Question:
    return next(question for question in QUESTIONS if fact in question.facts)


def before(question: Question) -> Question | None:
    place = QUESTIONS.index(question)
    return QUESTIONS[place - 1] if place else None


def report_to_write(situation: Situation) -> str | None:
    """The report by which somebody tells what they may; None where none is made for it."""
    if situation.receiver == "social-services":
        return "concern"
    if situation.receiver == "police" and situation.matter in TOLD_THE_POLICE:
        return "police"
    return None


def next_to_ask(sharing: Sharing) -> Question | None:
    """The first question that was neither answered nor passed over."""
    return next((question for question in QUESTIONS if question.id not in sharing.asked), None)


def facts_to_ask(
    question: Question, situation: Situation, rules: Rulebook, day: datetime.date
) -> tuple[FactName, ...]:
    """The facts of a question that can change the answer, whatever the others on its page are."""
    first, *others = question.facts
    open_here = dataclasses.replace(situation, **dict.fromkeys(question.attributes))
    could_be = [open_here]
    if question.id == "matter":
        could_be = [dataclasses.replace(open_here, matter=matter) for matter in CRIME_MATTERS]
    matters = {
        change.fact for possible in could_be for change in advise(possible, rules, day).would_change
    }
    return (first, *(fact for fact in others if fact in matters))


def known(contents: Contents, today: datetime.date) -> dict[FactName, Value]:
    """What the rest of a draft says of a situation, and nothing more exact than it says."""
    facts: dict[FactName, Value] = {}
    if contents.plan and contents.plan.asker in ASKERS:
        facts["from"] = str(ASKERS[contents.plan.asker])
    written = contents.answers.get("person_birth_year")
    if isinstance(written, str) and (age := _age(written.strip(), today)) is not None:
        facts["age"] = age
    consent = contents.answers.get("adult_consent")
    if contents.answers.get("report_about") == "adult" and consent in CONSENTS:
        facts["consent.person"] = str(consent)
    return facts


def _age(written: str, today: datetime.date) -> int | None:
    """The age in an answer on age or birth; None where it holds more, or less, than that."""
    if match := _AGE.fullmatch(written):
        age = int(match[1])
    else:
        try:
            born = dates.parse_day(written)
        except ValueError:
            return None
        age = today.year - born.year - ((today.month, today.day) < (born.month, born.day))
    return age if 0 <= age <= MAX_AGE else None


def filled_in(
    sharing: Sharing, facts: Mapping[FactName, Value], receiver: str | None = None
) -> Sharing:
    """With what is known under every question that nobody has answered or passed over.

    A `receiver` is whom the page before was about. It is asked for anew unless it was the answer.
    """
    situation = sharing.situation
    asked = sharing.asked
    if receiver and receiver != situation.receiver:
        asked = tuple(name for name in asked if name != "whom")
    given = {**facts, "to": receiver or situation.receiver}
    values: dict[str, Any] = {
        ATTRIBUTES[fact]: given.get(fact)
        for question in QUESTIONS
        if question.id not in asked
        for fact in question.facts
    }
    return dataclasses.replace(
        sharing, situation=dataclasses.replace(situation, **values), asked=asked
    )


def answered(sharing: Sharing, question: Question, typed: Mapping[FactName, Value]) -> Sharing:
    """With one page answered or passed over: what is not in `typed` is not known."""
    values: dict[str, Any] = {ATTRIBUTES[fact]: typed.get(fact) for fact in question.facts}
    asked = tuple(dict.fromkeys((*sharing.asked, question.id)))
    return dataclasses.replace(
        sharing, situation=dataclasses.replace(sharing.situation, **values), asked=asked
    )


def not_looked_at(sharing: Sharing) -> Iterator[FactName]:
    """The facts that were filled in and that nobody has looked at yet."""
    for question in QUESTIONS:
        if question.id not in sharing.asked:
            for fact in question.facts:
                if getattr(sharing.situation, ATTRIBUTES[fact]) is not None:
                    yield fact


def standing(card: RuleCard, today: datetime.date) -> Literal["holds", "past", "to-come"]:
    """Whether a rule holds on a day, did so once, or is still to come."""
    if card.valid_to is not None and card.valid_to < today:
        return "past"
    if card.valid_from is not None and today < card.valid_from:
        return "to-come"
    return "holds"
