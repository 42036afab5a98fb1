from __future__ import annotations

import dataclasses

import pytest

from fyrstod.access.policy import (
    GRANTS,
    Action,
    Denied,
    Role,
    exclude_each_other,
    may,
    performs,
    require,
)


@dataclasses.dataclass(frozen=True)
class Place:
    roles: dict[str, frozenset[Role]]

    def roles_of(self, user: str, /) -> frozenset[Role]:
        return self.roles.get(user, frozenset())


PLACE = Place(
    {
        "practitioner": frozenset({Role.PRACTITIONER}),
        "auditor": frozenset({Role.AUDITOR}),
        "both": frozenset({Role.AUDITOR, Role.PRACTITIONER}),
    }
)


def test_every_role_has_a_line_in_the_table_and_every_action_a_role() -> None:
    assert set(GRANTS) == set(Role)
    assert frozenset().union(*GRANTS.values()) == set(Action)


def test_only_practitioners_and_records_officers_open_a_concern() -> None:
    assert {role for role, actions in GRANTS.items() if Action.READ_CONCERN in actions} == {
        Role.PRACTITIONER,
        Role.RECORDS_OFFICER,
    }


def test_nobody_who_proposes_or_confirms_a_role_reads_a_concern() -> None:
    for actions in GRANTS.values():
        if actions & {Action.PROPOSE_ROLE, Action.CONFIRM_ROLE}:
            assert Action.READ_CONCERN not in actions


def test_only_who_reviews_and_who_gives_roles_exclude_each_other() -> None:
    pairs = {
        frozenset({one, other}) for one in Role for other in Role if exclude_each_other(one, other)
    }

    assert pairs == {
        frozenset({Role.AUDITOR, Role.ADMINISTRATOR}),
        frozenset({Role.AUDITOR, Role.COORDINATOR}),
    }


def test_one_of_several_roles_is_enough() -> None:
    assert may("both", Action.READ_JOURNAL, PLACE)
    assert may("both", Action.WRITE_CONCERN, PLACE)


def test_a_stranger_may_nothing() -> None:
    assert not any(may("stranger", action, PLACE) for action in Action)


def test_who_may_not_is_denied() -> None:
    with pytest.raises(Denied):
        require("auditor", Action.READ_CONCERN, PLACE)


def test_a_service_asks_before_it_does_anything() -> None:
    done: list[str] = []

    @performs(Action.WRITE_CONCERN, "place")
    def write(*, by: str, place: Place) -> None:
        done.append(by)

    write(by="practitioner", place=PLACE)
    with pytest.raises(Denied):
        write(by="auditor", place=PLACE)

    assert done == ["practitioner"]
