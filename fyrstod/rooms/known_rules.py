"""How what was typed about a person comes beside what is saved about them."""

from __future__ import annotations

import dataclasses

from django.utils.translation import gettext as _

from fyrstod.core.errors import DomainError
from fyrstod.core.text import MAX_LONG_TEXT
from fyrstod.rooms.contents import Person

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
