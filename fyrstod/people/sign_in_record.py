"""Signing in, put on record: in the journal of each municipality where the person works.

An entry holds the person's id and a word, nothing that was typed and no address. What somebody
unknown tries leaves nothing at all.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from allauth.account.signals import password_changed
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import (
    authentication_failed,
    authenticator_added,
    authenticator_reset,
    authenticator_used,
)
from django.dispatch import receiver

from fyrstod.journal.services import record
from fyrstod.people.models import active_memberships

ROLE = "person"
"""In which role somebody signs in: none that was given."""


class Event(StrEnum):
    DONE = "sign-in.done"
    WRONG_CODE = "sign-in.wrong-code"
    PASSWORD_SET = "sign-in.password-set"  # noqa: S105 - a word of the journal
    PASSWORD_CHANGED = "sign-in.password-changed"  # noqa: S105 - as above
    APP_SET_UP = "sign-in.app-set-up"
    APP_TAKEN_AWAY = "sign-in.app-taken-away"
    RECOVERY_MADE = "sign-in.recovery-made"
    RECOVERY_USED = "sign-in.recovery-used"


def note(user: Any, event: Event) -> None:
    """Raises BrokenChain."""
    for municipality_id in sorted({m.municipality_id for m in active_memberships(user)}):
        record(
            municipality_id=municipality_id,
            room_id=municipality_id,
            who=user.id,
            role=ROLE,
            action=event,
            result="refused" if event is Event.WRONG_CODE else "done",
        )


@receiver(password_changed)
def _password_changed(user: Any, **_given: Any) -> None:
    note(user, Event.PASSWORD_CHANGED)


@receiver(authentication_failed)
def _wrong_code(user: Any, **_given: Any) -> None:
    note(user, Event.WRONG_CODE)


@receiver(authenticator_used)
def _used(user: Any, authenticator: Authenticator, **_given: Any) -> None:
    if authenticator.type == Authenticator.Type.RECOVERY_CODES:
        note(user, Event.RECOVERY_USED)


@receiver([authenticator_added, authenticator_reset])
def _made(user: Any, authenticator: Authenticator, **_given: Any) -> None:
    recovery = authenticator.type == Authenticator.Type.RECOVERY_CODES
    note(user, Event.RECOVERY_MADE if recovery else Event.APP_SET_UP)
