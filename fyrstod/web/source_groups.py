"""The sources of a pack by what leans on them, so that a reader finds the kind they look for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from fyrstod.packs.base import Id
from fyrstod.packs.schema import Factor, Pack, Source


@dataclass(frozen=True, slots=True)
class Group:
    """Sources of one kind, each with the factors that lean on it."""

    id: str
    sources: tuple[tuple[Source, tuple[Factor, ...]], ...]


def groups(pack: Pack) -> tuple[Group, ...]:
    """Every source once, under the first that leans on it; empty groups are left out."""
    left = {source.id: source for source in pack.sources}
    found = []
    for group_id, wanted in _leaning(pack):
        here = [source for source in pack.sources if source.id in wanted and source.id in left]
        for source in here:
            del left[source.id]
        if here:
            found.append(Group(group_id, tuple((s, _factors(pack, s)) for s in here)))
    return tuple(found)


def _leaning(pack: Pack) -> Iterator[tuple[str, frozenset[Id]]]:
    talk = (pack.questions, pack.advice, pack.prompts, pack.steps)
    yield "law", _ids(rule.sources for rule in pack.rules)
    yield "factors", _ids(factor.sources for factor in pack.factors)
    yield "talk", _ids(item.sources for kind in talk for item in kind)
    yield "together", frozenset(source.id for source in pack.sources)


def _ids(of: Iterable[tuple[Id, ...]]) -> frozenset[Id]:
    return frozenset(source for sources in of for source in sources)


def _factors(pack: Pack, source: Source) -> tuple[Factor, ...]:
    return tuple(factor for factor in pack.factors if source.id in factor.sources)
