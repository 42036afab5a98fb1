"""What can be done with a journal from its pages. Whoever reads it stands in it, too."""

from __future__ import annotations

from collections.abc import Iterator

from django.db import transaction

from fyrstod.access.policy import Action, performs
from fyrstod.journal import services as journal
from fyrstod.journal.rules import End, Verdict
from fyrstod.people.models import User
from fyrstod.rooms import record_selectors
from fyrstod.rooms.models import Concern
from fyrstod.rooms.record import note, role_for
from fyrstod.rooms.record_selectors import Chain, Looks, Wanted


@performs(Action.SEE_LOOKS, "concern")
@transaction.atomic
def see_looks(*, by: User, concern: Concern, wanted: Wanted) -> Looks:
    """Who has looked at a concern, and what was done with it; `wanted.reference` is its own."""
    note(by, Action.SEE_LOOKS, "looks.read", concern=concern)
    return record_selectors.read(Chain(concern.agency), wanted)


@performs(Action.READ_JOURNAL, "chain")
@transaction.atomic
def read_journal(*, by: User, chain: Chain, wanted: Wanted) -> Looks:
    _note(by, Action.READ_JOURNAL, "journal.read", chain)
    return record_selectors.read(chain, wanted)


@performs(Action.READ_JOURNAL, "chain")
@transaction.atomic
def verify_journal(*, by: User, chain: Chain, kept: End | None = None) -> Verdict:
    """Follow a chain to its end; `kept` is a head that was exported earlier.

    That it was found whole is put on record. A broken one is left as it is, to be looked into.
    """
    verdict = journal.verify(
        municipality_id=chain.municipality_id, room_id=chain.room_id, kept=kept
    )
    if verdict.whole:
        _note(by, Action.READ_JOURNAL, "journal.verified", chain)
    return verdict


@performs(Action.EXPORT_JOURNAL, "chain")
def export_journal(*, by: User, chain: Chain) -> Iterator[str]:
    """A journal as lines of JSON, the last one its head. The entry of it is there already."""
    return journal.export(
        municipality_id=chain.municipality_id,
        room_id=chain.room_id,
        who=by.pk,
        role=role_for(by, Action.EXPORT_JOURNAL, chain),
    )


def _note(by: User, action: Action, event: str, chain: Chain) -> None:
    journal.record(
        municipality_id=chain.municipality_id,
        room_id=chain.room_id,
        who=by.pk,
        role=role_for(by, action, chain),
        action=event,
    )
