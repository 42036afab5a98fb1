from __future__ import annotations

import dataclasses

import pytest

from fyrstod.collaboration import assessment as rules
from fyrstod.collaboration.assessment import Carried, RoleCheck
from fyrstod.core.assessments import Holders, Role, Round, Scope, State, Status
from fyrstod.packs.schema import Pack
from tests.collaboration.answered import OTHER_ID, action, answer, assessment, role

LAST_YEAR = Round(
    day="2025-11-20",
    pack="fyrstod 2026.1",
    states={"decision": State.NOT_YET, "deputy": State.IN_PLACE, "gone": State.PARTLY},
)


# ── Areas and what has moved ────────────────────────────────────────────────


def test_every_area_that_asks_something_is_there_in_the_order_of_the_pack(pack: Pack) -> None:
    areas = rules.areas(pack, assessment())

    assert [item.area.id for item in areas] == ["mandate", "forum"]
    assert [standing.number for standing in areas[0].standings] == [1, 2, 3]
    assert not any(item.begun or item.answered for item in areas)


def test_an_area_is_answered_when_each_of_its_things_is(pack: Pack) -> None:
    given = assessment(answer("agreement"), answer("agenda", State.DOES_NOT_FIT), answer("routine"))

    mandate, forum = rules.areas(pack, given)

    assert (mandate.begun, mandate.answered) == (True, False)
    assert (forum.begun, forum.answered) == (True, True)


def test_what_has_moved_is_what_was_answered_both_times_and_otherwise(pack: Pack) -> None:
    given = assessment(
        answer("decision", State.PARTLY),
        answer("deputy", State.IN_PLACE),
        answer("routine", State.NOT_YET),
        rounds=(LAST_YEAR,),
    )

    moved = rules.moved(rules.areas(pack, given))

    assert [(m.recommendation.id, m.before, m.answer.state) for m in moved] == [
        ("decision", State.NOT_YET, State.PARTLY)
    ]


def test_only_the_last_round_is_compared_with(pack: Pack) -> None:
    first = dataclasses.replace(LAST_YEAR, states={"decision": State.IN_PLACE})

    (mandate, _forum) = rules.areas(pack, assessment(rounds=(first, LAST_YEAR)))

    assert mandate.standings[0].before is State.NOT_YET


# ── Gaps ────────────────────────────────────────────────────────────────────


def test_what_is_partly_or_not_yet_becomes_a_gap_and_nothing_else_does(pack: Pack) -> None:
    given = assessment(
        answer("decision", State.IN_PLACE),
        answer("deputy", State.PARTLY),
        answer("routine", State.NOT_YET),
        answer("agenda", State.DOES_NOT_FIT, reason="Grannen har en."),
        answer("duty-picture", State.NOT_YET),
        answer("gone", State.NOT_YET),
    )

    gaps = rules.gaps(pack, given)

    assert [gap.about for gap in gaps] == ["deputy", "routine", "duty-picture"]


def test_a_gap_comes_with_its_first_step_and_the_owner_named_or_else_the_usual_one(
    pack: Pack,
) -> None:
    own = Role(words="Fältgruppens samordnare")
    given = assessment(answer("deputy", State.PARTLY, owner=own), answer("routine", State.NOT_YET))

    deputy, routine = rules.gaps(pack, given)

    assert deputy.first_step == pack.recommendations[1].first_step
    assert (deputy.owner, routine.owner) == (own, role("coordinator"))


def test_what_the_law_asks_can_be_planned_also_where_it_is_said_not_to_fit(pack: Pack) -> None:
    given = assessment(
        answer("decision", State.DOES_NOT_FIT, reason="Vi är för små."),
        answer("routine", State.DOES_NOT_FIT, reason="Grannen har en."),
        answer("agreement", State.NOT_YET),
    )

    gaps = rules.gaps(pack, given)

    assert [(gap.about, gap.state, gap.is_law) for gap in gaps] == [
        ("decision", State.DOES_NOT_FIT, True),
        ("agreement", State.NOT_YET, True),
    ]


def test_an_agency_may_say_that_what_binds_a_municipality_does_not_fit(pack: Pack) -> None:
    given = assessment(answer("decision", State.DOES_NOT_FIT), scope=Scope.AGENCY)

    assert rules.gaps(pack, given) == ()
    assert rules.by_law(pack, given) == frozenset()


def test_a_gap_with_an_action_is_planned_whatever_the_action_has_come_to(pack: Pack) -> None:
    given = assessment(
        answer("deputy", State.PARTLY),
        answer("routine", State.NOT_YET),
        actions=(action(about="deputy", status=Status.SET_ASIDE),),
    )

    assert [gap.about for gap in rules.unplanned(pack, given)] == ["routine"]


# ── What the law asks ───────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("agreement", "decision", "state", "behind"),
    [
        (None, None, None, ([], ["decision", "agreement"])),
        (State.IN_PLACE, State.IN_PLACE, State.IN_PLACE, ([], [])),
        (State.IN_PLACE, None, None, ([], ["decision"])),
        (State.PARTLY, None, State.PARTLY, (["agreement"], ["decision"])),
        (None, State.NOT_YET, State.NOT_YET, (["decision"], ["agreement"])),
        (State.IN_PLACE, State.DOES_NOT_FIT, State.PARTLY, (["decision"], [])),
        (State.PARTLY, State.NOT_YET, State.PARTLY, (["decision", "agreement"], [])),
        (State.NOT_YET, State.DOES_NOT_FIT, State.NOT_YET, (["decision", "agreement"], [])),
        (State.DOES_NOT_FIT, None, State.DOES_NOT_FIT, (["agreement"], ["decision"])),
        (
            State.DOES_NOT_FIT,
            State.DOES_NOT_FIT,
            State.DOES_NOT_FIT,
            (["decision", "agreement"], []),
        ),
    ],
)
def test_a_duty_stands_as_what_is_behind_it_does(
    pack: Pack,
    agreement: State | None,
    decision: State | None,
    state: State | None,
    behind: tuple[list[str], list[str]],
) -> None:
    given = assessment(answer("agreement", agreement), answer("decision", decision))

    duty = rules.duties(pack, given)[0]

    assert duty.state is state
    told = ([item.id for item in part] for part in (duty.missing, duty.unanswered))
    assert tuple(told) == behind


def test_a_duty_names_what_is_said_not_to_fit_behind_it(pack: Pack) -> None:
    given = assessment(answer("agreement", State.NOT_YET), answer("decision", State.DOES_NOT_FIT))

    duty = rules.duties(pack, given)[0]

    assert [item.id for item in duty.set_aside] == ["decision"]


@pytest.mark.parametrize(
    ("agreement", "decision", "half"),
    [(None, None, False), (State.IN_PLACE, None, True), (State.NOT_YET, None, False)],
)
def test_a_duty_is_half_answered_while_only_the_rest_can_tell_how_it_stands(
    pack: Pack, agreement: State | None, decision: State | None, half: bool
) -> None:
    given = assessment(answer("agreement", agreement), answer("decision", decision))

    assert rules.duties(pack, given)[0].is_half_answered is half


def test_a_duty_that_no_recommendation_meets_is_asked_about(pack: Pack) -> None:
    given = assessment(answer("duty-picture", State.PARTLY))

    duty = rules.duties(pack, given)[1]

    assert duty.is_asked
    assert (duty.state, duty.missing) == (State.PARTLY, ())
    assert [item.id for item in rules.asked_duties(pack, given)] == ["duty-picture"]


def test_an_agency_is_not_held_to_what_binds_a_municipality(pack: Pack) -> None:
    given = assessment(answer("duty-picture", State.NOT_YET), scope=Scope.AGENCY)

    assert rules.duties(pack, given) == ()
    assert rules.asked_duties(pack, given) == ()
    assert rules.gaps(pack, given) == ()


# ── Roles ───────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("Socialchef", Role(id="head")),
        ("  head of  SOCIAL services ", Role(id="head")),
        ("Fältgruppens  samordnare", Role(words="Fältgruppens samordnare")),
        ("", Role()),
    ],
)
def test_a_role_of_the_pack_is_known_by_its_name_in_either_language(
    pack: Pack, words: str, expected: Role
) -> None:
    assert rules.role_named(words, pack) == expected


def test_a_role_that_the_pack_no_longer_has_is_nobody(pack: Pack) -> None:
    assert rules.known(Role(id="gone"), pack) == Role()
    assert rules.words_for(role("head"), pack, "en") == "Head of social services"
    assert rules.words_for(Role(words="Vår egen"), pack, "en") == "Vår egen"


# ── Continuity ──────────────────────────────────────────────────────────────


def test_a_role_with_several_holders_and_a_deputy_holds(pack: Pack) -> None:
    given = assessment(
        answer("decision", owner=role("coordinator"), deputy=role("head"), holders=Holders.MORE),
    )

    assert rules.continuity(pack, given).holds


@pytest.mark.parametrize("holders", [Holders.ONE, Holders.NOBODY])
def test_a_role_with_one_holder_or_none_is_pointed_at(pack: Pack, holders: Holders) -> None:
    given = assessment(
        answer("decision", owner=role("coordinator"), deputy=role("head"), holders=holders)
    )

    (check,) = rules.continuity(pack, given).roles

    assert (check.role, check.holders) == (role("coordinator"), holders)
    assert check.without_deputy == ()


def test_what_nobody_stands_in_for_is_named(pack: Pack) -> None:
    decision, routine = pack.recommendations[0], pack.recommendations[2]
    given = assessment(
        answer("decision", owner=role("head"), deputy=role("coordinator")),
        answer("routine", owner=role("head")),
    )

    (check,) = rules.continuity(pack, given).roles

    assert check == RoleCheck(
        role("head"),
        None,
        (
            Carried("decision", decision.title, has_deputy=True),
            Carried("routine", routine.title, has_deputy=False),
        ),
    )


@pytest.mark.parametrize(
    ("holders", "holds"), [(None, False), (Holders.ONE, False), (Holders.MORE, True)]
)
def test_a_role_stands_in_for_itself_only_where_more_than_one_hold_it(
    pack: Pack, holders: Holders | None, holds: bool
) -> None:
    given = assessment(answer("decision", owner=role("head"), deputy=role("head"), holders=holders))

    assert rules.continuity(pack, given).holds is holds


def test_the_fewest_holders_anybody_said_count_and_a_local_role_is_one_however_written(
    pack: Pack,
) -> None:
    given = assessment(
        answer("decision", owner=Role(words="Vår samordnare"), holders=Holders.MORE),
        answer("routine", owner=Role(words="vår Samordnare"), holders=Holders.ONE),
    )

    (check,) = rules.continuity(pack, given).roles

    assert check.holders is Holders.ONE
    assert [item.about for item in check.carries] == ["decision", "routine"]


def test_what_is_in_place_without_an_owner_is_named_and_what_is_not_yet_is_left_alone(
    pack: Pack,
) -> None:
    given = assessment(
        answer("decision"), answer("deputy", State.NOT_YET), answer("routine", owner=role("gone"))
    )

    found = rules.continuity(pack, given).without_owner

    assert [item.about for item in found] == ["decision", "routine"]


def test_an_action_needs_a_role_and_a_deputy_until_it_is_over(pack: Pack) -> None:
    given = assessment(
        actions=(
            action("Ring polisen", role=role("head")),
            action("Skriv ned rutinen", id=OTHER_ID),
            action("Klart", id=OTHER_ID, status=Status.DONE),
        )
    )

    found = rules.continuity(pack, given)

    assert [item.title for item in found.roles[0].without_deputy] == ["Ring polisen"]
    assert [item.title for item in found.without_owner] == ["Skriv ned rutinen"]


def test_an_action_and_what_it_is_about_are_one_thing_to_carry(pack: Pack) -> None:
    given = assessment(
        answer("decision", State.PARTLY, owner=role("head"), deputy=role("security")),
        actions=(action(about="decision", role=role("head")),),
    )

    (check,) = rules.continuity(pack, given).roles

    assert [item.about for item in check.carries] == ["decision"]
    assert [item.about for item in check.without_deputy] == ["decision"]


def test_actions_stand_by_when_they_are_due_and_last_without_a_date(pack: Pack) -> None:
    actions = (action("a"), action("b", by="2027-03"), action("c", by="2026-12-01"))

    assert [item.what for item in rules.in_order(actions)] == ["c", "b", "a"]


def test_an_action_that_is_over_needs_no_date() -> None:
    actions = (
        action("a"),
        action("b", status=Status.BEGUN),
        action("c", by="2027"),
        action("d", status=Status.DONE),
        action("e", status=Status.SET_ASIDE),
    )

    assert [item.what for item in rules.undated(actions)] == ["a", "b"]
