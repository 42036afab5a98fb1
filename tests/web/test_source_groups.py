from __future__ import annotations

from fyrstod.packs import shelf
from fyrstod.web.source_groups import groups


def test_every_source_stands_in_one_group_alone() -> None:
    pack = shelf.current()

    shown = [source.id for group in groups(pack) for source, _factors in group.sources]

    assert sorted(shown) == sorted(source.id for source in pack.sources)


def test_what_a_rule_leans_on_stands_with_the_law() -> None:
    pack = shelf.current()

    law = next(group for group in groups(pack) if group.id == "law")

    behind_rules = {source for rule in pack.rules for source in rule.sources}
    assert {source.id for source, _factors in law.sources} == behind_rules
