"""What must hold for the clocks of disposal, in a pack and in an overlay over it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from fyrstod.packs.disposal import Disposal, Tighter
from fyrstod.packs.loader import Fault, Loaded


def faults(loaded: Loaded) -> Iterator[Fault]:
    cards = {card.id: card for card in loaded.pack.rules}
    for item in loaded.pack.disposals:
        file = loaded.file_of("disposals", item.id)
        if not item.clock.is_one:
            yield Fault(file, f"{item.id}.clock", "is years, months or until_age, one of them")
        card = cards.get(item.rule)
        if card is not None and (card.topic != "records" or card.statute is None):
            reason = f"{item.rule!r} is no rule on records that stands in a statute"
            yield Fault(file, f"{item.id}.rule", reason)
        if item.tighter_because is not None and ("disposals", item.id) not in loaded.pack.local:
            yield Fault(file, f"{item.id}.tighter_because", "is for an overlay alone")
    for one, other in combinations(loaded.pack.disposals, 2):
        if _meet(one, other):
            reason = f"fits the same record as {one.id!r}; one clock for each"
            yield Fault(loaded.file_of("disposals", other.id), other.id, reason)


def _meet(one: Disposal, other: Disposal) -> bool:
    """Whether both would fit one record at one agency."""
    return (
        one.record == other.record
        and not set(one.agencies).isdisjoint(other.agencies)
        and (not one.about or not other.about or not set(one.about).isdisjoint(other.about))
    )


def why_not_tighter(national: Disposal | None, wanted: Tighter) -> str:
    """Why a municipality cannot have this clock; "" where it can."""
    if national is None:
        return f"{wanted.id!r} is not among the disposals"
    if not national.may_be_tighter:
        return "the law sets this clock: no municipality can change it"
    was = national.clock.months_after_the_last_note
    now = wanted.clock.months_after_the_last_note
    if not wanted.clock.is_one or was is None or now is None:
        return "give years or months after the last note, one of them"
    if now >= was:
        return "is not shorter than the national clock"
    return ""
