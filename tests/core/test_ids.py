from __future__ import annotations

from fyrstod.core.ids import new_id


def test_ids_are_of_version_seven_and_come_in_the_order_they_were_made() -> None:
    ids = [new_id() for _ in range(1000)]

    assert {made.version for made in ids} == {7}
    assert ids == sorted(ids)
    assert len(set(ids)) == 1000
