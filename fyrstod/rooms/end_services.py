"""How a concern ends: closed with a clock, opened again, decided on, erased."""

from __future__ import annotations

import dataclasses
import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from fyrstod.access.policy import GRANTS, Action, performs
from fyrstod.core.errors import DomainError
from fyrstod.packs import shelf
from fyrstod.people.models import User
from fyrstod.protection import services as protection
from fyrstod.rooms import (
    clocks,
    end_selectors,
    rows,
    rules,
    seats,
    selectors,
    vault,
)
from fyrstod.rooms.contents import Matter, Outcome
from fyrstod.rooms.erasing import begin
from fyrstod.rooms.models import Concern
from fyrstod.rooms.record import note
from fyrstod.rooms.rows import IsClosed, NotFromHere
from fyrstod.rooms.rules import Move, Why


class NoSuchRecord(DomainError):
    """A kind of record that cannot be chosen in this room for this concern."""

    def __init__(self) -> None:
        super().__init__(_("Choose a kind of record that fits this room and this concern."))


class NotRegistered(DomainError):
    """Some of what lies here is not in the case system, and nobody has said that they know."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "Something here is not in your case system. Read what it is, and tick the box if "
                "you close anyway."
            )
        )


class NothingToDecide(DomainError):
    """A rule gives the day, or the concern is open again."""

    def __init__(self) -> None:
        super().__init__(
            _("There is nothing to decide about this concern any more. Nothing was changed.")
        )


class NotExported(DomainError):
    """What the journal would say of an export for good is not what the room itself knows."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "No registration number is noted for what is written here now. Note it on the "
                "page for the export first, or choose another reason."
            )
        )


class TooSoon(DomainError):
    def __init__(self) -> None:
        super().__init__(_("Choose a day after today. To erase it now there is a page of its own."))


@performs(Action.WRITE_CONCERN, "concern")
@transaction.atomic
def close(
    *,
    by: User,
    concern: Concern,
    outcome: Outcome,
    outcome_text: str,
    record: str,
    seen: int,
    aware: bool,
) -> Concern:
    """Close a concern. Its clock starts, or the records officer is asked.

    `record` is a kind of record of the pack. `aware`: `by` has been told what is not in the case
    system, and closes all the same; the journal says so. Raises IsClosed, NotFromHere when the
    concern has changed since `seen`, NoSuchRecord or NotRegistered.
    """
    seats.lock_around(concern)
    row = rows.locked(concern)
    if row.is_closed:
        raise IsClosed
    if row.version != seen:
        raise NotFromHere
    pack, about = shelf.current(), rules.About(row.kind)
    if not any(
        kind.id == record and kind.fits(row.agency.kind, about) for kind in pack.record_kinds
    ):
        raise NoSuchRecord
    opened = selectors.open_concern(row)
    registered = end_selectors.check(opened).is_registered
    if not registered and not aware:
        raise NotRegistered
    found = clocks.due(
        pack,
        agency=row.agency.kind,
        record=record,
        about=about,
        last_note=timezone.localdate(row.last_note_at),
        number=opened.person.number,
        today=timezone.localdate(),
    )
    row.status = rules.after(rules.Status(row.status), Move.CLOSE)
    row.closed_at, row.closed_by = timezone.now(), by
    rows.end_offer(row, by, row.closed_at)
    seats.rise_from_all(by, row)
    row.erase_on = found.on if found else None
    row.disposal_open = found is None
    matter = dataclasses.replace(
        opened.matter,
        outcome=outcome,
        outcome_text=outcome_text,
        record=record,
        rule=found.disposal.id if found else "",
        clock_pack=pack.edition,
        disposal_reason="",
    )
    vault.seal(vault.cipher_of(row), row, matter)
    row.version += 1
    row.save()
    kind = "" if registered else "unregistered"
    note(by, Action.WRITE_CONCERN, "concern.closed", concern=row, kind=kind)
    return row


@performs(Action.WRITE_CONCERN, "concern")
@transaction.atomic
def reopen(*, by: User, concern: Concern) -> Concern:
    """Undo a closing: the clock stops, and what was said of the outcome is kept for next time.

    Open already: nothing changes.
    """
    row = rows.locked(concern)
    if not row.is_closed:
        return row
    row.status = rules.after(rules.Status(row.status), Move.REOPEN)
    row.closed_at, row.closed_by = None, None
    row.erase_on, row.disposal_open = None, False
    cipher = vault.cipher_of(row)
    matter = vault.unseal(cipher, row, Matter)
    vault.seal(cipher, row, dataclasses.replace(matter, rule="", clock_pack="", disposal_reason=""))
    row.version += 1
    row.save()
    note(by, Action.WRITE_CONCERN, "concern.reopened", concern=row)
    return row


@performs(Action.DECIDE_DISPOSAL, "concern")
@transaction.atomic
def decide(*, by: User, concern: Concern, erase_on: datetime.date | None, reason: str) -> Concern:
    """Set the day where no rule gives one; None keeps the question open, with what is awaited.

    Raises NothingToDecide or TooSoon.
    """
    row = rows.locked(concern)
    cipher = vault.cipher_of(row)
    matter = vault.unseal(cipher, row, Matter)
    if not row.is_closed or matter.rule:
        raise NothingToDecide
    if erase_on is not None and erase_on <= timezone.localdate():
        raise TooSoon
    row.erase_on, row.disposal_open = erase_on, erase_on is None
    vault.seal(cipher, row, dataclasses.replace(matter, disposal_reason=reason))
    row.version += 1
    row.save()
    event = "disposal.decided" if erase_on else "disposal.awaited"
    note(by, Action.DECIDE_DISPOSAL, event, concern=row)
    return row


@performs(Action.ERASE_CONCERN, "concern")
def erase(*, by: User, concern: Concern, why: Why) -> None:
    """Erase a concern at once, for good.

    Call it outside every transaction. The entry is written with the rows' end. A table that it
    convened ends for the others. Raises ConcernGone, or NotExported where `why` names an export
    that the room does not know of.
    """
    role = min(role for role in concern.roles_of(by) if Action.ERASE_CONCERN in GRANTS[role])
    with transaction.atomic(durable=True):
        seats.lock_around(concern)
        row = rows.locked(concern)
        if why is Why.EXPORTED and not end_selectors.check(selectors.open_concern(row)).is_exported:
            raise NotExported
        seats.rise_from_all(by, row, action=Action.ERASE_CONCERN)
        begin(row, by=by.pk, role=role, why=why)
    protection.finish_erasure(concern_id=concern.pk)
