"""What is allowed, and in which order: no database, request or clock."""

from __future__ import annotations

import datetime
import re
import secrets
from enum import StrEnum
from typing import Final

_LETTERS: Final = "23456789BCDFGHJKMNPQRSTVWXYZ"
"""Without vowels, so that no word comes out, and without what is read as something else."""


class Status(StrEnum):
    """How far the work has come. It says nothing about the person."""

    NEW = "new"
    WORKING = "working"
    FOLLOWING = "following"
    CLOSED = "closed"


class About(StrEnum):
    """Whom a concern is about: rules and clocks differ by it."""

    CHILD = "child"
    YOUNG_ADULT = "young-adult"
    ADULT = "adult"


class Move(StrEnum):
    BEGIN = "begin"
    FOLLOW = "follow"
    RESUME = "resume"
    CLOSE = "close"
    REOPEN = "reopen"


MOVES: Final[dict[tuple[Status, Move], Status]] = {
    (Status.NEW, Move.BEGIN): Status.WORKING,
    (Status.NEW, Move.CLOSE): Status.CLOSED,
    (Status.WORKING, Move.FOLLOW): Status.FOLLOWING,
    (Status.WORKING, Move.CLOSE): Status.CLOSED,
    (Status.FOLLOWING, Move.RESUME): Status.WORKING,
    (Status.FOLLOWING, Move.CLOSE): Status.CLOSED,
    (Status.CLOSED, Move.REOPEN): Status.WORKING,
}


class Offer(StrEnum):
    """How far the handover of a concern has come."""

    WAITING = "waiting"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


class Why(StrEnum):
    """Why a concern is erased. It outlives the concern, so it is a word and no text."""

    CLOCK = "clock"
    EXPORTED = "exported"
    MISTAKE = "opened-by-mistake"
    RULING = "decided-elsewhere"


class NotPossible(Exception):
    """A move that does not lead anywhere from here."""


def after(status: Status, move: Move) -> Status:
    """The status a move leads to. Raises NotPossible for any pair not in MOVES."""
    try:
        return MOVES[status, move]
    except KeyError:
        raise NotPossible(status, move) from None


class Next(StrEnum):
    """The one thing to do next, on the page of a concern."""

    REVIEW = "review"
    FIRST_PIECE = "first-piece"
    BEGIN = "begin"
    PIECE = "piece"


def next_step(
    status: Status, *, review_on: datetime.date | None, has_pieces: bool, today: datetime.date
) -> Next | None:
    """What most needs doing; None for a closed concern. It weighs days, never the person."""
    if status is Status.CLOSED:
        return None
    if review_on is None or review_on <= today:
        return Next.REVIEW
    if not has_pieces:
        return Next.FIRST_PIECE
    return Next.BEGIN if status is Status.NEW else Next.PIECE


def steps_from(status: Status) -> tuple[Move, ...]:
    """The steps of the work itself: closing and opening again have pages of their own."""
    return tuple(
        move
        for (before, move), after_it in MOVES.items()
        if before is status and Status.CLOSED not in (before, after_it)
    )


def new_reference() -> str:
    """A reference without meaning, such as "K7QF-3M2X"."""
    letters = "".join(secrets.choice(_LETTERS) for _ in range(8))
    return f"{letters[:4]}-{letters[4:]}"


def tidy_reference(typed: str) -> str:
    """A reference as it is kept, from what somebody typed; "" for what cannot be one."""
    letters = re.sub(r"[\s–-]", "", typed).upper()
    if len(letters) != 8 or set(letters) - set(_LETTERS):
        return ""
    return f"{letters[:4]}-{letters[4:]}"
