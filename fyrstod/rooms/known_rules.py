"""Whether two concerns are about the same person, and how what is known of them comes together."""

from __future__ import annotations

import dataclasses
from enum import StrEnum

from django.utils.translation import gettext as _

from fyrstod.core.errors import DomainError
from fyrstod.core.text import MAX_LONG_TEXT
from fyrstod.rooms.contents import Answer, Person, SamePerson


class Bond(StrEnum):
    """What is known of whether two concerns are about the same person."""

    NUMBER = "number"
    """They have the same personal identity number, so nobody has to ask."""
    SAID = "said"
    OPEN = "open"
    OTHER = "other"


_SAID = {
    SamePerson.YES: Bond.SAID,
    SamePerson.NO: Bond.OTHER,
    SamePerson.UNKNOWN: Bond.OPEN,
}


def unlike(one: Person, other: Person) -> bool:
    """Whether both have a personal identity number, and not the same."""
    return bool(one.number and other.number and one.number != other.number)


def bond(one: Person, other: Person, answer: Answer | None) -> Bond:
    """What is known of two who have the same name or number, or of whom somebody has answered.

    A number weighs more than a name. Who said yes before the numbers turned out to differ is
    asked again; who says it in spite of them is believed, since somebody can get a new number.
    """
    if one.number and one.number == other.number:
        return Bond.NUMBER
    if not unlike(one, other) or (answer and answer.unlike):
        return _SAID[answer.same] if answer else Bond.OPEN
    return Bond.OPEN if answer and answer.same is SamePerson.YES else Bond.OTHER


FREE = ("contact", "address", "guardians")
"""What may be said about a person in more than one way, so that both are kept."""


class TooLongTogether(DomainError):
    def __init__(self) -> None:
        super().__init__(
            _(
                "Together with what is saved about the person already, this is too long. Shorten "
                "it, or write it as pieces."
            )
        )


def together(saved: Person, typed: Person) -> Person:
    """What is saved, with what was typed where it says more. Raises TooLongTogether."""
    both = {name: _both(getattr(saved, name), getattr(typed, name)) for name in FREE}
    if any(len(text) > MAX_LONG_TEXT for text in both.values()):
        raise TooLongTogether
    return dataclasses.replace(
        saved,
        name=saved.name or typed.name,
        number=saved.number or typed.number,
        protected=saved.protected or typed.protected,
        **both,
    )


def _both(saved: str, typed: str) -> str:
    return saved if typed in saved else "\n".join(filter(None, (saved, typed)))
