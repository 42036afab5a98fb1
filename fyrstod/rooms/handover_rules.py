"""Who may offer a concern to whom, and what stands in the way: no database, request or clock."""

from __future__ import annotations

import uuid

from django.utils.translation import gettext as _

from fyrstod.core.errors import DomainError
from fyrstod.rooms.rules import Offer


class NotYours(DomainError):
    """Neither held by whoever offers it nor, for a coordinator, with nobody."""

    def __init__(self, reference: str) -> None:
        super().__init__(
            _(
                "%(reference)s is not yours to hand over any more. Nothing was offered. The page "
                "shows how it stands now."
            )
            % {"reference": reference}
        )


class AlreadyOffered(DomainError):
    def __init__(self, reference: str) -> None:
        super().__init__(
            _(
                "%(reference)s is offered to somebody already. Nothing more was offered. Take that "
                "back first, or wait for the answer."
            )
            % {"reference": reference}
        )


class CannotTake(DomainError):
    """A concern goes to another person, who can read and write in it."""

    def __init__(self) -> None:
        super().__init__(_("Choose a colleague who is a practitioner in this room just now."))


class NotForYou(DomainError):
    """Whoever was asked answers, and whoever asked takes it back."""

    def __init__(self) -> None:
        super().__init__(
            _("The handover is between two others, so nothing was changed. Ask one of them.")
        )


class AlreadyAnswered(DomainError):
    """Somebody was first, in another tab or at another desk."""

    def __init__(self, state: Offer) -> None:
        told = {
            Offer.ACCEPTED: _("The handover has been accepted already. Nothing was changed."),
            Offer.DECLINED: _("The handover has been declined already. Nothing was changed."),
        }
        super().__init__(
            told.get(
                state,
                _("The handover was taken back, or the concern went another way. Nothing changed."),
            )
        )


def may_offer(
    *, holder: uuid.UUID | None, by: uuid.UUID, coordinates: bool, with_nobody: bool
) -> bool:
    """Whoever has a concern hands it over; a coordinator only what is with nobody."""
    return holder == by or (coordinates and with_nobody)


def id_of(batch: uuid.UUID, concern: uuid.UUID) -> uuid.UUID:
    """The id of one concern's offer, so that the same form sent twice offers it once."""
    return uuid.uuid5(batch, str(concern))
