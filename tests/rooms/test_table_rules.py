from __future__ import annotations

import pytest

from fyrstod.rooms.contents import Perspective, Stands
from fyrstod.rooms.table_rules import compare

AT_RISK, A_RISK, BOTH, CANNOT_SAY = Stands


def put(*stands: Stands) -> list[tuple[str, Perspective]]:
    return [(f"Agency {number}", Perspective(stands=each)) for number, each in enumerate(stands)]


@pytest.mark.parametrize(
    ("stands", "agreed", "apart"),
    [
        ((AT_RISK, AT_RISK), AT_RISK, False),
        ((BOTH, BOTH), BOTH, False),
        ((CANNOT_SAY, CANNOT_SAY), CANNOT_SAY, False),
        ((AT_RISK, BOTH, AT_RISK), AT_RISK, True),
        ((BOTH, A_RISK), A_RISK, True),
        ((AT_RISK, A_RISK), None, True),
        ((AT_RISK, BOTH, A_RISK), None, True),
        ((AT_RISK, CANNOT_SAY), None, True),
        ((BOTH, CANNOT_SAY), None, True),
    ],
)
def test_agreed_is_what_all_say_and_apart_that_somebody_says_more_or_else(
    stands: tuple[Stands, ...], agreed: Stands | None, apart: bool
) -> None:
    found = compare(put(*stands))

    assert (found.agreed, found.apart) == (agreed, apart)


def test_everybody_stands_where_they_said() -> None:
    found = compare(put(AT_RISK, A_RISK, AT_RISK))

    assert found.by_stand[AT_RISK] == ("Agency 0", "Agency 2")
    assert found.by_stand[A_RISK] == ("Agency 1",)
    assert found.by_stand[BOTH] == ()


def test_what_nobody_knows_says_who_asked() -> None:
    asked = ("The school", Perspective(stands=BOTH, unknown="Who bought the phones?"))

    found = compare([asked, *put(BOTH)])

    assert found.unknown == (("The school", "Who bought the phones?"),)
