"""Who is the same person: a number tells, a name asks."""

from __future__ import annotations

import pytest

from fyrstod.rooms.contents import Answer, Person, SamePerson
from fyrstod.rooms.known_rules import Bond, bond, unlike

WITHOUT = Person(name="Robin Påhitt")
WITH = Person(name="Robin Påhitt", number="191212121212")
ANOTHER = Person(name="Robin Påhitt", number="200509022380")

YES, NO, UNKNOWN = (Answer(same=same) for same in SamePerson)
YES_THOUGH, NO_THOUGH, UNKNOWN_THOUGH = (Answer(same=same, unlike=True) for same in SamePerson)


@pytest.mark.parametrize("answer", [None, YES, NO, UNKNOWN, NO_THOUGH])
def test_the_same_number_is_the_same_person_whatever_was_answered(answer: Answer | None) -> None:
    assert bond(WITH, Person(number=WITH.number), answer) is Bond.NUMBER


@pytest.mark.parametrize(("one", "other"), [(WITHOUT, WITHOUT), (WITH, WITHOUT), (WITHOUT, WITH)])
@pytest.mark.parametrize(
    ("answer", "known"),
    [(None, Bond.OPEN), (UNKNOWN, Bond.OPEN), (YES, Bond.SAID), (NO, Bond.OTHER)],
)
def test_the_same_name_alone_asks_and_then_is_what_was_answered(
    one: Person, other: Person, answer: Answer | None, known: Bond
) -> None:
    assert bond(one, other, answer) is known


@pytest.mark.parametrize(
    ("answer", "known"),
    [
        (None, Bond.OTHER),
        (NO, Bond.OTHER),
        (UNKNOWN, Bond.OTHER),
        # Said yes before the numbers were there: it is asked again.
        (YES, Bond.OPEN),
        # Answered in spite of them: somebody can get a new number.
        (YES_THOUGH, Bond.SAID),
        (NO_THOUGH, Bond.OTHER),
        (UNKNOWN_THOUGH, Bond.OPEN),
    ],
)
def test_two_numbers_are_two_people_until_somebody_says_otherwise(
    answer: Answer | None, known: Bond
) -> None:
    assert unlike(WITH, ANOTHER)
    assert bond(WITH, ANOTHER, answer) is known
