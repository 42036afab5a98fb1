"""Who may do what: one table, one question.

The table reads aloud, and knows neither the people nor the rooms: a subject says itself which
roles somebody has there.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from enum import StrEnum
from typing import Any, Protocol, TypeVar, cast

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

F = TypeVar("F", bound=Callable[..., Any])


class Role(StrEnum):
    PRACTITIONER = "practitioner"
    COORDINATOR = "coordinator"
    RECORDS_OFFICER = "records-officer"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"
    CONTENT_EDITOR = "content-editor"


class Action(StrEnum):
    SEE_PEOPLE = "see-people"
    MANAGE_AGENCIES = "manage-agencies"
    PROPOSE_ROLE = "propose-role"
    CONFIRM_ROLE = "confirm-role"
    END_ROLE = "end-role"
    OPEN_ROOM = "open-room"
    READ_CONCERN = "read-concern"
    WRITE_CONCERN = "write-concern"
    REVEAL_ADDRESS = "reveal-address"
    EXPORT_CONCERN = "export-concern"
    HAND_OVER = "hand-over"
    SEE_CONTINUITY = "see-continuity"
    SEE_LOOKS = "see-looks"
    READ_JOURNAL = "read-journal"
    EXPORT_JOURNAL = "export-journal"
    DECIDE_DISPOSAL = "decide-disposal"
    ERASE_CONCERN = "erase-concern"
    DISCLOSE = "disclose"
    CONFIRM_DISCLOSURE = "confirm-disclosure"
    ANSWER_OFFER = "answer-offer"
    SIT_AT_TABLE = "sit-at-table"


GRANTS: dict[Role, frozenset[Action]] = {
    Role.PRACTITIONER: frozenset(
        {
            Action.SEE_PEOPLE,
            Action.OPEN_ROOM,
            Action.READ_CONCERN,
            Action.WRITE_CONCERN,
            Action.REVEAL_ADDRESS,
            Action.EXPORT_CONCERN,
            Action.SEE_LOOKS,
            Action.DISCLOSE,
            Action.CONFIRM_DISCLOSURE,
            Action.ANSWER_OFFER,
            Action.SIT_AT_TABLE,
            Action.HAND_OVER,
        }
    ),
    Role.COORDINATOR: frozenset(
        {
            Action.SEE_PEOPLE,
            Action.OPEN_ROOM,
            Action.CONFIRM_ROLE,
            Action.HAND_OVER,
            Action.SEE_CONTINUITY,
        }
    ),
    Role.RECORDS_OFFICER: frozenset(
        {
            Action.SEE_PEOPLE,
            Action.OPEN_ROOM,
            Action.READ_CONCERN,
            Action.EXPORT_CONCERN,
            Action.SEE_LOOKS,
            Action.READ_JOURNAL,
            Action.EXPORT_JOURNAL,
            Action.DECIDE_DISPOSAL,
            Action.ERASE_CONCERN,
            Action.CONFIRM_DISCLOSURE,
        }
    ),
    Role.AUDITOR: frozenset({Action.SEE_PEOPLE, Action.READ_JOURNAL, Action.EXPORT_JOURNAL}),
    Role.ADMINISTRATOR: frozenset(
        {
            Action.SEE_PEOPLE,
            Action.MANAGE_AGENCIES,
            Action.PROPOSE_ROLE,
            Action.CONFIRM_ROLE,
            Action.END_ROLE,
        }
    ),
    Role.CONTENT_EDITOR: frozenset({Action.SEE_PEOPLE}),
}
"""Roles that open a concern: practitioner and records officer, and no other."""


def exclude_each_other(one: Role, other: Role) -> bool:
    """Whether nobody may hold both in the same place: who gives roles does not review that."""
    giving = {Action.PROPOSE_ROLE, Action.CONFIRM_ROLE}
    pairs = ((one, other), (other, one))
    return any(first is Role.AUDITOR and giving & GRANTS[second] for first, second in pairs)


class Denied(PermissionDenied):
    """Somebody who may see the subject may not do this with it. Answers 403."""

    def __init__(self) -> None:
        super().__init__(_("Your role here does not cover this. Nothing was changed."))


class Guarded(Protocol):
    """Something that knows which roles a user has there. None at all: a stranger."""

    def roles_of(self, user: Any, /) -> frozenset[Role]: ...


def granted(user: Any, subject: Guarded) -> frozenset[Action]:
    """All that a user may do with the subject."""
    return frozenset[Action]().union(*(GRANTS[role] for role in subject.roles_of(user)))


def may(user: Any, action: Action, subject: Guarded) -> bool:
    return action in granted(user, subject)


def require(user: Any, action: Action, subject: Guarded) -> None:
    """Raises Denied unless `user` may do `action` with `subject`."""
    if not may(user, action, subject):
        raise Denied


def performs(action: Action, subject: str) -> Callable[[F], F]:
    """Declare what a service does, and ask before it does it.

    The service takes keywords only: `by`, the person, and `subject`, what it is done with.
    Raises Denied before anything else happens.
    """

    def wrap(service: F) -> F:
        @functools.wraps(service)
        def guarded(*, by: Any, **given: Any) -> Any:
            require(by, action, given[subject])
            return service(by=by, **given)

        guarded.action = action  # type: ignore[attr-defined]  # read by the tests of every service
        guarded.subject = subject  # type: ignore[attr-defined]  # as above
        return cast("F", guarded)

    return wrap
