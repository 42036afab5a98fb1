"""What can be done with a draft."""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Callable
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from fyrstod.core.errors import DomainError
from fyrstod.drafts import rules
from fyrstod.drafts.contents import Contents
from fyrstod.drafts.models import Draft
from fyrstod.drafts.rules import DRAFT_LIFETIME, Ticket


class DraftGone(DomainError):
    """There is no draft to open: erased, too old, or opened with a key that does not fit."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "The draft is no longer here. It was erased, or 12 hours have passed since "
                "you saved."
            )
        )


class DraftFull(DomainError):
    def __init__(self) -> None:
        super().__init__(_("The draft is full. Shorten a text or remove a piece, and save again."))


@dataclass(frozen=True, slots=True)
class OpenDraft:
    """A draft as it stood when it was read."""

    ticket: Ticket
    contents: Contents
    expires_at: datetime.datetime


def start(contents: Contents) -> OpenDraft:
    """Seal a new draft under a new key. Drafts past their time go at the same moment."""
    erase_expired()
    ticket = Ticket.new()
    expires_at = timezone.now() + DRAFT_LIFETIME
    try:
        sealed = rules.seal(contents, ticket)
    except rules.TooLarge:
        raise DraftFull from None
    Draft.objects.create(id=ticket.draft_id, sealed=sealed, expires_at=expires_at)
    return OpenDraft(ticket, contents, expires_at)


def read(ticket: Ticket, *, to_change: bool = False) -> OpenDraft:
    """Raises DraftGone. `to_change` keeps others from the row until the transaction ends."""
    rows = Draft.objects.select_for_update() if to_change else Draft.objects.all()
    try:
        row = rows.get(pk=ticket.draft_id, expires_at__gt=timezone.now())
        contents = rules.unseal(bytes(row.sealed), ticket)
    except (Draft.DoesNotExist, rules.CannotOpen):
        raise DraftGone from None
    return OpenDraft(ticket, contents, row.expires_at)


@transaction.atomic
def change(ticket: Ticket, edit: Callable[[Contents], Contents]) -> OpenDraft:
    """Read, edit and seal in one transaction, so that two tabs never lose each other's words.

    Raises DraftGone or DraftFull. What `edit` raises leaves the draft as it was.
    """
    before = read(ticket, to_change=True)
    contents = edit(before.contents)
    expires_at = timezone.now() + DRAFT_LIFETIME
    try:
        sealed = rules.seal(contents, ticket)
    except rules.TooLarge:
        raise DraftFull from None
    Draft.objects.filter(pk=ticket.draft_id).update(sealed=sealed, expires_at=expires_at)
    return dataclasses.replace(before, contents=contents, expires_at=expires_at)


def erase(ticket: Ticket) -> None:
    """Erase this draft and no other. Without the right key nothing happens.

    A draft past its time, or one that a newer version cannot read, goes too.
    """
    row = Draft.objects.filter(pk=ticket.draft_id).first()
    if row is not None and rules.fits(bytes(row.sealed), ticket):
        row.delete()


def erase_expired() -> int:
    """Erase every draft past its time; how many that were."""
    count, _by_model = Draft.objects.filter(expires_at__lte=timezone.now()).delete()
    return count
